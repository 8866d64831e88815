"""The frame of a page and the small words of our visual language."""

import datetime as dt
import hashlib
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from config import clock, gallery
from config.middleware import LanguageMiddleware, NoStoreMiddleware
from config.templatetags import ui
from config.web import LANGUAGE_COOKIE, institution, remember_language

FRIDAY = dt.date(2026, 11, 20)
ROOT = Path(settings.BASE_DIR)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def asked(user=None, **headers):
    request = RequestFactory().get("/days/?state=open&page=2", **headers)
    request.user = user or AnonymousUser()
    return request


def person(language=""):
    return SimpleNamespace(is_authenticated=True, language=language, pk=7, first_name="Amina")


# --- voices, icons, states


def test_a_voice_has_its_shape_and_its_letter():
    shapes = {role: ui.voice(role) for role in ("student", "mentor", "coach")}
    assert [re.findall(r"<(circle|rect|path)", svg) for svg in shapes.values()] == [
        ["circle"],
        ["rect"],
        ["path"],
    ]
    assert [re.findall(r">([SMC])<", svg) for svg in shapes.values()] == [["S"], ["M"], ["C"]]


@pytest.mark.parametrize("nobody", ["", None, "coordinator"])
def test_who_has_no_voice_has_no_shape(nobody):
    assert ui.voice(nobody) == ""


def test_a_voice_on_its_own_says_its_name():
    assert ui.voice("mentor", named=True).count('role="img" aria-label="mentor"') == 1
    assert ui.voice("mentor").count("aria-hidden") == 1


def test_every_icon_a_state_uses_is_in_the_sprite():
    sprite = (ROOT / "static/img/icons.svg").read_text()
    drawn = set(re.findall(r'id="i-([a-z]+)"', sprite))
    assert {icon for icon, _css in ui.STATES.values()} - drawn == set()


def test_a_name_cannot_bring_markup():
    assert ui.who("<b>Amina</b>", "student").endswith("&lt;b&gt;Amina&lt;/b&gt;</span>")


def test_a_passport_marks_where_an_entry_is_now():
    html = ui.passport([("on this device", "16:41", "done"), ("received", "", "now")], "Day")
    assert html == (
        '<ol class="passport" aria-label="Day"><li class="done">on this device<br>16:41</li>'
        '<li class="now" aria-current="step">received</li></ol>'
    )


# --- days and numbers


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (FRIDAY, "today"),
        (FRIDAY - dt.timedelta(days=1), "yesterday"),
        (FRIDAY + dt.timedelta(days=1), "tomorrow"),
        (dt.date(2026, 11, 3), "Tue 3 Nov"),
        (dt.date(2025, 5, 12), "12 May 2025"),
        (None, ""),
    ],
)
def test_a_day_is_said_as_people_say_it(day, said):
    with clock.at(FRIDAY):
        assert ui.near_day(day) == said


def test_a_day_near_midnight_is_the_local_one():
    late = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)  # half past midnight in Brussels
    with clock.at(FRIDAY):
        assert ui.near_day(late) == "today"


def test_dutch_days_are_dutch():
    with translation.override("nl"):
        assert ui.long_day(FRIDAY) == "vrijdag 20 november"
        assert ui.long_day(FRIDAY.replace(year=2025)) == "donderdag 20 november 2025"


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 day"), (Decimal("0.5"), "half a day"), (9.5, "9.5 days"), (40, "40 days")],
)
def test_days_are_counted_in_words(days, said):
    assert ui.day_count(days) == said


# --- links that keep the rest of the question


def test_a_link_to_another_page_keeps_the_filter():
    context = Context({"request": asked()})
    assert ui.query(context, page=3) == "?state=open&page=3"
    assert ui.query(context, page=None, sort="name") == "?state=open&sort=name"


def test_long_lists_of_pages_have_a_gap():
    page = Paginator(range(400), 20).page(10)
    assert ui.page_numbers(page) == [1, None, 8, 9, 10, 11, 12, None, 20]


def test_a_column_sorts_up_and_then_down():
    request = RequestFactory().get("/?sort=name&page=4")
    context = Context({"request": request})
    assert ui.sort_header(context, "days", "Days", "num") == (
        '<th scope="col" class="num"><a href="?sort=days">Days</a></th>'
    )
    again = ui.sort_header(context, "name", "Name")
    assert again.startswith('<th scope="col" aria-sort="ascending"><a href="?sort=-name">Name<svg')


# --- language and caches


@pytest.mark.parametrize(
    ("user", "cookie", "browser", "language"),
    [
        (person("en"), "nl", "nl", "en"),
        (person(""), "en", "nl", "en"),
        (None, "en", "nl", "en"),
        (None, "xx", "en-GB", "en"),
        (None, "", "fr", "nl"),
    ],
)
def test_the_language_is_the_persons_own_then_the_cookies_then_the_browsers(
    user, cookie, browser, language
):
    request = asked(user, headers={"Accept-Language": browser})
    request.COOKIES[LANGUAGE_COOKIE] = cookie
    seen = []
    answer = LanguageMiddleware(
        lambda _r: seen.append(translation.get_language()) or HttpResponse()
    )
    response = answer(request)
    assert seen == [language]
    assert response["Content-Language"] == language
    assert translation.get_language() == "en"  # the thread is left as it was found


def test_the_choice_of_language_is_kept_in_a_cookie_scripts_cannot_read():
    cookie = remember_language(HttpResponse(), "en").cookies[LANGUAGE_COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")


def test_the_footer_offers_the_other_language():
    assert institution(asked())["other_languages"] == ["nl"]


def test_pages_of_signed_in_people_are_kept_nowhere():
    response = NoStoreMiddleware(lambda _r: HttpResponse())(asked(person()))
    assert response["Cache-Control"] == "no-store"


def test_public_pages_and_stated_choices_are_left_alone():
    public = NoStoreMiddleware(lambda _r: HttpResponse())(asked())
    stated = HttpResponse(headers={"Cache-Control": "private, max-age=60"})
    assert "Cache-Control" not in public
    assert NoStoreMiddleware(lambda _r: stated)(asked(person()))["Cache-Control"] == (
        "private, max-age=60"
    )


# --- whole pages


def gallery_page():
    return render_to_string("components/gallery.html", {"user": person(), **gallery.context()})


def test_the_gallery_shows_every_component_without_an_inline_style_or_script():
    html = gallery_page()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html) == []


def test_no_id_stands_twice_in_the_gallery():
    found = re.findall(r'\sid="([^"]+)"', gallery_page())
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("name", ["400", "500"])
def test_the_last_pages_need_nothing_but_themselves(name):
    html = Template((ROOT / f"templates/{name}.html").read_text()).render(Context())
    assert html.count("<h1>") == 1


def test_the_vendored_bootstrap_is_the_published_one():
    table = (ROOT / "static/vendor/VENDORED.md").read_text()
    stated = dict(re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", table, re.M))
    found = {
        name: hashlib.sha256((ROOT / "static/vendor" / name).read_bytes()).hexdigest()
        for name in stated
    }
    assert list(stated) == ["bootstrap-5.3.8/bootstrap.min.css"]
    assert found == stated
