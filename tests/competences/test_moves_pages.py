"""Taking placements to a newer version: a proposal that one confirms, and how it was before."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from competences.actions import drafts, editing, frameworks, moves, scales
from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Assessment, Competence, Dossier, FrameworkVersion
from competences.overviews.moves import way
from competences.rules.editing import CompetenceWords, LevelWords, fingerprint
from config import clock
from config.refusal import Refusal
from placements.models import Placement
from quality.overviews import gather_facts
from tests.factories import make_placement, make_programme, make_user, person

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def wim():
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def placement(wim) -> Placement:
    return make_placement(programme=make_programme("accounting", coordinator=wim))


@pytest.fixture
def version(placement) -> FrameworkVersion:
    return placement.dossier.version


@pytest.fixture
def browser_of_wim(client, wim) -> Client:
    client.force_login(wim)
    return client


def next_version(wim, version: FrameworkVersion, change=lambda draft: None) -> FrameworkVersion:
    draft = drafts.start_draft(by=wim, version=version)
    change(draft)
    return frameworks.publish(by=wim, version=draft)


def competence(version: FrameworkVersion, code: str) -> Competence:
    return version.competences.get(code=code)


def merge(wim, draft: FrameworkVersion, first: str, second: str) -> None:
    one, other = competence(draft, first), competence(draft, second)
    words = CompetenceWords.of(one), CompetenceWords.of(other)
    editing.merge_competences(
        by=wim, competence=one, other=other, words=words[0], seen=fingerprint(*words)
    )


def split(wim, draft: FrameworkVersion, code: str) -> None:
    words = CompetenceWords.of(one := competence(draft, code))
    halves = [CompetenceWords(**vars(words) | {"code": f"{code}{half}"}) for half in "ab"]
    editing.split_competence(
        by=wim, competence=one, first=halves[0], second=halves[1], seen=fingerprint(words)
    )


def speak(placement: Placement, role: str, code: str, level: str) -> Assessment:
    dossier = Dossier.objects.get(pk=placement.dossier_id)
    with clock.at(FRIDAY):
        return say(
            by=person(placement, role),
            dossier=dossier,
            competence=competence(dossier.version, code),
            came_up=True,
            level=dossier.version.levels.get(code=level),
            moment=Moment.PROCESS,
        )


def address(name: str, *args: int) -> str:
    return reverse(f"competences:{name}", args=args)


def version_now(placement: Placement) -> FrameworkVersion:
    return Dossier.objects.get(pk=placement.dossier_id).version


# --- what is proposed --------------------------------------------------------------------------


def test_itself_first_then_its_only_ancestor_and_a_merge_is_for_a_person(wim, version):
    def change(draft):
        split(wim, draft, "C1")
        merge(wim, draft, "C2", "C3")

    newer = next_version(wim, version, change)
    found = way(version, newer)

    codes = {pk: one.code for pk, one in found.new_competences.items()}
    old = {pk: one.code for pk, one in found.old_competences.items()} | {None: None}
    assert {codes[pk]: old[origin] for pk, origin in found.origins.items()} == {
        "C1a": "C1", "C1b": "C1", "C2": None, "C4": "C4"
    }  # fmt: skip
    assert [codes[pk] for pk in found.merged] == ["C2"]
    assert [codes[pk] for pk in found.plain] == ["C4"]
    assert found.needs_choices


def test_levels_are_paired_by_code_and_one_without_is_asked(wim, version):
    def change(draft):
        scales.remove_level(
            by=wim, level=draft.levels.get(code="K"), heir=draft.levels.get(code="V")
        )

    found = way(version, next_version(wim, version, change))

    assert len(found.levels) == 3
    assert [one.code for one in found.levels_without] == ["K"]


# --- one placement -----------------------------------------------------------------------------


def test_one_confirms_what_is_proposed(browser_of_wim, wim, placement, version):
    said = speak(placement, Role.MENTOR, "C1", "V")
    newer = next_version(wim, version, lambda draft: split(wim, draft, "C1"))
    url = address("dossier-move", placement.dossier_id)
    page = browser_of_wim.get(url)
    form = page.context["form"]
    assert [one.code for one in form.asked] == ["C1a", "C1b"]
    half = competence(newer, "C1b").pk

    data = {name: form[name].value() or "" for name in form.fields} | {f"origin_{half}": "0"}
    browser_of_wim.post(url, data | {"reason": "nieuw kader"})

    assert version_now(placement) == newer
    twin = Assessment.objects.get(carried_from=said)
    assert twin.competence == competence(newer, "C1a")
    assert placement.dossier.moves.get().reason == "nieuw kader"


def test_what_was_merged_has_to_be_chosen(browser_of_wim, wim, placement, version):
    said = speak(placement, Role.MENTOR, "C3", "V")
    newer = next_version(wim, version, lambda draft: merge(wim, draft, "C2", "C3"))
    url, name = (
        address("dossier-move", placement.dossier_id),
        f"origin_{competence(newer, 'C2').pk}",
    )

    assert list(browser_of_wim.post(url, {}).context["form"].errors) == [name]

    browser_of_wim.post(url, {name: competence(version, "C3").pk})
    assert Assessment.objects.get(carried_from=said).competence == competence(newer, "C2")


def test_a_level_that_was_said_needs_one_in_its_place(browser_of_wim, wim, placement, version):
    speak(placement, Role.MENTOR, "C1", "K")

    def change(draft):
        scales.change_level(
            by=wim,
            level=(level := draft.levels.get(code="K")),
            words=LevelWords("E", "expert"),
            seen=fingerprint(LevelWords.of(level)),
        )

    newer = next_version(wim, version, change)
    url, name = (
        address("dossier-move", placement.dossier_id),
        f"level_{version.levels.get(code='K').pk}",
    )
    assert list(browser_of_wim.post(url, {}).context["form"].errors) == [name]

    browser_of_wim.post(url, {name: newer.levels.get(code="E").pk})
    twin = Assessment.objects.exclude(carried_from=None).get()
    assert twin.level == newer.levels.get(code="E")


def test_what_was_said_after_the_move_counts_on(browser_of_wim, wim, placement, version):
    speak(placement, Role.MENTOR, "C1", "K")
    next_version(wim, version)
    browser_of_wim.post(address("dossier-move", placement.dossier_id), {})

    speak(placement, Role.MENTOR, "C1", "A")

    now = Assessment.objects.filter(competence__version=version_now(placement)).order_by("pk")
    assert [one.level.code for one in now] == ["K", "A"]
    assert Assessment.objects.filter(competence__version=version).count() == 1


def test_on_the_newest_version_there_is_nothing_to_move(browser_of_wim, placement, version):
    url = address("dossier-move", placement.dossier_id)

    assert browser_of_wim.get(url).context["way"] is None
    assert browser_of_wim.post(url, {}).url == address("dossier", placement.dossier_id)
    assert version_now(placement) == version


def test_how_it_stood_on_the_old_version_stays_readable(browser_of_wim, wim, placement, version):
    speak(placement, Role.MENTOR, "C1", "K")
    next_version(wim, version)
    browser_of_wim.post(address("dossier-move", placement.dossier_id), {})
    speak(placement, Role.MENTOR, "C1", "A")

    page = browser_of_wim.get(address("dossier-before", placement.dossier_id, version.pk))

    row = page.context["groups"][0][1][0]["row"]
    assert row.competence == competence(version, "C1")
    assert row.voices["mentor"].level.code == "K"
    assert [event.level.code for event in row.history] == ["K"]
    versions = browser_of_wim.get(address("dossier-versions", placement.dossier_id))
    assert [one.from_version for one in versions.context["moves"]] == [version]
    now = address("dossier-before", placement.dossier_id, version_now(placement).pk)
    assert browser_of_wim.get(now).status_code == 404


def test_the_checklist_counts_each_rating_and_remark_once(wim, placement, version):
    speak(placement, Role.MENTOR, "C1", "K")
    before = gather_facts(placement)
    plan = way(version, next_version(wim, version))

    moves.move_dossier(
        by=wim,
        dossier=placement.dossier,
        version=plan.new,
        origins=plan.origins,
        levels=plan.levels,
    )

    after = gather_facts(Placement.objects.with_people().get(pk=placement.pk))
    assert (after.rated, after.comments) == (before.rated, before.comments)
    assert after.rated == {"mentor": {"process": 1}}


@pytest.mark.parametrize("count", [1, 30])
def test_a_move_writes_with_the_same_queries_whatever_was_said(
    count, wim, placement, version, django_assert_num_queries
):
    for _ in range(count):
        speak(placement, Role.MENTOR, "C1", "K")
    plan = way(version, next_version(wim, version))
    dossier = Dossier.objects.get(pk=placement.dossier_id)

    with django_assert_num_queries(20):
        moves.move_dossier(
            by=wim, dossier=dossier, version=plan.new, origins=plan.origins, levels=plan.levels
        )


# --- all placements of a version ---------------------------------------------------------------


def another(placement: Placement) -> Placement:
    return make_placement(
        programme=placement.enrolment.programme,
        student=make_user("Bram", "Wouters"),
        mentor=make_user("Olga", "Petit"),
        coach=make_user("Ciska", "Nys"),
    )


def test_all_open_placements_of_a_version_go_together(browser_of_wim, wim, placement, version):
    other = another(placement)
    ended = another(placement)
    Dossier.objects.filter(pk=ended.dossier_id).update(closed_at=clock.now())
    newer = next_version(wim, version)
    assert browser_of_wim.get(address("version-move", version.pk)).context["count"] == 2

    browser_of_wim.post(address("version-move", version.pk))

    assert [version_now(one) for one in (placement, other, ended)] == [newer, newer, version]


def test_a_version_leads_to_the_move_only_where_somebody_can_go(
    browser_of_wim, wim, placement, version
):
    pages = [address("framework-version", version.pk)]
    before = browser_of_wim.get(pages[0]).context["leaving"]
    newer = next_version(wim, version)
    pages.append(address("framework-version", newer.pk))
    published = [browser_of_wim.get(page).context["leaving"] for page in pages]
    browser_of_wim.post(address("version-move", version.pk))
    moved = [browser_of_wim.get(page).context["leaving"] for page in pages]

    assert before == []
    assert published == [[(version, 1)], [(version, 1)]]
    assert moved == [[], []]


def test_where_somebody_has_to_choose_they_go_one_by_one(wim, placement, version):
    newer = next_version(wim, version, lambda draft: merge(wim, draft, "C1", "C2"))

    with pytest.raises(Refusal) as refusal:
        moves.move_together(by=wim, way=way(version, newer))

    assert refusal.value.codes == ["mapping-needs-choices"]
    assert version_now(placement) == version


def test_they_go_a_number_at_a_time(wim, placement, version):
    another(placement)
    plan = way(version, next_version(wim, version))

    first = moves.move_together(by=wim, way=plan, limit=1)
    second = moves.move_together(by=wim, way=plan, limit=1)

    assert [(one.count, one.left, one.refused) for one in (first, second)] == [
        (1, 1, []),
        (1, 0, []),
    ]


def test_publishing_shows_what_changes_and_who_stays_behind(
    browser_of_wim, wim, placement, version
):
    draft = drafts.start_draft(by=wim, version=version)
    editing.remove_competence(by=wim, competence=competence(draft, "C4"))

    page = browser_of_wim.get(address("framework-publish", draft.pk))

    assert (page.context["old"], page.context["staying"]) == (version, 1)
    assert [one.words.code for one in page.context["difference"].competences.gone] == ["C4"]
