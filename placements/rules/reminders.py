"""What must be said to whom, and by when: dates that follow from the facts, never from the sweep.

A due date is counted from what happened, so that a sweep that comes daily, hourly or after a gap
finds the same date again: with it in the unique key of the outbox everything is said once. What
repeats has the latest of its dates only; nobody gets ten copies after a gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from accounts.enums import TRIAD, Role
from config import clock
from placements.enums import AgreementState, DayState, TrialogueKind, TrialogueState, WindowState
from placements.rules.agreements import party_obstacles
from placements.rules.plan import quiet_since
from placements.rules.reminder_facts import Due, Facts, ProgrammeFacts
from placements.rules.windows import windows
from placements.rules.working_days import add_working_days, next_working_day

SIGN_WITHIN = 3  # working days before a party that has not signed is asked again
STUCK_AFTER = 10  # working days before the coordinator hears of it
WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
# A weekly date moves up to three days for holidays; closer together than this is a repetition.
PAUSE = dt.timedelta(days=4)


def due(facts: Facts, now: dt.datetime) -> list[Due]:
    """Everything that can be said about this placement at this moment, said before or not."""
    rules = (
        meeting_windows,
        silence,
        days_waiting,
        days_returned,
        corrections_asked,
        agreement_unsigned,
        agreed_actions,
        meeting_tomorrow,
        shortening,
    )
    return [found for rule in rules for found in rule(facts, now)]


def weekly(first: dt.date, today: dt.date) -> dt.date | None:
    """The latest of `first`, a week later, and so on that has come; never on a day off."""
    for weeks in range((today - first).days // 7, -1, -1):
        date = next_working_day(first + weeks * WEEK)
        if date <= today:
            return date
    return None


# --- meetings


def meeting_windows(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """A window opened: all three hear it. It closed without a meeting: coach and student do."""
    for window in windows(facts.policy):
        state = window.state(facts.days_logged, facts.trialogues)
        if state == WindowState.OPEN:
            date, event, to = _reached(facts, window.from_day), "open", TRIAD
        elif state == WindowState.OVERDUE:
            date, event, to = _passed(facts, window.by_day), "overdue", (Role.COACH, Role.STUDENT)
        else:
            continue
        name = "trialogue" if window.kind == TrialogueKind.PROGRESS else "assessment"
        context = {"days": float(facts.days_logged), "by_day": window.by_day}
        for role in to:
            page = "trialogue-plan" if role == Role.COACH else "trialogue-list"
            yield from _when_come(
                Due(
                    f"{name}-window-open" if event == "open" else f"{name}-overdue",
                    facts.subject,
                    role,
                    next_working_day(date),
                    context,
                    (f"placements:{page}", facts.placement.pk),
                ),
                now,
            )


def _reached(facts: Facts, days: int) -> dt.date:
    """When so many days had been logged, counted in the order of logging."""
    total = Decimal(0)
    for entry in facts.counted:
        total += entry.portion
        if total >= days:
            return entry.logged_on
    return facts.counted[-1].logged_on


def _passed(facts: Facts, days: int) -> dt.date:
    """When more than so many days had been logged."""
    total = Decimal(0)
    for entry in facts.counted:
        total += entry.portion
        if total > days:
            return entry.logged_on
    return facts.counted[-1].logged_on


def meeting_tomorrow(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """The day before; after a gap also on the day itself, until it begins. A meeting that was
    moved is another subject: its new moment is said anew."""
    for meeting in facts.trialogues:
        before = clock.local_date(meeting.starts_at) - DAY
        if meeting.state != TrialogueState.PLANNED or meeting.starts_at <= now:
            continue
        context = {
            "trialogue": meeting.pk,
            "kind": meeting.kind,
            "starts_at": meeting.starts_at.isoformat(),
            "place": meeting.place or meeting.video_link,
        }
        for role in TRIAD:
            yield from _when_come(
                Due(
                    "meeting-tomorrow",
                    f"placements.trialogue:{meeting.pk}#{meeting.sequence}",
                    role,
                    before,
                    context,
                    ("placements:trialogue", meeting.pk),
                ),
                now,
            )


def agreed_actions(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """What somebody took on: the day before its date, and once more when the date has passed."""
    today = clock.local_date(now)
    for action in facts.actions:
        late = today > action.due_on
        found = Due(
            "action-overdue" if late else "action-due",
            f"placements.trialogueaction:{action.pk}",
            action.who,
            next_working_day(action.due_on + DAY) if late else action.due_on - DAY,
            {"what": action.what, "date": action.due_on.isoformat()},
            ("placements:trialogue", action.trialogue_id),
        )
        yield from _when_come(found, now)


# --- days


def silence(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """Planned days went by and nothing was logged: first the student hears it, then the coach.
    Who is away is left in peace, and who was has the whole time again from then on."""
    today, limit = clock.local_date(now), facts.policy.silence_after_working_days
    last = max((entry.date for entry in facts.entries), default=facts.placement.starts_on - DAY)
    missed = [day.date for day in facts.planned if last < day.date < today]
    since = quiet_since(facts.away, last, today)
    if not missed or since is None or facts.days_logged >= facts.required:
        return
    context = {"n": len(missed), "first": missed[0].isoformat()}
    for role, quiet in ((Role.STUDENT, limit), (Role.COACH, 2 * limit)):
        date = max(add_working_days(since, quiet), missed[0]) + DAY
        page = ("placements:day-list", facts.placement.pk)
        yield from _when_come(
            Due(
                "days-not-logged",
                facts.subject,
                role,
                next_working_day(date),
                context,
                page,
                WEEK,
            ),
            now,
        )


def days_waiting(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """Days wait for the mentor: after the policy's working days, then every week."""
    waiting = [entry for entry in facts.entries if entry.state == DayState.LOGGED]
    if not waiting:
        return
    since = min(entry.since for entry in waiting)
    first = add_working_days(since, facts.policy.mentor_silence_after_working_days)
    context = {
        "days": sum(float(entry.portion) for entry in waiting),
        "dates": sorted(entry.date.isoformat() for entry in waiting),
    }
    yield from _repeated("days-waiting", facts.subject, Role.MENTOR, first, now, context)


