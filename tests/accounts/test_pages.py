"""Today, the profile, the language, the health of the portal, and the key to the API."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import navigation, news, today, todo
from accounts.actions import tokens
from accounts.actions.people import change_profile
from accounts.models import ApiToken, HistoryEntry, Job
from config import clock
from tests.accounts.factories import make_person

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def registers(monkeypatch):
    """Empty registers, filled by this test alone."""
    for module in (todo, news, today, navigation):
        monkeypatch.setattr(module, "_sources", {})
    monkeypatch.setattr(navigation, "_voices", {})


@pytest.fixture
def amina(client):
    person = make_person("Amina", last_name="Bouzid")
    client.force_login(person)
    return person


def test_today_greets_and_says_what_comes_when_nothing_waits(client, amina, registers):
    with clock.at(DAY):
        page = client.get("/").content.decode()

    assert "<h1>Dag Amina</h1>" in page
    assert "Vrijdag 20 november" in page
    assert "Zodra iemand je nodig heeft, staat het hier en krijg je een mail." in page


def test_today_lists_the_most_urgent_first_and_each_with_its_verb(client, amina, registers):
    @todo.source("test")
    def waits(user, on):
        yield todo.Todo("a", "Later", "Bekijk", "/help/", due=dt.date(2026, 12, 1))
        yield todo.Todo("b", "Eerst", "Bekijk", "/help/", due=on)
        yield todo.Todo("c", "Ooit", "Bekijk", "/help/")

    with clock.at(DAY):
        page = client.get("/")

    assert [line.title for line in page.context["todos"]] == ["Eerst", "Later", "Ooit"]


def test_today_shows_the_news_of_all_sources_newest_first(client, amina, registers):
    at = dt.datetime(2026, 11, 19, 9, 0, tzinfo=dt.UTC)
    news.source("one")(lambda user, limit: [news.News(at, "Ouder")])
    news.source("two")(lambda user, limit: [news.News(at + dt.timedelta(hours=1), "Nieuwer")])

    with clock.at(DAY):
        page = client.get("/")

    assert [line.text for line in page.context["news"]] == ["Nieuwer", "Ouder"]


def test_menu_marks_the_page_one_is_on(client, amina, registers):
    navigation.source("test")(lambda user: [navigation.Item("Hulp", "/help/")])
    navigation.voice("test")(lambda user: "student")

    page = client.get("/help/")

    assert list(page.context["navigation"]) == [
        {"label": "Vandaag", "url": "/", "current": False},
        {"label": "Hulp", "url": "/help/", "current": True},
    ]
    assert page.context["my_voice"] == "student"


def test_menu_marks_the_page_by_its_noun_where_the_address_stands_elsewhere(
    client, amina, registers
):
    navigation.source("test")(
        lambda user: [
            navigation.Item("Profiel", "/profile/"),
            navigation.Item("Wachtwoord", "/elsewhere/", nouns=("password",)),
        ]
    )

    menu = {
        page: client.get(page).context["navigation"] for page in ("/profile/", "/profile/password/")
    }

    assert {
        page: [item["label"] for item in items if item["current"]] for page, items in menu.items()
    } == {
        "/profile/": ["Profiel"],
        "/profile/password/": ["Wachtwoord"],
    }


def test_every_page_of_accounts_but_the_public_ones_asks_who_you_are(client):
    inside = ["home", "accounts:profile", "accounts:news"]
    public = ["accounts:sign-in", "accounts:help", "accounts:who-sees-what"]

    assert [client.get(reverse(name)).status_code for name in inside] == [302] * 3
    assert [client.get(reverse(name)).status_code for name in public] == [200] * 3


def test_profile_changes_language_and_phone_and_nothing_else(client, amina):
    client.post(
        reverse("accounts:profile"),
        {"language": "en", "phone": "0470 00 00 00", "first_name": "X", "is_staff": "on"},
    )

    amina.refresh_from_db()
    assert (amina.language, amina.phone) == ("en", "0470 00 00 00")
    assert (amina.first_name, amina.is_staff) == ("Amina", False)
    assert HistoryEntry.objects.get().action == "profile-changed"


def test_language_is_set_for_the_browser_and_the_person(client, amina):
    answer = client.post(
        reverse("accounts:language-set"), {"language": "en", "next": "//evil.example/"}
    )

    amina.refresh_from_db()
    assert (answer.url, amina.language) == ("/", "en")
    client.post(reverse("accounts:sign-out"))
    assert "Come in" in client.get(reverse("accounts:sign-in")).content.decode()


def test_unknown_language_changes_nothing(client, amina):
    client.post(reverse("accounts:language-set"), {"language": "xx"})

    amina.refresh_from_db()
    assert amina.language == "nl"


class TestApiToken:
    def issue(self, capsys, *arguments: str) -> str:
        call_command("api_token", *arguments)
        return capsys.readouterr().out.strip()

    def test_command_shows_a_working_key_once_and_keeps_its_hash(self, capsys):
        amina = make_person("Amina")
        key = self.issue(capsys, amina.email)

        assert tokens.owner_of(key).user == amina
        assert key not in str(ApiToken.objects.values_list())

    def test_revoked_key_opens_nothing(self, capsys):
        amina = make_person("Amina")
        key = self.issue(capsys, amina.email)
        self.issue(capsys, amina.email, "--revoke")

        assert tokens.owner_of(key) is None

    def test_key_of_somebody_inactive_opens_nothing(self, capsys):
        amina = make_person("Amina")
        key = self.issue(capsys, amina.email)
        amina.is_active = False
        amina.save()

        assert tokens.owner_of(key) is None

    def test_unknown_address_is_an_error(self):
        with pytest.raises(CommandError, match=r"nobody@example\.org"):
            call_command("api_token", "nobody@example.org")


def test_changing_a_profile_is_written_in_the_same_transaction():
    amina = make_person("Amina")
    change_profile(amina, by=amina, language="en", phone="")

    assert HistoryEntry.objects.get().by == amina


class TestPassword:
    NEW = "een lang en nieuw woord"

    def come_in(self, client, person):
        client.post(
            reverse("accounts:sign-in"),
            {"email": person.email, "password": "a long enough password"},
        )

    def choose(self, client):
        return client.post(
            reverse("accounts:password-set"),
            {"new_password1": self.NEW, "new_password2": self.NEW},
        )

    def test_who_came_in_just_now_chooses_one_and_stays_inside(self, client):
        amina = make_person("Amina")
        self.come_in(client, amina)
        assert self.choose(client).status_code == 302

        amina.refresh_from_db()
        assert amina.check_password(self.NEW)
        assert client.get("/").status_code == 200

    def test_who_came_in_long_ago_comes_in_again_first(self, client):
        amina = make_person("Amina")
        with clock.at(dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)):
            self.come_in(client, amina)
        with clock.at(dt.datetime(2026, 11, 20, 9, 11, tzinfo=dt.UTC)):
            assert self.choose(client).status_code == 403

        amina.refresh_from_db()
        assert not amina.check_password(self.NEW)


def test_administration_opens_and_removes_nobody(client):
    client.force_login(make_person(is_staff=True, is_superuser=True))
    amina = make_person("Amina")
    lists = ["user_changelist", "user_add", "historyentry_changelist", "mail_changelist"]
    pages = [reverse(f"admin:accounts_{name}") for name in lists]
    change = reverse("admin:accounts_user_change", args=[amina.pk])
    removal = reverse("admin:accounts_user_delete", args=[amina.pk])

    assert [client.get(page).status_code for page in (*pages, change)] == [200] * 5
    assert client.get(removal).status_code == 403


def test_administration_does_not_tell_what_somebody_chose_to_have_made(client):
    client.force_login(make_person(is_staff=True, is_superuser=True))
    job = Job.objects.create(
        kind="portfolio", by=make_person("Amina"), arguments={"reflections": [41, 42]}
    )

    page = client.get(reverse("admin:accounts_job_change", args=[job.pk]))

    assert page.status_code == 200
    assert "reflections" not in page.content.decode()
