"""The verbs of a self-evaluation; each is one step further, and history tells who took it."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.models import User
from competences.models import AcademicYear, Programme
from config import clock
from config.refusal import Refusal, refuse_if
from placements.rules.access import coordinates
from quality.enums import CycleState
from quality.models import (
    ChecklistItem,
    Cycle,
    CycleAction,
    CycleConclusion,
    CycleInvitation,
)
from quality.overviews.cycles import Standing, candidates, people_of
from quality.rules import cycles as rules


def topic(cycle: Cycle) -> str:
    """The name under which history keeps the whole story of a self-evaluation."""
    return f"cycle:{cycle.pk}"


def _require_coordinator(user: User, programme: Programme) -> None:
    if not coordinates(user, programme):
        raise Refusal("not-your-role", rules.ONLY_COORDINATORS)


def _locked(by: User, cycle: Cycle) -> Cycle:
    """The row as it is now, held until the end, for a coordinator of its programme."""
    held = Cycle.objects.select_for_update(of=("self",)).select_related("programme")
    cycle = held.get(pk=cycle.pk)
    _require_coordinator(by, cycle.programme)
    return cycle


@transaction.atomic
def open_cycle(*, by: User, programme: Programme, academic_year: AcademicYear) -> Cycle:
    """Begin the self-evaluation of a programme and year; what the last one left open goes on."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    _require_coordinator(by, programme)
    mine = Cycle.objects.filter(programme=programme)
    refuse_if(
        rules.open_obstacles(
            exists=mine.filter(academic_year=academic_year).exists(),
            previous_runs=mine.filter(state__in=rules.RUNNING).exists(),
        )
    )
    previous = mine.filter(successor__isnull=True).order_by("-concluded_at").first()
    cycle = Cycle.objects.create(
        programme=programme, academic_year=academic_year, predecessor=previous, opened_by=by
    )
    carried = _carry_over(by, previous, cycle) if previous else 0
    record("cycle-opened", cycle, by=by, topic=topic(cycle), carried=carried)
    return cycle


def _carry_over(by: User, previous: Cycle, cycle: Cycle) -> int:
    open_still = previous.actions.open()
    went_on = [
        CycleAction(
            cycle=cycle,
            item_id=old.item_id,
            what=old.what,
            who_id=old.who_id,
            due_on=old.due_on,
            carried_from=old,
            added_by=by,
        )
        for old in open_still
    ]
    return len(CycleAction.objects.bulk_create(went_on))


@transaction.atomic
def invite(*, by: User, cycle: Cycle, roles: Collection[str], answer_by: dt.date) -> int:
    """Ask everybody in these roles to answer by a day; who was asked before is not asked again.

    Answers how many are new.
    """
    cycle = _locked(by, cycle)
    can = candidates(cycle)
    wanted = [(role, person) for role in roles for person in can.get(role, [])]
    refuse_if(rules.invite_obstacles(cycle.state, roles, len(wanted), answer_by, clock.today()))
    asked = set(cycle.invitations.values_list("role", "person"))
    made = [
        CycleInvitation(cycle=cycle, person=person, role=role)
        for role, person in wanted
        if (role, person.pk) not in asked
    ]
    CycleInvitation.objects.bulk_create(made)
    cycle.state, cycle.answer_by = CycleState.COLLECTING, answer_by
    cycle.invited_at = cycle.invited_at or clock.now()
    cycle.save(update_fields=["state", "answer_by", "invited_at"])
    for person in {one.person for one in made}:
        _tell(cycle, person)
    record("cycle-invited", cycle, by=by, topic=topic(cycle), roles=list(roles), count=len(made))
    return len(made)


def _tell(cycle: Cycle, person: User) -> None:
    notify(
        "cycle-invited",
        subject=cycle,
        recipient=person,
        due_on=clock.today(),
        context={
            "cycle": cycle.pk,
            "programme_nl": cycle.programme.name_nl,
            "programme_en": cycle.programme.name_en or cycle.programme.name_nl,
            "by": cycle.answer_by.isoformat() if cycle.answer_by else "",
        },
        url=reverse("quality:cycle", args=[cycle.pk]),
    )


