import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.enums import TRIAD
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from placements.enums import SignOffWay, TrialogueKind, TrialogueState
from placements.models.placement import OfPlacementQuerySet, Placement


class TrialogueQuerySet(OfPlacementQuerySet):
    def held(self) -> "TrialogueQuerySet":
        return self.filter(state__in=[TrialogueState.HELD, TrialogueState.SIGNED])

    def held_after(self, earlier: "Trialogue") -> "TrialogueQuerySet":
        """Meetings that took place later than this one; two of one day in their planned order."""
        same_day = Q(held_on=earlier.held_on, starts_at__gt=earlier.starts_at)
        return self.held().filter(Q(held_on__gt=earlier.held_on) | same_day)


class Trialogue(models.Model):
    """A meeting of all three. `uid` and `sequence` are those of its calendar file, `changed_at` is
    when what stands in that file last changed."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="trialogues")
    kind = models.CharField(
        max_length=12, choices=TrialogueKind.choices, default=TrialogueKind.PROGRESS
    )
    state = models.CharField(
        max_length=10, choices=TrialogueState.choices, default=TrialogueState.PLANNED
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    held_on = models.DateField(null=True)
    held_after_days = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    report = models.JSONField(
        null=True, help_text="plain values of the report in each language, from the first sign-off"
    )
    report_version = models.PositiveSmallIntegerField(default=1)

    objects = TrialogueQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[TrialogueState.HELD, TrialogueState.SIGNED], held_on__isnull=False
                )
                | Q(
                    state__in=[TrialogueState.PLANNED, TrialogueState.CANCELLED],
                    held_on__isnull=True,
                ),
                name="trialogue_held_on_iff_held",
            ),
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(state=TrialogueState.PLANNED),
                name="trialogue_one_planned_per_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state=TrialogueState.SIGNED) | Q(report__isnull=False),
                name="trialogue_signed_with_a_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"

    @property
    def is_frozen(self) -> bool:
        """Somebody signed off this version of the report: only a correction opens it again."""
        return self.report is not None


class TrialogueNote(models.Model):
    """What was said about one item of the agenda (`item` is its key). All three write in it;
    `version` counts the changes, so that nobody overwrites what another just wrote."""

    trialogue = models.ForeignKey(Trialogue, on_delete=models.CASCADE, related_name="notes")
    item = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["trialogue", "item"], name="trialogue_note_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.trialogue_id}"


class NoteRevision(AppendOnlyModel):
    """A note as somebody left it: every text that was ever received stays readable."""

    note = models.ForeignKey(TrialogueNote, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["note", "version"]
        constraints = [
            models.UniqueConstraint(fields=["note", "version"], name="note_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.note_id} v{self.version}"


class TrialogueAction(models.Model):
    """What was agreed in a meeting: who does what by when. It opens the next agenda."""

    trialogue = models.ForeignKey(Trialogue, on_delete=models.CASCADE, related_name="agreed")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_words = models.CharField(max_length=300, blank=True)
    moved_because = models.CharField(
        max_length=300, blank=True, help_text="why its date changed, the last time it did"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="trialogue_action_done_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.what


class SignOffQuerySet(AppendOnlyQuerySet):
    def current(self) -> "SignOffQuerySet":
        """Those to the report as it stands; earlier versions keep their own."""
        return self.filter(report_version=F("trialogue__report_version"))


class SignOff(AppendOnlyModel):
    """One voice's yes to one version of the report of a meeting, with an own remark.

    In the room it is given on the coach's device or by QR code: `witness` is then the coach.
    `name` is that of the person at that moment, for the paper.
    """

    trialogue = models.ForeignKey(Trialogue, on_delete=models.PROTECT, related_name="sign_offs")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=310, blank=True)
    remark = models.TextField(blank=True)
    report_sha256 = models.CharField(max_length=64, help_text="hash of the report's plain values")
    report_version = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=10, choices=SignOffWay.choices, default=SignOffWay.OWN)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trialogue", "role", "report_version"], name="sign_off_once_per_role"
            ),
            models.UniqueConstraint(
                fields=["trialogue", "person", "report_version"], name="sign_off_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(way=SignOffWay.OWN, witness__isnull=True)
                | (~Q(way=SignOffWay.OWN) & Q(witness__isnull=False)),
                name="sign_off_in_the_room_has_a_witness",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} signed off {self.trialogue_id}"


class EarlierReport(AppendOnlyModel):
    """A version of a report that was corrected: its values and who signed them stay."""

    trialogue = models.ForeignKey(
        Trialogue, on_delete=models.PROTECT, related_name="earlier_reports"
    )
    version = models.PositiveSmallIntegerField()
    values = models.JSONField()
    sha256 = models.CharField(max_length=64)
    corrected_because = models.CharField(max_length=300)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["trialogue", "version"]
        constraints = [
            models.UniqueConstraint(fields=["trialogue", "version"], name="earlier_report_once"),
            models.CheckConstraint(
                condition=~Q(corrected_because=""), name="earlier_report_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trialogue_id} v{self.version}"


class SignOffTicket(models.Model):
    """Lets one person sign off one report on the own phone, shown by the coach as a QR code: for
    minutes, once, and for nothing else. Only the hash of its token is kept."""

    trialogue = models.ForeignKey(Trialogue, on_delete=models.CASCADE, related_name="tickets")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trialogue", "role"],
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="sign_off_ticket_one_open_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"ticket of {self.person_id} for {self.trialogue_id}"
