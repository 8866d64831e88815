import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import BounceKind, Channel, MailKind, MailState
from accounts.models.sign_in import SignInRequest
from accounts.models.user import User
from config import clock


class Outgoing(models.Model):
    """A row that a worker sends: claimed until `claimed_until`, then marked.

    After a failure it is tried again, each time after twice as long; after `MOST_ATTEMPTS` it is
    given up, and stays in sight as failed.
    """

    FIRST_WAIT: dt.timedelta
    LONGEST_WAIT: dt.timedelta
    MOST_ATTEMPTS: int

    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Mail(Outgoing):
    """One message to one person: what is put in the post, exactly as it will be sent again.

    Message-ID and Date are fixed when the row is made, so that a re-send after a crash is the
    same message to every mailbox.
    """

    FIRST_WAIT = dt.timedelta(minutes=1)
    LONGEST_WAIT = dt.timedelta(hours=1)
    MOST_ATTEMPTS = 100  # four days, as long as mail servers keep trying (RFC 5321)

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=MailKind.choices, default=MailKind.DIGEST)
    language = models.CharField(max_length=2)
    day = models.DateField(help_text="local date; a digest is one per person per day")
    message_id = models.CharField(max_length=120, unique=True)
    dated = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["not_before", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="mail_sent_at_iff_sent",
            ),
            models.UniqueConstraint(
                fields=["recipient", "day"],
                condition=Q(kind=MailKind.DIGEST),
                name="mail_one_digest_per_person_per_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="mail_waiting",
                condition=Q(state=MailState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class TextMessage(Outgoing):
    """A link and code, or a reminder, that goes by SMS. Number and words are those of the moment
    of sending and stand in no row; a row of an address that nobody has, or without a mobile, is
    cancelled."""

    FIRST_WAIT = dt.timedelta(seconds=10)
    LONGEST_WAIT = dt.timedelta(minutes=1)
    MOST_ATTEMPTS = 5

    request = models.OneToOneField(
        SignInRequest, on_delete=models.CASCADE, null=True, related_name="text_message"
    )
    notification = models.OneToOneField(
        "accounts.Notification", on_delete=models.PROTECT, null=True, related_name="text_message"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["not_before", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="text_message_sent_at_iff_sent",
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=False, notification__isnull=True)
                | Q(request__isnull=True, notification__isnull=False),
                name="text_message_is_about_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="text_message_waiting",
                condition=Q(state=MailState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"SMS {self.pk} {self.state}"


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "NotificationQuerySet":
        """What was said to this person, and to nobody else."""
        return self.filter(recipient=user)


class Notification(models.Model):
    """Something one person must hear once: the outbox row, true by its unique key.

    `rule`, `subject` ("placements.trialogue:3"), recipient and `due_on` say what it is about;
    `context` holds plain values for the text. Several of one person and day go out in one Mail;
    an urgent one (a signature is asked, a meeting is set) does not wait for the digest.
    """

    rule = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    context = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL)
    calendar = models.TextField(blank=True, help_text="an .ics file that goes along")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    mail = models.ForeignKey(
        Mail, on_delete=models.PROTECT, null=True, related_name="notifications"
    )
    cancelled_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject", "recipient", "due_on"],
                name="notification_said_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "due_on"],
                name="notification_to_send",
                condition=Q(mail__isnull=True, cancelled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject} {self.due_on}"


class MutedRule(models.Model):
    """A kind of message that somebody does not want; what the law asks is never muted (rules)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["person", "rule"]
        constraints = [models.UniqueConstraint(fields=["person", "rule"], name="muted_rule_once")]

    def __str__(self) -> str:
        return f"{self.person_id} mutes {self.rule}"


class Bounce(models.Model):
    """A mail that came back, or that the mail server refused for good."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, related_name="bounces")
    kind = models.CharField(max_length=4, choices=BounceKind.choices)
    address = models.EmailField()
    status = models.CharField(max_length=20, blank=True, help_text="5.1.1 (RFC 3463)")
    detail = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    # Somebody put the address right since: this one counts no more.
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mail", "address", "status"], name="bounce_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class Sweep(models.Model):
    """The last run of something that comes by regularly: what the alarm looks at.

    `failing_since` is when the first of an unbroken row of problems was; until `paused_until` it
    is not tried again.
    """

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    found = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"
