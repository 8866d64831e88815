"""The learning register: what learning cost an organisation in a year, besides what days say."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from config import clock
from placements.models import Organisation
from quality.enums import LearningKind


class RegisterYear(models.Model):
    """What the organisation or the coordinator gave for one calendar year, in euro: for the hours
    of learners and mentors, contributions and subsidies."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    hours_per_day = models.DecimalField(max_digits=4, decimal_places=2, default=7.6)
    mentor_hours_per_day = models.DecimalField(max_digits=4, decimal_places=2, default=1)
    cost_per_mentor_hour = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    cost_per_learner_hour = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    contributions = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    subsidies = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["organisation", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="register_year_once"),
            models.CheckConstraint(
                condition=Q(contributions__gte=0, subsidies__gte=0),
                name="register_amounts_not_negative",
            ),
        ]


class RegisterEntry(models.Model):
    """Formal or informal learning of the organisation's own people, as it reports it; initial
    learning is counted from confirmed days and never typed in."""

    register = models.ForeignKey(RegisterYear, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(
        max_length=10,
        choices=[one for one in LearningKind.choices if one[0] != LearningKind.INITIAL],
    )
    title = models.CharField(max_length=200)
    hours = models.DecimalField(max_digits=8, decimal_places=1)
    women = models.PositiveSmallIntegerField(default=0)
    men = models.PositiveSmallIntegerField(default=0)
    other = models.PositiveSmallIntegerField(default=0, help_text="gender x")
    not_said = models.PositiveSmallIntegerField(default=0)
    gross_cost = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["register", "kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="register_entry_has_hours"),
            models.CheckConstraint(
                condition=~Q(kind=LearningKind.INITIAL), name="register_entry_not_initial"
            ),
        ]