@transaction.atomic
def discuss(*, by: User, cycle: Cycle) -> Cycle:
    """Close the collecting and begin to talk about what came in."""
    cycle = _locked(by, cycle)
    refuse_if(rules.discuss_obstacles(cycle))
    cycle.state, cycle.discussed_at = CycleState.DISCUSSING, clock.now()
    cycle.save(update_fields=["state", "discussed_at"])
    record("cycle-discussed", cycle, by=by, topic=topic(cycle))
    return cycle


@transaction.atomic
def conclude_point(*, by: User, cycle: Cycle, item: ChecklistItem, words: str) -> CycleConclusion:
    """What the discussion of one point came to; said again it replaces what was said."""
    cycle = _locked(by, cycle)
    refuse_if([*rules.in_discussion_obstacles(cycle), *rules.words_obstacles(words)])
    said, _new = CycleConclusion.objects.update_or_create(
        cycle=cycle, item=item, defaults={"words": words.strip(), "by": by, "at": clock.now()}
    )
    record("cycle-point-concluded", said, by=by, topic=topic(cycle), words=said.words)
    return said


@transaction.atomic
def agree(
    *,
    by: User,
    cycle: Cycle,
    what: str,
    who: User,
    due_on: dt.date,
    item: ChecklistItem | None = None,
) -> CycleAction:
    """Who does what by when; somebody else than `by` hears of it."""
    cycle = _locked(by, cycle)
    refuse_if(
        rules.action_obstacles(
            cycle,
            what,
            may_do=people_of(cycle).filter(pk=who.pk).exists(),
            due_on=due_on,
            today=clock.today(),
        )
    )
    action = CycleAction.objects.create(
        cycle=cycle, item=item, what=what.strip(), who=who, due_on=due_on, added_by=by
    )
    record("cycle-action-agreed", action, by=by, topic=topic(cycle), what=action.what, who=who.pk)
    if who != by:
        notify(
            "cycle-action-agreed",
            subject=action,
            recipient=who,
            due_on=clock.today(),
            context={"action": action.pk, "what": action.what, "by": due_on.isoformat()},
            url=reverse("quality:cycle-action-finish", args=[action.pk]),
        )
    return action


@transaction.atomic
def finish_action(*, by: User, action: CycleAction, words: str = "") -> CycleAction:
    """It is done: said by who does it or by a coordinator, with a few words on how."""
    held = CycleAction.objects.select_for_update(of=("self",)).select_related("cycle__programme")
    action = held.get(pk=action.pk)
    if action.who_id != by.pk and not coordinates(by, action.cycle.programme):
        raise Refusal("not-your-role", rules.NOT_YOUR_ACTION)
    went_on = CycleAction.objects.filter(carried_from=action).exists()
    refuse_if(rules.finish_obstacles(action, went_on=went_on))
    action.done_at, action.done_by, action.done_words = clock.now(), by, words.strip()
    action.save(update_fields=["done_at", "done_by", "done_words"])
    record("cycle-action-done", action, by=by, topic=topic(action.cycle), words=action.done_words)
    return action


@transaction.atomic
def conclude(*, by: User, cycle: Cycle, words: str) -> Cycle:
    """Close it with its conclusion, and keep how everything stood: the next one is compared with
    that, whatever changes since."""
    cycle = _locked(by, cycle)
    refuse_if([*rules.in_discussion_obstacles(cycle), *rules.words_obstacles(words)])
    cycle.snapshot = Standing(cycle).snapshot()
    cycle.state, cycle.words = CycleState.CONCLUDED, words.strip()
    cycle.concluded_at, cycle.concluded_by = clock.now(), by
    cycle.save(update_fields=["snapshot", "state", "words", "concluded_at", "concluded_by"])
    record("cycle-concluded", cycle, by=by, topic=topic(cycle))
    return cycle
