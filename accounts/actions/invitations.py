"""Links for mails that lead to a page of somebody's own, by way of a sign-in."""

import datetime as dt
import uuid

from django.conf import settings
from django.urls import reverse

from accounts.models import Invitation, User
from accounts.secrets import derived_token, fingerprint
from config import clock


def invite(user: User, next_url: str, *, on: dt.date | None = None) -> str:
    """Absolute address, good for settings.INVITATION_DAYS from `on` (today), that brings `user`
    to `next_url`. The same person, place and day give the same address each time."""
    on = on or clock.today()
    reference = uuid.uuid4()
    invitation, _ = Invitation.objects.get_or_create(
        user=user,
        next_url=next_url,
        issued_on=on,
        defaults={
            "reference": reference,
            "token_hash": fingerprint("invitation", _token(reference)),
            "expires_at": clock.now() + dt.timedelta(days=settings.INVITATION_DAYS),
        },
    )
    path = reverse("accounts:invitation", args=[_token(invitation.reference)])
    return f"{settings.SITE_URL}{path}"


def _token(reference: uuid.UUID) -> str:
    return derived_token("invitation", reference)


def by_token(token: str) -> Invitation | None:
    return (
        Invitation.objects.select_related("user")
        .filter(token_hash=fingerprint("invitation", token))
        .first()
    )


def forget(*, before: dt.datetime) -> int:
    """Drop invitations that lead nowhere any more; answers how many."""
    return Invitation.objects.filter(expires_at__lt=before).delete()[0]


def revoke_all(*, user: User) -> int:
    """End every open invitation of this person; answers how many."""
    return Invitation.objects.filter(user=user, revoked_at__isnull=True).update(
        revoked_at=clock.now()
    )
