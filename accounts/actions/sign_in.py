"""Ways in by mail or SMS: asked for, made, sent and spent once."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.actions.limits import Asker, may_ask
from accounts.enums import Channel
from accounts.models import SignInRequest, TextMessage, User
from accounts.rules import code_count
from accounts.secrets import fingerprint, new_code, new_token
from config import clock
from config.celery import enqueue
from config.constraints import breaks


@dataclass(frozen=True)
class Secrets:
    """What goes into the message and nowhere else."""

    request: SignInRequest
    token: str
    code: str


@dataclass(frozen=True)
class Asked:
    """`reference` names the request for the page where its code is typed. Not `is_made`: there
    were enough of them, nothing new is on its way, and what was sent before keeps working."""

    reference: uuid.UUID
    is_made: bool


def ask(*, email: str, asker: Asker, next_url: str = "", channel: Channel = Channel.MAIL) -> Asked:
    """Ask for a link and code, by mail or SMS.

    Takes the same steps for an address that nobody has: a row, a task, no message.
    """
    email = email.strip().lower()
    address_hash = fingerprint("address", email)
    if not may_ask(email=email, asker=asker, channel=channel):
        return Asked(_open_reference(address_hash, asker.browser) or uuid.uuid4(), is_made=False)
    try:
        return Asked(_replace(email, address_hash, asker.browser, next_url, channel), is_made=True)
    except IntegrityError as error:
        if not breaks(error, "sign_in_one_open_request_per_browser"):
            raise
        # The same browser asked twice at the same moment: one message will do.
        return Asked(_open_reference(address_hash, asker.browser) or uuid.uuid4(), is_made=True)


@transaction.atomic
def _replace(
    email: str, address_hash: str, browser: str, next_url: str, channel: Channel
) -> uuid.UUID:
    now = clock.now()
    browser_hash = fingerprint("browser", browser)
    SignInRequest.objects.filter(
        address_hash=address_hash,
        browser_hash=browser_hash,
        used_at__isnull=True,
        replaced_at__isnull=True,
    ).update(replaced_at=now)
    request = SignInRequest.objects.create(
        user=User.objects.filter(email=email, is_active=True).first(),
        address_hash=address_hash,
        browser_hash=browser_hash,
        next_url=next_url,
        channel=channel,
        created_at=now,
        expires_at=now + dt.timedelta(minutes=settings.SIGN_IN_LINK_MINUTES),
    )
    if channel == Channel.SMS:
        TextMessage.objects.create(request=request, created_at=now, not_before=now)
        enqueue("accounts.tasks.send_due_texts")
    else:
        enqueue("accounts.tasks.send_sign_in_mail", request.pk)
    return request.reference


def _open_reference(address_hash: str, browser: str) -> uuid.UUID | None:
    return (
        SignInRequest.objects.filter(
            address_hash=address_hash,
            browser_hash=fingerprint("browser", browser),
            used_at__isnull=True,
            replaced_at__isnull=True,
        )
        .values_list("reference", flat=True)
        .first()
    )


def make_secrets(*, request_id: int) -> Secrets | None:
    """Make link and code for a request that still waits for its message; keep only their hashes.

    A task that runs again after a crash makes new ones: those of a message that perhaps left stop
    working, and the person has a working one in any case.
    """
    token, code = new_token(), new_code()
    waiting = SignInRequest.objects.filter(
        pk=request_id,
        sent_at__isnull=True,
        used_at__isnull=True,
        replaced_at__isnull=True,
        expires_at__gt=clock.now(),
    )
    if not waiting.update(
        link_hash=fingerprint("link", token), code_hash=fingerprint("code", code)
    ):
        return None
    request = SignInRequest.objects.select_related("user").get(pk=request_id)
    return Secrets(request=request, token=token, code=code)


def mark_sent(*, request_id: int) -> None:
    SignInRequest.objects.filter(pk=request_id, sent_at__isnull=True).update(sent_at=clock.now())


def by_token(token: str) -> SignInRequest | None:
    """The request whose link this is, with its person, whatever became of it."""
    return (
        SignInRequest.objects.select_related("user")
        .filter(link_hash=fingerprint("link", token))
        .first()
    )


def is_asking_browser(request: SignInRequest, browser: str) -> bool:
    return request.browser_hash == fingerprint("browser", browser)


def spend_link(*, request: SignInRequest, browser: str) -> User | None:
    """Use the link in the browser that asked for it; answers the person, once."""
    return _spend(request, browser_hash=fingerprint("browser", browser))


def spend_code(*, request: SignInRequest, code: str, elsewhere: bool = False) -> User | None:
    """Use the typed code; answers the person, once. Every try is counted before it is weighed,
    so that guesses at the same moment are not weighed for free.

    `elsewhere`: typed below the link of the message, in a browser that did not ask. Those tries
    have a count of their own, so that nothing there closes the door of the browser that did.
    """
    column, tries = code_count(elsewhere=elsewhere)
    counted = SignInRequest.objects.filter(pk=request.pk, **{f"{column}__lt": tries}).update(
        **{column: F(column) + 1}
    )
    if not counted:
        return None
    digits = "".join(character for character in code if character.isdigit())
    return _spend(request, code_hash=fingerprint("code", digits))


def _spend(request: SignInRequest, **proof: str) -> User | None:
    """One conditional UPDATE on this table's own columns decides who was first."""
    now = clock.now()
    spent = SignInRequest.objects.filter(
        pk=request.pk,
        user__isnull=False,
        used_at__isnull=True,
        replaced_at__isnull=True,
        expires_at__gt=now,
        **proof,
    ).update(used_at=now)
    if not spent:
        return None
    end_open_requests(user_id=request.user_id, now=now)
    return User.objects.filter(pk=request.user_id, is_active=True).first()


def end_open_requests(*, user_id: int, now: dt.datetime) -> None:
    """Who is in needs no other open link or code, in this or any other browser."""
    SignInRequest.objects.filter(
        user_id=user_id, used_at__isnull=True, replaced_at__isnull=True
    ).update(replaced_at=now)


def forget(*, before: dt.datetime) -> int:
    """Drop requests that can no longer open anything; answers how many."""
    return SignInRequest.objects.filter(expires_at__lt=before).delete()[0]


def waiting_for_mail(*, older_than: dt.datetime) -> list[int]:
    """Keys of requests whose task got lost (a broker that was away), to be mailed after all."""
    return list(
        SignInRequest.objects.filter(
            channel=Channel.MAIL,
            sent_at__isnull=True,
            used_at__isnull=True,
            replaced_at__isnull=True,
            created_at__lt=older_than,
            expires_at__gt=clock.now(),
        ).values_list("pk", flat=True)
    )
