"""A mentor on a phone: from the mail to an empty desk, with fingers and with keys alone."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page

from accounts import delivery, reminders
from accounts.actions import notifications
from accounts.models import Notification, User
from accounts.reminders import Line
from competences.models import Assessment
from config import clock
from placements.actions import days
from placements.actions.days import DayContent
from placements.enums import DayState
from placements.models import WorkplaceDay
from tests import axe
from tests.factories import make_placement, make_programme, make_user
from tests.processes import MailSink, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULE = "journey-days-wait"
MOST_TAPS = 14


def say(notification: Notification) -> Line:
    return Line("Tien dagen wachten op jou", verb="Open je bureau", voice="mentor")


@pytest.fixture
def griet(transactional_db, settings, live_server, smtp_sink) -> Iterator[User]:
    """The mentor of three students with ten days that wait, and the mail that says so."""
    settings.SITE_URL, settings.DIGEST_HOUR = live_server.url, 0
    griet, today = make_user("Griet", "Moerman", email="griet@example.org"), clock.today()
    worked = {"Amina": ("accounting", 4), "Jonas": ("marketing", 3), "Lotte": ("care", 3)}
    for name, (programme, count) in worked.items():
        placement = make_placement(
            programme=make_programme(programme),
            student=make_user(name),
            mentor=griet,
            starts_on=today - dt.timedelta(days=30),
            ends_on=today + dt.timedelta(days=200),
        )
        for number in range(count):
            date = today - dt.timedelta(days=count - number)
            days.log(
                by=placement.student,
                placement=placement,
                content=DayContent(date=date, tasks=f"Dossier {number + 1}"),
            )
    reminders.register(RULE, render=say)
    notifications.notify(
        RULE, subject="desk:1", recipient=griet, due_on=today, url=reverse("mentors:desk")
    )
    notifications.gather(clock.now())
    delivery.send_due(clock.now())
    return griet


def links(sink: MailSink, kind: str, count: int) -> list[str]:
    """The addresses of this kind in the mails, once `count` mails arrived."""
    wait_for(lambda: len(sink.messages) >= count)
    body = sink.messages[-1].get_body(("plain",)).get_content()
    return re.findall(rf"https?://\S+/{kind}/\S+", body)


class Finger:
    """Taps and counts; opening a link of a mail is a tap too."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def open(self, address: str) -> None:
        self.count += 1
        self.page.goto(address)

    def tap(self, target: Locator) -> None:
        self.count += 1
        target.click()


class Keys(Finger):
    """Tab until the target has the focus, then press; counts presses that do something."""

    key = "Enter"

    def tap(self, target: Locator) -> None:
        for _ in range(120):
            if target.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        self.count += 1
        is_radio = target.evaluate("element => element.type === 'radio'")
        self.page.keyboard.press("Space" if is_radio else "Enter")


def come_in(hand: Finger, sink: MailSink) -> None:
    """From the mail to the desk: four taps."""
    page = hand.page
    hand.open(links(sink, "invitation", 1)[0])
    hand.tap(page.get_by_role("button").first)
    hand.open(links(sink, "sign-in/link", 2)[0])
    hand.tap(page.get_by_role("button").first)
    page.wait_for_url("**/desk/")


def clear_the_desk(hand: Finger, sink: MailSink) -> None:
    page = hand.page
    come_in(hand, sink)
    for question in page.locator("fieldset.choice").all():
        hand.tap(question.locator("input").first)
    hand.tap(page.locator("button[value='confirm:all']"))
    page.wait_for_selector(".alert-success")


def done() -> tuple[list[str], int]:
    """States of all days, and how many answers of mentors were kept."""
    states = list(WorkplaceDay.objects.values_list("state", flat=True))
    return states, Assessment.objects.filter(role="mentor").count()


@pytest.mark.parametrize("hand", [Finger, Keys], ids=["fingers", "keys"])
def test_a_mentor_clears_ten_days_and_three_questions_from_the_mail(
    griet: User,
    smtp_sink: MailSink,
    new_page: Callable[..., Page],
    hand: type[Finger],
    record_property: Callable[[str, int], None],
):
    used = hand(new_page(width=390, height=844, has_touch=hand is Finger))

    clear_the_desk(used, smtp_sink)

    name = {Finger: "taps", Keys: "key presses"}[hand]
    record_property(f"{name} from the mail to an empty desk", used.count)
    assert done() == ([DayState.CONFIRMED] * 10, 3)
    assert used.count <= MOST_TAPS
    assert axe.faults(used.page) == []


def test_the_desk_needs_no_script(griet: User, smtp_sink: MailSink, new_page: Callable[..., Page]):
    used = Finger(new_page(width=390, java_script_enabled=False))

    clear_the_desk(used, smtp_sink)

    assert done() == ([DayState.CONFIRMED] * 10, 3)


def return_one_day_of_amina(hand: Finger) -> None:
    """Her other days are confirmed by the same tap; the reason is typed."""
    amina = hand.page.locator("article").filter(has_text="Amina")
    day = amina.locator(".days > li").first
    hand.tap(day.locator("summary"))
    day.locator("textarea").fill("Toen was je op school.")
    hand.tap(day.get_by_role("checkbox"))
    assert axe.faults(hand.page) == []
    hand.tap(amina.locator("button[value^='confirm:']"))
    hand.page.wait_for_selector(".alert-success")


def test_a_day_goes_back_with_a_reason_and_a_confirmation_is_undone(
    griet: User, smtp_sink: MailSink, new_page: Callable[..., Page]
):
    hand = Finger(new_page(width=390))
    come_in(hand, smtp_sink)

    return_one_day_of_amina(hand)
    assert sorted(done()[0]) == [*[DayState.CONFIRMED] * 3, *[DayState.LOGGED] * 6, "returned"]

    hand.tap(hand.page.locator("button[value^='undo:']"))
    hand.page.wait_for_selector(".alert-success:has-text('3')")
    assert sorted(done()[0]) == [*[DayState.LOGGED] * 9, DayState.RETURNED]


def test_a_mentor_takes_a_returned_day_back_and_still_clears_the_desk_within_the_taps(
    griet: User,
    smtp_sink: MailSink,
    new_page: Callable[..., Page],
    record_property: Callable[[str, int], None],
):
    """Ten days, three questions, and in between one day returned by mistake."""
    hand = Finger(new_page(width=390, height=844, has_touch=True))
    page = hand.page
    come_in(hand, smtp_sink)

    return_one_day_of_amina(hand)
    assert sorted(done()[0]) == [*[DayState.CONFIRMED] * 3, *[DayState.LOGGED] * 6, "returned"]
    back = page.locator("button[value^='back:']")
    hand.tap(back)
    back.wait_for(state="detached")
    assert "Toen was je op school." in page.locator(".alert-success").inner_text()
    assert sorted(done()[0]) == [*[DayState.CONFIRMED] * 3, *[DayState.LOGGED] * 7]
    for question in page.locator("fieldset.choice").all():
        hand.tap(question.locator("input").first)
    hand.tap(page.locator("button[value='confirm:all']"))
    page.wait_for_selector("#said")

    record_property("taps from the mail to an empty desk, one return undone", hand.count)
    assert done() == ([DayState.CONFIRMED] * 10, 3)
    assert hand.count <= MOST_TAPS
    assert axe.faults(page) == []
