"""Short guides: their text, their versions, who read them, which one fits the moment."""

import datetime as dt
import threading
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import connection

from accounts.enums import Role
from accounts.models import User
from competences.rules.differences import Op
from config import clock
from config.append_only import HistoryIsAppendOnly
from config.refusal import Refusal
from mentors.actions import guides
from mentors.enums import GuideMoment
from mentors.models import Guide, GuideReading, GuideVersion
from mentors.overviews.guides import library, next_guide
from mentors.rules.guides import Block, ChangedLine, Course, blocks, changed_lines, moments
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import hold_trialogue, work

TODAY = dt.date(2026, 11, 20)
WORDS = {
    "title_nl": "Koffie",
    "title_en": "Coffee",
    "body_nl": "Drink samen een kop.",
    "body_en": "Have a cup together.",
}


@pytest.fixture
def wim(db) -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim):
    return make_placement(programme=make_programme(coordinator=wim))


@pytest.fixture
def coffee(wim, placement) -> GuideVersion:
    return guides.add(by=wim, role=Role.MENTOR, moment=GuideMoment.START, words=WORDS)


# --- what a text becomes ----------------------------------------------------------------------


def test_plain_text_becomes_headings_lists_steps_and_paragraphs():
    body = (
        "Eerst dit,\nop twee regels.\n\nDan dat.\n# Kop\n1. een\n2. twee\n- los\n- vast\n\n- ander"
    )

    assert blocks(body) == [
        Block("paragraph", ("Eerst dit, op twee regels.",)),
        Block("paragraph", ("Dan dat.",)),
        Block("heading", ("Kop",)),
        Block("steps", ("een", "twee")),
        Block("bullets", ("los", "vast")),
        Block("bullets", ("ander",)),
    ]


def test_what_looks_like_markup_stays_text():
    assert blocks("<b>vet</b> & *ster*\n#geen kop\n1.geen stap") == [
        Block("paragraph", ("<b>vet</b> & *ster* #geen kop 1.geen stap",))
    ]


def test_a_change_shows_word_by_word_and_line_by_line():
    assert changed_lines("# Dag een\nMaak tijd.", "# Dag een\nMaak veel tijd.\n- koffie") == [
        ChangedLine(is_heading=True, pieces=((Op.SAME, "Dag een"),)),
        ChangedLine(
            is_heading=False, pieces=((Op.SAME, "Maak "), (Op.NEW, "veel "), (Op.SAME, "tijd."))
        ),
        ChangedLine(is_heading=False, pieces=((Op.NEW, "- koffie"),)),
    ]
    assert changed_lines("gelijk", "gelijk") == []


# --- the moment -------------------------------------------------------------------------------

YEAR = (dt.date(2026, 9, 21), dt.date(2027, 6, 18))


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        ("2026-09-20", {}, {"before"}),
        ("2026-09-21", {}, {"start"}),
        ("2026-10-04", {}, {"start"}),
        ("2026-10-05", {}, set()),
        ("2026-10-05", {"window_open": True}, {"trialogue"}),
        ("2026-10-05", {"meets_on": (dt.date(2026, 10, 19),)}, {"trialogue"}),
        ("2026-10-05", {"meets_on": (dt.date(2026, 10, 20),)}, set()),
        ("2026-10-25", {"meets_on": (dt.date(2026, 10, 19),)}, {"trialogue"}),
        ("2026-12-01", {"days_left": Decimal("5.5")}, set()),
        ("2026-12-01", {"days_left": Decimal(5)}, {"end"}),
        ("2027-05-20", {}, set()),
        ("2027-05-21", {}, {"end"}),
        ("2026-09-22", {"days_left": Decimal(3)}, {"start", "end"}),
    ],
)
def test_the_moment_follows_from_the_facts(today, facts, expected):
    course = Course(*YEAR, **{"days_left": Decimal(40), **facts})

    assert moments(course, dt.date.fromisoformat(today)) == expected


# --- what comes with the portal ---------------------------------------------------------------


