"""Self-evaluation of a programme, once a year: what people and data say, and what follows."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.models import AcademicYear, Programme
from config import clock
from quality.enums import CycleState


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CycleQuerySet":
        """The coordinators of the programme, whoever was invited to answer, and whoever has
        something to do in it."""
        invited = CycleInvitation.objects.filter(cycle=OuterRef("pk"), person=user)
        coordinated = Programme.objects.coordinated_by(user).filter(pk=OuterRef("programme_id"))
        todo = CycleAction.objects.filter(cycle=OuterRef("pk"), who=user)
        return self.filter(Exists(invited) | Exists(coordinated) | Exists(todo))

    def coordinated_by(self, user: User) -> "CycleQuerySet":
        return self.filter(programme__coordinators=user)


class Cycle(models.Model):
    """One self-evaluation: opened, people invited, answers collected, discussed, concluded.

    `snapshot` is what stood there when it was concluded (points, answers counted by role and
    value, facts): two cycles are compared by it, whatever changed since. What a cycle takes over
    from `predecessor` are its open actions and its conclusions.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    academic_year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    predecessor = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="successor"
    )
    state = models.CharField(max_length=12, choices=CycleState.choices, default=CycleState.OPEN)
    answer_by = models.DateField(null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now)
    invited_at = models.DateTimeField(null=True)
    discussed_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.TextField(blank=True, help_text="the conclusion as a whole")
    snapshot = models.JSONField(default=dict)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-academic_year__starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "academic_year"], name="cycle_once_per_programme_and_year"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CycleState.CONCLUDED,
                    concluded_at__isnull=False,
                    concluded_by__isnull=False,
                )
                | (
                    ~Q(state=CycleState.CONCLUDED)
                    & Q(concluded_at__isnull=True, concluded_by__isnull=True)
                ),
                name="cycle_concluded_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.academic_year}"


class CycleInvitation(models.Model):
    """Somebody asked to answer in a cycle, and as whom."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["cycle", "role", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person", "role"], name="cycle_invitation_once"
            )
        ]


class CycleConclusion(models.Model):
    """What the discussion of one point came to."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="conclusions")
    item = models.ForeignKey("quality.ChecklistItem", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["cycle", "item"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "item"], name="cycle_conclusion_once")
        ]


class CycleActionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CycleActionQuerySet":
        """The coordinators of the programme, who does it, and whoever was invited once it is
        concluded."""
        cycles = Cycle.objects.filter(pk=OuterRef("cycle_id"))
        led = Exists(cycles.coordinated_by(user))
        told = Exists(cycles.visible_to(user).filter(state=CycleState.CONCLUDED))
        return self.filter(led | told | Q(who=user))

    def open(self) -> "CycleActionQuerySet":
        """Still to do; what went on in the next cycle is to do there."""
        return self.filter(done_at__isnull=True, carried_to__isnull=True)


class CycleAction(models.Model):
    """Who does what by when; one that is still open goes on in the next cycle, as its successor."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(
        "quality.ChecklistItem", on_delete=models.PROTECT, null=True, related_name="+"
    )
    what = models.CharField(max_length=300)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_to"
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_words = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)

    objects = CycleActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="cycle_action_done_by",
            )
        ]

    def __str__(self) -> str:
        return self.what
