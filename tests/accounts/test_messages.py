"""The link that ends messages, what one chooses on the profile, and what one got."""

import datetime as dt
import re

import pytest
from django.core import mail as mailbox
from django.test import Client
from django.urls import reverse

from accounts import reminders
from accounts.actions import messages, notifications
from accounts.delivery import send_due
from accounts.enums import BounceKind, MailPace, MessageGroup, MessageState
from accounts.message_history import messages_of, told_in_full, told_in_short
from accounts.models import Bounce, HistoryEntry, Mail, MutedRule, Notification
from config import clock
from tests.accounts.factories import make_person

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
ALL = {group.value for group in MessageGroup}


@pytest.fixture(autouse=True)
def _rules(monkeypatch):
    monkeypatch.setattr(reminders, "_rules", dict(reminders._rules))
    line = {"render": lambda row: reminders.Line(f"About {row.subject}")}
    reminders.register("calm", group=MessageGroup.DAYS, about="Days wait", **line)
    reminders.register("legal", legal=True, **line)


def say(person, subject: str, rule: str = "calm", **more) -> Notification:
    with clock.at(MORNING):
        return notifications.notify(
            rule, subject=subject, recipient=person, due_on=clock.today(), url="/help/", **more
        )


def sent(person, *rules: str, urgent: bool = False):
    """The mail with one line of each of these rules."""
    for number, rule in enumerate(rules):
        say(person, f"{rule} {number}", rule, urgent=urgent)
    notifications.gather(MORNING)
    send_due(MORNING)
    return mailbox.outbox[-1].message()


def muted(person) -> set[str]:
    return set(MutedRule.objects.filter(person=person).values_list("rule", flat=True))


class TestOneClick:
    def test_a_digest_carries_the_two_headers_and_the_same_link_in_its_foot(self, settings):
        griet = make_person()
        message = sent(griet, "calm", "legal")

        link = message["List-Unsubscribe"].strip("<>")
        assert link == f"{settings.SITE_URL}{messages.unsubscribe_path(griet)}"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link in mailbox.outbox[-1].body

    @pytest.mark.parametrize(("rule", "urgent"), [("legal", False), ("calm", True)])
    def test_what_the_law_asks_and_what_cannot_wait_carries_none(self, rule, urgent):
        message = sent(make_person(), rule, urgent=urgent)

        assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (None, None)
        assert "/u/" not in mailbox.outbox[-1].body

    def test_the_mail_programs_post_needs_no_cookie_and_ends_what_can_end(self):
        griet = make_person()
        browser = Client(enforce_csrf_checks=True)

        answer = browser.post(messages.unsubscribe_path(griet), {"List-Unsubscribe": "One-Click"})

        assert (answer.status_code, muted(griet)) == (200, ALL)
        assert HistoryEntry.objects.get().action == "messages-stopped"

    def test_looking_at_it_changes_nothing(self):
        griet = make_person()
        path = messages.unsubscribe_path(griet)

        answers = [Client().get(path), Client().head(path)]

        assert [answer.status_code for answer in answers] == [200, 200]
        assert "no-store" in answers[0]["Cache-Control"]
        assert (muted(griet), HistoryEntry.objects.count()) == (set(), 0)

    def test_once_a_week_is_offered_too(self):
        griet = make_person()

        Client().post(messages.unsubscribe_path(griet), {"choice": "weekly"})

        griet.refresh_from_db()
        assert (griet.pace, muted(griet)) == (MailPace.WEEKLY, set())

    def test_a_made_up_link_and_one_of_somebody_who_left_read_the_same(self):
        gone = make_person(is_active=False)
        paths = [
            messages.unsubscribe_path(gone),
            messages.unsubscribe_path(make_person())[:-3] + "00/",
            "/u/nonsense/",
            f"/u/{10**30}-00/",
        ]

        answers = [Client().post(path) for path in paths]
        pages = {
            re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL).group()
            for answer in answers
        }

        assert len(pages) == 1
        assert not MutedRule.objects.exists()


class TestProfile:
    def test_what_one_chooses_is_kept_and_shown(self, client):
        griet = make_person()
        client.force_login(griet)
        said = {"pace": "now", "groups": ["days"], "quiet_from": "22:00", "quiet_until": "07:00"}

        answer = client.post(reverse("accounts:messages-choose"), said)

        griet.refresh_from_db()
        assert answer.url == f"{reverse('accounts:profile')}#messages"
        assert messages.chosen_by(griet) == {
            "pace": "now",
            "groups": ["days"],
            "quiet_from": dt.time(22),
            "quiet_until": dt.time(7),
        }
        form = client.get(reverse("accounts:profile")).context["messages_form"]
        assert form.initial == messages.chosen_by(griet)

    def test_half_of_the_quiet_hours_is_refused_beside_its_field(self, client):
        griet = make_person(language="en")
        client.force_login(griet)

        page = client.post(
            reverse("accounts:messages-choose"), {"pace": "daily", "quiet_from": "22:00"}
        )

        assert page.status_code == 200
        assert page.context["messages_form"].has_error("quiet_until", "half")
        griet.refresh_from_db()
        assert griet.quiet_from is None


class TestHistory:
    def test_it_says_how_each_message_went(self):
        griet = make_person()
        for subject in ("sent", "back", "gone"):
            say(griet, subject)
            notifications.gather(MORNING)
            Mail.objects.update(kind="urgent")  # the next line gets a mail of its own
        send_due(MORNING)
        Bounce.objects.create(
            person=griet,
            mail=Notification.objects.get(subject="back").mail,
            kind=BounceKind.HARD,
            address=griet.email,
        )
        Notification.objects.filter(subject="gone").update(cancelled_at=MORNING)
        say(griet, "next")

        told = told_in_full(messages_of(griet, MORNING.date()))

        assert [(str(one.title), one.state) for one in told] == [
            ("About next", MessageState.WAITING),
            ("About gone", MessageState.CANCELLED),
            ("About back", MessageState.BOUNCED),
            ("About sent", MessageState.SENT),
        ]

    def test_for_others_it_has_no_words_of_the_message(self):
        griet = make_person()
        say(griet, "Amina")

        (told,) = told_in_short(messages_of(griet, MORNING.date()))

        assert (told.title, told.detail, told.url) == ("Days wait", "", "")

    def test_everybody_sees_only_their_own(self, client):
        say(make_person("Amina"), "Amina")
        client.force_login(make_person())

        with clock.at(MORNING):
            page = client.get(reverse("accounts:message-list"))

        assert page.context["told"] == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_costs_the_same_for_one_message_and_for_three(
        self, client, count, django_assert_num_queries
    ):
        griet = make_person()
        client.force_login(griet)
        for number in range(count):
            say(griet, f"{number}")

        with clock.at(MORNING), django_assert_num_queries(2):
            told_in_full(messages_of(griet, MORNING.date()))
            messages.chosen_by(griet)