def test_our_guides_come_in_once_and_speak_both_languages(db):
    assert guides.load() == 14
    assert guides.load() == 0
    call_command("load_guides", verbosity=0)

    versions = list(GuideVersion.objects.select_related("guide"))
    assert len(versions) == 14
    for version in versions:
        assert version.by is None
        assert version.guide.role in Role.values
        assert version.guide.moment in GuideMoment.values
        for code in ("nl", "en"):
            words = len(version.text("body", code).split())
            assert 120 <= words <= 300, f"{version.guide.key} {code}: {words} words"
        shapes = [
            [(block.kind, len(block.lines)) for block in blocks(version.text("body", code))]
            for code in ("nl", "en")
        ]
        assert shapes[0] == shapes[1], version.guide.key


def told(folder: Path, body: str) -> Path:
    words = {"nl": body, "en": body}
    (folder / "one.yaml").write_text(
        yaml.safe_dump(
            {
                "key": "one",
                "role": "mentor",
                "moment": "any",
                "position": 1,
                "title": {"nl": "Een", "en": "One"},
                "body": words,
            }
        )
    )
    guides.told.cache_clear()
    return folder


def test_newer_words_of_ours_are_a_new_version_unless_a_coordinator_wrote(wim, placement, tmp_path):
    guides.load(told(tmp_path, "Oud."))

    assert guides.load(told(tmp_path, "Nieuw.")) == 1
    guide = Guide.objects.get(key="one")
    assert [one.body_nl for one in guide.versions.all()] == ["Nieuw.", "Oud."]

    guides.change(by=wim, guide=guide, words=WORDS, seen=2)
    assert guides.load(told(tmp_path, "Nog nieuwer.")) == 0
    assert guide.versions.first().body_nl == WORDS["body_nl"]


def test_a_retired_guide_of_ours_stays_retired_and_gets_no_new_words(wim, placement, tmp_path):
    guides.load(told(tmp_path, "Oud."))
    guides.retire(by=wim, guide=Guide.objects.get(key="one"))

    assert guides.load(told(tmp_path, "Nieuw.")) == 0
    assert Guide.objects.in_use().count() == 0


# --- versions ---------------------------------------------------------------------------------


def test_a_change_is_a_new_version_and_the_old_one_stays(wim, coffee):
    later = guides.change(by=wim, guide=coffee.guide, words={**WORDS, "title_nl": "Thee"}, seen=1)

    assert (later.number, later.by) == (2, wim)
    assert [one.title_nl for one in coffee.guide.versions.all()] == ["Thee", "Koffie"]
    with pytest.raises(HistoryIsAppendOnly):
        coffee.save()


@pytest.mark.parametrize(
    ("words", "seen", "codes"),
    [
        ({"title_nl": "Thee"}, 0, ["guide-changed"]),
        ({}, 1, ["nothing-changed"]),
        ({"body_nl": "Drink samen een kop.\r\n"}, 1, ["nothing-changed"]),
        ({"title_en": " "}, 1, ["no-words"]),
        ({"body_en": "x" * 4001}, 1, ["too-long"]),
    ],
)
def test_what_is_not_kept(wim, coffee, words, seen, codes):
    with pytest.raises(Refusal) as refused:
        guides.change(by=wim, guide=coffee.guide, words={**WORDS, **words}, seen=seen)

    assert refused.value.codes == codes
    assert coffee.guide.versions.count() == 1


def test_only_coordinators_write(placement, coffee):
    griet = person(placement, "mentor")
    attempts = [
        lambda: guides.add(by=griet, role="mentor", moment="any", words=WORDS),
        lambda: guides.change(by=griet, guide=coffee.guide, words=WORDS, seen=1),
        lambda: guides.retire(by=griet, guide=coffee.guide),
        lambda: guides.restore(by=griet, guide=coffee.guide),
    ]

    for attempt in attempts:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "not-your-role"


