"""What the rules of reminders look at, for many placements in a fixed number of queries.

Reflections are never looked at here: not their words, not their number, not their dates.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from accounts.models import HistoryEntry, User
from competences.models import Voice
from config import clock
from placements.enums import AgreementState, DayState, ShorteningState, TrialogueState
from placements.models import (
    Agreement,
    EarlierReport,
    MeetingProposal,
    Placement,
    PlacementPolicy,
    ReminderRule,
    ShorteningProposal,
    Signatory,
    Signature,
    SignOff,
    Trialogue,
    TrialogueAction,
    WorkplaceDay,
)
from placements.overviews.plan import attach_plans, plan_of
from placements.rules.moments import ASKED
from placements.rules.reminder_facts import Asking, Entry, Facts, OpenReport, ProgrammeFacts
from placements.rules.reminder_rules import LANGUAGES, Setting

Changed = dict[tuple[str, str], Setting]

# By which a day came into the state in which it is; other changes leave it where it was.
STANDS_SINCE = Q(action__in=("day-returned", "day-reopened")) | Q(
    action="day-changed", data__was=DayState.RETURNED
)


def facts_of(keys: Collection[int], *, to_remind: bool = True) -> list[Facts]:
    """The facts of those of these placements (ids) that are open; twenty-two queries at most.

    Without `to_remind` nobody asks who coordinates, who signs for a workplace, which moments wait
    for an answer or what a programme changed about reminders: up to seven queries less.
    """
    found = Placement.objects.open().filter(pk__in=keys)
    placements = list(_with_recipients(found) if to_remind else found.with_people().with_days())
    programmes = {one.enrolment.programme_id for one in placements} if to_remind else ()
    gathered = _Gathered(placements, changed_settings(programmes) if programmes else {})
    if to_remind:
        gathered.ask_who_answers(placements)
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
    rows = out.order_by("sent_at", "pk").values_list(
        "placement__enrolment__programme",
        "sent_at",
        "placement__enrolment__student__first_name",
        "placement__enrolment__student__last_name",
    )
    for programme, sent_at, *name in rows:
        found[programme].append((clock.local_date(sent_at), " ".join(name).strip()))
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


class Speaker(NamedTuple):
    """Who speaks in which role today: of a Voice what reminders ask, one person once for all."""

    role: str
    person: User
    is_deputy: bool

    @property
    def person_id(self) -> int:
        return self.person.pk


def _with_recipients(found: QuerySet[Placement]) -> list[Placement]:
    """Load who may hear of them, and nothing else; five queries."""
    placements = list(
        found.select_related("enrolment", "dossier").prefetch_related(
            "enrolment__programme__coordinators"
        )
    )
    voices = list(
        Voice.objects.current()
        .filter(dossier__in=[placement.dossier_id for placement in placements])
        .values_list("dossier", "role", "person", "is_deputy")
    )
    people = User.objects.in_bulk(
        {person for _dossier, _role, person, _deputy in voices}
        | {placement.enrolment.student_id for placement in placements}
    )
    speaking: dict[int, list[Speaker]] = defaultdict(list)
    for dossier, role, person, is_deputy in voices:
        speaking[dossier].append(Speaker(role, people[person], is_deputy))
    for placement in placements:
        placement.enrolment.student = people[placement.enrolment.student_id]
        placement.dossier.current_voices = speaking[placement.dossier_id]
    return placements


class _Gathered:
    """What the rules need of many placements, each kind of thing in one query."""

    def __init__(self, placements: list[Placement], changed: dict[int, Changed]) -> None:
        keys, self.changed = [placement.pk for placement in placements], changed
        attach_plans(placements)
        self.policies = PlacementPolicy.objects.in_bulk(
            {placement.course_unit_id for placement in placements}
        )
        self.days = _entries(keys)
        self.trialogues = _by_placement(
            _with_sign_offs(Trialogue.objects.filter(placement__in=keys))
            .exclude(state=TrialogueState.CANCELLED)
            .defer("report")
        )
        self.actions = self._actions(keys)
        self.agreements = {
            agreement.placement_id: agreement
            for agreement in Agreement.objects.filter(placement__in=keys, state=AgreementState.OUT)
        }
        self.signed = self._signed()
        self.asking: dict[int, list[Asking]] = defaultdict(list)
        self.proposals: dict[int, ShorteningProposal] = {}
        self.shortened: dict[int, int] = defaultdict(int)
        for proposal in ShorteningProposal.objects.filter(
            placement__in=keys, state__in=[ShorteningState.PROPOSED, ShorteningState.RATIFIED]
        ):
            if proposal.state == ShorteningState.PROPOSED:
                self.proposals[proposal.placement_id] = proposal
            else:
                self.shortened[proposal.placement_id] += proposal.days

    def ask_who_answers(self, placements: list[Placement]) -> None:
        """Who signs for the workplaces with an agreement that is out, and which moments wait."""
        by_key = {placement.pk: placement for placement in placements}
        out = [by_key[pk] for pk in self.agreements]
        sign_for = _signatories({placement.workplace_id for placement in out}) if out else {}
        for placement in out:
            self.agreements[placement.pk].placement = placement
            placement.current_signatory = sign_for.get(placement.workplace_id)
        proposals = MeetingProposal.objects.open().filter(placement__in=by_key)
        for proposal in proposals.prefetch_related("slots__answers", "refusals"):
            asking = _asking(proposal, by_key[proposal.placement_id])
            self.asking[proposal.placement_id].append(asking)

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
            required=placement.required_days - self.shortened[placement.pk],
            plan=plan_of(placement),
            entries=self.days.get(placement.pk, ()),
            trialogues=self.trialogues.get(placement.pk, ()),
            actions=self.actions.get(placement.pk, ()),
            agreement=agreement,
            signed=self.signed.get(agreement.pk, ()) if agreement else (),
            proposal=self.proposals.get(placement.pk),
            reports=_reports(self.trialogues.get(placement.pk, ())),
            asking=self.asking.get(placement.pk, ()),
            changed=self.changed.get(placement.enrolment.programme_id, {}),
        )


def _signatories(workplaces: Collection[int]) -> dict[int, User]:
    """Workplace (id) -> who signs for it today, where somebody does; one query."""
    current = Signatory.objects.current().filter(workplace__in=workplaces)
    return {one.workplace_id: one.person for one in current.select_related("person")}


def _with_sign_offs(meetings: QuerySet[Trialogue]) -> QuerySet[Trialogue]:
    """Annotate `signed_off`: the roles that signed off this version of the report, and
    `corrected_at`: when the version before it was opened again."""
    this = SignOff.objects.filter(
        trialogue=OuterRef("pk"), report_version=OuterRef("report_version")
    )
    before = EarlierReport.objects.filter(
        trialogue=OuterRef("pk"), version=OuterRef("report_version") - 1
    )
    return meetings.annotate(
        signed_off=ArraySubquery(this.order_by("pk").values("role")),
        corrected_at=Subquery(before.values("at")),
    )


def _reports(meetings: Iterable[Trialogue]) -> list[OpenReport]:
    return [
        OpenReport(
            trialogue=meeting.pk,
            version=meeting.report_version,
            held_on=meeting.held_on,
            since=clock.local_date(meeting.corrected_at)
            if meeting.corrected_at
            else meeting.held_on,
            signed=meeting.signed_off,
        )
        for meeting in meetings
        if meeting.state == TrialogueState.HELD
    ]


def _asking(proposal: MeetingProposal, placement: Placement) -> Asking:
    """Only what people of today said counts."""
    speaking = {(role, one.pk) for role in ASKED for one in placement.people(role)}
    slots = list(proposal.slots.all())
    said = {
        (slot.pk, answer.role): answer.suits
        for slot in slots
        for answer in slot.answers.all()
        if (answer.role, answer.person_id) in speaking
    }
    return Asking(
        proposal=proposal.pk,
        kind=proposal.kind,
        is_move=proposal.moves_id is not None,
        proposed_on=clock.local_date(proposal.proposed_at),
        starts=[slot.starts_at for slot in slots],
        suits={role.value: [said.get((slot.pk, role)) for slot in slots] for role in ASKED},
        refused={
            refusal.role
            for refusal in proposal.refusals.all()
            if (refusal.role, refusal.person_id) in speaking
        },
    )


def _entries(keys: list[int]) -> dict[int, list[Entry]]:
    """Placement (id) -> its days in the order of logging; two queries at most. No rows as objects:
    of nothing else there is so much."""
    zone = timezone.get_default_timezone()
    rows = list(
        WorkplaceDay.objects.filter(placement__in=keys)
        .order_by("logged_at", "pk")
        .values_list(
            "placement",
            "pk",
            "date",
            "portion",
            "state",
            TruncDate("logged_at", tzinfo=zone),
            TruncDate(Greatest("logged_at", "changed_at"), tzinfo=zone),
            ~Q(correction_asked=""),
        )
    )
    stands = _stands_since(
        pk for _of, pk, *_, state, _on, _at, asked in rows if _is_back(state, asked)
    )
    found: dict[int, list[Entry]] = defaultdict(list)
    for placement, pk, date, portion, state, logged_on, changed_on, asked in rows:
        since = stands.get(pk, changed_on) if _is_back(state, asked) else changed_on
        found[placement].append(Entry(pk, date, portion, state, logged_on, since, asked))
    return found


def _is_back(state: str, correction_asked: bool) -> bool:
    return state == DayState.RETURNED or correction_asked


def _stands_since(days: Iterable[int]) -> dict[int, dt.date]:
    """Day (id) -> when it came back, was corrected or was opened again, the last time."""
    keys = {f"{WorkplaceDay._meta.label_lower}:{pk}": pk for pk in days}
    entries = HistoryEntry.objects.filter(STANDS_SINCE, subject__in=keys)
    moments = entries.order_by("at", "pk").values_list("subject", "at")
    return {keys[subject]: clock.local_date(at) for subject, at in moments}


def _by_placement(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.placement_id].append(row)
    return found
