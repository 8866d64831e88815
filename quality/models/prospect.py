"""People met on the way who may become students, or colleagues who mirror one: with consent and
purpose, and gone when the purpose ends."""

from django.conf import settings
from django.db import models

from accounts.models import User
from competences.models import Programme
from config import clock
from placements.models import Workplace
from quality.enums import ContactWay, ProspectKind


class ProspectQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ProspectQuerySet":
        """The coordinators of the programme, and who noted them."""
        coordinated = Programme.objects.coordinated_by(user)
        return self.filter(models.Q(programme__in=coordinated) | models.Q(noted_by=user))


class Prospect(models.Model):
    """`forget_on`: the day on which the row and its contacts are deleted."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey(
        "quality.Visit", on_delete=models.SET_NULL, null=True, related_name="prospects"
    )
    kind = models.CharField(max_length=10, choices=ProspectKind.choices)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    interest = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=300)
    consent_words = models.CharField(max_length=300)
    consent_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(default=clock.now)
    forget_on = models.DateField()

    objects = ProspectQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"prospect {self.pk}"


class ProspectContact(models.Model):
    """One line of the contact log."""

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="contacts")
    way = models.CharField(max_length=10, choices=ContactWay.choices)
    words = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]
