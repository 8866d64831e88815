"""Coordinators look at a framework before it comes in, and once more before it is published."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competences.actions import frameworks
from competences.models import Framework, FrameworkImport, FrameworkVersion, Programme
from config import clock
from tests.competences.test_frameworks import OWN, VKS, bring_in
from tests.factories import make_framework, make_programme, make_user

pytestmark = pytest.mark.django_db
YAML = OWN / "accounting.yaml"


@pytest.fixture
def wim():
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def programme(wim) -> Programme:
    return make_programme("accounting", coordinator=wim)


@pytest.fixture
def browser_of_wim(client, wim, programme):
    client.force_login(wim)
    return client


def upload(client, programme: Programme, data: bytes, name: str = "file"):
    file = SimpleUploadedFile(name, data)
    url = reverse("competences:framework-import")
    return client.post(url, {"programme": programme.pk, "file": file})


def test_a_file_is_looked_at_before_it_becomes_a_draft(
    browser_of_wim, programme, django_capture_on_commit_callbacks
):
    answer = upload(browser_of_wim, programme, YAML.read_bytes())
    kept = FrameworkImport.objects.get()
    assert answer.url == reverse("competences:framework-preview", args=[kept.pk])
    page = browser_of_wim.get(answer.url)
    assert (page.context["faults"], page.context["plan"].newest) == ([], None)
    assert not Framework.objects.filter(code="accounting-administration").exists()

    storage, name = kept.file.storage, kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser_of_wim.post(answer.url)

    version = FrameworkVersion.objects.get(framework__code="accounting-administration")
    assert answer.url == reverse("competences:framework-version", args=[version.pk])
    assert (version.number, version.is_published) == (1, False)
    assert not storage.exists(name)


def test_faults_of_a_file_are_shown_with_their_path_and_nothing_is_kept(browser_of_wim, programme):
    page = upload(browser_of_wim, programme, b"code: x\nlevels: []\n")

    assert [fault.field for fault in page.context["faults"]] == [
        "$.levels", "$.outcomes", "$.name_nl", "$.name_en", "$.source"
    ]  # fmt: skip
    assert not FrameworkImport.objects.exists()


def test_a_file_that_holds_nothing_new_says_so_and_offers_no_way_on(browser_of_wim, wim, programme):
    version = bring_in(wim, programme, "accounting.yaml")

    answer = upload(browser_of_wim, programme, YAML.read_bytes())
    page = browser_of_wim.get(answer.url)

    assert (page.context["plan"].is_same, page.context["plan"].newest) == (True, version)
    assert b"Make a draft of it" not in page.content


def test_a_programme_of_somebody_else_cannot_be_chosen(browser_of_wim):
    elsewhere = make_programme("marketing", coordinator=make_user("Dries", "Maes"))

    page = upload(browser_of_wim, elsewhere, YAML.read_bytes())

    assert list(page.context["form"].errors) == ["programme"]


def test_publishing_is_asked_once_more(browser_of_wim, wim, programme):
    version = bring_in(wim, programme, "BK-0203-3.json")
    url = reverse("competences:framework-publish", args=[version.pk])

    assert browser_of_wim.get(url).context["obstacles"] == []
    browser_of_wim.post(url)

    version.refresh_from_db()
    assert version.published_by == wim
    obstacles = browser_of_wim.get(url).context["obstacles"]
    assert [one.code for one in obstacles] == ["already-published"]


def test_where_the_english_is_missing_the_dutch_stands(browser_of_wim, wim, programme):
    version = bring_in(wim, programme, "BK-0203-3.json")

    page = browser_of_wim.get(reverse("competences:framework-version", args=[version.pk]))

    text = page.content.decode()
    assert version.competences.first().name_nl in text
    assert "not yet shown" in text
    assert "nog niet getoond" not in text


def test_a_file_that_nobody_came_back_for_is_thrown_away(browser_of_wim, wim, programme):
    data = (VKS / "BK-0203-3.json").read_bytes()
    first = frameworks.choose(by=wim, programme=programme, file_name="a", data=data)

    with clock.at(clock.now() + dt.timedelta(hours=25)):
        frameworks.choose(by=wim, programme=programme, file_name="b", data=data)

    assert not FrameworkImport.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_framework_and_for_three(
    browser_of_wim, programme, count, django_assert_num_queries
):
    for _number in range(count - 1):
        make_framework(programme)
    url = reverse("competences:framework-list")
    browser_of_wim.get(url)

    with django_assert_num_queries(11):
        browser_of_wim.get(url)


@pytest.mark.parametrize("competences", [4, 12])
def test_a_version_costs_the_same_for_few_competences_and_for_many(
    browser_of_wim, programme, competences, django_assert_num_queries
):
    version = make_framework(programme, competences=competences)
    url = reverse("competences:framework-version", args=[version.pk])
    browser_of_wim.get(url)

    with django_assert_num_queries(18):
        browser_of_wim.get(url)
