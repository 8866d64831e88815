"""Who said yes, for one purpose, until a day: and then nothing is left."""

import datetime as dt
from dataclasses import replace

import pytest

from accounts.enums import Role
from accounts.models import HistoryEntry
from config import clock
from config.refusal import Refusal
from quality.actions import prospects
from quality.actions.prospects import Met
from quality.models import Prospect, ProspectContact
from quality.overviews.prospects import prospects_for
from quality.tasks import forget_prospects
from tests.factories import make_placement, make_programme, make_user, person
from tests.quality.test_visits import NOW, held

pytestmark = pytest.mark.django_db
MET = Met(
    kind="student",
    name="Mieke Maes",
    email="mieke@example.org",
    purpose="Uitnodiging voor de infodag",
    consent_words="Ja, mail mij.",
    forget_on=dt.date(2027, 6, 30),
)


@pytest.fixture
def visit():
    coordinator = make_user("Wim", "Claes")
    return held(make_placement(programme=make_programme("met", coordinator=coordinator)))


@pytest.mark.parametrize(
    ("change", "allowed", "codes"),
    [
        ({}, False, ["no-consent"]),
        ({"email": ""}, True, ["no-way"]),
        ({"forget_on": dt.date(2026, 11, 18)}, True, ["forget-in-the-past"]),
        ({"forget_on": dt.date(2029, 1, 1)}, True, ["kept-too-long"]),
    ],
)
def test_nobody_is_noted_without_consent_a_way_and_an_end(visit, change, allowed, codes):
    with clock.at(NOW + dt.timedelta(days=2)), pytest.raises(Refusal) as refused:
        prospects.note(by=visit.visitor, visit=visit, met=replace(MET, **change), allowed=allowed)

    assert refused.value.codes == codes


def test_on_its_day_everything_about_somebody_is_deleted_and_history_names_nobody(visit):
    with clock.at(NOW + dt.timedelta(days=2)):
        one = prospects.note(by=visit.visitor, visit=visit, met=MET, allowed=True)
        prospects.contact(by=visit.visitor, prospect=one, way="mail", words="Mieke komt")
    with clock.at(dt.date(2027, 6, 29)):
        assert forget_prospects() == 0
    with clock.at(dt.date(2027, 6, 30)):
        assert forget_prospects() == 1
        assert forget_prospects() == 0

    assert (Prospect.objects.count(), ProspectContact.objects.count()) == (0, 0)
    told = HistoryEntry.objects.filter(action__startswith="prospect-")
    assert [entry for entry in told if "Mieke" in str(entry.data)] == []
    assert told.count() == 3


def test_who_noted_somebody_and_the_coordinators_see_them_and_nobody_else(visit):
    with clock.at(NOW + dt.timedelta(days=2)):
        prospects.note(by=visit.visitor, visit=visit, met=MET, allowed=True)

    coordinator = visit.programme.coordinators.get()
    mentor = person(visit.placement, Role.MENTOR)
    seen = [prospects_for(one).count() for one in (visit.visitor, coordinator, mentor)]
    assert seen == [1, 1, 0]
