"""The demo's scans and mirrors, played on a placement of their own."""

import pytest

from accounts.enums import Role
from config import clock
from demo import scans
from quality.models import MentorMirror, ScanRound
from quality.overviews.scans import scan_of, unanswered
from tests.demo.world import TODAY
from tests.factories import make_placement, person


@pytest.mark.django_db
def test_one_scan_is_closed_one_waits_for_two_and_the_mentor_keeps_a_mirror_private():
    placement = make_placement()
    coach = person(placement, Role.COACH)

    scans.play(placement, TODAY)

    second, first = ScanRound.objects.filter(placement=placement)
    with clock.at(TODAY):
        seen = scan_of(first, placement, coach)
        assert [spot.topic.key for spot in seen.low] == [
            "reflection",
            "problem_solving",
            "autonomy",
        ]
        assert scan_of(second, placement, coach).waiting == ("student", "coach")
        assert [found for found, _placement, _role in unanswered(coach)] == [second]
    assert first.closed_at is not None
    assert list(MentorMirror.objects.visible_to(coach).values_list("wants", flat=True)) == [
        "trainer"
    ]
