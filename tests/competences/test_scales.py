"""The scale of a draft has 2 to 7 levels, and every target stands on one of them."""

import pytest
from django.utils import translation

from competences.actions import drafts, scales
from competences.models import FrameworkVersion, MasteryLevel, Target
from competences.rules.editing import LevelWords, fingerprint
from config.refusal import Refusal
from tests.factories import make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def wim():
    return make_user("Wim", "Claes")


@pytest.fixture
def draft(wim) -> FrameworkVersion:
    """Scale 0 K V A; four competences at V, V and A in the three course units."""
    published = make_programme("accounting", coordinator=wim).frameworks.get().versions.get()
    return drafts.start_draft(by=wim, version=published)


def level(version: FrameworkVersion, code: str) -> MasteryLevel:
    return version.levels.get(code=code)


def scale(version: FrameworkVersion) -> list[str]:
    return list(version.levels.order_by("position").values_list("code", flat=True))


def refused(action, **arguments) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        action(**arguments)
    return refusal.value


def words(code: str) -> LevelWords:
    return LevelWords(code=code, name_nl=f"trede {code}")


def test_a_new_level_is_the_highest(wim, draft):
    scales.add_level(by=wim, version=draft, words=words("E"))

    assert scale(draft) == ["0", "K", "V", "A", "E"]


def test_a_scale_has_seven_levels_at_most(wim, draft):
    for code in ("5", "6", "7"):
        scales.add_level(by=wim, version=draft, words=words(code))

    found = refused(scales.add_level, by=wim, version=draft, words=words("8"))

    assert found.codes == ["scale-size"]


def test_levels_change_places_also_on_a_full_scale(wim, draft):
    for code in ("5", "6", "7"):
        scales.add_level(by=wim, version=draft, words=words(code))

    assert scales.step_level(by=wim, level=level(draft, "V"), direction=1)
    assert scale(draft) == ["0", "K", "A", "V", "5", "6", "7"]
    assert not scales.step_level(by=wim, level=level(draft, "0"), direction=-1)


def test_a_level_is_renamed_unless_somebody_else_did_so_meanwhile(wim, draft):
    page = fingerprint(LevelWords.of(level(draft, "K")))
    scales.change_level(by=wim, level=level(draft, "K"), words=words("E"), seen=page)
    assert scale(draft) == ["0", "E", "V", "A"]

    found = refused(
        scales.change_level, by=wim, level=level(draft, "E"), words=words("K"), seen=page
    )

    assert found.codes == ["changed-meanwhile"]


def test_a_level_without_targets_just_goes(wim, draft):
    scales.remove_level(by=wim, level=level(draft, "K"))

    assert scale(draft) == ["0", "V", "A"]
    assert list(draft.levels.order_by("position").values_list("position", flat=True)) == [0, 1, 2]


def test_a_level_to_be_reached_goes_only_with_one_in_its_place(wim, draft):
    found = refused(scales.remove_level, by=wim, level=level(draft, "V"))

    assert [(one.code, one.field) for one in found.obstacles] == [("level-is-a-target", "heir")]
    with translation.override("en"):
        assert found.message == "8 targets are set at V. Choose the level that takes its place."

    scales.remove_level(by=wim, level=level(draft, "V"), heir=level(draft, "K"))

    targets = Target.objects.filter(competence__version=draft)
    assert sorted(targets.values_list("level__code", flat=True)) == ["A"] * 4 + ["K"] * 8


def test_a_level_does_not_take_its_own_place(wim, draft):
    found = refused(scales.remove_level, by=wim, level=level(draft, "V"), heir=level(draft, "V"))

    assert found.codes == ["level-is-a-target"]


def test_two_levels_stay(wim, draft):
    for code in ("0", "K"):
        scales.remove_level(by=wim, level=level(draft, code))

    found = refused(scales.remove_level, by=wim, level=level(draft, "V"), heir=level(draft, "A"))

    assert found.codes == ["scale-size"]


# --- targets -----------------------------------------------------------------------------------


def cells(version: FrameworkVersion) -> dict[tuple[int, int], int | None]:
    targets = Target.objects.filter(competence__version=version)
    return {(one.competence_id, one.course_unit_id): one.level_id for one in targets}


def test_only_cells_that_differ_from_the_page_are_written(wim, draft):
    page = cells(draft)
    first, second = sorted(page)[:2]
    wanted = page | {first: level(draft, "A").pk, second: None}

    assert scales.set_targets(by=wim, version=draft, seen=page, wanted=wanted) == 2
    assert cells(draft) == {cell: one for cell, one in wanted.items() if one is not None}


def test_a_target_that_somebody_else_changed_meanwhile_is_not_overwritten(wim, draft):
    page = cells(draft)
    first, second = sorted(page)[:2]
    scales.set_targets(
        by=wim, version=draft, seen=page, wanted=page | {first: level(draft, "0").pk}
    )

    # Another cell of the same page: nothing of theirs is lost.
    scales.set_targets(
        by=wim, version=draft, seen=page, wanted=page | {second: level(draft, "K").pk}
    )
    assert cells(draft)[first] == level(draft, "0").pk

    found = refused(
        scales.set_targets,
        by=wim,
        version=draft,
        seen=page,
        wanted=page | {first: level(draft, "A").pk},
    )
    assert found.codes == ["changed-meanwhile"]
    assert "C1" in found.message


def test_a_target_stands_on_a_level_of_its_own_scale(wim, draft):
    page = cells(draft)
    first = sorted(page)[0]
    foreign = draft.based_on.levels.get(code="V").pk

    found = refused(
        scales.set_targets, by=wim, version=draft, seen=page, wanted=page | {first: foreign}
    )

    assert found.codes == ["gone-meanwhile"]
