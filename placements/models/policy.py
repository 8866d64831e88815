from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from competences.models import CourseUnit
from placements.enums import Persona


def shortening_personas() -> list[str]:
    return [Persona.SKILLER, Persona.RESKILLER]


class PlacementPolicy(models.Model):
    """The rules with a number in them, per course unit: data, never constants in code.

    Windows count workplace days: "the first trialogue falls after day 8 and by day 10".
    """

    course_unit = models.OneToOneField(
        CourseUnit, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    required_days = models.PositiveSmallIntegerField(default=40)
    trialogue_from_day = models.PositiveSmallIntegerField(default=8)
    trialogue_by_day = models.PositiveSmallIntegerField(default=10)
    assessment_from_day = models.PositiveSmallIntegerField(default=20)
    assessment_by_day = models.PositiveSmallIntegerField(default=22)
    shortening_allowed = models.BooleanField(default=False)
    shortening_personas = ArrayField(
        models.CharField(max_length=20, choices=Persona.choices), default=shortening_personas
    )
    shortening_needs_status = models.BooleanField(default=True)
    shortening_needs_distance_track = models.BooleanField(default=True)
    shortening_days = models.PositiveSmallIntegerField(default=5)
    max_shortenings = models.PositiveSmallIntegerField(default=2)
    minimum_days = models.PositiveSmallIntegerField(default=20)
    minimum_trialogues = models.PositiveSmallIntegerField(default=2)
    minimum_visits = models.PositiveSmallIntegerField(default=1)
    silence_after_working_days = models.PositiveSmallIntegerField(default=10)
    mentor_silence_after_working_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        verbose_name_plural = "placement policies"
        constraints = [
            models.CheckConstraint(
                condition=Q(trialogue_from_day__lte=F("trialogue_by_day"))
                & Q(assessment_from_day__lte=F("assessment_by_day")),
                name="policy_windows_open_before_they_close",
            ),
            models.CheckConstraint(
                condition=Q(minimum_days__lte=F("required_days")),
                name="policy_minimum_within_required",
            ),
        ]

    def __str__(self) -> str:
        return f"policy of {self.course_unit_id}"
