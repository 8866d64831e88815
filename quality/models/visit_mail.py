"""What goes to somebody at a workplace, who need not have an account: appointment and thanks."""

from django.db import models
from django.db.models import Q

from accounts.enums import MailState
from accounts.models import Mail
from accounts.models.notification import Outgoing
from config import clock
from quality.enums import VisitMailKind
from quality.models.visit import Visit


class VisitMail(Outgoing):
    """One message about one visit, with all its words: sent again it is the same message.

    `facts`: plain values for the template; `calendar`: the text of an .ics file, or "".
    """

    FIRST_WAIT = Mail.FIRST_WAIT
    LONGEST_WAIT = Mail.LONGEST_WAIT
    MOST_ATTEMPTS = Mail.MOST_ATTEMPTS

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=12, choices=VisitMailKind.choices)
    to_name = models.CharField(max_length=200)
    to_email = models.EmailField()
    language = models.CharField(max_length=2)
    facts = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    dated = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="visit_mail_sent_at_iff_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
