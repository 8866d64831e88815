from django.conf import settings
from django.db import models

from competences.models import AcademicYear, Programme
from placements.enums import Gender, Persona


class Enrolment(models.Model):
    """A student in a programme and year, with the facts that decide on routes."""

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    student_number = models.CharField(max_length=20)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    academic_year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    persona = models.CharField(max_length=20, choices=Persona.choices)
    has_working_student_status = models.BooleanField(default=False)
    distance_track = models.BooleanField(default=False)
    gender = models.CharField(
        max_length=1,
        choices=Gender.choices,
        blank=True,
        help_text="for counts in the learning register only; empty: not said",
    )

    class Meta:
        ordering = ["student_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "programme", "academic_year"], name="enrolment_once_per_year"
            ),
            models.UniqueConstraint(
                fields=["student_number", "programme", "academic_year"],
                name="enrolment_student_number_once_per_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_number} {self.academic_year_id}"
