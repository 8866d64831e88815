"""The API says no with the codes of the pages."""

from django.http import Http404

from config.api import exception_handler
from config.refusal import Obstacle, Refusal


def test_refusal_about_the_state_of_things_is_a_conflict_with_all_its_obstacles():
    refusal = Refusal(obstacles=[Obstacle("too_late", "Too late."), Obstacle("x", "Why.", "day")])

    answer = exception_handler(refusal, {})

    assert answer.status_code == 409
    assert answer.data == {
        "code": "too_late",
        "detail": "Too late. Why.",
        "obstacles": [
            {"code": "too_late", "message": "Too late.", "field": None},
            {"code": "x", "message": "Why.", "field": "day"},
        ],
    }


def test_refusal_about_the_input_alone_is_a_bad_request():
    answer = exception_handler(Refusal("future", "Not yet.", field="date"), {})

    assert (answer.status_code, answer.data["obstacles"][0]["field"]) == (400, "date")


def test_what_may_not_be_seen_stays_not_found():
    assert exception_handler(Http404(), {}).status_code == 404


def test_bugs_are_not_dressed_up():
    assert exception_handler(KeyError(), {}) is None
