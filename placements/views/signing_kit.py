"""What the pages on which people sign have in common: who is at the screen, and how we know."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.forms import AskForm, PasswordForm
from accounts.sessions import session_mark, sign_in_evidence
from accounts.views.sign_in import phone_end
from config.refusal import Refusal
from config.web import client_address
from placements.actions.signing import Evidence


def ways_in(request: HttpRequest) -> dict[str, Any]:
    """Forms that sign this person in again and come back to this page."""
    user = request.user
    known = {"email": user.email, "next": request.path}
    password = PasswordForm(initial=known, auto_id="password_%s")
    return {
        "ask_form": AskForm(initial=known, auto_id="ask_%s"),
        "password_form": password if user.has_usable_password() else None,
        "phone_end": phone_end(user),
        "here": request.path,
    }


def evidence_of(request: HttpRequest) -> Evidence:
    """How we know who is at this screen; refused where nobody signed in to this session."""
    found = sign_in_evidence(request)
    if found is None:
        raise Refusal("sign-in-unknown", _("Sign in again, so that we know it is you."))
    return Evidence(
        sign_in_method=found[0],
        signed_in_at=found[1],
        ip_address=client_address(request),
        user_agent=request.headers.get("User-Agent", ""),
        session_mark=session_mark(request),
    )


def shown_language() -> str:
    return get_language() or "nl"
