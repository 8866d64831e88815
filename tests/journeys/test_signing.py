"""Signing on a phone and on a wide screen: the document is opened, then signed; each page of
signing has no fault that axe finds."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from config import clock
from placements.actions import agreements, scans, sightings
from placements.enums import AgreementState
from placements.models import Agreement, Placement
from tests import axe
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.signers import come_in, scanned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def out(transactional_db) -> Agreement:
    wim, today = make_user("Wim", "Claes"), clock.today()
    placement = make_placement(
        programme=make_programme(coordinator=wim),
        starts_on=today + dt.timedelta(days=3),
        ends_on=today + dt.timedelta(days=200),
    )
    placement = Placement.objects.get(pk=placement.pk)
    draft = agreements.open_agreement(by=wim, placement=placement)
    return Agreement.objects.get(pk=agreements.send(by=wim, agreement=draft).pk)


def coordinator(out: Agreement) -> User:
    return out.placement.enrolment.programme.coordinators.get()


def enter(page: Page, address: str, who: User, settings) -> None:
    """In the browser with the session of somebody who came in just now."""
    client = come_in(Client(), who)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}]
    )


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_party_opens_the_document_and_signs(
    out, live_server, settings, new_page: Callable[..., Page], size
):
    page, student = new_page(**size), out.placement.student
    enter(page, live_server.url, student, settings)
    page.goto(live_server.url + reverse("placements:agreement-sign", args=[out.pk]))
    with page.context.expect_page() as opened:
        page.locator("#document").click()
    opened.value.close()
    page.get_by_role("textbox").fill(student.get_full_name())
    page.get_by_role("checkbox").check()
    page.locator("form button.btn-primary").click()
    page.wait_for_url(f"**{reverse('placements:agreement', args=[out.pk])}")

    row = out.signatures.get()
    assert (row.person, row.document_sha256) == (student, out.sha256)
    assert row.opened_at <= row.read_at <= row.at


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_of_signing_has_a_fault(
    out, live_server, settings, new_page: Callable[..., Page], size, tmp_path: Path
):
    wim, mentor = coordinator(out), person(out.placement, "mentor")
    sightings.shown(by=mentor, agreement=out)
    scan = scans.bring(
        by=wim,
        agreement=out,
        role="student",
        upload=scanned(),
        signed_on=clock.today(),
    )
    address = {
        "sign": (mentor, "agreement-sign", [out.pk]),
        "many": (mentor, "sign-many", []),
        "refuse": (mentor, "agreement-refuse", [out.pk]),
        "paper": (mentor, "scan-bring", [out.pk, "mentor"]),
        "check": (wim, "scan-check", [scan.pk]),
        "room": (wim, "sign-room", [out.pk, mentor.pk]),
        "show": (wim, "agreement", [out.pk]),
    }
    page, faults = new_page(**size), {}
    for name, (who, view, args) in address.items():
        enter(page, live_server.url, who, settings)
        page.goto(live_server.url + reverse(f"placements:{view}", args=args))
        if name == "room":
            page.locator("main form button.btn-primary").click()
            page.wait_for_selector(".qr-box svg")
        page.screenshot(path=tmp_path / f"{name}-{size['width']}.png", full_page=True)
        faults[name] = axe.faults(page)

    assert {name: lines for name, lines in faults.items() if lines} == {}
    assert out.state == AgreementState.OUT
