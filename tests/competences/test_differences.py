"""What changed between two versions: each change said once, as few as explain it."""

from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from competences.actions import drafts, editing, frameworks, scales
from competences.overviews.differences import difference, plain
from competences.overviews.lineage import ancestors
from competences.rules.differences import (
    Op,
    Part,
    PlainCompetence,
    PlainHeading,
    PlainVersion,
    Retarget,
    compare,
    line_diff,
    word_diff,
)
from competences.rules.editing import CompetenceWords, HeadingWords, LevelWords, fingerprint
from tests.factories import make_programme, make_user

SAME, GONE, NEW = Op


def key(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


def heading(code: str, **more) -> PlainHeading:
    return PlainHeading(key(code), HeadingWords(code, f"Uitkomst {code}"), **more)


def competence(code: str, under: str = "OLR1", name: str = "", **more) -> PlainCompetence:
    words = CompetenceWords(code, name or f"Competentie {code}")
    return PlainCompetence(key(code), words, key(under), **more)


HEADINGS = (heading("OLR1"), heading("OLR2"))
LEVELS = (LevelWords("0", "niets"), LevelWords("K", "verkent"), LevelWords("V", "verdiept"))
OLD = PlainVersion(LEVELS, HEADINGS, tuple(competence(code) for code in "ABCD"))


def found(*competences: PlainCompetence):
    return compare(OLD, replace(OLD, competences=competences))


A, B, C, D = OLD.competences


def test_two_equal_versions_do_not_differ():
    assert compare(OLD, OLD).is_empty


def test_what_is_new_and_what_is_gone():
    fresh = competence("E")

    assert found(A, B, C, fresh).competences == Part(new=(fresh,), gone=(D,))


def test_a_split_names_the_old_one_and_its_parts_and_neither_is_new_or_gone():
    parts = tuple(competence(code, came_from=frozenset([key("A")])) for code in ("A1", "A2"))
    answer = found(*parts, B, C, D)

    assert answer.splits == ((A, parts),)
    assert (answer.competences, answer.merges) == (Part(), ())


def test_a_merge_names_all_that_came_together():
    one = competence("AB", came_from=frozenset([key("A"), key("B")]))
    answer = found(one, C, D)

    assert answer.merges == (((A, B), one),)
    assert (answer.competences, answer.splits) == (Part(), ())


def test_one_that_only_got_another_identifier_is_the_same_one_reworded():
    renewed = replace(competence("A", came_from=frozenset([key("A")])), identifier=key("other"))
    renewed = replace(renewed, words=replace(renewed.words, name_en="Competence A"))

    (change,) = found(renewed, B, C, D).competences.changed

    assert (change.old, change.new, change.moved) == (A, renewed, "")
    assert [one.field for one in change.rewordings] == ["name_en"]


def test_under_another_heading_is_moved_there():
    (change,) = found(A, B, C, replace(D, under=key("OLR2"))).competences.changed

    assert (change.old, change.moved) == (D, "heading")


def test_the_one_that_was_put_elsewhere_moved_not_its_neighbours():
    changed = found(D, A, B, C).competences.changed

    assert [(one.old, one.moved) for one in changed] == [(D, "order")]


def test_another_level_to_reach_in_a_course_unit():
    before = replace(OLD, competences=(replace(A, targets={"verkenning": "V", "stage": "V"}),))
    after = replace(OLD, competences=(replace(A, targets={"verkenning": "K", "slot": "V"}),))

    (change,) = compare(before, after).competences.changed

    assert change.targets == (
        Retarget("verkenning", "V", "K"),
        Retarget("stage", "V", ""),
        Retarget("slot", "", "V"),
    )


def test_headings_are_new_gone_moved_and_reworded():
    under = heading("OLR2", under=key("OLR1"))
    third = heading("OLR3")
    answer = compare(OLD, replace(OLD, headings=(HEADINGS[0], under, third))).headings

    assert (answer.new, answer.gone) == ((third,), ())
    assert [(one.old, one.moved) for one in answer.changed] == [(HEADINGS[1], "heading")]


def test_the_scale_level_by_level():
    """K is called E now, V is gone, X is new, and 0 stands on top."""
    levels = (LevelWords("E", "verkent"), LevelWords("X", "nieuw"), LevelWords("0", "niets"))
    answer = compare(OLD, replace(OLD, levels=levels)).levels

    assert (answer.new, answer.gone) == ((levels[1],), (LEVELS[2],))
    assert [(one.old.code, one.new.code, one.moved) for one in answer.changed] == [
        ("0", "0", "order"),
        ("K", "E", ""),
    ]


# --- words -------------------------------------------------------------------------------------


def test_words_are_compared_word_by_word():
    assert word_diff("Boekt facturen in.", "Boekt aankoopfacturen in.") == (
        (SAME, "Boekt "),
        (GONE, "facturen"),
        (NEW, "aankoopfacturen"),
        (SAME, " in."),
    )


def test_two_changed_words_in_a_row_are_one_change():
    assert word_diff("een oude fiets", "een nieuwe auto") == (
        (SAME, "een "),
        (GONE, "oude fiets"),
        (NEW, "nieuwe auto"),
    )


def test_words_that_came_and_words_that_went():
    assert word_diff("Boekt", "Boekt alles") == ((SAME, "Boekt"), (NEW, " alles"))
    assert word_diff("", "Alles") == ((NEW, "Alles"),)


def test_lists_are_compared_line_by_line():
    assert line_diff(("Btw", "Rekenen"), ("Btw", "Boekhouden", "Excel")) == (
        (GONE, "Rekenen"),
        (NEW, "Boekhouden"),
        (NEW, "Excel"),
    )


# --- read from the database --------------------------------------------------------------------


@pytest.fixture
def wim(db):
    return make_user("Wim", "Claes")


@pytest.fixture
def published(wim):
    return make_programme("accounting", coordinator=wim).frameworks.get().versions.get()


def split(wim, version, code: str):
    one = version.competences.get(code=code)
    return editing.split_competence(
        by=wim,
        competence=one,
        first=CompetenceWords(f"{code}a", "Een half"),
        second=CompetenceWords(f"{code}b", "Een half"),
        seen=fingerprint(CompetenceWords.of(one)),
    )


def test_a_fresh_draft_does_not_differ_from_its_original(wim, published):
    draft = drafts.start_draft(by=wim, version=published)

    assert difference(published, draft).is_empty
    assert plain(draft) == plain(published)


def test_the_edits_of_a_draft_are_its_difference(wim, published, django_assert_num_queries):
    draft = drafts.start_draft(by=wim, version=published)
    split(wim, draft, "C1")
    editing.remove_competence(by=wim, competence=draft.competences.get(code="C2"))
    scales.add_level(by=wim, version=draft, words=LevelWords("E", "expert"))

    with django_assert_num_queries(10):
        answer = difference(published, draft)

    assert [(old.words.code, [one.words.code for one in new]) for old, new in answer.splits] == [
        ("C1", ["C1a", "C1b"])
    ]
    assert [one.words.code for one in answer.competences.gone] == ["C2"]
    assert [one.code for one in answer.levels.new] == ["E"]
    assert (answer.competences.new, answer.competences.changed) == ((), ())


def test_versions_further_apart_are_compared_over_those_between(wim, published):
    second = drafts.start_draft(by=wim, version=published)
    split(wim, second, "C1")
    frameworks.publish(by=wim, version=second)
    third = drafts.start_draft(by=wim, version=second)
    split(wim, third, "C1a")

    codes = dict(third.competences.values_list("pk", "code"))
    old = dict(published.competences.values_list("pk", "code"))
    back = ancestors(published, third)
    found = {codes[pk]: [old[one] for one in before] for pk, before in back.items()}
    assert found == {
        "C1aa": ["C1"], "C1ab": ["C1"], "C1b": ["C1"], "C2": ["C2"], "C3": ["C3"], "C4": ["C4"]
    }  # fmt: skip
    ((before, parts),) = difference(published, third).splits
    assert (before.words.code, [one.words.code for one in parts]) == (
        "C1",
        ["C1aa", "C1ab", "C1b"],
    )
