from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.enums import JobState
from accounts.models.document import StoredDocument
from accounts.models.user import User
from config import clock


class JobQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "JobQuerySet":
        return self.filter(by=user)


class Job(models.Model):
    """Work in the background that somebody waits for: what, how far, with which result.

    `kind` names a function registered in `accounts.jobs`; `arguments` are plain values.
    """

    kind = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, help_text="why it failed, in words")
    result = models.JSONField(default=dict)
    file = models.FileField(upload_to="jobs/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    claimed_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_done_within_total")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in {JobState.WAITING, JobState.RUNNING}


class JobPart(models.Model):
    """One piece of a job that several workers do side by side, each piece for itself: a document
    of a selection. `problem` says in words why it failed; it stops no other piece."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    arguments = models.JSONField(default=dict)
    title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(
        StoredDocument, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file_name = models.CharField(max_length=160, blank=True)
    claimed_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="job_part_once"),
            models.CheckConstraint(
                condition=~Q(state=JobState.FAILED) | ~Q(problem=""), name="job_part_failed_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number} {self.state}"

    @property
    def is_made(self) -> bool:
        return self.state == JobState.DONE and bool(self.file_name)
