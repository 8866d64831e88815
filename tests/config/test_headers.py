"""Every answer tells the browser to trust nothing but the portal itself."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.factories import make_placement, person
from tests.processes import at_an_institution

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["page", "refused", "missing", "api", "redirect", "door"])
def answer(request, client):
    """One answer of each kind; the door is for somebody who is not inside."""
    if request.param != "door":
        placement = make_placement()
        client.force_login(person(placement, Role.STUDENT))
    addresses = {
        "page": reverse("home"),
        "refused": reverse("quality:point-list"),
        "missing": "/placements/999999/",
        "api": "/api/v1/me/",
        "redirect": reverse("accounts:sign-in"),
        "door": reverse("accounts:sign-in"),
    }
    return request.param, client.get(addresses[request.param])


def test_scripts_and_styles_come_from_the_portal_only(answer):
    _kind, response = answer
    policy = dict(
        part.strip().split(" ", 1)
        for part in response["Content-Security-Policy"].split(";")
        if part.strip()
    )

    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]


def test_the_other_headers_stand_on_every_kind_of_answer(answer):
    kind, response = answer

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert kind == "door" or response["Cache-Control"] == "no-store"


def test_cookies_of_an_institution_stay_with_its_own_address():
    """In a process of its own, with the settings of a real installation."""
    ask = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT,"
        " s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG)"
    )

    answer = at_an_institution(ask)

    assert answer.stderr == ""
    assert answer.stdout.split() == [
        "__Host-session",
        "__Host-csrf",
        "True",
        "True",
        "True",
        "True",
        "True",
        "False",
    ]
