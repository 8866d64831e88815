from django.db import models
from django.utils.translation import gettext_lazy as _


class Weight(models.TextChoices):
    ESSENTIAL = "essential", _("essential")
    DEPENDS = "depends", _("depends on the form")
    IMPORTANT = "important", _("important")


class Level(models.TextChoices):
    PLACEMENT = "placement", _("placement")
    WORKPLACE = "workplace", _("workplace")
    PROGRAMME = "programme", _("programme")


class AnswerValue(models.TextChoices):
    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")
    NOT_APPLICABLE = "n/a", _("not applicable")
