"""A draft is edited by the coordinators of its programme; nobody's words are lost on the way."""

from dataclasses import replace

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from accounts.models import HistoryEntry
from competences.actions import drafts, editing, frameworks
from competences.models import Competence, FrameworkVersion, Outcome, Target
from competences.overviews.outline import outline_of
from competences.rules.editing import CompetenceWords, HeadingWords, fingerprint
from config.refusal import Refusal
from tests.factories import make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def wim():
    return make_user("Wim", "Claes")


@pytest.fixture
def published(wim) -> FrameworkVersion:
    """C1 and C2 under OLR1, C3 and C4 under OLR2."""
    return make_programme("accounting", coordinator=wim).frameworks.get().versions.get()


@pytest.fixture
def draft(wim, published) -> FrameworkVersion:
    return drafts.start_draft(by=wim, version=published)


def competence(version: FrameworkVersion, code: str) -> Competence:
    return version.competences.get(code=code)


def heading(version: FrameworkVersion, code: str) -> Outcome:
    return version.outcomes.get(code=code)


def seen(*rows: Competence | Outcome) -> str:
    kind = CompetenceWords if isinstance(rows[0], Competence) else HeadingWords
    return fingerprint(*[kind.of(row) for row in rows])


def order(version: FrameworkVersion) -> list[str]:
    """Every code from top to bottom, as "heading: competences"."""
    headings, found = version.outcomes.in_bulk(), version.competences.in_bulk()
    outline = outline_of(version)
    return [
        f"{headings[one].code}: {' '.join(found[pk].code for pk in outline.held.get(one, ()))}"
        for one, _under in outline.headings()
    ]


def refused(action, **arguments) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        action(**arguments)
    return refusal.value.codes


# --- a draft begins as a copy ------------------------------------------------------------------


def test_a_draft_is_a_copy_that_names_its_originals(published, draft):
    assert (draft.number, draft.based_on, draft.is_published) == (2, published, False)
    assert order(draft) == order(published) == ["OLR1: C1 C2", "OLR2: C3 C4"]
    for code in ("C1", "C2", "C3", "C4"):
        old, new = competence(published, code), competence(draft, code)
        assert CompetenceWords.of(new) == CompetenceWords.of(old)
        assert new.identifier == old.identifier
        assert list(new.predecessors.all()) == [old]
    assert list(draft.levels.values_list("code", flat=True)) == ["0", "K", "V", "A"]
    targets = Target.objects.filter(competence__version=draft)
    assert targets.count() == 12
    assert {one.level.version for one in targets} == {draft}


def test_headings_in_headings_are_copied_with_their_nesting(wim, published):
    draft = drafts.start_draft(by=wim, version=published)
    part = editing.add_heading(
        by=wim, version=draft, words=HeadingWords("OLR1.1", "Deel"), under=heading(draft, "OLR1")
    )
    editing.place_competence(by=wim, competence=competence(draft, "C2"), place=(part.pk, None))
    frameworks.publish(by=wim, version=draft)

    third = drafts.start_draft(by=wim, version=draft)

    assert order(third) == ["OLR1: C1", "OLR1.1: C2", "OLR2: C3 C4"]
    assert heading(third, "OLR1.1").parent == heading(third, "OLR1")


def test_there_is_one_draft_at_a_time(wim, published, draft):
    assert refused(drafts.start_draft, by=wim, version=published) == ["draft-open"]
    assert refused(drafts.start_draft, by=wim, version=draft) == ["still-a-draft", "draft-open"]


def test_a_discarded_draft_is_gone_and_the_published_version_untouched(wim, published, draft):
    drafts.discard_draft(by=wim, version=draft)

    assert list(published.framework.versions.all()) == [published]
    assert order(published) == ["OLR1: C1 C2", "OLR2: C3 C4"]
    assert drafts.start_draft(by=wim, version=published).number == 2


def test_postgresql_itself_keeps_a_framework_to_one_draft(wim, published, draft):
    with pytest.raises(IntegrityError, match="framework_version_one_draft"), transaction.atomic():
        FrameworkVersion.objects.create(framework=draft.framework, number=3, based_on=draft)


def test_only_a_coordinator_of_the_programme_edits(published, draft):
    dries = make_user("Dries", "Maes")
    make_programme("marketing", coordinator=dries)
    first = competence(draft, "C1")

    assert refused(drafts.start_draft, by=dries, version=published) == ["not-coordinator"]
    assert refused(drafts.discard_draft, by=dries, version=draft) == ["not-coordinator"]
    assert refused(editing.remove_competence, by=dries, competence=first) == ["not-coordinator"]


