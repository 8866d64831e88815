"""The onboarding of a placement, its tasks, and the lists of its workplace."""

from collections.abc import Callable
from typing import Any

from mentors.models import OnboardingStep, WorkTask, WorkTemplate
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

FOUR = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
BOTH = {"student": SENT_ON, "mentor": SENT_ON, "coach": FORBIDDEN, "coordinator": FORBIDDEN}
THREE = BOTH | {"coach": SENT_ON}
AUTHORS = {"student": FORBIDDEN, "mentor": OK, "coach": OK, "coordinator": OK}
WRITTEN = {name: SENT_ON if code == OK else code for name, code in AUTHORS.items()}
THREE_PAGES = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
BOTH_PAGES = THREE_PAGES | {"coach": FORBIDDEN}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def workplace(cast: Cast) -> list[int]:
    return [cast.placement.workplace_id]


def step(cast: Cast) -> list[int]:
    found = OnboardingStep.objects.get_or_create(
        placement=cast.placement, position=1, text="Rondleiding"
    )
    return [found[0].pk]


def task(cast: Cast) -> list[int]:
    found = WorkTask.objects.get_or_create(
        placement=cast.placement, position=1, text="Facturen inboeken", added_by=cast.mentor
    )
    return [found[0].pk]


def template(cast: Cast) -> list[int]:
    found = WorkTemplate.objects.get_or_create(
        workplace=cast.placement.workplace,
        kind="tasks",
        name_nl="Onze taken",
        defaults={"lines": [{"nl": "Inboeken", "en": ""}], "changed_by": cast.mentor},
    )
    return [found[0].pk]


def post(name: str, args: Callable, expect: dict[str, int], **data: Any) -> Row:
    return Row(f"mentors:{name}", args=args, method="post", data=lambda cast: data, expect=expect)


LIST = {"name_nl": "Onthaal", "lines": "Welkom\nRondleiding | Tour"}
ROWS = [
    Row("mentors:onboarding", args=placement, expect=FOUR),
    post("onboarding-start", placement, THREE),
    post("onboarding-add", placement, THREE, text="Badge gekregen"),
    post("onboarding-sign", placement, BOTH, shown="x"),
    post("onboarding-tick", step, BOTH),
    post("onboarding-untick", step, BOTH),
    post("onboarding-remove", step, BOTH),
    Row("mentors:task-list", args=placement, expect=FOUR),
    Row("mentors:task-add", args=placement, expect=THREE_PAGES),
    post("task-add", placement, THREE, text="Btw-aangifte voorbereiden"),
    post("task-take", placement, THREE),
    Row("mentors:task", args=task, expect=FOUR),
    post("task-tap", task, BOTH, stage="1"),
    Row("mentors:task-sign", args=task, expect=BOTH_PAGES),
    post("task-sign", task, BOTH, stage="1", words="Voorgedaan bij een klant."),
    post("task-remove", task, THREE),
    post("task-restore", task, THREE),
    Row("mentors:template-list", args=workplace, expect=FOUR),
    Row("mentors:template-write", args=workplace, expect=AUTHORS),
    post("template-write", workplace, WRITTEN, kind="onboarding", **LIST),
    Row("mentors:template-copy", args=workplace, expect=AUTHORS),
    # Nothing to copy: the page again, with what is wrong.
    post("template-copy", workplace, AUTHORS, template="0"),
    Row("mentors:template-change", args=template, expect=AUTHORS),
    Row(
        "mentors:template-change",
        args=template,
        method="post",
        # From another text than the one that stands there: the page again, nothing lost.
        data=lambda cast: {**LIST, "seen": "2026-09-01T10:00:00.000000+0000"},
        expect=AUTHORS,
    ),
    Row("mentors:template-retire", args=template, expect=AUTHORS),
    post("template-retire", template, WRITTEN),
]
