"""The browsers in which somebody came in before."""

import datetime as dt

from accounts.enums import SignInMethod
from accounts.models import KnownBrowser, User
from accounts.secrets import fingerprint
from config import clock


def remember(*, user: User, browser: str, name: str, method: SignInMethod) -> None:
    """This person came in here, just now."""
    now = clock.now()
    KnownBrowser.objects.update_or_create(
        user=user,
        browser_hash=fingerprint("browser", browser),
        defaults={"name": name, "method": method, "last_at": now},
        create_defaults={"name": name, "method": method, "first_at": now, "last_at": now},
    )


def is_known(*, email: str, browser: str) -> bool:
    """Whether the person with this address came in here before; one query for any address."""
    return KnownBrowser.objects.filter(
        user__email=email.strip().lower(), browser_hash=fingerprint("browser", browser)
    ).exists()


def forget_those_of(*, user: User, but: str = "") -> int:
    """Know none of this person's browsers any more, but the one with this secret; how many."""
    others = KnownBrowser.objects.filter(user=user)
    return others.exclude(browser_hash=fingerprint("browser", but)).delete()[0]


def forget(*, before: dt.datetime) -> int:
    """Drop browsers in which nobody came in since; answers how many."""
    return KnownBrowser.objects.filter(last_at__lt=before).delete()[0]
