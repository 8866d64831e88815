"""Keys to the API: shown once, kept as a fingerprint."""

from django.db import transaction

from accounts.actions import history
from accounts.models import ApiToken, User
from accounts.secrets import fingerprint, new_token
from config import clock


@transaction.atomic
def issue(*, user: User, by: User | None) -> str:
    """A new key for this person; the answer is the only time it can be read."""
    token = new_token()
    row = ApiToken.objects.create(user=user, token_hash=fingerprint("api", token))
    history.record("api-token-issued", row, by=by)
    return token


@transaction.atomic
def revoke_all(*, user: User, by: User | None) -> int:
    """End every key of this person; answers how many."""
    open_keys = list(ApiToken.objects.filter(user=user, revoked_at__isnull=True))
    for row in open_keys:
        ApiToken.objects.filter(pk=row.pk).update(revoked_at=clock.now())
        history.record("api-token-revoked", row, by=by)
    return len(open_keys)


def owner_of(token: str) -> ApiToken | None:
    """The open key of an active person, if this is one."""
    return (
        ApiToken.objects.select_related("user")
        .filter(token_hash=fingerprint("api", token), revoked_at__isnull=True, user__is_active=True)
        .first()
    )
