"""A dossier goes to a newer version: what was said goes with it, and the old state stays."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import HistoryEntry
from competences.actions import drafts, frameworks
from competences.actions.assessments import say
from competences.actions.moves import move_dossier
from competences.enums import EvidenceKind, Moment, PriorLearningKind
from competences.models import (
    Assessment,
    Competence,
    Dossier,
    DossierMove,
    Evidence,
    FrameworkVersion,
    MasteryLevel,
    PriorLearning,
    Recognition,
    Voice,
)
from competences.overviews import lineage
from competences.overviews.tracking import tracking
from config import clock
from config.refusal import Refusal
from placements.models import Placement
from tests.accounts.factories import at_once
from tests.factories import make_framework, make_placement, make_programme, make_user, person

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 11, 20)
SAID = ("voice_id", "role", "came_up", "moment", "comment", "at", "entered_by_id", "note_on_entry")


@pytest.fixture
def wim():
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim) -> Placement:
    return make_placement(programme=make_programme("accounting", coordinator=wim))


@pytest.fixture
def katrien(placement):
    return person(placement, Role.COACH)


def next_version(wim, version: FrameworkVersion, change=lambda draft: None) -> FrameworkVersion:
    """The version after this one, published; `change` edits the draft first."""
    draft = drafts.start_draft(by=wim, version=version)
    change(draft)
    return frameworks.publish(by=wim, version=draft)


def codes(version: FrameworkVersion) -> dict[str, Competence]:
    return {one.code: one for one in version.competences.all()}


def mapping(version: FrameworkVersion, newer: FrameworkVersion) -> dict:
    """Each competence goes on as the one with the same code; levels too."""
    old, new = codes(version), codes(newer)
    steps = {one.code: one.pk for one in newer.levels.all()}
    return {
        "origins": {new[code].pk: old[code].pk for code in new if code in old},
        "levels": {one.pk: steps[one.code] for one in version.levels.all()},
    }


def speak(placement, role, competence, code, *, moment=Moment.PROCESS, on=FRIDAY, comment=""):
    dossier = Dossier.objects.get(pk=placement.dossier_id)
    with clock.at(on):
        return say(
            by=person(placement, role),
            dossier=dossier,
            competence=competence,
            came_up=bool(code),
            level=MasteryLevel.objects.filter(version=dossier.version, code=code).first(),
            moment=moment,
            comment=comment,
        )


def move(by, placement, newer, **changed) -> DossierMove:
    dossier = Dossier.objects.get(pk=placement.dossier_id)
    with clock.at(FRIDAY + dt.timedelta(days=7)):
        return move_dossier(
            by=by,
            dossier=dossier,
            version=newer,
            **(mapping(dossier.version, newer) | {"reason": "nieuw kader"} | changed),
        )


def test_what_was_said_goes_on_word_for_word_in_its_order(placement, wim, katrien):
    version = placement.dossier.version
    first = codes(version)["C1"]
    said = [
        speak(placement, Role.STUDENT, first, "K", moment=Moment.BASELINE, on=dt.date(2026, 9, 22)),
        speak(placement, Role.MENTOR, first, "V", comment="Boekt alleen in."),
        speak(placement, Role.MENTOR, first, "", comment="Deze week niet."),  # the same moment
    ]
    newer = next_version(wim, version)

    found = move(katrien, placement, newer)

    carried = list(Assessment.objects.filter(competence__version=newer).order_by("at", "pk"))
    steps = {one.code: one for one in newer.levels.all()}
    assert [one.carried_from for one in carried] == said
    assert [one.level for one in carried] == [steps["K"], steps["V"], None]
    assert {one.competence for one in carried} == {codes(newer)["C1"]}
    for name in SAID:
        assert [getattr(one, name) for one in carried] == [getattr(one, name) for one in said]
    assert Dossier.objects.get(pk=placement.dossier_id).version == newer
    assert (found.from_version, found.to_version, found.by) == (version, newer, katrien)
    entry = HistoryEntry.objects.get(action="dossier-moved")
    assert (entry.by, entry.data) == (katrien, {"old": 1, "new": 2})


def test_the_present_state_is_what_it_was_before_the_move(placement, wim, katrien):
    version = placement.dossier.version
    for code, level in [("C1", "V"), ("C2", "")]:
        speak(placement, Role.STUDENT, codes(version)[code], level)
        speak(placement, Role.MENTOR, codes(version)[code], "K")
    before = state(Dossier.objects.get(pk=placement.dossier_id))

    move(katrien, placement, next_version(wim, version))

    assert state(Dossier.objects.get(pk=placement.dossier_id)) == before
    assert before["C1"] == {"student": "V", "mentor": "K", "coach": None}


def state(dossier: Dossier) -> dict[str, dict[str, str | None]]:
    """Competence code -> role -> code of the level said last, "-" for did not come up."""
    return {
        row.competence.code: {
            role: spoken and (spoken.level.code if spoken.level else "-")
            for role, spoken in row.voices.items()
        }
        for row in tracking(dossier).rows
    }


def test_a_correction_goes_on_correcting_its_own_twin(placement, wim, katrien):
    version = placement.dossier.version
    first = codes(version)["C1"]
    wrong = speak(placement, Role.MENTOR, first, "A")
    right = Assessment.objects.create(
        dossier=placement.dossier,
        competence=first,
        voice=wrong.voice,
        role=wrong.role,
        came_up=False,
        moment=wrong.moment,
        entered_by=wrong.entered_by,
        corrects=wrong,
    )

    move(katrien, placement, next_version(wim, version))

    twin = Assessment.objects.get(carried_from=right)
    assert twin.corrects == Assessment.objects.get(carried_from=wrong)


def test_evidence_behind_what_was_said_goes_with_it(placement, wim, katrien):
    version = placement.dossier.version
    said = speak(placement, Role.STUDENT, codes(version)["C1"], "V")
    piece = Evidence.objects.create(
        dossier=placement.dossier,
        kind=EvidenceKind.LINK,
        title="Balans",
        url="https://example.org/balans",
        added_by=said.entered_by,
        added_role=Role.STUDENT,
    )
    said.evidence.add(piece)

    move(katrien, placement, next_version(wim, version))

    assert list(Assessment.objects.get(carried_from=said).evidence.all()) == [piece]


def test_what_was_recognised_goes_with_it(placement, wim, katrien):
    version = placement.dossier.version
    known = PriorLearning.objects.create(
        dossier=placement.dossier,
        kind=PriorLearningKind.INFORMAL,
        title="Boekhouding van de club",
        text="Drie jaar penningmeester.",
        added_by=person(placement, Role.STUDENT),
    )
    decided = Recognition.objects.create(
        prior_learning=known,
        dossier=placement.dossier,
        competence=codes(version)["C2"],
        level=version.levels.get(code="K"),
        reason="Kasboek gezien.",
        voice=Voice.objects.get(dossier=placement.dossier, role=Role.COACH),
    )
    newer = next_version(wim, version)

    move(katrien, placement, newer)

    twin = Recognition.objects.get(carried_from=decided)
    assert (twin.competence, twin.level) == (codes(newer)["C2"], newer.levels.get(code="K"))
    assert (twin.reason, twin.at, twin.voice) == (decided.reason, decided.at, decided.voice)


def test_two_competences_can_go_on_with_the_story_of_one(placement, wim, katrien):
    """C1 was split: both halves begin with what was said about it; C3 begins anew."""
    version = placement.dossier.version
    said = speak(placement, Role.MENTOR, codes(version)["C1"], "K")
    newer = next_version(wim, version)
    old, new = codes(version), codes(newer)
    split = {new["C1"].pk: old["C1"].pk, new["C2"].pk: old["C1"].pk, new["C3"].pk: None}

    move(katrien, placement, newer, origins=split)

    assert set(
        Assessment.objects.filter(carried_from=said).values_list("competence", flat=True)
    ) == {new["C1"].pk, new["C2"].pk}
    dossier = Dossier.objects.get(pk=placement.dossier_id)
    assert lineage.origins(dossier) == {old["C1"].pk: (new["C1"].pk, new["C2"].pk)}


def test_lineage_follows_several_moves_in_one_query(
    placement, wim, katrien, django_assert_num_queries
):
    first = placement.dossier.version
    second = next_version(wim, first)
    move(katrien, placement, second)
    third = next_version(wim, second)
    kept = codes(third)["C1"].pk
    move(katrien, placement, third, origins={kept: codes(second)["C1"].pk})
    dossier = Dossier.objects.get(pk=placement.dossier_id)

    with django_assert_num_queries(1):
        found = lineage.origins(dossier)

    assert found == {codes(first)["C1"].pk: (kept,), codes(second)["C1"].pk: (kept,)}
    assert lineage.carried_on(found, codes(first)["C1"].pk) == (kept,)
    assert lineage.carried_on(found, kept) == (kept,)


def test_without_moves_there_is_no_lineage(placement):
    assert lineage.origins(placement.dossier) == {}


# --- who, and when not --------------------------------------------------------------------------


def refused(by, placement, newer, **changed) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        move(by, placement, newer, **changed)
    assert not DossierMove.objects.exists()
    return refusal.value.codes


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_student_and_mentor_do_not_move_a_placement(placement, wim, role):
    newer = next_version(wim, placement.dossier.version)

    assert refused(person(placement, role), placement, newer) == ["not-yours-to-move"]


def test_a_coordinator_of_another_programme_does_not_either(placement, wim):
    dries = make_user("Dries", "Maes")
    make_programme("marketing", coordinator=dries)
    newer = next_version(wim, placement.dossier.version)

    assert refused(dries, placement, newer) == ["not-yours-to-move"]


def test_the_coordinator_of_the_programme_does(placement, wim):
    newer = next_version(wim, placement.dossier.version)

    assert move(wim, placement, newer).by == wim


def test_a_placement_goes_to_a_published_newer_version_of_its_own_framework(placement, wim):
    version = placement.dossier.version
    draft = drafts.start_draft(by=wim, version=version)
    assert refused(wim, placement, draft) == ["framework-not-published"]

    other = make_framework(version.framework.programme)
    assert refused(wim, placement, other) == ["other-framework"]
    assert refused(wim, placement, version) == ["already-there"]


def test_a_placement_never_goes_back(placement, wim):
    version = placement.dossier.version
    move(wim, placement, next_version(wim, version))

    with pytest.raises(Refusal) as refusal:
        move(wim, placement, version)

    assert refusal.value.codes == ["not-newer"]


def test_an_ended_placement_keeps_its_version(placement, wim):
    newer = next_version(wim, placement.dossier.version)
    Dossier.objects.filter(pk=placement.dossier_id).update(closed_at=clock.now())

    assert refused(wim, placement, newer) == ["dossier-closed"]


def test_every_level_that_was_used_needs_one_in_its_place(placement, wim):
    version = placement.dossier.version
    speak(placement, Role.STUDENT, codes(version)["C1"], "V")
    newer = next_version(wim, version)
    levels = {
        old: new
        for old, new in mapping(version, newer)["levels"].items()
        if old != version.levels.get(code="V").pk
    }

    with pytest.raises(Refusal) as refusal:
        move(wim, placement, newer, levels=levels)

    assert refusal.value.codes == ["level-without-successor"]
    assert "V" in refusal.value.message


def test_a_mapping_names_the_two_versions_only(placement, wim):
    version = placement.dossier.version
    newer = next_version(wim, version)
    foreign = make_framework(version.framework.programme)
    mine = codes(newer)["C1"].pk

    strange = {mine: codes(foreign)["C1"].pk}
    assert refused(wim, placement, newer, origins=strange) == ["not-of-the-old-version"]
    strange = {codes(foreign)["C1"].pk: codes(version)["C1"].pk}
    assert refused(wim, placement, newer, origins=strange) == ["not-of-the-new-version"]
    strange = {version.levels.all()[0].pk: foreign.levels.all()[0].pk}
    assert refused(wim, placement, newer, levels=strange) == ["other-scale"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_at_once_one_wins(placement, wim, katrien):
    newer = next_version(wim, placement.dossier.version)
    speak(placement, Role.STUDENT, codes(placement.dossier.version)["C1"], "V")
    plan = mapping(placement.dossier.version, newer)

    def try_it(number: int) -> str:
        try:
            by = (wim, katrien)[number]
            move_dossier(by=by, dossier=placement.dossier, version=newer, **plan)
        except Refusal as refusal:
            return refusal.code
        return "moved"

    ends = at_once(try_it, 2)

    assert sorted(ends) == ["already-there", "moved"]
    assert Assessment.objects.exclude(carried_from=None).count() == 1
