"""A coordinator decides whether the first round of a course unit is blind."""

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from competences.actions.course_units import set_blind
from config.refusal import Refusal
from tests.factories import make_programme, make_user

pytestmark = pytest.mark.django_db


def test_the_page_turns_it_on_and_off_and_history_keeps_it(client):
    wim = make_user("Wim")
    unit = make_programme(coordinator=wim).course_units.get(code="exploration")
    client.force_login(wim)
    address, blind = reverse("competences:first-round-set", args=[unit.pk]), []

    for said in ({"is_blind": "on"}, {"is_blind": "on"}, {}):
        client.post(address, said)
        unit.refresh_from_db()
        blind.append(unit.first_round_is_blind)

    assert blind == [True, True, False]
    written = HistoryEntry.objects.filter(action="first-round-set").order_by("pk")
    assert [entry.data["is_blind"] for entry in written] == [True, False]


def test_a_coordinator_elsewhere_does_not_decide_it():
    unit = make_programme(coordinator=make_user("Wim")).course_units.first()

    with pytest.raises(Refusal) as refused:
        set_blind(by=make_user("Dries"), course_unit=unit, is_blind=True)

    assert refused.value.codes == ["not-the-coordinator"]