def days_returned(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """A day came back: the student hears it, and again every week until it is put right; who is
    away corrects it later."""
    if any(span.holds(clock.local_date(now)) for span in facts.away):
        return
    for entry in facts.entries:
        if entry.state == DayState.RETURNED:
            yield from _repeated(
                "day-returned",
                f"placements.workplaceday:{entry.pk}",
                Role.STUDENT,
                next_working_day(entry.since),
                now,
                {"date": entry.date.isoformat()},
                ("placements:day-change", entry.pk),
            )


def corrections_asked(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """A confirmed day was opened again: the mentor hears it (rule 8)."""
    for entry in facts.entries:
        if entry.state == DayState.LOGGED and entry.correction_asked:
            found = Due(
                "correction-asked",
                f"placements.workplaceday:{entry.pk}",
                Role.MENTOR,
                next_working_day(entry.since),
                {"date": entry.date.isoformat()},
                ("placements:day", entry.pk),
                DAY,
            )
            yield from _when_come(found, now)


# --- papers and decisions


def agreement_unsigned(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """Whoever can still sign is asked again, every week."""
    agreement = facts.agreement
    if agreement is None or agreement.state != AgreementState.OUT:
        return
    first = add_working_days(clock.local_date(agreement.sent_at), SIGN_WITHIN)
    context = {
        "reference": agreement.reference,
        "sent_on": clock.local_date(agreement.sent_at).isoformat(),
    }
    for voice in facts.placement.voices():
        name = voice.person.get_full_name()
        if not any(
            party_obstacles(agreement=agreement, role=voice.role, signed=facts.signed, name=name)
        ):
            yield from _repeated(
                "agreement-unsigned",
                f"placements.agreement:{agreement.pk}",
                voice.role,
                first,
                now,
                context,
                ("placements:agreement-sign", agreement.pk),
            )


def shortening(facts: Facts, now: dt.datetime) -> Iterable[Due]:
    """A proposal waits: for the mentor's advice, then for the coach's decision."""
    proposal = facts.proposal
    if proposal is None:
        return
    advised = proposal.advised_at is not None
    rule, to, page = (
        ("shortening-decision", Role.COACH, "shortening-decide")
        if advised
        else ("shortening-advice", Role.MENTOR, "shortening-advise")
    )
    since = clock.local_date(proposal.advised_at or proposal.proposed_at)
    yield from _repeated(
        rule,
        f"placements.shorteningproposal:{proposal.pk}",
        to,
        next_working_day(since),
        now,
        {"before": facts.required, "after": facts.required - proposal.days},
        (f"placements:{page}", proposal.pk),
    )


def due_for_programme(facts: ProgrammeFacts, now: dt.datetime) -> list[Due]:
    """One line a week for the coordinators about all agreements that got stuck."""
    today = clock.local_date(now)
    stuck = [
        (sent_on, name)
        for sent_on, name in facts.sent
        if add_working_days(sent_on, STUCK_AFTER) <= today
    ]
    if not stuck:
        return []
    first = add_working_days(stuck[0][0], STUCK_AFTER)
    context = {"n": len(stuck), "names": [name for _sent_on, name in stuck[:3]]}
    subject = f"competences.programme:{facts.programme}"
    return list(_repeated("agreements-stuck", subject, Role.COORDINATOR, first, now, context))


def _when_come(found: Due, now: dt.datetime) -> Iterable[Due]:
    if found.due_on <= clock.local_date(now):
        yield found


def _repeated(
    rule: str,
    subject: str,
    to: str,
    first: dt.date,
    now: dt.datetime,
    context: Mapping[str, Any],
    page: tuple[str, int] | None = None,
) -> Iterable[Due]:
    date = weekly(first, clock.local_date(now))
    if date is not None:
        yield Due(rule, subject, to, date, context, page, PAUSE)
