"""What is true of a way in, without touching anything."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.enums import SignInState

if TYPE_CHECKING:
    from accounts.models import Invitation, SignInRequest


def sign_in_state(request: SignInRequest | None, now: dt.datetime) -> SignInState:
    """Whether a one-time link or code still works, and if not, why not."""
    if request is None:
        return SignInState.UNKNOWN
    if request.used_at:
        return SignInState.USED
    if request.replaced_at:
        return SignInState.REPLACED
    if request.expires_at <= now:
        return SignInState.EXPIRED
    if request.wrong_codes >= settings.SIGN_IN_CODE_TRIES:
        return SignInState.TOO_MANY_CODES
    return SignInState.OPEN


def invitation_is_open(invitation: Invitation | None, now: dt.datetime) -> bool:
    return (
        invitation is not None
        and invitation.revoked_at is None
        and invitation.expires_at > now
        and invitation.user.is_active
    )


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