def together(*acts) -> list[str]:
    """Do these at the same moment; the codes of what was refused."""
    meet, refused = threading.Barrier(len(acts)), []

    def run(act) -> None:
        meet.wait()
        try:
            act()
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
def test_eight_taps_at_once_read_once_and_two_changes_at_once_are_one():
    wim = make_user("Wim", "Claes")
    placement = make_placement(programme=make_programme(coordinator=wim))
    coffee = guides.add(by=wim, role="mentor", moment="start", words=WORDS)
    griet = person(placement, "mentor")

    assert together(*[lambda: guides.read(by=griet, version=coffee)] * 8) == []
    refused = together(
        *[
            lambda title=title: guides.change(
                by=wim, guide=coffee.guide, words={**WORDS, "title_nl": title}, seen=1
            )
            for title in ("Thee", "Melk")
        ]
    )

    assert GuideReading.objects.count() == 1
    assert refused == ["guide-changed"]
    assert coffee.guide.versions.count() == 2


# --- the library ------------------------------------------------------------------------------


def test_what_fits_the_moment_comes_first_and_the_rest_of_the_own_role_after(placement):
    guides.load()
    griet = person(placement, "mentor")

    with clock.at(placement.starts_on):
        found = library(griet)

    assert [line.guide.key for line in found.now] == ["mentor-first-week", "mentor-roles"]
    assert [shelf.role for shelf in found.own] == ["mentor"]
    assert [line.guide.key for line in found.own[0].lines] == [
        "workplace-steps",
        "mentor-trialogue",
        "mentor-ending",
        "mentor-feedback",
    ]
    assert [shelf.role for shelf in found.others] == ["student", "coach", "coordinator"]


def test_a_window_that_opened_makes_it_the_moment_of_the_trialogue(placement):
    guides.load()
    work(placement, 8)

    with clock.at(dt.date(2026, 10, 6)):
        found = library(placement.student)

    assert [line.guide.key for line in found.now] == ["student-trialogue", "student-shortening"]


def test_one_guide_is_proposed_until_it_is_read_and_then_none_that_does_not_fit(placement):
    guides.load()
    coach, proposed = person(placement, "coach"), []
    hold_trialogue(placement, dt.date(2026, 10, 5))

    with clock.at(dt.date(2026, 10, 6)):
        while line := next_guide(coach):
            proposed.append(line.guide.key)
            guides.read(by=coach, version=line.version)

    assert proposed == ["coach-trialogue", "coach-shortening"]


def test_a_changed_guide_says_so_but_is_not_proposed_again(wim, placement, coffee):
    griet = person(placement, "mentor")
    with clock.at(placement.starts_on):
        assert next_guide(griet).version == coffee
        guides.read(by=griet, version=coffee)
        guides.change(by=wim, guide=coffee.guide, words={**WORDS, "title_nl": "Thee"}, seen=1)

        line = library(griet).now[0]

        assert (line.version.number, line.is_changed) == (2, True)
        assert next_guide(griet) is None


def test_a_retired_guide_is_offered_to_nobody(wim, placement, coffee):
    guides.retire(by=wim, guide=coffee.guide)

    with clock.at(placement.starts_on):
        assert library(person(placement, "mentor")).lines == []
    guides.restore(by=wim, guide=coffee.guide)
    with clock.at(placement.starts_on):
        assert len(library(person(placement, "mentor")).lines) == 1


def test_who_is_in_no_placement_gets_none_proposed(placement, coffee):
    stranger = make_user("Olga", "Petit")

    found = library(stranger)

    assert (found.mine, found.now, found.next) == ({}, [], None)
    assert [shelf.role for shelf in found.others] == ["mentor"]


def test_the_library_costs_the_same_for_three_students_as_for_one(
    placement, django_assert_num_queries
):
    guides.load()
    griet = person(placement, "mentor")
    with clock.at(TODAY), django_assert_num_queries(7):
        library(griet)
    for code in ("marketing", "care"):
        make_placement(programme=make_programme(code), mentor=griet)

    with clock.at(TODAY), django_assert_num_queries(7):
        library(griet)
