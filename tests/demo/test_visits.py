"""One visit of the demo was held and reported, one is planned."""

import pytest

from config import clock
from quality.models import Visit
from quality.overviews.follow_up import follow_ups
from quality.overviews.visits import VisitFacts, facts_of
from tests.demo.world import TODAY, placement_of


@pytest.mark.django_db
def test_one_is_reported_and_one_is_planned(world):
    found = Visit.objects.order_by("starts_at")

    assert list(found.values_list("state", flat=True)) == ["reported", "planned"]
    assert facts_of(placement_of("Amina")) == VisitFacts(held=1, thanked=1, testimonials=1)
    with clock.at(TODAY):
        kinds = {one.kind for one in follow_ups(found[0].visitor, TODAY)}
    assert {"agreed", "prospect"} <= kinds
