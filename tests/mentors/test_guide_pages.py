"""The pages of the guides: reading, what changed, writing with a look first, where they are met."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config import clock
from mentors.actions import guides
from mentors.models import Guide, GuideReading
from tests.factories import make_placement, make_programme, make_user, person

START = dt.datetime(2026, 9, 22, 9)
WORDS = {
    "title_nl": "Koffie",
    "title_en": "Coffee",
    "body_nl": "# Eerst\n<b>Drink</b> samen.",
    "body_en": "# First\nDrink together.",
}


@pytest.fixture
def wim(db) -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim):
    return make_placement(programme=make_programme(coordinator=wim))


@pytest.fixture
def coffee(wim, placement) -> Guide:
    return guides.add(by=wim, role="mentor", moment="start", words=WORDS).guide


@pytest.fixture(autouse=True)
def _start():
    with clock.at(START):
        yield


def browser_of(user: User) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(user)
    return client


def test_what_people_type_is_never_markup(placement, coffee):
    page = browser_of(person(placement, "mentor")).get(reverse("mentors:guide", args=[coffee.key]))

    html = page.content.decode()
    assert "&lt;b&gt;Drink&lt;/b&gt; samen." in html
    assert '<h2 class="h3 mt-4 mb-2">Eerst</h2>' in html


def test_one_tap_reads_it_and_the_quiet_line_leaves_today_and_the_desk(placement, coffee):
    griet = browser_of(person(placement, "mentor"))
    address = reverse("mentors:guide", args=[coffee.key])
    link = f'<a href="{address}">Koffie</a>'
    places = (reverse("home"), reverse("mentors:desk"))
    assert [griet.get(place).content.decode().count(link) for place in places] == [1, 1]

    for _twice in range(2):
        answer = griet.post(reverse("mentors:guide-read", args=[coffee.key]), {"version": "1"})

    assert answer.url == address
    assert GuideReading.objects.count() == 1
    assert [griet.get(place).content.decode().count(link) for place in places] == [0, 0]


def test_what_changed_since_is_said_and_shown(wim, placement, coffee):
    griet = browser_of(person(placement, "mentor"))
    griet.post(reverse("mentors:guide-read", args=[coffee.key]), {"version": "1"})
    words = {**WORDS, "body_nl": "# Eerst\n<b>Drink</b> rustig samen."}
    guides.change(by=wim, guide=coffee, words=words, seen=1)

    page = griet.get(reverse("mentors:guide", args=[coffee.key])).content.decode()
    address = f"{reverse('mentors:guide-difference', args=[coffee.key])}?from=1"
    difference = griet.get(address)

    assert f'href="{address}"' in page
    assert [one.language for one in difference.context["changes"]] == ["nl"]
    assert "rustig </ins>" in difference.content.decode()


def test_an_old_version_stays_readable_and_cannot_be_ticked(wim, placement, coffee):
    guides.change(by=wim, guide=coffee, words={**WORDS, "title_nl": "Thee"}, seen=1)
    griet = browser_of(person(placement, "mentor"))

    page = griet.get(reverse("mentors:guide-version", args=[coffee.key, 1])).content.decode()
    gone = griet.get(reverse("mentors:guide-version", args=[coffee.key, 9]))

    assert "<h1>Koffie</h1>" in page
    assert reverse("mentors:guide-read", args=[coffee.key]) not in page
    assert gone.status_code == 404


@pytest.mark.parametrize("number", ["x", "0", "9", ""])
def test_a_version_that_does_not_exist_is_not_found(placement, coffee, number):
    griet = browser_of(person(placement, "mentor"))

    read = griet.post(reverse("mentors:guide-read", args=[coffee.key]), {"version": number})
    shown = griet.get(reverse("mentors:guide-difference", args=[coffee.key]), {"from": number})

    assert (read.status_code, shown.status_code) == (404, 404)


def test_looking_first_keeps_nothing_and_saving_does(wim, coffee):
    browser = browser_of(wim)
    address = reverse("mentors:guide-change", args=[coffee.key])
    data = {**WORDS, "title_nl": "Thee", "seen": "1"}

    looked = browser.post(address, {**data, "preview": "1"})
    versions_then = coffee.versions.count()
    saved = browser.post(address, data)

    assert looked.context["preview"].title_nl == "Thee"
    assert versions_then == 1
    assert saved.url == reverse("mentors:guide", args=[coffee.key])
    assert coffee.versions.first().title_nl == "Thee"


def test_who_saves_second_keeps_their_words_on_the_page(wim, coffee):
    browser = browser_of(wim)
    address = reverse("mentors:guide-change", args=[coffee.key])
    browser.post(address, {**WORDS, "title_nl": "Thee", "seen": "1"})

    second = browser.post(address, {**WORDS, "title_nl": "Melk", "seen": "1"})

    assert second.status_code == 200
    assert 'value="Melk"' in second.content.decode()
    assert coffee.versions.count() == 2


def test_from_the_moment_to_its_guide_or_to_all_of_them(placement, coffee):
    griet = browser_of(person(placement, "mentor"))

    found = griet.get(reverse("mentors:guide-for", args=["mentor", "start"]))
    none = griet.get(reverse("mentors:guide-for", args=["mentor", "end"]))

    assert found.url == reverse("mentors:guide", args=[coffee.key])
    assert none.url == reverse("mentors:guide-list")


def test_a_new_guide_of_the_institution_stands_in_the_list(wim, placement):
    browser = browser_of(wim)

    browser.post(reverse("mentors:guide-add"), {**WORDS, "role": "coach", "moment": "any"})

    coach = browser_of(person(placement, "coach"))
    found = coach.get(reverse("mentors:guide-list")).context["library"]
    assert [line.version.title_nl for line in found.own[0].lines] == ["Koffie"]
