"""The query that picks the placements to look at never leaves one out where something is due."""

import datetime as dt

import pytest
from django.db.models.functions import Greatest

from config import clock
from placements.actions import reminders as sweep
from placements.enums import InterruptionKind
from placements.models import Closure, Interruption, PlanException, ReminderRule, WeekPattern
from placements.overviews import reminder_candidates
from placements.overviews.reminder_candidates import candidates
from placements.overviews.reminder_messages import of_placements, open_placements, unsaid
from placements.rules import reminder_rhythms
from placements.rules.reminder_rules import KINDS, setting_obstacles
from tests.sweep import bare
from tests.sweep.crowd import NOW, crowd
from tests.years import proof
from tests.years.almanac import DAY
from tests.years.lives import at_noon
from tests.years.proof import Proof

pytestmark = pytest.mark.django_db

LAST = dt.date(2026, 11, 20)


class LeftOutError(Exception):
    """Something is due at a placement that was not to be looked at."""


class Watched:
    """Years of random lives, in which each sweep first asks the rules about all placements."""

    def __init__(self, monkeypatch, *, seed: int, placements: int) -> None:
        self.named, self.needed, self.open = 0, 0, 0
        self.proof = Proof(seed=seed, placements=placements)
        self.dice = self.proof.dice
        monkeypatch.setattr(proof, "collect", self.collect)
        self.proof.deliver = lambda now, **more: None

    def collect(self, now: dt.datetime) -> int:
        with clock.at(now):
            keys = open_placements()
            found = unsaid(of_placements(keys, now), clock.today())
            needed = {(one.placement.pk, one.due.rule, one.due.subject) for one in found}
            named = {(pk, *ask) for pk, asks in candidates(now).items() for ask in asks}
        if needed - named:
            raise LeftOutError(now, needed - named)
        self.named, self.needed = self.named + len(named), self.needed + len(needed)
        self.open += len(keys)
        if self.dice.random() < 0.3:
            self.disturb(now.date(), keys)
        return sweep.collect(now)

    def disturb(self, today: dt.date, keys: list[int]) -> None:
        """What the lives do not do themselves: other settings, other plans, times away."""
        dice, person = self.dice, self.proof.school.coordinator
        key = dice.choice(keys) if keys else None
        date = today + dice.randrange(-20, 20) * DAY
        match dice.randrange(6):
            case 0:
                self.set_otherwise()
            case 1 if key:
                Interruption.objects.create(
                    placement_id=key,
                    kind=InterruptionKind.EXAMS,
                    first=date,
                    last=dice.choice([None, date, date + 9 * DAY]),
                    by=person,
                )
            case 2:
                Interruption.objects.filter(last=None).update(last=Greatest("first", date))
            case 3 if key:
                PlanException.objects.update_or_create(
                    placement_id=key,
                    date=date,
                    defaults={"morning": dice.random() < 0.5, "by": person},
                )
            case 4:
                Closure.objects.create(first=date, last=date + 6 * DAY, name_nl="Dicht")
            case 5 if key:
                WeekPattern.objects.create(
                    placement_id=key,
                    since=date,
                    mornings=[dice.randrange(5)],
                    proposed_by=person,
                    agreed_by=person,
                    agreed_at=clock.now(),
                )

    def set_otherwise(self) -> None:
        """A setting that a programme can really make."""
        dice, kind = self.dice, self.dice.choice(KINDS)
        setting = type(kind.standard)(
            is_on=dice.random() < 0.9,
            offset=-dice.randrange(8) if kind.is_ahead else dice.randrange(12),
            repeat=dice.choice([None, 1, 3, 7, 20]),
            to_coach_after=dice.choice([None, 1, 5]) if kind.may_reach_coach else None,
            to_coordinator_after=dice.choice([None, 6, 9]) if kind.may_reach_coordinator else None,
        )
        if not list(setting_obstacles(kind, setting)):
            ReminderRule.objects.update_or_create(
                programme=dice.choice(self.proof.school.programmes),
                rule=kind.rule,
                audience=kind.audience,
                defaults={
                    "is_on": setting.is_on,
                    "offset_days": setting.offset,
                    "repeat_days": setting.repeat,
                    "to_coach_after": setting.to_coach_after,
                    "to_coordinator_after": setting.to_coordinator_after,
                },
            )


def lived(monkeypatch, seed: int = 11) -> Watched:
    watched = Watched(monkeypatch, seed=seed, placements=3)
    watched.proof.run(2026, 1, LAST)
    return watched


def test_no_placement_is_left_out_where_something_is_due(monkeypatch, record_property):
    watched = lived(monkeypatch)

    record_property("looked at, due, open", (watched.named, watched.needed, watched.open))
    assert watched.needed > 15
    assert watched.named < watched.open


def test_a_narrower_query_would_be_found_out(monkeypatch):
    """The red control."""
    narrower = reminder_candidates.CANDIDATES.replace("n.rule = h.says AND ", "")
    assert narrower != reminder_candidates.CANDIDATES
    monkeypatch.setattr(reminder_candidates, "CANDIDATES", narrower)

    with pytest.raises(LeftOutError):
        lived(monkeypatch)


def test_dates_that_come_late_would_be_found_out(monkeypatch):
    """The red control of the calendar that goes along."""
    due_dates = reminder_rhythms.due_dates
    monkeypatch.setattr(
        reminder_candidates, "due_dates", lambda rhythm, today: due_dates(rhythm, today - DAY)
    )

    with pytest.raises(LeftOutError):
        lived(monkeypatch)


def test_the_bare_sql_beside_which_it_is_measured_answers_the_same_rows():
    crowd(120, tag="bare")
    for days in (9, 3, 1, 0):
        now = at_noon(NOW - days * DAY)
        with clock.at(now):
            found = {
                (one.due.rule, one.due.subject, one.recipient.pk, one.due.due_on)
                for one in sweep.pending(now)
            }
        assert found == set(bare.due(now))
        assert len(found) > 10
        sweep.collect(now)
