"""Two texts from one: nothing that somebody added is lost, whoever was first."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.rules.notes import Merged, merge

LINE = st.text(alphabet="abc ", max_size=3)
TEXT = st.lists(LINE, max_size=8).map("\n".join)


def lines(text: str) -> Counter:
    return Counter(line for line in text.split("\n") if line.strip())


@given(TEXT, TEXT, TEXT)
def test_every_line_that_somebody_added_is_there(base, mine, theirs):
    merged = lines(merge(base, mine, theirs).text)

    added = (lines(mine) - lines(base)) | (lines(theirs) - lines(base))
    assert added.keys() - merged.keys() == set()


@given(TEXT, TEXT, TEXT)
def test_it_does_not_matter_who_was_first_but_for_the_order(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)

    assert (lines(one.text), one.clashed) == (lines(other.text), other.clashed)


@given(TEXT, TEXT)
def test_the_same_change_twice_is_made_once(base, mine):
    assert merge(base, mine, mine) == Merged(mine)


@given(TEXT, TEXT)
def test_a_text_that_only_one_changed_is_theirs(base, mine):
    assert merge(base, mine, base) == Merged(mine)
    assert merge(base, base, mine) == Merged(mine)


@given(TEXT, TEXT, TEXT)
def test_going_on_typing_in_what_was_merged_repeats_nothing(base, mine, theirs):
    """The text as it was sent is the base of what is typed while the answer is on its way."""
    merged = merge(base, mine, theirs).text

    assert merge(mine, mine, merged) == Merged(merged)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("", "Mijn zin.", "Haar zin.", Merged("Haar zin.\nMijn zin.")),
        ("een\ntwee", "een\ntwee\ndrie", "nul\neen\ntwee", Merged("nul\neen\ntwee\ndrie")),
        ("een\ntwee\ndrie", "EEN\ntwee\ndrie", "een\ntwee\nDRIE", Merged("EEN\ntwee\nDRIE")),
        ("een\ntwee", "een", "een\ntwee\ndrie", Merged("een\ndrie")),
        ("een", "", "een plus", Merged("een plus")),
        ("kop\n", "kop\nik", "kop\nzij", Merged("kop\nzij\nik")),
        ("een", "een ik", "een zij", Merged("Griet:\neen zij\nKatrien:\neen ik", clashed=True)),
        (
            "Griet:\nzij\nKatrien:\nik",
            "Griet:\nzij\nKatrien:\nik ging voort",
            "Griet:\nzij ook\nKatrien:\nik",
            Merged("Griet:\nzij ook\nKatrien:\nik ging voort"),
        ),
    ],
    ids=[
        "empty",
        "apart",
        "two-lines",
        "removed",
        "removed-and-changed",
        "last-line",
        "clash",
        "after-a-clash",
    ],
)
def test_lines_meet(base, mine, theirs, expected):
    assert merge(base, mine, theirs, me="Katrien", them="Griet") == expected
