"""What two texts have in common, found in a time that nobody can stretch."""

import random
import time

import pytest

from config.sequences import MOST_PAIRS, are_alike, opcodes


def made_of(old, new) -> list:
    """`new`, put together from what the opcodes say of it; each must join on to the one before."""
    found, at, there = [], 0, 0
    for how, a, b, c, d in opcodes(old, new):
        assert (a, c) == (at, there)
        assert (how == "equal") == (old[a:b] == new[c:d])
        found += old[a:b] if how == "equal" else new[c:d]
        at, there = b, d
    assert (at, there) == (len(old), len(new))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_texts_the_steps_lead_from_one_to_the_other(seed):
    chance = random.Random(seed)
    words = [str(number) for number in range(chance.choice((2, 40, 900)))]
    old = chance.choices(words, k=chance.choice((0, 5, 600)))
    new = [word for word in old if chance.random() < 0.8] + chance.choices(words, k=50)

    assert made_of(old, new) == new


def test_in_a_long_text_one_changed_word_is_one_changed_word():
    old = [f"w{number}" if number % 3 else "de" for number in range(1200)]
    new = [*old[:700], "anders", *old[701:]]

    assert opcodes(old, new) == [
        ("equal", 0, 700, 0, 700),
        ("replace", 700, 701, 700, 701),
        ("equal", 701, 1200, 701, 1200),
    ]


def test_words_made_to_hurt_cost_no_more_than_others():
    old, new = ["a", " "] * 2000, ["a", " ", "b", " "] * 1000
    assert len(old) * len(new) > MOST_PAIRS
    begin = time.process_time()

    assert made_of(old, new) == new
    assert are_alike(old, new, least=0.4)

    assert time.process_time() - begin < 2
