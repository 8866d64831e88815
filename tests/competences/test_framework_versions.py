"""What stays between two versions: identifiers, what came from what, and nothing else to say."""

import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from competences.actions import frameworks
from competences.importers import reading
from competences.importers.drafts import FrameworkDraft
from competences.models import FrameworkVersion, Outcome
from competences.overviews.frameworks import draft_of, plan_of
from tests.competences import drafts
from tests.competences.test_framework_pages import upload
from tests.competences.test_frameworks import VKS
from tests.factories import make_programme, make_user

pytestmark = pytest.mark.django_db
KINDS = ["xlsx", "csv", "case", "moodle"]


@pytest.fixture
def wim():
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def programme(wim):
    return make_programme("care", coordinator=wim)


def bring_in(by, programme, draft: FrameworkDraft) -> FrameworkVersion:
    return frameworks.import_draft(by=by, programme=programme, draft=draft)


def publish_in(by, programme, draft: FrameworkDraft) -> FrameworkVersion:
    return frameworks.publish(by=by, version=bring_in(by, programme, draft))


def small() -> FrameworkDraft:
    return drafts.large(depth=2, wide=2)


def changed(draft: FrameworkDraft, **fields) -> FrameworkDraft:
    """With other words for the first competence."""
    [top] = draft.outcomes
    first, *others = top.competences
    first = replace(first, **fields)
    return replace(draft, outcomes=(replace(top, competences=(first, *others)),))


def test_headings_inside_headings_are_kept_with_their_order(wim, programme):
    version = bring_in(wim, programme, drafts.large(depth=4, wide=2))

    stored = Outcome.objects.filter(version=version).select_related("parent")
    found = {one.code: (one.position, one.parent and one.parent.code) for one in stored}
    assert len(found) == 15
    assert [found[code] for code in ("1", "1.1", "1.1.1", "1.1.1.1", "1.1.2", "1.2")] == [
        (0, None), (1, "1"), (2, "1.1"), (3, "1.1.1"), (5, "1.1"), (8, "1")
    ]  # fmt: skip
    assert [one.code for one in version.competences.all()][:3] == ["1.c", "1.1.c", "1.1.1.c"]
    stored = draft_of(version)
    assert drafts.without_identifiers(stored) == drafts.large(depth=4, wide=2)
    assert stored == plan_of(programme, drafts.large(depth=4, wide=2)).draft


def test_references_to_other_lists_are_kept(wim, programme):
    draft = reading.parse((VKS / "BK-0203-3.json").read_bytes())

    version = bring_in(wim, programme, draft)

    assert version.competences.first().references[:2] == ["5784-c", "16576-c"]
    assert bring_in(wim, programme, draft) == version


def test_identifiers_follow_from_the_codes_and_stay_in_the_next_version(wim, programme):
    first = publish_in(wim, programme, small())
    named = dict(first.competences.values_list("code", "identifier"))

    second = bring_in(wim, programme, changed(small(), name_nl="Anders"))

    assert dict(second.competences.values_list("code", "identifier")) == named
    assert second.based_on == first
    assert {
        one.code: [each.code for each in one.predecessors.all()]
        for one in second.competences.prefetch_related("predecessors")
    } == {code: [code] for code in named}


def test_a_file_without_identifiers_keeps_those_that_came_from_elsewhere(wim, programme):
    given = uuid.uuid4()
    first = publish_in(wim, programme, changed(small(), identifier=given))

    second = bring_in(wim, programme, changed(small(), name_nl="Anders"))

    assert second.competences.get(code="1.c").identifier == given
    assert list(second.competences.get(code="1.c").predecessors.all()) == [
        first.competences.get(code="1.c")
    ]


def test_a_new_code_keeps_its_origin_by_identifier_and_the_old_code_begins_anew(wim, programme):
    first = publish_in(wim, programme, small())
    old = first.competences.get(code="1.c")
    [top] = small().outcomes
    renamed = replace(top.competences[0], code="1.d", identifier=old.identifier)
    newcomer = replace(top.competences[0], name_nl="Iets nieuws")
    draft = replace(small(), outcomes=(replace(top, competences=(renamed, newcomer)),))

    second = bring_in(wim, programme, draft)

    kept, new = second.competences.get(code="1.d"), second.competences.get(code="1.c")
    assert list(kept.predecessors.all()) == [old]
    assert list(new.predecessors.all()) == []
    assert kept.identifier == old.identifier != new.identifier


def test_the_preview_counts_what_a_file_would_change(wim, programme):
    bring_in(wim, programme, small())
    [top] = small().outcomes
    moved = replace(top.parts[0], competences=())
    other = replace(
        top.parts[1], competences=(*top.parts[1].competences, *top.parts[0].competences)
    )
    first = replace(top.competences[0], targets={})
    new = replace(first, code="9", name_nl="Nieuw")
    draft = replace(
        small(), outcomes=(replace(top, competences=(first, new), parts=(moved, other)),)
    )

    changes = plan_of(programme, draft).changes

    assert vars(changes) == {
        "new": 1, "changed": 1, "moved": 1, "gone": 0, "same": 1, "is_other_scale": False
    }  # fmt: skip
    assert plan_of(programme, replace(draft, code="other")).changes is None


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_brought_in_again_has_nothing_new_to_say(client, wim, programme, kind):
    """242 items, five deep: out by the page, in by the page."""
    version = bring_in(wim, programme, drafts.large(depth=5, wide=3))
    client.force_login(wim)

    file = client.get(reverse("competences:framework-export", args=[version.pk, kind]))
    answer = upload(client, programme, file.content)
    page = client.get(answer.url)

    assert (page.context["plan"].is_same, page.context["plan"].newest) == (True, version)


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_brought_in_elsewhere_becomes_a_draft_of_the_same(client, wim, programme, kind):
    version = bring_in(wim, programme, drafts.large(depth=4, wide=2))
    elsewhere = make_programme("elsewhere", coordinator=wim)
    client.force_login(wim)

    file = client.get(reverse("competences:framework-export", args=[version.pk, kind]))
    answer = client.post(upload(client, elsewhere, file.content).url)

    copy = FrameworkVersion.objects.exclude(pk=version.pk).get(framework__code="zorg")
    assert answer.url == reverse("competences:framework-version", args=[copy.pk])
    assert (copy.framework.programme, copy.number) == (elsewhere, 1)
    assert draft_of(copy) == draft_of(version)


@pytest.mark.parametrize("size", [(1, 1), (4, 3)])
def test_reading_a_version_costs_the_same_however_large(
    wim, programme, size, django_assert_num_queries
):
    depth, wide = size
    version = bring_in(wim, programme, drafts.large(depth=depth, wide=wide))
    version = FrameworkVersion.objects.select_related("framework").get(pk=version.pk)

    with django_assert_num_queries(6):
        draft_of(version)
