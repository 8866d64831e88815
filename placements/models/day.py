from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from accounts.enums import Role
from accounts.models import User
from competences.models import Competence, Evidence
from config import clock
from placements.enums import DayState, Workload
from placements.models.placement import OfPlacementQuerySet, Placement


class WorkplaceDayQuerySet(OfPlacementQuerySet):
    def waiting_for_mentor(self) -> "WorkplaceDayQuerySet":
        return self.filter(state=DayState.LOGGED)


class WorkplaceDay(models.Model):
    """A day, or half a day, worked and logged. `date` is a local date, never a moment.

    Two booleans say which halves were worked, so that two unique indexes keep any date at one
    whole day at most. `key` is given by the device that sent it, so that however often it is sent
    one day is logged.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="days")
    date = models.DateField()
    morning = models.BooleanField(default=True)
    afternoon = models.BooleanField(default=True)
    portion = models.GeneratedField(
        expression=Case(
            When(Q(morning=True, afternoon=True), then=Value(1)),
            default=Value(0.5),
            output_field=models.DecimalField(max_digits=2, decimal_places=1),
        ),
        output_field=models.DecimalField(max_digits=2, decimal_places=1),
        db_persist=True,
    )
    state = models.CharField(max_length=10, choices=DayState.choices, default=DayState.LOGGED)
    tasks = models.TextField(blank=True)
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    key = models.UUIDField(null=True, unique=True)
    workload = models.PositiveSmallIntegerField(choices=Workload.choices, null=True)
    learnt_something_new = models.BooleanField(null=True)
    got_feedback = models.BooleanField(null=True)
    logged_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    seen_by_mentor_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remark = models.TextField(blank=True, help_text="what the mentor says about this day")
    returned_because = models.TextField(blank=True)
    correction_asked = models.TextField(blank=True)

    objects = WorkplaceDayQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "date"],
                condition=Q(morning=True),
                name="day_one_morning_per_date",
            ),
            models.UniqueConstraint(
                fields=["placement", "date"],
                condition=Q(afternoon=True),
                name="day_one_afternoon_per_date",
            ),
            models.CheckConstraint(
                condition=Q(morning=True) | Q(afternoon=True), name="day_has_a_half"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=DayState.CONFIRMED, confirmed_at__isnull=False, confirmed_by__isnull=False
                )
                | (
                    ~Q(state=DayState.CONFIRMED)
                    & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                ),
                name="day_confirmed_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state=DayState.RETURNED) | ~Q(returned_because=""),
                name="day_returned_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} of {self.placement_id}"


class OwnDayRowsQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "OwnDayRowsQuerySet":
        """What a student has not sent is the student's alone."""
        mine = Placement.objects.with_voice(user, Role.STUDENT).filter(pk=OuterRef("placement_id"))
        return self.filter(Exists(mine))


class DayConflictQuerySet(OwnDayRowsQuerySet):
    def of_choice(self) -> "DayConflictQuerySet":
        """Without what was settled as it came in, because it said nothing else."""
        return self.exclude(settled_at=F("came_at"))


class DayDraft(models.Model):
    """A day that is being written, kept on the server as well as on the device.

    `content` holds what was filled in, by the names of the form's fields.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(unique=True)
    date = models.DateField(null=True)
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.now)

    objects = OwnDayRowsQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft for {self.date}"


class DayConflict(models.Model):
    """Two devices wrote about the same date: what came second waits here, nothing overwrites.

    `content` as with `DayDraft`; the student keeps one, the other, or words of both.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="+")
    day = models.ForeignKey(WorkplaceDay, on_delete=models.CASCADE, related_name="conflicts")
    key = models.UUIDField(unique=True)
    content = models.JSONField(default=dict)
    came_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)

    objects = DayConflictQuerySet.as_manager()

    class Meta:
        ordering = ["came_at", "pk"]

    def __str__(self) -> str:
        return f"second text for day {self.day_id}"
