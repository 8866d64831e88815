from django.db import models


class Organisation(models.Model):
    """An employer, known by its company number."""

    name = models.CharField(max_length=200)
    company_number = models.CharField(
        max_length=12, unique=True, null=True, blank=True, help_text="BE0123456789"
    )

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Workplace(models.Model):
    """A site of an organisation where a student can learn, with its contact."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="workplaces"
    )
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=120, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)

    class Meta:
        ordering = ["organisation", "city", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "street", "postcode"], name="workplace_once_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name}, {self.city}" if self.city else self.organisation.name

    @property
    def address(self) -> str:
        return ", ".join(
            part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part
        )
