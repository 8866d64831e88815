"""The tools of the suite itself: they must be able to find what they are there to find."""

import socket
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from playwright.sync_api import Page

from accounts.models import User
from tests import axe


def careless_view(request: HttpRequest) -> HttpResponse:
    User.objects.filter(pk=0).update(first_name="Written by a GET")
    return HttpResponse()


careless_view.login_required = False
urlpatterns = [path("careless/", careless_view)]


def test_the_network_is_closed():
    with (
        pytest.raises(AssertionError, match="tried to reach"),
        socket.socket() as outward,
    ):
        outward.connect(("192.0.2.1", 80))


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_get_that_writes_is_caught(client: Client):
    with pytest.raises(AssertionError, match="A GET wrote to the database: UPDATE"):
        client.get("/careless/")


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_post_may_write(client: Client):
    assert client.post("/careless/").status_code == 200


@pytest.mark.browser
def test_axe_finds_planted_faults(new_page: Callable[..., Page]):
    page = new_page()
    page.set_content(
        "<html lang=en><title>Faults</title><main><h1>Faults</h1><input><img src='data:,'></main>"
    )

    assert sorted(line.partition(":")[0] for line in axe.faults(page)) == ["image-alt", "label"]