def test_a_published_version_never_changes(wim, published):
    first = competence(published, "C1")
    words = replace(CompetenceWords.of(first), name_nl="Iets anders")

    assert refused(
        editing.change_competence, by=wim, competence=first, words=words, seen=seen(first)
    ) == ["already-published"]
    assert refused(drafts.discard_draft, by=wim, version=published) == ["already-published"]
    for write in (
        lambda: Competence.objects.filter(pk=first.pk).update(name_nl="x"),
        lambda: first.predecessors.add(first),
        lambda: published.levels.all().update(code="x"),
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            write()


# --- words -------------------------------------------------------------------------------------


def test_both_languages_and_the_words_of_the_workplace_change_together(wim, draft):
    first = competence(draft, "C1")
    words = CompetenceWords(
        code="C1a",
        name_nl="Boekt aankoopfacturen",
        name_en="Books purchase invoices",
        workplace_nl="Zet facturen in het pakket",
        workplace_en="Puts invoices into the package",
        knowledge_nl=("Btw-regels", "Rekeningstelsel"),
        skills_en=("Reads an invoice",),
        references=("BK-0203:5",),
    )

    editing.change_competence(by=wim, competence=first, words=words, seen=seen(first))

    assert CompetenceWords.of(competence(draft, "C1a")) == words
    entry = HistoryEntry.objects.get(action="competence-changed")
    assert (entry.by, entry.data) == (wim, {"code": "C1a", "before": "C1"})


def test_saving_what_stands_there_already_is_no_change(wim, draft):
    first = competence(draft, "C1")

    editing.change_competence(
        by=wim, competence=first, words=CompetenceWords.of(first), seen=seen(first)
    )

    assert not HistoryEntry.objects.filter(action="competence-changed").exists()


def test_words_that_somebody_else_wrote_meanwhile_are_not_overwritten(wim, draft):
    first = competence(draft, "C1")
    page = seen(first)
    theirs = replace(CompetenceWords.of(first), name_nl="Hun woorden")
    editing.change_competence(by=wim, competence=first, words=theirs, seen=page)
    mine = replace(CompetenceWords.of(first), name_nl="Mijn woorden")

    assert refused(editing.change_competence, by=wim, competence=first, words=mine, seen=page) == [
        "changed-meanwhile"
    ]
    assert competence(draft, "C1").name_nl == "Hun woorden"


def test_a_code_stands_once_in_a_version_and_a_name_in_dutch_at_least(wim, draft):
    words = CompetenceWords(code="C2", name_nl="")

    assert refused(editing.add_competence, by=wim, heading=heading(draft, "OLR1"), words=words) == [
        "code-taken",
        "name-missing",
    ]


# --- adding and removing -----------------------------------------------------------------------


def test_a_new_competence_stands_last_under_its_heading_and_comes_from_nothing(wim, draft):
    found = editing.add_competence(
        by=wim, heading=heading(draft, "OLR1"), words=CompetenceWords("C5", "Archiveert")
    )

    assert order(draft) == ["OLR1: C1 C2 C5", "OLR2: C3 C4"]
    assert not found.predecessors.exists()


def test_a_removed_competence_takes_its_targets_along_and_leaves_the_old_version(
    wim, published, draft
):
    editing.remove_competence(by=wim, competence=competence(draft, "C2"))

    assert order(draft) == ["OLR1: C1", "OLR2: C3 C4"]
    assert Target.objects.filter(competence__version=draft).count() == 9
    assert Target.objects.filter(competence__version=published).count() == 12


def test_only_an_empty_heading_is_removed(wim, draft):
    assert refused(editing.remove_heading, by=wim, heading=heading(draft, "OLR1")) == [
        "heading-not-empty"
    ]
    empty = editing.add_heading(by=wim, version=draft, words=HeadingWords("OLR3", "Nieuw"))
    editing.remove_heading(by=wim, heading=empty)

    assert order(draft) == ["OLR1: C1 C2", "OLR2: C3 C4"]


def test_what_somebody_else_removed_is_said_to_be_gone(wim, draft):
    first = competence(draft, "C1")
    editing.remove_competence(by=wim, competence=competence(draft, "C1"))

    assert refused(editing.step, by=wim, item=first, direction=1) == ["gone-meanwhile"]
    assert refused(
        editing.place_competence, by=wim, competence=first, place=(first.outcome_id, None)
    ) == ["gone-meanwhile"]


# --- order -------------------------------------------------------------------------------------


def test_a_competence_goes_down_step_by_step_and_over_into_the_next_heading(wim, draft):
    first = competence(draft, "C1")
    found = []
    while editing.step(by=wim, item=first, direction=1):
        found.append(order(draft))

    assert found == [
        ["OLR1: C2 C1", "OLR2: C3 C4"],
        ["OLR1: C2", "OLR2: C1 C3 C4"],
        ["OLR1: C2", "OLR2: C3 C1 C4"],
        ["OLR1: C2", "OLR2: C3 C4 C1"],
    ]


def test_a_heading_takes_along_what_stands_under_it(wim, draft):
    assert editing.step(by=wim, item=heading(draft, "OLR2"), direction=-1)
    assert order(draft) == ["OLR2: C3 C4", "OLR1: C1 C2"]
    assert [one.code for one in draft.competences.all()] == ["C3", "C4", "C1", "C2"]
    assert not editing.step(by=wim, item=heading(draft, "OLR2"), direction=-1)


def test_a_heading_goes_under_another_but_never_under_itself(wim, draft):
    first, second = heading(draft, "OLR1"), heading(draft, "OLR2")
    editing.place_heading(by=wim, heading=second, place=(first.pk, None))

    assert heading(draft, "OLR2").parent == first
    assert refused(editing.place_heading, by=wim, heading=first, place=(second.pk, None)) == [
        "heading-in-itself"
    ]


def test_a_competence_needs_a_heading_of_its_own_version(wim, published, draft):
    first = competence(draft, "C1")
    elsewhere = heading(published, "OLR1")

    assert refused(editing.place_competence, by=wim, competence=first, place=(None, None)) == [
        "competence-needs-a-heading"
    ]
    assert refused(
        editing.place_competence, by=wim, competence=first, place=(elsewhere.pk, None)
    ) == ["gone-meanwhile"]


# --- split and merge ---------------------------------------------------------------------------


def test_both_halves_of_a_split_come_from_the_old_competence(wim, published, draft):
    old, one = competence(published, "C1"), competence(draft, "C1")

    halves = editing.split_competence(
        by=wim,
        competence=one,
        first=CompetenceWords("C1a", "Boekt aankopen"),
        second=CompetenceWords("C1b", "Boekt verkopen"),
        seen=seen(one),
    )

    assert order(draft) == ["OLR1: C1a C1b C2", "OLR2: C3 C4"]
    for half in halves:
        assert list(half.predecessors.all()) == [old]
        assert half.identifier != old.identifier
        assert sorted(half.targets.values_list("level__code", flat=True)) == ["A", "V", "V"]


def test_the_halves_need_two_codes(wim, draft):
    one = competence(draft, "C1")
    words = CompetenceWords("C9", "Half")

    with pytest.raises(Refusal) as refusal:
        editing.split_competence(by=wim, competence=one, first=words, second=words, seen=seen(one))

    assert [(each.code, each.field) for each in refusal.value.obstacles] == [
        ("code-taken", "second_code")
    ]


def test_what_is_merged_comes_from_both(wim, published, draft):
    one, other = competence(draft, "C1"), competence(draft, "C3")

    found = editing.merge_competences(
        by=wim,
        competence=one,
        other=other,
        words=CompetenceWords("C1", "Boekt en controleert"),
        seen=seen(one, other),
    )

    assert order(draft) == ["OLR1: C1 C2", "OLR2: C4"]
    assert {each.code for each in found.predecessors.all()} == {"C1", "C3"}
    assert found.identifier not in set(published.competences.values_list("identifier", flat=True))
    assert found.targets.count() == 3


def test_halves_that_come_together_again_are_what_they_were(wim, published, draft):
    one = competence(draft, "C1")
    first, second = editing.split_competence(
        by=wim,
        competence=one,
        first=CompetenceWords("C1a", "Half"),
        second=CompetenceWords("C1b", "Half"),
        seen=seen(one),
    )

    found = editing.merge_competences(
        by=wim,
        competence=first,
        other=second,
        words=CompetenceWords.of(competence(published, "C1")),
        seen=seen(first, second),
    )

    assert found.identifier == competence(published, "C1").identifier
    assert order(draft) == order(published)


def test_a_competence_is_not_merged_with_itself(wim, draft):
    one = competence(draft, "C1")

    assert refused(
        editing.merge_competences,
        by=wim,
        competence=one,
        other=one,
        words=CompetenceWords.of(one),
        seen=seen(one, one),
    ) == ["merge-with-itself"]
