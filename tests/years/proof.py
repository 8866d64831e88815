"""Live years, sweep at no rhythm at all, and compare what was said with what the oracle says."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core import mail as mailbox

from accounts.actions.notifications import gather, unsent
from accounts.delivery import send_due
from accounts.enums import MailState
from accounts.models import Mail, Notification
from competences.models import Voice
from config import clock
from placements.actions.reminders import collect
from placements.models import Placement, ReminderRule
from placements.rules.reminder_rules import KINDS
from tests.years.almanac import DAY, clock_changes
from tests.years.lives import Life, School, at_noon, make_school
from tests.years.oracle import Key, Oracle

RULES = {kind.rule for kind in KINDS} | {f"{kind.rule}-escalated" for kind in KINDS}
Twice = Callable[[Callable[[int], int]], list]
LEAP = (2, 29)


@dataclass
class Figures:
    """What was counted; all but the sizes have to be zero."""

    years: int = 0
    placements: int = 0
    days: int = 0
    sweeps: int = 0
    at_once: int = 0
    reminders: int = 0
    on_leap_days: int = 0
    clock_changes: int = 0
    ended: int = 0
    handed_over: int = 0
    erased: int = 0
    by_handover: int = 0
    mails: int = 0
    lines_sent: int = 0
    lines_cancelled: int = 0
    missing: int = 0
    double: int = 0
    extra: int = 0
    sent_untrue: int = 0
    cancelled_though_true: int = 0
    never_left: int = 0
    left_unseen: int = 0
    sweeps_failed: int = 0
    to_ended: int = 0
    to_replaced: int = 0
    to_erased: int = 0
    unlike: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        return (
            self.missing
            + self.double
            + self.extra
            + self.sent_untrue
            + self.cancelled_though_true
            + self.never_left
            + self.left_unseen
            + self.sweeps_failed
            + self.to_ended
            + self.to_replaced
            + self.to_erased
        )

    def lines(self) -> Iterator[str]:
        for name, value in vars(self).items():
            if name != "unlike":
                yield f"{name.replace('_', ' '):>24} {value:>7,}"


class Proof:
    """`twice` runs one sweep several times at once; without it they come one after the other.
    `brief`: placements end, and people are replaced or erased, within weeks."""

    def __init__(
        self, *, seed: int, placements: int, twice: Twice | None = None, brief: bool = False
    ) -> None:
        self.dice, self.twice = random.Random(seed), twice
        self.school: School = make_school(seed)
        self.count, self.brief = placements, brief
        self.oracle = Oracle(self.school.since, [self.school.coordinator.pk])
        self.other_settings()
        self.expected: Counter[Key] = Counter()
        self.figures, self.seen, self.taken_over = Figures(), 0, 0
        self.lives: list[Life] = []

    def other_settings(self) -> None:
        """The second programme asks sooner and oftener, and tells other people."""
        programme = self.school.programmes[1]
        ReminderRule.objects.create(
            programme=programme,
            rule="days-waiting",
            audience="mentor",
            offset_days=4,
            repeat_days=5,
            to_coach_after=3,
        )
        ReminderRule.objects.create(
            programme=programme, rule="meeting-tomorrow", audience="mentor", offset_days=-3
        )
        self.oracle.changed[programme.pk] = {
            ("days-waiting", "mentor"): (4, 5, 3, None),
            ("meeting-tomorrow", "mentor"): (-3, None, None, None),
        }

    def run(self, first: int, years: int, last: dt.date | None = None) -> Figures:
        """From September of the first year on; to the end of August, or to `last`."""
        date, end = dt.date(first, 9, 1), last or dt.date(first + years, 8, 31)
        self.changes = {
            sunday for year in range(first, first + years) for sunday in clock_changes(year)
        }
        self.nights = self.changes | {sunday - DAY for sunday in self.changes}
        self.quiet_until = date
        while date <= end:
            if (date.month, date.day) == (9, 1):
                self.begin(date.year)
            self.day(date)
            date += DAY
        self.deliver(at_noon(end + 10 * DAY))
        self.compare()
        return self.figures

    def begin(self, year: int) -> None:
        self.figures.years += 1
        for number in range(self.count):
            life = Life(self.school, year, number)
            if self.brief:
                life.be_brief(dt.date(year, 10, 5 + 3 * number))
            self.lives.append(life)
            self.figures.placements += 1

    def day(self, date: dt.date) -> None:
        """Sweeps at the hours of this day, and what happens at noon."""
        self.figures.days += 1
        self.figures.clock_changes += date in self.changes
        hours = self.hours(date)
        for hour in [hour for hour in hours if hour < 12]:
            self.sweep(date, hour)
        with clock.at(at_noon(date)):
            for life in self.lives:
                life.live(date)
        self.take_over()
        self.lives = [one for one in self.lives if one.placement is None or one.placement.is_open]
        for hour in [hour for hour in hours if hour >= 12]:
            self.sweep(date, hour)

    def hours(self, date: dt.date) -> list[int]:
        """Daily, hourly, days without, and around the nights in which the clock changes every hour
        of that night; in summer rarely."""
        if date in self.nights or (date.month, date.day) == LEAP:
            return [1, 2, 3, 4, 9]
        if date < self.quiet_until:
            return []
        if self.dice.random() < 0.04:
            self.quiet_until = date + self.dice.randrange(2, 12) * DAY
            return []
        if not self.lives or date.month in (7, 8):
            return [8] if self.dice.random() < 0.1 else []
        return sorted(self.dice.sample(range(24), self.dice.choice([1, 1, 1, 1, 2, 3])))

    def sweep(self, date: dt.date, hour: int) -> None:
        """So many real hours after local midnight: a day has 23, 24 or 25 of them."""
        midnight = at_noon(date, 0).astimezone(dt.UTC)
        now = midnight + dt.timedelta(hours=hour)
        self.expected.update(self.oracle.sweep_at(now))
        self.figures.sweeps += 1
        if self.twice is not None and self.dice.random() < 0.1:
            self.figures.at_once += 1
            answers = self.twice(lambda _number: collect(now))
            failed = [answer for answer in answers if isinstance(answer, Exception)]
            self.figures.sweeps_failed += len(failed)
            self.figures.unlike += map(repr, failed)
        else:
            collect(now)
            if self.dice.random() < 0.1:
                collect(now)
        if self.dice.random() < 0.6:
            self.deliver(now, sends=self.dice.random() < 0.8)

    def take_over(self) -> None:
        """A handover asks the new person at once: held against what stands, and then remembered."""
        asked = self.school.asked_again[self.taken_over :]
        self.taken_over += len(asked)
        rows = list(Notification.objects.filter(pk__in=asked, rule__in=RULES))
        if not rows:
            return
        with clock.at(at_noon(clock.local_date(rows[0].created_at))) as now:
            standing = self.oracle.standing_keys(now)
        for row in rows:
            key = Key(row.rule, row.subject, row.recipient_id, row.due_on)
            if key[:3] in standing:
                self.expected[key] += 1
            self.oracle.remember(key, clock.local_date(now))
        self.figures.by_handover += len(rows)

    # --- what left

    def deliver(self, now: dt.datetime, *, sends: bool = True) -> None:
        """The real gathering and sending; what left had to be true, what did not had to be over.
        Without `sends` the mails wait."""
        if not unsent().exists() and not Mail.objects.filter(state=MailState.WAITING).exists():
            return
        with clock.at(now):
            standing = self.oracle.standing_keys(now)
            gather(now)
            mailbox.outbox = []
            while sends and send_due(now):
                pass
        rows = Notification.objects.filter(rule__in=RULES)
        sent = rows.filter(mail__sent_at=now, cancelled_at=None).select_related("recipient")
        for row in sent:
            self.figures.lines_sent += 1
            if (row.rule, row.subject, row.recipient_id) not in standing:
                self.figures.sent_untrue += 1
            self.wrong_person(row, now)
        for row in rows.filter(cancelled_at=now):
            self.figures.lines_cancelled += 1
            if (row.rule, row.subject, row.recipient_id) in standing and not self.dates_over(row):
                self.figures.cancelled_though_true += 1
                self.figures.unlike.append(f"cancelled {row.rule} {row.subject} {row.due_on}")

    @staticmethod
    def dates_over(row: Notification) -> bool:
        """The days that the line names are done; others wait."""
        if row.rule != "days-waiting":
            return False
        placement = Placement.objects.get(pk=row.context["placement"])
        return not placement.days.filter(state="logged", date__in=row.context["dates"]).exists()

    def wrong_person(self, row: Notification, now: dt.datetime) -> None:
        pk = row.context.get("placement")
        if row.recipient_id in self.school.erased:
            self.figures.to_erased += 1
        if pk is None:
            return
        placement = Placement.objects.get(pk=pk)
        if not placement.is_open:
            self.figures.to_ended += 1
        elif (pk, row.recipient_id) in self.school.replaced:
            mine = Voice.objects.filter(dossier=placement.dossier_id, person=row.recipient_id)
            self.figures.to_replaced += not mine.filter(until=None).exists()

    # --- what was said

    def compare(self) -> None:
        rows = Notification.objects.filter(rule__in=RULES)
        figures = self.figures
        written = Counter(
            Key(*row) for row in rows.values_list("rule", "subject", "recipient", "due_on")
        )
        figures.reminders = written.total()
        figures.on_leap_days = sum(
            count for key, count in written.items() if (key.due_on.month, key.due_on.day) == LEAP
        )
        figures.double = sum(count - 1 for count in written.values())
        once = Counter(dict.fromkeys(written, 1))
        missing, extra = self.expected - once, once - self.expected
        figures.missing, figures.extra = missing.total(), extra.total()
        figures.unlike += [f"missing {key}" for key in missing] + [f"extra {key}" for key in extra]
        figures.ended = Placement.objects.exclude(ended_at=None).count()
        figures.handed_over, figures.erased = len(self.school.replaced), len(self.school.erased)
        figures.mails = Mail.objects.filter(state=MailState.SENT).count()
        erased = self.school.erased
        waiting = rows.filter(cancelled_at=None).exclude(mail__state=MailState.SENT)
        left = rows.filter(cancelled_at=None, mail__state=MailState.SENT).count()
        figures.left_unseen = left - figures.lines_sent
        figures.never_left = waiting.exclude(recipient__in=erased).count()
