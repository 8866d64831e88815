"""How often a way in may be asked for and a password tried.

Nobody spends another's share. Strangers share one count per address and one per network; a browser
in which that person came in before has a count of its own, and so has whoever holds a link that we
sent to that person. A stranger who knows an address can therefore keep nobody out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from accounts.actions import browsers, rates
from accounts.enums import Channel
from accounts.secrets import fingerprint

ASKS = 5
ASKS_PER_LINK = 20  # in all browsers together: mail scanners have many
TEXTS = 5
TEXTS_A_DAY = 10
PASSWORDS = 10
PASSWORD_WINDOW_SECONDS = 15 * 60
HOUR, DAY = 3600, 24 * 3600
STRANGE_LINKS = 60  # links that name nobody, in a quarter of an hour
VERIFICATIONS = 60  # papers that one network has looked at, in a quarter of an hour
YESES_PER_CODE = 30  # a form that misses something comes back, and is sent again
FEED_READS_PER_HOUR = 60  # a calendar program asks a few times an hour


@dataclass(frozen=True)
class Asker:
    """From where somebody wants to come in. `browser` is the secret of its cookie, `network` what
    stands for its network address, `holder` names the link of ours that they opened, if any."""

    browser: str
    network: str = ""
    holder: str = ""


def may_ask(*, email: str, asker: Asker, channel: Channel) -> bool:
    """Count one more question for a link and code; False when there were enough of them."""
    limits = _ask_limits(email.strip().lower(), asker, channel)
    allowed = [_allow(*limit) for limit in limits]  # each is counted, also after a refusal
    return all(allowed)


def may_try_password(*, email: str, asker: Asker) -> bool:
    """Count a try to sign in with a password; False when there were enough of them."""
    email = email.strip().lower()
    if browsers.is_known(email=email, browser=asker.browser):
        pool = f"{email} {asker.browser}"
        return _allow(f"password {pool}", PASSWORDS, PASSWORD_WINDOW_SECONDS)
    network = settings.SIGN_IN_TRIES_PER_NETWORK
    counted = [
        _allow(f"password {email}", PASSWORDS, PASSWORD_WINDOW_SECONDS),
        _allow(f"password from {asker.network}", network, PASSWORD_WINDOW_SECONDS),
    ]
    return all(counted)


def may_try_code(*, kind: str, token: str) -> bool:
    """Count a yes that somebody, not signed in, gives with a code of `kind` that works. Each code
    has a count of its own: all in a room may share one network."""
    return _allow(f"{kind} {token}", YESES_PER_CODE, PASSWORD_WINDOW_SECONDS)


def may_read_feed(token: str) -> bool:
    """Count one more reading of a calendar at its secret address; False when it was enough."""
    return _allow(f"feed {token}", FEED_READS_PER_HOUR, HOUR)


def may_verify(*, network: str) -> bool:
    """Count a paper that somebody has verified; False when there were enough of them."""
    return _allow(f"verify from {network}", VERIFICATIONS, PASSWORD_WINDOW_SECONDS)


def may_follow_strange_link(*, network: str) -> bool:
    """Count a link that names nobody, from this network; False when there were enough of them."""
    return _allow(f"strange link from {network}", STRANGE_LINKS, PASSWORD_WINDOW_SECONDS)


def _ask_limits(email: str, asker: Asker, channel: Channel) -> Iterator[tuple[str, int, int]]:
    """(what is counted, how often, in how many seconds)."""
    window = settings.SIGN_IN_LINK_MINUTES * 60
    pool = texts = email
    is_stranger = False
    if asker.holder:
        pool = f"{email} {asker.holder} {asker.browser}"
        yield f"ask {email} {asker.holder}", ASKS_PER_LINK, window
        texts = f"{email} {asker.holder}"  # in whichever browser: only one phone rings
    elif browsers.is_known(email=email, browser=asker.browser):
        pool = texts = f"{email} {asker.browser}"
    else:
        is_stranger = True
        yield f"ask from {asker.network}", settings.SIGN_IN_TRIES_PER_NETWORK, window
    yield f"ask {pool}", ASKS, window
    if channel == Channel.SMS:
        yield f"sms {texts}", TEXTS, window
        yield f"sms of the day {texts}", TEXTS_A_DAY, DAY
        if is_stranger:  # each costs money
            yield "sms to strangers", settings.SMS_PER_HOUR, HOUR


def _allow(what: str, limit: int, seconds: int) -> bool:
    return rates.allow(f"door:{fingerprint('rate', what)}", limit=limit, seconds=seconds)
