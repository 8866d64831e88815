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


class CycleState(models.TextChoices):
    """Where a self-evaluation is, in order."""

    OPEN = "open", _("being prepared")
    COLLECTING = "collecting", _("answers are collected")
    DISCUSSING = "discussing", _("being discussed")
    CONCLUDED = "concluded", _("concluded")


class MentorRole(models.TextChoices):
    EXPERT = "expert", _("expert")
    TRAINER = "trainer", _("trainer")
    SUPPORTER = "supporter", _("supporter")
    ADMINISTRATOR = "administrator", _("administrator")


class VisitState(models.TextChoices):
    WISHED = "wished", _("still to plan")
    PLANNED = "planned", _("planned")
    HELD = "held", _("took place")
    REPORTED = "reported", _("reported")
    CANCELLED = "cancelled", _("cancelled")


class VisitMailKind(models.TextChoices):
    CONFIRMATION = "confirmation", _("confirmation")
    CANCELLATION = "cancellation", _("cancellation")
    THANKS = "thanks", _("thanks")


class ConsentKind(models.TextChoices):
    PHOTO = "photo", _("photo")
    TESTIMONIAL = "testimonial", _("testimonial")


class WorkplacePaper(models.TextChoices):
    RISK_ANALYSIS = "risk_analysis", _("risk analysis")
    WORK_POST = "work_post", _("work-post sheet")
    OTHER = "other", _("other paper")


class ProspectKind(models.TextChoices):
    STUDENT = "student", _("prospective student")
    MIRROR = "mirror", _("mirror colleague")


class ContactWay(models.TextChoices):
    MAIL = "mail", _("e-mail")
    PHONE = "phone", _("phone")
    MEETING = "meeting", _("meeting")


class LearningKind(models.TextChoices):
    """As companies report training: formal, informal, and initial (placements)."""

    FORMAL = "formal", _("formal")
    INFORMAL = "informal", _("informal")
    INITIAL = "initial", _("initial")
