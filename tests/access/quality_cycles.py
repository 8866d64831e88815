from accounts.enums import Role
from config import clock
from quality.actions import cycles
from quality.enums import CycleState
from quality.models import ChecklistItem, Cycle, CycleAction
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import TODAY, Cast

INVITED = ("student", "mentor", "coach", "classmate")
SEEN = dict.fromkeys([*INVITED, "coordinator"], OK)
LED = dict.fromkeys(INVITED, FORBIDDEN) | {"coordinator": OK}
STEP = LED | {"coordinator": SENT_ON}
BOTH = {"coordinator": OK, "other_coordinator": OK}
AT_WORK = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}


def begun(cast: Cast) -> Cycle:
    """The self-evaluation of Amina's programme and year; students, mentors and coaches answer."""
    programme = cast.placement.enrolment.programme
    if (known := Cycle.objects.filter(programme=programme).first()) is not None:
        return known
    with clock.at(TODAY):
        year = cast.placement.enrolment.academic_year
        by = cast.coordinator
        cycle = cycles.open_cycle(by=by, programme=programme, academic_year=year)
        day = clock.today().replace(day=30)
        roles = [Role.STUDENT, Role.MENTOR, Role.COACH]
        cycles.invite(by=by, cycle=cycle, roles=roles, answer_by=day)
        agreed = {"what": "Gidsen herschrijven", "who": cast.coach, "due_on": day}
        cycles.agree(by=by, cycle=cycle, **agreed)
    return Cycle.objects.get(pk=cycle.pk)


def cycle(cast: Cast) -> list[int]:
    return [begun(cast).pk]


def discussed(cast: Cast) -> list[int]:
    known = begun(cast)
    if known.state == CycleState.COLLECTING:
        with clock.at(TODAY):
            cycles.discuss(by=cast.coordinator, cycle=known)
    return [known.pk]


def discussed_point(cast: Cast) -> list[int]:
    return [*discussed(cast), ChecklistItem.objects.get(key="core_group").pk]


def action(cast: Cast) -> list[int]:
    return [CycleAction.objects.get(cycle=begun(cast)).pk]


def which(cast: Cast) -> dict[str, int]:
    enrolment = cast.placement.enrolment
    return {"programme": enrolment.programme_id, "academic_year": enrolment.academic_year_id}


def workplace(cast: Cast) -> list[int]:
    return [cast.placement.workplace_id]


def point(cast: Cast) -> list[int]:
    return [cast.point.pk]


INVITING = {"roles": ["coach"], "answer_by": "2026-12-04"}
WORDS = {"words": "Er is een kerngroep."}
ROWS = [
    Row("quality:workplace-checklist", args=workplace, expect=AT_WORK),
    Row(
        "quality:workplace-checklist",
        args=workplace,
        method="post",
        expect=dict.fromkeys(AT_WORK, SENT_ON),
    ),
    Row("quality:point-history", args=point, expect=BOTH, otherwise=FORBIDDEN),
    Row("quality:cycle-list", otherwise=OK),
    Row("quality:cycle-open", expect=BOTH, otherwise=FORBIDDEN),
    Row(  # of somebody else's programme the form comes back
        "quality:cycle-open",
        method="post",
        data=which,
        expect=BOTH | {"coordinator": SENT_ON},
        otherwise=FORBIDDEN,
    ),
    Row("quality:cycle", args=cycle, expect=SEEN),
    Row("quality:cycle-invite", args=cycle, expect=LED),
    Row("quality:cycle-invite", args=cycle, method="post", data=lambda _: INVITING, expect=STEP),
    Row("quality:cycle-answer", args=cycle, expect=SEEN | {"coordinator": FORBIDDEN}),
    Row(
        "quality:cycle-answer",
        args=cycle,
        method="post",
        expect=dict.fromkeys(INVITED, SENT_ON) | {"coordinator": FORBIDDEN},
    ),
    Row("quality:cycle-discuss", args=cycle, method="post", expect=STEP),
    Row("quality:cycle-point", args=discussed_point, expect=LED),
    Row(
        "quality:cycle-point",
        args=discussed_point,
        method="post",
        data=lambda _: WORDS,
        expect=STEP,
    ),
    Row("quality:cycle-action-add", args=cycle, expect=LED),
    Row(
        "quality:cycle-action-add",
        args=cycle,
        method="post",
        data=lambda cast: {"what": "Bellen", "who": cast.coach.pk, "due_on": "2026-12-04"},
        expect=STEP,
    ),
    Row("quality:cycle-action-finish", args=action, expect={"coach": OK, "coordinator": OK}),
    Row(
        "quality:cycle-action-finish",
        args=action,
        method="post",
        expect={"coach": SENT_ON, "coordinator": SENT_ON},
    ),
    Row("quality:cycle-conclude", args=discussed, expect=LED),
    Row("quality:cycle-conclude", args=discussed, method="post", data=lambda _: WORDS, expect=STEP),
    Row("quality:cycle-compare", args=cycle, expect=LED),
    Row("quality:cycle-pdf", args=cycle, expect=LED),
]
