"""What happens around an agreement: facts checked and changed, pages opened, scans brought in."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import TRIAD
from accounts.models import User
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from placements.enums import FieldClass, SightingKind
from placements.models.agreement import Agreement


class OfAgreementQuerySet(models.QuerySet):
    """Rows with an `agreement`: whoever sees it sees them."""

    def visible_to(self, user: User) -> "OfAgreementQuerySet":
        agreements = Agreement.objects.visible_to(user).filter(pk=OuterRef("agreement_id"))
        return self.filter(Exists(agreements))


class OfAgreementAppendOnlyQuerySet(OfAgreementQuerySet, AppendOnlyQuerySet):
    pass


class FactCheck(models.Model):
    """The workplace looks at the facts before anybody signs.

    By key of `placements.rules.facts`: `facts` are the plain values that were shown, `corrections`
    what the workplace says instead, {"value": str, "why": str} ("" as a value: only the remark
    says what is otherwise), `answers` {"taken": bool, "why": str}. Asked, said, answered: in this
    order; a check without corrections needs no answer.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="checks")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    facts = models.JSONField(default=dict)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    said_at = models.DateTimeField(null=True)
    corrections = models.JSONField(default=dict)
    remark = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(said_at__isnull=True), name="fact_check_one_open"
            ),
            models.CheckConstraint(
                condition=Q(said_at__isnull=True, person__isnull=True)
                | Q(said_at__isnull=False, person__isnull=False),
                name="fact_check_said_by",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, said_at__isnull=False),
                name="fact_check_answered_after_said",
            ),
        ]


class FactChange(AppendOnlyModel):
    """A fact of an agreement that went out, and that changed since; what the change asked for.

    `told` are the roles of the parties who were told; `old` and `new` are plain values, which
    `placements.rules.facts.words_of` says in words.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="fact_changes")
    fact = models.CharField(max_length=40)
    weight = models.CharField(max_length=10, choices=FieldClass.choices)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    told = ArrayField(models.CharField(max_length=10), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    objects = OfAgreementAppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]


class Sighting(AppendOnlyModel):
    """The first time a party opened the page of an agreement, and the first time they were shown
    its document: evidence of what they could know when they signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="sightings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SightingKind.choices)
    at = models.DateTimeField(default=clock.now)

    objects = OfAgreementAppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "person", "kind"], name="sighting_first_time_only"
            )
        ]


class SignedScan(models.Model):
    """A signature by hand: the printed agreement, signed and scanned by a party or brought in for
    them, until the coordinator has checked it against the document and the person."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="scans")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    file = models.FileField(upload_to="scans/%Y/")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField(default=clock.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    rejected_because = models.CharField(max_length=300, blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["brought_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "role"],
                condition=Q(rejected_because=""),
                name="signed_scan_one_per_role",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True, rejected_because="")
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="signed_scan_checked_by",
            ),
        ]
