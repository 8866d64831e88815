"""What was agreed becomes somebody's to-do: done with a word, or moved with a reason."""

import datetime as dt

import pytest

from accounts import todo
from accounts.enums import TRIAD, Role
from accounts.models import HistoryEntry
from config import clock
from config.refusal import Refusal
from placements.actions import agreed, sign_offs, trialogue_notes
from placements.documents.trialogue_report import report_hash
from placements.models import Placement, Trialogue, TrialogueAction
from placements.news import placement_news
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue

pytestmark = pytest.mark.django_db

DAY, DUE, NEW = dt.date(2026, 10, 1), dt.date(2026, 10, 8), dt.date(2026, 10, 15)
WHY = "De dossiers komen pas volgende week."


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture
def action(placement: Placement) -> TrialogueAction:
    """Griet took something on; all three signed."""
    meeting = hold_trialogue(placement, DAY)
    with clock.at(DAY):
        taken = trialogue_notes.agree(
            by=placement.coach,
            trialogue=meeting,
            what="Dossiers klaarleggen",
            who=Role.MENTOR,
            due_on=DUE,
        )
        for role in TRIAD:
            found = Trialogue.objects.get(pk=meeting.pk)
            who = person(placement, role)
            sign_offs.sign_off(by=who, trialogue=found, shown=report_hash(found))
    return taken


def move(action: TrialogueAction, role: str = Role.MENTOR, **given) -> TrialogueAction:
    said = {"due_on": NEW, "reason": WHY} | given
    with clock.at(DAY):
        return agreed.move(by=person(action.trialogue.placement, role), action=action, **said)


def test_who_took_it_on_chooses_another_date_and_the_to_do_moves_along(placement, action):
    move(action)

    with clock.at(NEW):
        (found,) = [
            one for one in todo.waiting_for(placement.mentor, NEW) if one.kind == "agreed-action"
        ]
    assert (found.title, found.due) == ("Dossiers klaarleggen", NEW)


def test_the_signed_report_keeps_the_date_that_was_agreed(action):
    before = Trialogue.objects.get(pk=action.trialogue_id)
    move(action)

    after = Trialogue.objects.get(pk=action.trialogue_id)
    assert after.report == before.report
    assert after.report["en"]["agreed"][0]["due"] == DUE.isoformat()


def test_the_coach_reads_that_a_date_moved(placement, action):
    move(action)

    entry = HistoryEntry.objects.get(action="action-moved")
    assert entry.data == {"before": "2026-10-08", "date": "2026-10-15", "reason": WHY}
    assert entry.pk is not None
    assert [line.at for line in placement_news(placement.coach, 1)] == [entry.at]


@pytest.mark.parametrize(
    ("role", "given", "code"),
    [
        (Role.STUDENT, {}, "not-your-action"),
        (Role.MENTOR, {"reason": " "}, "reason-missing"),
        (Role.MENTOR, {"due_on": DUE}, "same-date"),
        (Role.MENTOR, {"due_on": DAY - dt.timedelta(days=1)}, "date-passed"),
    ],
)
def test_a_date_moves_with_a_reason_to_a_day_to_come_by_who_took_it_on(action, role, given, code):
    with pytest.raises(Refusal) as refused:
        move(action, role, **given)

    assert refused.value.codes == [code]


def test_what_is_done_does_not_move(placement, action):
    with clock.at(DAY):
        trialogue_notes.finish_action(by=placement.mentor, action=action, words="Liggen klaar.")
    with pytest.raises(Refusal) as refused:
        move(action)

    action.refresh_from_db()
    assert refused.value.codes == ["action-done"]
    assert action.done_words == "Liggen klaar."
