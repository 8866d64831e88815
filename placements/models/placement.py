from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.models import User
from competences.models import CourseUnit, Dossier, Voice
from config import clock
from placements.enums import DayState, PlacementKind, ShorteningState
from placements.models.enrolment import Enrolment
from placements.models.organisation import Workplace

DAYS = models.DecimalField(max_digits=5, decimal_places=1)


def _days(*states: str) -> Coalesce:
    """Subquery: workplace days of the outer placement in these states, half days as 0.5.

    It starts from the placement again, since days stand above placements.
    """
    rows = (
        Placement.objects.filter(pk=OuterRef("pk"), days__state__in=states)
        .order_by()
        .values("pk")
        .annotate(total=Sum("days__portion"))
        .values("total")
    )
    return Coalesce(Subquery(rows), Value(Decimal(0)), output_field=DAYS)


class PlacementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PlacementQuerySet":
        dossiers = Dossier.objects.visible_to(user).filter(pk=OuterRef("dossier_id"))
        return self.filter(Exists(dossiers))

    def with_voice(self, user: User, *roles: str) -> "PlacementQuerySet":
        """Placements in which this person speaks today, in one of these roles."""
        voices = Voice.objects.current().filter(
            dossier=OuterRef("dossier_id"), person=user, role__in=roles or list(Role)
        )
        return self.filter(Exists(voices))

    def coordinated_by(self, user: User) -> "PlacementQuerySet":
        return self.filter(enrolment__programme__coordinators=user)

    def open(self) -> "PlacementQuerySet":
        return self.filter(finalised_at__isnull=True, ended_at__isnull=True)

    def with_days(self) -> "PlacementQuerySet":
        """Annotate `days_logged` (logged or confirmed), `days_confirmed` and `days_shortened`."""
        ratified = (
            Placement.objects.filter(pk=OuterRef("pk"), shortenings__state=ShorteningState.RATIFIED)
            .order_by()
            .values("pk")
            .annotate(total=Sum("shortenings__days"))
            .values("total")
        )
        return self.annotate(
            days_logged=_days(DayState.LOGGED, DayState.CONFIRMED),
            days_confirmed=_days(DayState.CONFIRMED),
            days_shortened=Coalesce(Subquery(ratified), Value(0)),
        )

    def with_people(self) -> "PlacementQuerySet":
        """Load what every line about a placement shows: people, workplace, unit, in 2 queries."""
        return self.select_related(
            "enrolment__student",
            "enrolment__programme",
            "enrolment__academic_year",
            "workplace__organisation",
            "dossier__version",
            "course_unit",
        ).prefetch_related(
            Prefetch(
                "dossier__voices",
                queryset=Voice.objects.current().select_related("person"),
                to_attr="current_voices",
            )
        )


class Placement(models.Model):
    """One student learning at one workplace for one course unit.

    Student, mentor and coach are the voices of its dossier. `weekdays` is the first pattern
    week (0 = Monday, whole days); `required_days` the full number at the start, before any
    shortening.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="placements")
    course_unit = models.ForeignKey(CourseUnit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=20, choices=PlacementKind.choices, default=PlacementKind.WORKPLACE
    )
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="placements")
    starts_on = models.DateField()
    ends_on = models.DateField()
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    required_days = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finalised_at = models.DateTimeField(null=True)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    final_words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment__student__last_name", "enrolment__student__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "course_unit"], name="placement_once_per_student_and_unit"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="placement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(required_days__gt=0), name="placement_requires_some_days"
            ),
            models.CheckConstraint(
                condition=Q(finalised_at__isnull=True, finalised_by__isnull=True)
                | Q(finalised_at__isnull=False, finalised_by__isnull=False),
                name="placement_finalised_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(finalised_at__isnull=True) | Q(ended_at__isnull=True),
                name="placement_finalised_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"

    @property
    def topic(self) -> str:
        """The name under which history keeps the whole story of this placement."""
        return f"placement:{self.pk}"

    def voices(self) -> list[Voice]:
        """Who speaks today; free of queries after `with_people()`."""
        loaded = getattr(self.dossier, "current_voices", None)
        if loaded is None:
            loaded = list(
                Voice.objects.current().filter(dossier=self.dossier_id).select_related("person")
            )
            self.dossier.current_voices = loaded
        return loaded

    def person(self, role: str) -> User | None:
        """Who has this role today; of a mentor with deputies the mentor."""
        return next(
            (one.person for one in self.voices() if one.role == role and not one.is_deputy), None
        )

    def people(self, role: str) -> list[User]:
        """Everybody who speaks in this role today: whoever has it first, then the deputies."""
        voices = [voice for voice in self.voices() if voice.role == role]
        return [voice.person for voice in sorted(voices, key=lambda voice: voice.is_deputy)]

    def role_of(self, user: User) -> str | None:
        """In which role this person speaks today: a deputy in the mentor's."""
        return next((voice.role for voice in self.voices() if voice.person_id == user.pk), None)

    @property
    def student(self) -> User:
        return self.enrolment.student

    @property
    def mentor(self) -> User | None:
        return self.person(Role.MENTOR)

    @property
    def coach(self) -> User | None:
        return self.person(Role.COACH)

    @property
    def signatory(self) -> User | None:
        """Who signs for the workplace today in the mentor's place, if anybody; asked once."""
        if not hasattr(self, "current_signatory"):
            current = self.workplace.signatories.current().select_related("person").first()
            self.current_signatory = current and current.person
        return self.current_signatory

    @property
    def is_open(self) -> bool:
        return self.finalised_at is None and self.ended_at is None


class OfPlacementQuerySet(models.QuerySet):
    """Rows with a `placement`: whoever sees it sees them."""

    def visible_to(self, user: User) -> Self:
        placements = Placement.objects.visible_to(user).filter(pk=OuterRef("placement_id"))
        return self.filter(Exists(placements))
