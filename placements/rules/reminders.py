"""What must be said to whom, and by when: dates that follow from the facts, never from the sweep.

A due date is counted from what happened, so that a sweep that comes daily, hourly or after a gap
finds the same date again: with it in the unique key of the outbox everything is said once. What
repeats has the latest of its dates only; nobody gets ten copies after a gap.

Each function below finds occasions: something waits for somebody since a moment. When it is said,
how often and who hears of it after that is the programme's choice (`reminder_rules`), and turning
the one into the other is the same for all (`_dues`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from accounts.enums import TRIAD, Role
from config import clock
from placements.enums import DayState, TrialogueKind, TrialogueState, WindowState
from placements.rules.moments import ASKED
from placements.rules.plan import quiet_since
from placements.rules.reminder_facts import Due, Escalated, Facts, Occasion, ProgrammeFacts
from placements.rules.reminder_papers import agreement_unsigned, report_unsigned, shortening
from placements.rules.reminder_rules import ESCALATED, Setting
from placements.rules.windows import windows
from placements.rules.working_days import add_working_days, next_working_day, shift_working_days

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
# A repeated date moves up to three days for holidays; closer together than the rest of its rhythm
# is a repetition.
MOVES = 3


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
        moments_unanswered,
        report_unsigned,
        shortening,
    )
    today = clock.local_date(now)
    return [
        found
        for rule in rules
        for occasion in rule(facts, now)
        for found in _dues(occasion, facts.setting(occasion.rule, occasion.to), today)
    ]


def due_for_programme(facts: ProgrammeFacts, now: dt.datetime) -> list[Due]:
    """One line a week for the coordinators about all agreements that got stuck."""
    today = clock.local_date(now)
    setting = facts.setting("agreements-stuck", Role.COORDINATOR)
    stuck = [
        (sent_on, name)
        for sent_on, name in facts.sent
        if shift_working_days(sent_on, setting.offset) <= today
    ]
    if not stuck:
        return []
    occasion = Occasion(
        "agreements-stuck",
        f"competences.programme:{facts.programme}",
        Role.COORDINATOR,
        stuck[0][0],
        {"n": len(stuck), "names": [name for _sent_on, name in stuck[:3]]},
        pause=WEEK,
    )
    return list(_dues(occasion, setting, today))


def _dues(occasion: Occasion, setting: Setting, today: dt.date) -> Iterator[Due]:
    """The reminder of which the date has come, and whoever hears that it did not help."""
    first = occasion.first(setting.offset)
    if not setting.is_on or first > today:
        return
    date = latest(first, setting.repeat, today)
    if date is not None:
        yield Due(
            occasion.rule,
            occasion.subject,
            occasion.to,
            date,
            occasion.context,
            occasion.page,
            pause_of(occasion.pause, setting.repeat),
            setting.channel,
            setting.words,
            person=occasion.person,
        )
    for to, after in setting.escalations():
        told_on = add_working_days(first, after)
        if told_on <= today:
            yield Due(
                occasion.rule + ESCALATED,
                f"{occasion.subject}#{occasion.to}",
                to,
                told_on,
                page=None,
                pause=occasion.pause and max(occasion.pause, WEEK),
                about=Escalated(
                    occasion.rule, occasion.subject, occasion.to, first, occasion.person
                ),
            )


def latest(first: dt.date, every: int | None, today: dt.date) -> dt.date | None:
    """The latest of `first`, so many days later, and so on that has come; never on a day off.
    Without `every` there is only the first."""
    if every is None:
        return first if first <= today else None
    for times in range((today - first).days // every, -1, -1):
        date = next_working_day(first + times * every * DAY)
        if date <= today:
            return date
    return None


def pause_of(pause: dt.timedelta | None, every: int | None) -> dt.timedelta | None:
    """Within which time the same is not said again; what repeats has its own."""
    return pause if every is None else max(every - MOVES, 1) * DAY


# --- meetings


def meeting_windows(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
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
            yield Occasion(
                f"{name}-window-open" if event == "open" else f"{name}-overdue",
                facts.subject,
                role,
                date,
                context,
                (f"placements:{page}", facts.placement.pk),
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


def meeting_tomorrow(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """The working day before; after a gap also on the day itself, until it begins. A meeting that
    was moved is another subject: its new moment is said anew."""
    for meeting in facts.trialogues:
        if meeting.state != TrialogueState.PLANNED or meeting.starts_at <= now:
            continue
        context = {
            "trialogue": meeting.pk,
            "kind": meeting.kind,
            "starts_at": meeting.starts_at.isoformat(),
            "place": meeting.place or meeting.video_link,
        }
        for role in TRIAD:
            yield Occasion(
                "meeting-tomorrow",
                f"placements.trialogue:{meeting.pk}#{meeting.sequence}",
                role,
                clock.local_date(meeting.starts_at),
                context,
                ("placements:preparation", meeting.pk),
            )


def moments_unanswered(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """The coach proposed moments, and somebody has not said which suit."""
    for asking in facts.asking:
        for role in ASKED:
            if asking.waits_for(role, now):
                yield Occasion(
                    "moments-unanswered",
                    f"placements.meetingproposal:{asking.proposal}",
                    role,
                    asking.proposed_on,
                    {"kind": asking.kind, "moves": asking.is_move},
                    ("placements:moment", asking.proposal),
                )


def agreed_actions(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """What somebody took on: before its date, and once more when the date has passed."""
    today = clock.local_date(now)
    for action in facts.actions:
        yield Occasion(
            "action-overdue" if today > action.due_on else "action-due",
            f"placements.trialogueaction:{action.pk}",
            action.who,
            action.due_on,
            {"what": action.what, "date": action.due_on.isoformat()},
            ("placements:trialogue", action.trialogue_id),
        )


# --- days


def silence(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """Planned days went by and nothing was logged: first the student hears it, then the coach.
    Who is away is left in peace, and who was has the whole time again from then on."""
    today = clock.local_date(now)
    last = max((entry.date for entry in facts.entries), default=facts.placement.starts_on - DAY)
    since = quiet_since(facts.away, last, today)
    if since is None or facts.days_logged >= facts.required:
        return
    missed = [day.date for day in facts.plan.between(last + DAY, today - DAY)]
    if not missed:
        return

    def counted(offset: int) -> dt.date:
        """So many whole working days of silence, and at least one planned day in them, are over."""
        return next_working_day(max(add_working_days(since, offset), missed[0]) + DAY)

    for role in (Role.STUDENT, Role.COACH):
        yield Occasion(
            "days-not-logged",
            facts.subject,
            role,
            since,
            {"n": len(missed), "first": missed[0].isoformat()},
            ("placements:day-list", facts.placement.pk),
            WEEK,
            counted,
        )


def days_waiting(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """Days wait for the mentor."""
    waiting = [entry for entry in facts.entries if entry.state == DayState.LOGGED]
    if waiting:
        context = {
            "days": sum(float(entry.portion) for entry in waiting),
            "dates": sorted(entry.date.isoformat() for entry in waiting),
        }
        since = min(entry.since for entry in waiting)
        yield Occasion("days-waiting", facts.subject, Role.MENTOR, since, context, pause=WEEK)


def days_returned(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """A day came back: the student hears it until it is put right; who is away corrects it
    later."""
    if any(span.holds(clock.local_date(now)) for span in facts.away):
        return
    for entry in facts.entries:
        if entry.state == DayState.RETURNED:
            yield Occasion(
                "day-returned",
                f"placements.workplaceday:{entry.pk}",
                Role.STUDENT,
                entry.since,
                {"date": entry.date.isoformat()},
                ("placements:day-change", entry.pk),
                DAY,
            )


def corrections_asked(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """A confirmed day was opened again: the mentor hears it (rule 8)."""
    for entry in facts.entries:
        if entry.state == DayState.LOGGED and entry.correction_asked:
            yield Occasion(
                "correction-asked",
                f"placements.workplaceday:{entry.pk}",
                Role.MENTOR,
                entry.since,
                {"date": entry.date.isoformat()},
                ("placements:day", entry.pk),
                DAY,
            )
