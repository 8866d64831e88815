"""Getting started: the list of a placement, what is ticked, and two signatures."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from mentors.enums import TemplateKind
from mentors.models import OnboardingSignature, OnboardingStep, WorkTemplate
from mentors.overviews.onboarding import signatures_of, steps_of
from mentors.rules import onboarding as rules
from mentors.rules.templates import said
from mentors.standard import onboarding_lines
from placements.actions.parties import locked, require_voice
from placements.models import Placement


@transaction.atomic
def start(
    *, by: User, placement: Placement, template: WorkTemplate | None = None
) -> list[OnboardingStep]:
    """Put the lines of a template, or of our own list, on the placement's list, in the student's
    language. What stands on it already is not put there twice."""
    placement = locked(placement)
    require_voice(by, placement)
    refuse_if(rules.closed_obstacles(placement))
    if template is not None:
        require_own(template, placement, TemplateKind.ONBOARDING)
    lines = template.lines if template else onboarding_lines()
    added = _append(placement, said(lines, placement.student.language))
    if added:
        record(
            "onboarding-started",
            placement,
            by=by,
            topic=placement.topic,
            template=template.pk if template else None,
            steps=len(added),
        )
    return added


def require_own(template: WorkTemplate, placement: Placement, kind: str) -> None:
    """Refuse a list of another workplace, of another kind, or one that was retired."""
    is_own = template.workplace_id == placement.workplace_id and template.kind == kind
    if not is_own or template.retired_at is not None:
        raise Refusal("other-template", rules.OTHER_LIST)


@transaction.atomic
def add(*, by: User, placement: Placement, text: str) -> OnboardingStep:
    """One more step at the end; the same words twice are one step."""
    placement = locked(placement)
    require_voice(by, placement)
    refuse_if([*rules.closed_obstacles(placement), *rules.words_obstacles(text)])
    added = _append(placement, [text.strip()])
    if added:
        record("onboarding-step-added", added[0], by=by, topic=placement.topic)
    return OnboardingStep.objects.get(placement=placement, text=text.strip())


def _append(placement: Placement, texts: Iterable[str]) -> list[OnboardingStep]:
    rows = OnboardingStep.objects.filter(placement=placement)
    present = set(rows.values_list("text", flat=True))
    last = rows.aggregate(last=Max("position"))["last"] or 0
    new = [text for text in dict.fromkeys(texts) if text not in present]
    return OnboardingStep.objects.bulk_create(
        OnboardingStep(placement=placement, position=position, text=text)
        for position, text in enumerate(new, start=last + 1)
    )


def _lock(by: User, step: OnboardingStep) -> tuple[Placement, OnboardingStep]:
    placement = locked(step.placement)
    require_both(by, placement)
    refuse_if(rules.closed_obstacles(placement))
    found = OnboardingStep.objects.filter(pk=step.pk).first()
    if found is None:
        raise Refusal("step-gone", rules.GONE)
    return placement, found


def require_both(by: User, placement: Placement) -> str:
    """The role of the student or the mentor; refused for everybody else."""
    role = placement.role_of(by)
    if role not in rules.BOTH:
        raise Refusal("not-your-role", rules.ONLY_BOTH)
    return role


@transaction.atomic
def tick(*, by: User, step: OnboardingStep) -> OnboardingStep:
    """Student or mentor says that this took place; ticked twice it keeps its first date."""
    placement, step = _lock(by, step)
    if step.done_at is None:
        step.done_at, step.done_by = clock.now(), by
        step.save(update_fields=["done_at", "done_by"])
        record("onboarding-step-done", step, by=by, topic=placement.topic)
    return step


@transaction.atomic
def untick(*, by: User, step: OnboardingStep) -> OnboardingStep:
    """It did not take place yet, as long as nobody signed that it did."""
    placement, step = _lock(by, step)
    refuse_if(rules.settled_obstacles(step, _signed(placement)))
    if step.done_at is not None:
        step.done_at = step.done_by = None
        step.save(update_fields=["done_at", "done_by"])
        record("onboarding-step-undone", step, by=by, topic=placement.topic)
    return step


@transaction.atomic
def remove(*, by: User, step: OnboardingStep) -> None:
    """Take out what does not apply here; the history keeps its words."""
    placement, step = _lock(by, step)
    refuse_if(rules.remove_obstacles(step, _signed(placement)))
    record("onboarding-step-removed", step, by=by, topic=placement.topic, text=step.text)
    step.delete()


def _signed(placement: Placement) -> set[int]:
    return rules.signed_steps(one.steps for one in signatures_of(placement).values())


@transaction.atomic
def sign(*, by: User, placement: Placement, shown: str) -> OnboardingSignature:
    """One of the two signs the list they read (`shown`: its edition), as it reads. Signed once it
    stays signed: whoever taps again gets the same signature."""
    placement = locked(placement)
    role = require_both(by, placement)
    if (signed := signatures_of(placement).get(role)) is not None:
        return signed
    steps = steps_of(placement)
    refuse_if(
        [
            *rules.closed_obstacles(placement),
            *rules.sign_obstacles(steps),
            *rules.shown_obstacles(steps, shown),
        ]
    )
    signature = OnboardingSignature.objects.create(
        placement=placement,
        role=role,
        person=by,
        at=clock.now(),
        steps=rules.list_as_it_reads(steps),
    )
    record("onboarding-signed", signature, by=by, topic=placement.topic, role=role)
    return signature
