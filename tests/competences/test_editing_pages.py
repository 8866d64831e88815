"""The editor's pages: one outline, quiet actions, and nobody's words lost between two people."""

import pytest
from django.test import Client
from django.urls import reverse

from competences.actions import drafts, editing
from competences.models import Competence, FrameworkVersion, Outcome
from competences.overviews.outline import outline_of, targets_of
from competences.rules.editing import CompetenceWords, fingerprint
from tests.factories import make_framework, make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def wim():
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def programme(wim):
    return make_programme("accounting", coordinator=wim)


@pytest.fixture
def draft(wim, programme) -> FrameworkVersion:
    return drafts.start_draft(by=wim, version=programme.frameworks.get().versions.get())


@pytest.fixture
def browser_of_wim(client, wim) -> Client:
    client.force_login(wim)
    return client


def address(name: str, pk: int) -> str:
    return reverse(f"competences:{name}", args=[pk])


def competence(version: FrameworkVersion, code: str) -> Competence:
    return version.competences.get(code=code)


def sent(words: CompetenceWords, prefix: str = "", **changed: str) -> dict[str, str]:
    """What the form of these words sends."""
    plain = {name: "\n".join(one) if isinstance(one, tuple) else one
             for name, one in vars(words).items()}  # fmt: skip
    values = plain | {"seen": fingerprint(words)} | changed
    return {f"{prefix}-{name}" if prefix else name: one for name, one in values.items()}


def codes(version: FrameworkVersion) -> list[str]:
    return list(version.competences.values_list("code", flat=True))


def test_a_draft_starts_with_one_button_on_the_published_version(browser_of_wim, programme):
    version = programme.frameworks.get().versions.get()

    answer = browser_of_wim.post(address("draft-start", version.pk))

    draft = version.framework.versions.get(number=2)
    assert answer.url == address("draft-edit", draft.pk)
    again = browser_of_wim.post(address("draft-start", version.pk))
    assert again.url == address("framework-version", version.pk)


@pytest.mark.parametrize("count", [1, 3, 120])
def test_the_outline_costs_the_same_whatever_its_size(
    count, browser_of_wim, wim, programme, django_assert_num_queries
):
    version = make_framework(programme, competences=count)
    draft = drafts.start_draft(by=wim, version=version)
    browser_of_wim.get(address("draft-edit", draft.pk))

    with django_assert_num_queries(12):
        page = browser_of_wim.get(address("draft-edit", draft.pk))

    lines = [one for branch in page.context["branches"] for one in branch.competences]
    assert len(lines) == count


@pytest.mark.parametrize("count", [1, 3, 120])
def test_the_table_of_targets_costs_the_same_whatever_its_size(
    count, browser_of_wim, wim, programme, django_assert_num_queries
):
    draft = drafts.start_draft(by=wim, version=make_framework(programme, competences=count))
    browser_of_wim.get(address("draft-targets", draft.pk))

    with django_assert_num_queries(13):
        page = browser_of_wim.get(address("draft-targets", draft.pk))

    assert len(list(page.context["table"].rows())) == count


# --- order -------------------------------------------------------------------------------------


def test_a_button_moves_a_line_one_place_and_keeps_the_focus(browser_of_wim, draft):
    line = f"competence-{competence(draft, 'C1').pk}"

    answer = browser_of_wim.post(address("draft-order", draft.pk), {"down": line})

    assert codes(draft) == ["C2", "C1", "C3", "C4"]
    assert answer.url == f"{address('draft-edit', draft.pk)}?at={line}&by=down"
    page = browser_of_wim.get(answer.url)
    assert page.context["said"] == "C1 now stands at place 2 of 2 under OLR1."
    assert f'id="down-{line}" autofocus>' in page.content.decode()


def test_a_dropped_line_goes_where_it_was_dropped(browser_of_wim, draft):
    second = draft.outcomes.get(code="OLR2")
    data = {
        "line": f"competence-{competence(draft, 'C1').pk}",
        "under": second.pk,
        "before": competence(draft, "C4").pk,
    }

    browser_of_wim.post(address("draft-order", draft.pk), data)

    assert codes(draft) == ["C2", "C3", "C1", "C4"]
    assert dict(outline_of(draft).competences())[competence(draft, "C1").pk] == second.pk


def test_a_line_that_is_gone_leads_back_to_the_outline_as_it_is(browser_of_wim, draft):
    data = {"up": "competence-999999"}

    answer = browser_of_wim.post(address("draft-order", draft.pk), data)
    assert answer.url == address("draft-edit", draft.pk)

    answer = browser_of_wim.post(
        address("draft-order", draft.pk), data, headers={"HX-Request": "true"}
    )
    assert answer["HX-Redirect"] == address("draft-edit", draft.pk)


def test_another_heading_is_chosen_from_the_outline(browser_of_wim, draft):
    first = competence(draft, "C1")
    page = browser_of_wim.get(address("draft-competence-move", first.pk))
    headings = draft.outcomes.in_bulk()
    assert [
        headings[int(pk)].code for pk, _name in page.context["form"].fields["under"].choices
    ] == ["OLR1", "OLR2"]

    second = draft.outcomes.get(code="OLR2")
    browser_of_wim.post(address("draft-competence-move", first.pk), {"under": second.pk})

    assert codes(draft) == ["C2", "C3", "C4", "C1"]


# --- words -------------------------------------------------------------------------------------


def test_the_words_of_a_competence_are_changed_on_one_page(browser_of_wim, draft):
    first = competence(draft, "C1")
    words = CompetenceWords.of(first)
    data = sent(words, workplace_en="Does it", knowledge_nl="Btw\n\n Excel ")

    answer = browser_of_wim.post(address("draft-competence-change", first.pk), data)

    line = f"competence-{first.pk}"
    assert answer.url == f"{address('draft-edit', draft.pk)}?at={line}&by=name"
    first.refresh_from_db()
    assert (first.workplace_en, first.knowledge_nl) == ("Does it", ["Btw", "Excel"])


