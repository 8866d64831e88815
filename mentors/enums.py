from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskStage(models.IntegerChoices):
    """How far a student has taken over a task; each stage is signed off by mentor and student."""

    SHOWN = 1, _("shown")
    TOGETHER = 2, _("together")
    SUPERVISED = 3, _("supervised")
    ALONE = 4, _("alone")


class TemplateKind(models.TextChoices):
    ONBOARDING = "onboarding", _("onboarding")
    TASKS = "tasks", _("taking over tasks")


class TrainingKind(models.TextChoices):
    GUIDE = "guide", _("read a guide")
    COURSE = "course", _("course for mentors")
    EXCHANGE = "exchange", _("exchange with other mentors")
    OTHER = "other", _("something else")


class GuideMoment(models.TextChoices):
    """When a guide is of use, in the order in which a placement goes."""

    BEFORE = "before", _("before it starts")
    START = "start", _("the first weeks")
    TRIALOGUE = "trialogue", _("around a trialogue")
    END = "end", _("towards the end")
    ANY = "any", _("at any time")
