from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.bilingual import Bilingual


class AcademicYear(models.Model):
    """From mid-September to the next, named as people write it: 2026-2027."""

    name = models.CharField(max_length=9, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="academic_year_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeQuerySet(models.QuerySet):
    def coordinated_by(self, user: User) -> "ProgrammeQuerySet":
        return self.filter(coordinators=user)

    def taught_by(self, user: User) -> "ProgrammeQuerySet":
        return self.filter(teachers=user)

    def organised_by(self, user: User) -> "ProgrammeQuerySet":
        """Where this person coordinates or teaches: there they make groups of the Talent lab."""
        return self.filter(Q(teachers=user) | Q(coordinators=user)).distinct()


class Programme(Bilingual, models.Model):
    """A programme of the college, e.g. the graduaat Accounting Administration."""

    code = models.SlugField(max_length=30, unique=True)
    name_nl = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("coordinators")
    )
    teachers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("teachers")
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name_nl"]

    def __str__(self) -> str:
        return self.name


class CourseUnitQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CourseUnitQuerySet":
        return self.filter(programme__coordinators=user)


class CourseUnit(Bilingual, models.Model):
    """The unit that a placement counts for; its rules with numbers stand in placements."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="course_units")
    code = models.SlugField(max_length=30, help_text="exploration, deepening, autonomy")
    name_nl = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    first_round_is_blind = models.BooleanField(
        _("first round blind"),
        default=False,
        help_text=_("Each voice sees the others on a competence only after its own first word."),
    )

    objects = CourseUnitQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="course_unit_code_once_per_programme"
            )
        ]

    def __str__(self) -> str:
        return self.name
