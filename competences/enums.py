from django.db import models
from django.utils.translation import gettext_lazy as _


class Moment(models.TextChoices):
    """When in a placement somebody says how far the student is."""

    BASELINE = "baseline", _("starting situation")
    PROCESS = "process", _("along the way")
    TRIALOGUE = "trialogue", _("trialogue")
    FINAL = "final", _("final")
