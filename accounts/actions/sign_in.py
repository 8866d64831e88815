"""Ways in by mail: asked for, made, mailed and spent once."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.actions import rates
from accounts.models import SignInRequest, User
from accounts.secrets import fingerprint, new_code, new_token
from config import clock
from config.celery import enqueue
from config.constraints import breaks

ASKS_PER_ADDRESS = 5
PASSWORDS_PER_ADDRESS = 10
PASSWORD_WINDOW_SECONDS = 15 * 60


@dataclass(frozen=True)
class Secrets:
    """What goes into the mail and nowhere else."""

    request: SignInRequest
    token: str
    code: str


def ask(*, email: str, browser: str, next_url: str = "") -> uuid.UUID:
    """Ask for a link and code to be mailed; answers the reference for the "sent" page.

    Takes the same steps for an address that nobody has: a row, a task, no mail. Past the limit
    per address nothing new is made and earlier mails keep working.
    """
    email = email.strip().lower()
    address_hash = fingerprint("address", email)
    if not rates.allow(
        f"ask:{address_hash}",
        limit=ASKS_PER_ADDRESS,
        seconds=settings.SIGN_IN_LINK_MINUTES * 60,
    ):
        return _open_reference(address_hash, browser) or uuid.uuid4()
    try:
        return _replace(email, address_hash, browser, next_url).reference
    except IntegrityError as error:
        if not breaks(error, "sign_in_one_open_request_per_browser"):
            raise
        # The same browser asked twice at the same moment: one mail will do.
        return _open_reference(address_hash, browser) or uuid.uuid4()


@transaction.atomic
def _replace(email: str, address_hash: str, browser: str, next_url: str) -> SignInRequest:
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
        created_at=now,
        expires_at=now + dt.timedelta(minutes=settings.SIGN_IN_LINK_MINUTES),
    )
    enqueue("accounts.tasks.send_sign_in_mail", request.pk)
    return request


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
    """Make link and code for a request that still waits for its mail; keep their hashes only.

    A task that runs again after a crash makes new ones: those of a mail that perhaps left stop
    working, and the person has a working mail in any case.
    """
    token, code = new_token(), new_code()
    waiting = SignInRequest.objects.filter(
        pk=request_id,
        mailed_at__isnull=True,
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


def mark_mailed(*, request_id: int) -> None:
    SignInRequest.objects.filter(pk=request_id, mailed_at__isnull=True).update(
        mailed_at=clock.now()
    )


def by_token(token: str) -> SignInRequest | None:
    return SignInRequest.objects.filter(link_hash=fingerprint("link", token)).first()


def is_asking_browser(request: SignInRequest, browser: str) -> bool:
    return request.browser_hash == fingerprint("browser", browser)


def spend_link(*, request: SignInRequest, browser: str) -> User | None:
    """Use the link in the browser that asked for it; answers the person, once."""
    return _spend(request, browser_hash=fingerprint("browser", browser))


def spend_code(*, request: SignInRequest, code: str) -> User | None:
    """Use the typed code; answers the person, once. Every try is counted before it is weighed,
    so that guesses at the same moment are not weighed for free."""
    counted = SignInRequest.objects.filter(
        pk=request.pk, wrong_codes__lt=settings.SIGN_IN_CODE_TRIES
    ).update(wrong_codes=F("wrong_codes") + 1)
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
    end_others(request=request, now=now)
    return User.objects.filter(pk=request.user_id, is_active=True).first()


def end_others(*, request: SignInRequest, now: dt.datetime) -> None:
    """Who is in needs no other open link or code, in this or any other browser."""
    SignInRequest.objects.filter(
        user_id=request.user_id, used_at__isnull=True, replaced_at__isnull=True
    ).update(replaced_at=now)


def may_try_password(email: str) -> bool:
    """Count a try to sign in with a password; False when this address has had enough of them."""
    return rates.allow(
        f"password:{fingerprint('address', email.strip().lower())}",
        limit=PASSWORDS_PER_ADDRESS,
        seconds=PASSWORD_WINDOW_SECONDS,
    )


def forget(*, before: dt.datetime) -> int:
    """Drop requests that can no longer open anything; answers how many."""
    return SignInRequest.objects.filter(expires_at__lt=before).delete()[0]


def waiting_for_mail(*, older_than: dt.datetime) -> list[int]:
    """Keys of requests whose task got lost (a broker that was away), to be mailed after all."""
    return list(
        SignInRequest.objects.filter(
            mailed_at__isnull=True,
            used_at__isnull=True,
            replaced_at__isnull=True,
            created_at__lt=older_than,
            expires_at__gt=clock.now(),
        ).values_list("pk", flat=True)
    )