def test_who_comes_second_sees_the_others_words_and_keeps_their_own(browser_of_wim, wim, draft):
    first = competence(draft, "C1")
    page = CompetenceWords.of(first)
    browser_of_wim.post(
        address("draft-competence-change", first.pk), sent(page, name_nl="Van de ander")
    )
    mine = sent(page, name_nl="Van mij")

    answer = browser_of_wim.post(address("draft-competence-change", first.pk), mine)

    assert answer.context["now"] == [("In Dutch", "Van de ander")]
    form = answer.context["form"]
    assert form["name_nl"].value() == "Van mij"
    # Saving again, with both in sight, keeps mine.
    browser_of_wim.post(
        address("draft-competence-change", first.pk), mine | {"seen": form["seen"].value()}
    )
    first.refresh_from_db()
    assert first.name_nl == "Van mij"


def test_a_new_heading_and_a_new_competence_under_it(browser_of_wim, draft):
    browser_of_wim.post(
        address("draft-heading-add", draft.pk), {"code": "OLR3", "name_nl": "Nieuw"}
    )
    heading = Outcome.objects.get(version=draft, code="OLR3")

    browser_of_wim.post(
        address("draft-competence-add", heading.pk), {"code": "C5", "name_nl": "Archiveert"}
    )

    assert codes(draft) == ["C1", "C2", "C3", "C4", "C5"]


def test_a_split_shows_each_fault_beside_its_half(browser_of_wim, draft):
    first = competence(draft, "C1")
    words = CompetenceWords.of(first)
    url = address("draft-competence-split", first.pk)

    answer = browser_of_wim.post(url, sent(words, "first") | sent(words, "second", code="C2"))
    assert list(answer.context["second"].errors) == ["code"]
    assert not answer.context["form"].errors

    data = sent(words, "first", code="C1a") | sent(words, "second", code="C1b")
    browser_of_wim.post(url, data)
    assert codes(draft) == ["C1a", "C1b", "C2", "C3", "C4"]


def test_a_merge_asks_first_with_which_one(browser_of_wim, draft):
    first, third = competence(draft, "C1"), competence(draft, "C3")
    url = address("draft-competence-merge", first.pk)
    assert "other" in browser_of_wim.get(url).context["form"].fields

    page = browser_of_wim.get(url, {"other": third.pk})
    form = page.context["form"]
    assert form["name_en"].value() == "Competence 1 / Competence 3"

    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"name_nl": "Samen", "knowledge_nl": "", "references": ""}
    browser_of_wim.post(f"{url}?other={third.pk}", data)

    assert codes(draft) == ["C1", "C2", "C4"]
    assert competence(draft, "C1").name_nl == "Samen"


# --- scale and targets -------------------------------------------------------------------------


def test_a_level_with_targets_asks_for_one_in_its_place(browser_of_wim, draft):
    level = draft.levels.get(code="V")
    url = address("draft-level-remove", level.pk)

    answer = browser_of_wim.post(url, {})
    assert list(answer.context["form"].errors) == ["heir"]

    browser_of_wim.post(url, {"heir": draft.levels.get(code="K").pk})
    assert list(draft.levels.order_by("position").values_list("code", flat=True)) == ["0", "K", "A"]


def test_all_targets_are_set_in_one_form(browser_of_wim, draft):
    page = browser_of_wim.get(address("draft-targets", draft.pk))
    data = {}
    for _competence, cells in page.context["table"].rows():
        for _unit, name, _chosen, was in cells:
            data |= {name: draft.levels.get(code="K").pk, f"was-{name}": was}

    browser_of_wim.post(address("draft-targets", draft.pk), data)

    assert set(targets_of(draft).values()) == {draft.levels.get(code="K").pk}


# --- what changed ------------------------------------------------------------------------------


def test_the_difference_is_shown_in_words_that_are_heard_too(browser_of_wim, wim, draft):
    first = competence(draft, "C1")
    words = CompetenceWords.of(first)
    editing.change_competence(
        by=wim,
        competence=first,
        words=CompetenceWords(**vars(words) | {"name_en": "Competence one"}),
        seen=fingerprint(words),
    )

    page = browser_of_wim.get(address("version-difference", draft.pk)).content.decode()

    assert (
        'Competence <del><span class="visually-hidden">gone: </span>1</del>'
        '<ins><span class="visually-hidden">new: </span>one</ins>'
    ) in page


def test_the_first_version_has_nothing_to_be_compared_with(browser_of_wim, programme):
    version = programme.frameworks.get().versions.get()

    page = browser_of_wim.get(address("version-difference", version.pk))

    assert (page.context["old"], page.context["difference"]) == (None, None)


NUMBER_OF_NOTHING = "9" * 5000


def test_a_number_that_no_line_can_have_moves_nothing(browser_of_wim, draft):
    line, before = f"competence-{competence(draft, 'C1').pk}", codes(draft)
    strange = [
        {"down": f"competence-{NUMBER_OF_NOTHING}"},
        {"line": line, "under": NUMBER_OF_NOTHING, "before": NUMBER_OF_NOTHING},
    ]

    answers = [browser_of_wim.post(address("draft-order", draft.pk), data) for data in strange]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert codes(draft) == before


def test_a_competence_that_cannot_be_is_not_merged_with(browser_of_wim, draft):
    url = address("draft-competence-merge", competence(draft, "C1").pk)

    assert browser_of_wim.get(url, {"other": NUMBER_OF_NOTHING}).status_code == 200
