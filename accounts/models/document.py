"""Papers that were made: stored by what they say, and sealed ones that anybody can verify."""

from django.db import models
from django.db.models import Q

from accounts.enums import SealState
from config import clock


class StoredDocument(models.Model):
    """A rendered PDF, found again by its content: the same content is rendered once.

    `content_sha256` is over the kind, the frozen values and the renderer's version; it is no
    secret and no permission: whoever may make the document again may have these bytes.
    """

    kind = models.CharField(max_length=40)
    content_sha256 = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="documents/%Y/%m/")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_used_on = models.DateField(default=clock.today)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.content_sha256[:12]}"


class SealedDocument(models.Model):
    """What the public verification page knows of a paper that the institution sealed: nothing
    about a person. `code` is on the paper itself (128 bits at least); `subject` is the key by
    which the app that made the paper finds it ("agreement:12")."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=40)
    code = models.CharField(max_length=32, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    certificate_sha256 = models.CharField(max_length=64)
    signatures = models.PositiveSmallIntegerField(default=0)
    sealed_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=SealState.choices, default=SealState.HOLDS)
    state_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sealed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SealState.HOLDS, state_since__isnull=True)
                | (~Q(state=SealState.HOLDS) & Q(state_since__isnull=False)),
                name="sealed_document_state_since",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"
