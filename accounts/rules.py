"""What is true of a way in, without touching anything."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.enums import BounceKind, Channel, SignInMethod, SignInState

if TYPE_CHECKING:
    from accounts.models import Invitation, SignInRequest


CODE_TRIES_ELSEWHERE = 20


def code_count(*, elsewhere: bool) -> tuple[str, int]:
    """The column that counts wrong codes, and how many there may be.

    Elsewhere one needs the link of the message to try at all; the count is there against whoever
    read the link alone, in a log for instance, and is wide enough for scanners that fill in forms.
    """
    if elsewhere:
        return "wrong_codes_elsewhere", CODE_TRIES_ELSEWHERE
    return "wrong_codes", settings.SIGN_IN_CODE_TRIES


def sign_in_state(
    request: SignInRequest | None, now: dt.datetime, *, elsewhere: bool = False
) -> SignInState:
    """Whether a one-time link or code still works, and if not, why not. `elsewhere`: in a browser
    other than the one that asked."""
    if request is None:
        return SignInState.UNKNOWN
    if request.user and not request.user.is_active:
        return SignInState.CLOSED
    if request.used_at:
        return SignInState.USED
    if request.replaced_at:
        return SignInState.REPLACED
    if request.expires_at <= now:
        return SignInState.EXPIRED
    column, tries = code_count(elsewhere=elsewhere)
    return SignInState.TOO_MANY_CODES if getattr(request, column) >= tries else SignInState.OPEN


def invitation_state(invitation: Invitation | None, now: dt.datetime) -> SignInState:
    """Whether the link of a reminder still works, and if not, why not."""
    if invitation is None:
        return SignInState.UNKNOWN
    if not invitation.user.is_active:
        return SignInState.CLOSED
    if invitation.revoked_at:
        return SignInState.ENDED
    return SignInState.EXPIRED if invitation.expires_at <= now else SignInState.OPEN


def may_renew(state: SignInState) -> bool:
    """Whether the link, dead as it is, still says to whom a new one may go."""
    return state not in {SignInState.UNKNOWN, SignInState.ENDED, SignInState.CLOSED}


def way_of(request: SignInRequest, *, typed: bool) -> SignInMethod:
    """How somebody came in who used this request, for the evidence of their signatures."""
    if request.channel == Channel.SMS:
        return SignInMethod.SMS
    return SignInMethod.CODE if typed else SignInMethod.LINK


def own_path(target: str) -> str:
    """`target` when it is a path of this site, else an empty string.

    The length is that of the column; a browser reads "//host" and backslashes as another site.
    """
    local = (
        target.startswith("/")
        and len(target) <= 300
        and url_has_allowed_host_and_scheme(target, allowed_hosts=None)  # false if unreadable
        and not urlsplit(target).netloc
    )
    return target if local else ""


# The address does not exist, has moved, or is closed (RFC 3463); servers without such codes say
# 550, 551 or 553.
NO_SUCH_ADDRESS = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
NO_SUCH_ADDRESS_PLAIN = {"550", "551", "553"}


def bounce_kind(status: str) -> BounceKind:
    """Whether the address is to blame; a full mailbox, or a server that mistrusts us, is not."""
    gone = status in NO_SUCH_ADDRESS | NO_SUCH_ADDRESS_PLAIN
    return BounceKind.HARD if gone else BounceKind.SOFT
