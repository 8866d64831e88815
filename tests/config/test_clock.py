"""CLOCK_AT: a moment that is the same everywhere, or no start at all."""

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.clock import standing_at
from tests.processes import in_a_process_of_its_own


def test_moment_with_its_offset_is_taken():
    moment = standing_at("2026-09-18T10:00+02:00")

    assert moment == dt.datetime(2026, 9, 18, 8, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["2026-09-18T10:00", "2026-09-18", "tomorrow", ""])
def test_anything_else_is_refused_in_one_sentence(text):
    with pytest.raises(ImproperlyConfigured) as refused:
        standing_at(text)

    assert str(refused.value) == (
        f"CLOCK_AT is {text!r}; it must be a moment with its offset from UTC, "
        "such as 2026-09-18T10:00+02:00."
    )


def test_a_process_that_was_told_a_moment_without_offset_does_not_start():
    answer = in_a_process_of_its_own(
        "import config.settings", DEMO="1", CLOCK_AT="2026-09-18T10:00"
    )

    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].startswith(
        "django.core.exceptions.ImproperlyConfigured: CLOCK_AT is '2026-09-18T10:00';"
    )
