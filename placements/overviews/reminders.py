"""What the rules of reminders look at, for many placements in a fixed number of queries.

Reflections are never looked at here: not their words, not their number, not their dates.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from accounts.models import HistoryEntry
from config import clock
from placements.enums import AgreementState, DayState, ShorteningState, TrialogueState
from placements.models import (
    Agreement,
    Placement,
    PlacementPolicy,
    ReminderRule,
    ShorteningProposal,
    Signature,
    Trialogue,
    TrialogueAction,
    WorkplaceDay,
)
from placements.overviews.counts import day_counts
from placements.overviews.plan import attach_plans, plan_of, planned_days
from placements.rules.reminder_facts import Entry, Facts, ProgrammeFacts
from placements.rules.reminder_rules import LANGUAGES, Setting

Changed = dict[tuple[str, str], Setting]

STANDS_SINCE = ("day-returned", "day-reopened")


def facts_of(keys: Collection[int], *, to_remind: bool = True) -> list[Facts]:
    """The facts of those of these placements (ids) that are open; sixteen queries at most.

    Without `to_remind` nobody asks who coordinates or what a programme changed about reminders:
    two queries less.
    """
    found = Placement.objects.open().filter(pk__in=keys).with_people().with_days()
    if to_remind:
        found = found.prefetch_related("enrolment__programme__coordinators")
    placements = list(found)
    programmes = {one.enrolment.programme_id for one in placements} if to_remind else ()
    gathered = _Gathered(placements, changed_settings(programmes) if programmes else {})
    return [gathered.facts(placement) for placement in placements]


def programme_facts(programmes: Collection[int] | None = None) -> list[ProgrammeFacts]:
    """Per programme (these ids, or all) its agreements that are out; two queries."""
    out = Agreement.objects.filter(
        state=AgreementState.OUT,
        placement__finalised_at__isnull=True,
        placement__ended_at__isnull=True,
    )
    if programmes is not None:
        out = out.filter(placement__enrolment__programme__in=programmes)
    found: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
    out = out.select_related("placement__enrolment__student").defer("content")
    for agreement in out.order_by("sent_at", "pk"):
        enrolment = agreement.placement.enrolment
        sent_on = clock.local_date(agreement.sent_at)
        found[enrolment.programme_id].append((sent_on, enrolment.student.get_full_name()))
    changed = changed_settings(found)
    return [ProgrammeFacts(pk, sent, changed.get(pk, {})) for pk, sent in found.items()]


def setting_of(row: ReminderRule) -> Setting:
    return Setting(
        is_on=row.is_on,
        offset=row.offset_days,
        repeat=row.repeat_days,
        channel=row.channel,
        words={code: getattr(row, f"words_{code}") for code in LANGUAGES if row.words_nl},
        to_coach_after=row.to_coach_after,
        to_coordinator_after=row.to_coordinator_after,
    )


def changed_settings(programmes: Collection[int]) -> dict[int, Changed]:
    """Per programme (id) what it changed about reminders; one query."""
    found: dict[int, Changed] = defaultdict(dict)
    for row in ReminderRule.objects.filter(programme__in=programmes):
        found[row.programme_id][row.rule, row.audience] = setting_of(row)
    return found


class _Gathered:
    """What the rules need of many placements, each kind of thing in one query."""

    def __init__(self, placements: list[Placement], changed: dict[int, Changed]) -> None:
        keys, self.changed = [placement.pk for placement in placements], changed
        attach_plans(placements)
        self.policies = PlacementPolicy.objects.in_bulk(
            {placement.course_unit_id for placement in placements}
        )
        self.days = _by_placement(
            WorkplaceDay.objects.filter(placement__in=keys)
            .defer("tasks", "remark")
            .order_by("logged_at", "pk")
        )
        self.since = _stands_since(self.days)
        self.trialogues = _by_placement(
            Trialogue.objects.filter(placement__in=keys)
            .exclude(state=TrialogueState.CANCELLED)
            .defer("report")
        )
        self.actions = self._actions(keys)
        self.agreements = {
            agreement.placement_id: agreement
            for agreement in Agreement.objects.filter(placement__in=keys, state=AgreementState.OUT)
        }
        self.signed = self._signed()
        self.proposals = {
            proposal.placement_id: proposal
            for proposal in ShorteningProposal.objects.filter(
                placement__in=keys, state=ShorteningState.PROPOSED
            )
        }

    def _actions(self, keys: list[int]) -> dict[int, list[TrialogueAction]]:
        found: dict[int, list[TrialogueAction]] = defaultdict(list)
        for action in TrialogueAction.objects.filter(
            trialogue__placement__in=keys, done_at__isnull=True, due_on__isnull=False
        ).select_related("trialogue"):
            found[action.trialogue.placement_id].append(action)
        return found

    def _signed(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        signatures = Signature.objects.filter(agreement__in=list(self.agreements.values()))
        for agreement, role in signatures.values_list("agreement_id", "role"):
            found[agreement].add(role)
        return found

    def facts(self, placement: Placement) -> Facts:
        agreement = self.agreements.get(placement.pk)
        return Facts(
            placement=placement,
            policy=self.policies.get(placement.course_unit_id) or PlacementPolicy(),
            required=day_counts(placement).required,
            planned=planned_days(placement),
            away=plan_of(placement).away,
            entries=[self._entry(day) for day in self.days.get(placement.pk, ())],
            trialogues=self.trialogues.get(placement.pk, ()),
            actions=self.actions.get(placement.pk, ()),
            agreement=agreement,
            signed=self.signed.get(agreement.pk, ()) if agreement else (),
            proposal=self.proposals.get(placement.pk),
            changed=self.changed.get(placement.enrolment.programme_id, {}),
        )

    def _entry(self, day: WorkplaceDay) -> Entry:
        logged_on = clock.local_date(day.logged_at)
        changed_on = clock.local_date(day.changed_at)
        return Entry(
            pk=day.pk,
            date=day.date,
            portion=day.portion,
            state=day.state,
            logged_on=logged_on,
            since=self.since.get(day.pk, max(logged_on, changed_on)),
            correction_asked=bool(day.correction_asked),
        )


def _stands_since(days: dict[int, list[WorkplaceDay]]) -> dict[int, dt.date]:
    """Day (id) -> when it came back or was opened again, for those that stand so now."""
    keys = {
        f"{day._meta.label_lower}:{day.pk}": day.pk
        for found in days.values()
        for day in found
        if day.state == DayState.RETURNED or day.correction_asked
    }
    entries = HistoryEntry.objects.filter(subject__in=keys, action__in=STANDS_SINCE)
    moments = entries.order_by("at", "pk").values_list("subject", "at")
    return {keys[subject]: clock.local_date(at) for subject, at in moments}


def _by_placement(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.placement_id].append(row)
    return found
