"""The portal as something to install: what a browser asks before it does."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image

from placements.views import shell

pytestmark = pytest.mark.django_db


def test_the_worker_may_serve_the_whole_portal_and_is_asked_for_anew(client: Client):
    answer = client.get(reverse("placements:service-worker"))

    assert answer.wsgi_request.path == "/sw.js"
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/", "no-cache")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_the_shell_holds_every_style_and_script_of_its_page(client: Client):
    page = client.get(reverse("placements:day-offline")).content.decode()
    script = client.get(reverse("placements:service-worker")).content.decode()
    held = json.loads(re.search(r"self\.SHELL = (.*);", script)[1])["files"]

    asked = re.findall(r'<script src="([^"]+)"', page)
    asked += re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)

    assert len(asked) > 8
    assert set(asked) - set(held) == set()
    assert [path for path in shell.SHELL if finders.find(path) is None] == []


def test_the_page_of_the_queue_is_the_same_for_everybody_and_in_two_languages(client: Client):
    dutch, english = (
        client.get(reverse("placements:day-offline"), headers={"Accept-Language": language})
        for language in ("nl", "en")
    )

    assert 'data-person=""' in dutch.content.decode()
    assert "Dagen op dit toestel" in dutch.content.decode()
    assert "Days on this device" in english.content.decode()


def test_the_manifest_names_icons_that_are_as_big_as_it_says(client: Client):
    described = client.get(reverse("placements:manifest")).json()

    sizes = {}
    for icon in described["icons"]:
        file = Path(finders.find(icon["src"].removeprefix(f"/{settings.STATIC_URL.strip('/')}/")))
        with Image.open(file) as picture:
            sizes[icon["sizes"]] = "{}x{}".format(*picture.size)
    assert sizes == {"192x192": "192x192", "512x512": "512x512"}
    assert (described["display"], described["start_url"]) == ("standalone", "/")
