"""People who want to come in, and the mails they get."""

import re
import threading
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User

PASSWORD = "a long enough password"
_numbers = count(1)


def make_person(first_name: str = "Griet", **fields: Any) -> User:
    email = fields.pop("email", f"{first_name.lower()}.{next(_numbers)}@example.org")
    fields.setdefault("last_name", "Moerman")
    return User.objects.create_user(email, PASSWORD, first_name=first_name, **fields)


def path_of(url: str) -> str:
    return urlsplit(url).path


def link_in(body: str) -> str:
    """The path of the sign-in link in a mail."""
    return re.search(r"https?://[^/]+(/sign-in/link/\S+)", body).group(1)


def code_in(body: str) -> str:
    return re.search(r"\b\d{4} \d{4}\b", body).group(0)


class Visitor:
    """A browser of its own, with a person in front of it."""

    def __init__(self, commit: Callable[..., Any]) -> None:
        self.client = Client()
        self.commit = commit

    def ask(self, email: str, next_url: str = "") -> tuple[str, str]:
        """Ask for a mail; answers the page where its code is typed, and the mail's text ("" when
        none came)."""
        before = len(mail.outbox)
        with self.commit(execute=True):
            answer = self.client.post(
                reverse("accounts:sign-in-ask"), {"email": email, "next": next_url}
            )
        assert answer.status_code == 302
        return answer.url, mail.outbox[-1].body if len(mail.outbox) > before else ""

    def is_inside(self) -> bool:
        return "_auth_user_id" in self.client.session


def at_once(work: Callable[[int], Any], times: int) -> list[Any]:
    """Run `work(0) ... work(times - 1)` in threads that start together; the answers, in order."""
    barrier = threading.Barrier(times)
    answers: list[Any] = [None] * times

    def run(number: int) -> None:
        barrier.wait()
        try:
            answers[number] = work(number)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
