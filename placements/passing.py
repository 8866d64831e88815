"""A device that the coach passed on, so that somebody else signs off on it.

It is kept in the session of that device. As long as it is there, every other page of the session
leads back to the page of the person who signs (middleware.PassedOnMiddleware); only the code that
the coach chose just before, or signing in anew, opens the session again.
"""

from dataclasses import asdict, dataclass

from django.http import HttpRequest

from accounts.actions import rates
from accounts.models import User
from accounts.secrets import fingerprint, new_token
from placements.models import Trialogue

KEY = "passed_on"
TRIES = 5
TRIES_SECONDS = 3600


@dataclass(frozen=True)
class PassedOn:
    """Which meeting's report, to whom (keys); `pin` is a fingerprint under `reference`."""

    trialogue: int
    person: int
    reference: str
    pin: str


def start(request: HttpRequest, *, trialogue: Trialogue, person: User, pin: str) -> None:
    """From now on this session shows one page. Its key changes, so that an answer that was still
    under way cannot write the session back as it was."""
    reference = new_token()
    passed = PassedOn(trialogue.pk, person.pk, reference, _fingerprint(reference, pin))
    request.session[KEY] = asdict(passed)
    request.session.cycle_key()


def current(request: HttpRequest) -> PassedOn | None:
    kept = request.session.get(KEY)
    return PassedOn(**kept) if kept else None


def may_try(passed: PassedOn) -> bool:
    """Count a try to type the code; False when there were enough of them."""
    return rates.allow(f"passed-on:{passed.reference}", limit=TRIES, seconds=TRIES_SECONDS)


def is_pin(passed: PassedOn, pin: str) -> bool:
    return _fingerprint(passed.reference, pin) == passed.pin


def end(request: HttpRequest) -> None:
    """The coach has the device again."""
    request.session.pop(KEY, None)
    request.session.cycle_key()


def _fingerprint(reference: str, pin: str) -> str:
    return fingerprint("passed-on", f"{reference}:{pin}")
