"""A student without a connection: nothing is lost, nothing arrives twice, nobody else reads it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.enums import Role
from accounts.models import HistoryEntry
from config import clock
from placements.models import Placement, Reflection, WorkplaceDay
from tests import axe
from tests.factories import make_placement, person
from tests.journeys.wire import Phone, Wire
from tests.processes import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_WORKING_FRIDAY = dt.datetime(2026, 11, 20, 17)
HELD = """
async () => {
  const database = await new Promise((done) => {
    const asked = indexedDB.open('trialoog-days');
    asked.onsuccess = () => done(asked.result);
  });
  const all = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const text = (value) => JSON.stringify(value, (_key, part) =>
    part instanceof ArrayBuffer ? new TextDecoder().decode(part) : part);
  const held = [text(await all('device')), text(await all('entries'))];
  database.close();
  return held;
}
"""
CACHED = """
async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      found.push(new URL(request.url).pathname);
  return found;
}
"""


@pytest.fixture
def placement(transactional_db) -> Placement:
    today = clock.today()
    return make_placement(
        starts_on=today - dt.timedelta(days=20), ends_on=today + dt.timedelta(days=200)
    )


@pytest.fixture
def wire(live_server) -> Iterator[Wire]:
    with Wire(live_server.url) as wire:
        yield wire


@pytest.fixture
def phone(browser, tmp_path: Path) -> Iterator[Phone]:
    phone = Phone(browser, tmp_path / "phone")
    yield phone
    phone.context.close()


def sign_in(context: BrowserContext, wire: Wire, placement: Placement, role: str) -> None:
    """Past the door, which has tests of its own."""
    client = Client()
    client.force_login(person(placement, role))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": wire.address}]
    )


def ready(page: Page) -> None:
    """The shell is on the device, and so is what the student needs to log a day."""
    wait_for(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    wait_for(lambda: page.evaluate("dayQueue.device().then((me) => Boolean(me))"))


def start(phone: Phone, wire: Wire, placement: Placement) -> Page:
    context = phone.start()
    sign_in(context, wire, placement, Role.STUDENT)
    page = context.pages[0]
    page.goto(wire.address)
    ready(page)
    return page


def log_on_the_device(page: Page, date: dt.date, tasks: str) -> None:
    form = page.locator("[data-day-form]")
    form.locator("[name=date]").fill(date.isoformat())
    form.locator("[name=tasks]").fill(tasks)
    before = page.locator("[data-entries] > li").count()
    form.get_by_role("button", name="Bewaar mijn dag").click()
    expect(page.locator("[data-entries] > li")).to_have_count(before + 1)


def steps_now(page: Page) -> list[str]:
    return page.locator("[data-entries] .passport .now").all_inner_texts()


def test_three_days_outlive_a_cut_and_a_kill_and_arrive_once(
    phone, wire, placement, record_property
):
    today = clock.today()
    dates = [today - dt.timedelta(days=back) for back in range(3)]
    page = start(phone, wire, placement)
    page.goto(wire.address + reverse("placements:day-log", args=[placement.pk]))
    page.fill("[name=tasks]", "Eén: de browser denkt dat hij verbinding heeft")
    page.fill("[name=reflection-text]", "Ik durfde iets te vragen.")

    wire.cut()  # as in a tunnel: the browser believes that it is online
    page.get_by_role("button", name="Verstuur mijn dag").click()
    page.wait_for_url("**/offline/?kept=*")
    page.context.set_offline(True)
    log_on_the_device(page, dates[1], "Twee: zonder verbinding")
    log_on_the_device(page, dates[2], "Drie: zonder verbinding")
    assert [step.split("\n")[0] for step in steps_now(page)] == ["op dit toestel"] * 3
    assert axe.faults(page) == []

    phone.kill()
    page = phone.start().pages[0]
    page.goto(wire.address)
    expect(page.locator("[data-entries] > li")).to_have_count(3)
    assert WorkplaceDay.objects.count() == 0

    wire.mend()
    sign_in(phone.context, wire, placement, Role.STUDENT)
    page.goto(wire.address)
    wait_for(lambda: WorkplaceDay.objects.count() == 3)
    page.goto(wire.address)
    page.goto(wire.address + reverse("placements:day-offline"))
    expect(page.locator("[data-entries] .passport .now").first).to_contain_text("ontvangen")

    logged = WorkplaceDay.objects.order_by("-date").values_list("date", "tasks")
    assert list(logged) == [
        (dates[0], "Eén: de browser denkt dat hij verbinding heeft"),
        (dates[1], "Twee: zonder verbinding"),
        (dates[2], "Drie: zonder verbinding"),
    ]
    assert [one.text for one in Reflection.objects.all()] == ["Ik durfde iets te vragen."]
    assert HistoryEntry.objects.filter(action="day-logged").count() == 3
    record_property("offline: written, browser killed, arrived", "3 of 3, each once")


def test_who_was_signed_out_is_asked_to_sign_in_and_then_it_leaves(phone, wire, placement):
    page = start(phone, wire, placement)
    wire.cut()
    page.goto(wire.address)
    log_on_the_device(page, clock.today(), "In de trein")
    Session.objects.all().delete()
    wire.mend()

    page.goto(wire.address)
    expect(page.locator("[data-day-queue]")).to_contain_text("Meld je aan om te versturen")
    assert WorkplaceDay.objects.count() == 0

    sign_in(page.context, wire, placement, Role.STUDENT)
    page.goto(wire.address)
    wait_for(lambda: WorkplaceDay.objects.count() == 1)
    assert placement.days.get().tasks == "In de trein"


def test_whoever_signs_in_next_on_a_shared_device_finds_nothing_to_read(phone, wire, placement):
    page = start(phone, wire, placement)
    wire.cut()
    page.goto(wire.address)
    log_on_the_device(page, clock.today(), "Alleen voor mij")
    wire.mend()
    sign_in(page.context, wire, placement, Role.MENTOR)  # the student never signed out
    page.goto(wire.address)
    wait_for(lambda: page.evaluate("dayQueue.device().then((me) => !me)"))

    device, entries = page.evaluate(HELD)
    cached = page.evaluate(CACHED)
    page.goto(wire.address + reverse("placements:day-offline"))
    expect(page.locator("[data-entries] > li")).to_have_count(0)

    assert device == "[]"
    assert (len(entries) > 2, "Alleen voor mij" in entries, "2026" in entries) == (
        True,
        False,
        False,
    )
    offline = reverse("placements:day-offline")
    assert {path for path in cached if not path.startswith("/static/")} == {offline}

    sign_in(page.context, wire, placement, Role.STUDENT)
    page.goto(wire.address)
    wait_for(lambda: WorkplaceDay.objects.count() == 1)
    assert placement.days.get().tasks == "Alleen voor mij"


def test_what_the_portal_cannot_take_is_put_right_on_the_device(phone, wire, placement):
    page = start(phone, wire, placement)
    wire.cut()
    page.goto(wire.address)
    log_on_the_device(page, placement.starts_on - dt.timedelta(days=1), "Verkeerde datum")
    wire.mend()
    page.goto(wire.address + reverse("placements:day-offline"))
    expect(page.locator("[data-refused]")).to_contain_text("deze dag valt erbuiten")

    page.get_by_role("button", name="Zet het recht").click()
    page.locator("[data-day-form] [name=date]").fill(clock.today().isoformat())
    page.get_by_role("button", name="Bewaar mijn dag").click()

    wait_for(lambda: WorkplaceDay.objects.count() == 1)
    assert (placement.days.get().date, placement.days.get().tasks) == (
        clock.today(),
        "Verkeerde datum",
    )
    expect(page.locator("[data-entries] > li")).to_have_count(1)


def test_a_second_text_from_the_train_stands_beside_the_first(phone, wire, placement):
    page = start(phone, wire, placement)
    wire.cut()
    page.goto(wire.address)
    log_on_the_device(page, clock.today(), "In de trein")
    WorkplaceDay.objects.create(placement=placement, date=clock.today(), tasks="Op het werk")
    wire.mend()

    page.goto(wire.address + reverse("placements:day-offline"))
    page.get_by_role("link", name="Kies wat er op de dag staat").click()
    assert axe.faults(page) == []
    page.locator("[name=keep][value=both]").check(force=True)
    page.get_by_role("button", name="Laat dit op de dag staan").click()
    page.wait_for_url("**/days/*/")

    assert placement.days.get().tasks.splitlines() == ["Op het werk", "", "In de trein"]


def test_signing_out_sends_what_waits_and_leaves_nothing_of_the_student(phone, wire, placement):
    page = start(phone, wire, placement)
    wire.cut()
    page.goto(wire.address)
    log_on_the_device(page, clock.today(), "Net voor ik vertrok")
    wire.mend()
    page.goto(wire.address)

    page.locator("[data-draft-forget] button").click()
    page.wait_for_url("**/sign-in/")

    assert placement.days.get().tasks == "Net voor ik vertrok"
    assert page.evaluate(HELD) == ["[]", "[]"]


def test_as_planned_takes_one_tap_without_a_connection_too(phone, wire, transactional_db, settings):
    settings.CLOCK_AT = timezone.make_aware(A_WORKING_FRIDAY)
    placement = make_placement()
    page = start(phone, wire, placement)
    page.clock.set_fixed_time(settings.CLOCK_AT)
    page.goto(wire.address)
    ready(page)

    page.context.set_offline(True)
    wire.cut()
    page.get_by_role("button", name="Zoals gepland").click()
    page.wait_for_url("**/offline/?kept=*")
    expect(page.locator("[data-entries] > li")).to_have_count(1)
    wire.mend()
    page.context.set_offline(False)

    wait_for(lambda: WorkplaceDay.objects.count() == 1)
    day = placement.days.get()
    assert (day.date, day.portion) == (A_WORKING_FRIDAY.date(), 1)
