import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import Channel, SignInMethod
from accounts.models.user import User
from config import clock


class SignInRequest(models.Model):
    """A one-time way in, by mail or SMS: a link for the asking browser, a code for any other.

    Secrets are made by the worker that sends them and only their hashes are kept. An address
    nobody has gets a row too (`user` is None), so that asking costs and shows the same.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    address_hash = models.CharField(max_length=64)
    browser_hash = models.CharField(max_length=64)
    reference = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        help_text="names the request in the browser's form",
    )
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL)
    # Null until the message is made: many requests wait at once, and the key is unique.
    link_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    code_hash = models.CharField(max_length=64, blank=True)
    next_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    # Apart: a mail scanner that fills in forms must not close the door of whoever asked.
    wrong_codes_elsewhere = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            # Per browser: a stranger who keeps asking for somebody's link cannot kill that
            # person's own link.
            models.UniqueConstraint(
                fields=["address_hash", "browser_hash"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="sign_in_one_open_request_per_browser",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"


class Invitation(models.Model):
    """A longer-living link in a mail. It shows no personal data and opens no session:
    it only offers to send a fresh one-time link to the address it was sent to.

    The token follows from `reference` and the server's key, so that a mail that is sent again is
    the same mail, while the table alone opens nothing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reference = models.UUIDField(unique=True, default=uuid.uuid4)
    token_hash = models.CharField(max_length=64, unique=True)
    next_url = models.CharField(max_length=300)
    issued_on = models.DateField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "next_url", "issued_on"], name="invitation_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.expires_at:%Y-%m-%d}"


class KnownBrowserQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "KnownBrowserQuerySet":
        return self.filter(user=user)


class KnownBrowser(models.Model):
    """A browser in which somebody came in before, known by the secret in its cookie.

    Limits on strangers do not hold for it: who knows somebody's address and keeps asking or
    guessing keeps that person out nowhere but in the browser they do it from.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    browser_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=60, blank=True, help_text="'Firefox, Android'")
    method = models.CharField(max_length=10, choices=SignInMethod.choices)
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)

    objects = KnownBrowserQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "browser_hash"], name="known_browser_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"


class RateCount(models.Model):
    """How often something happened in a window of time; counted by one atomic statement."""

    key = models.CharField(max_length=120)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "window"], name="rate_count_once_per_window")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class ApiToken(models.Model):
    """A person's key to the API; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"
