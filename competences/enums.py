from django.db import models
from django.utils.translation import gettext_lazy as _


class Moment(models.TextChoices):
    """When in a placement somebody says how far the student is."""

    BASELINE = "baseline", _("starting situation")
    PROCESS = "process", _("along the way")
    TRIALOGUE = "trialogue", _("trialogue")
    FINAL = "final", _("final")


class Shown(models.TextChoices):
    """What a student may agree to show, with the competences, to whoever has a statement's link."""

    NAME = "name", _("my name")
    UNIT = "unit", _("programme, course unit and framework")
    WORKPLACE = "workplace", _("the name of my workplace")
    PERIOD = "period", _("from when until when I worked there")


class EvidenceKind(models.TextChoices):
    FILE = "file", _("file")
    LINK = "link", _("link")
    FEEDBACK = "feedback", _("feedback on a task")


class EvidenceAudience(models.TextChoices):
    """Who may see a piece of evidence besides the student, who decides it."""

    COACH = "coach", _("me and my coach")
    TRIAD = "triad", _("all three")


class PriorLearningKind(models.TextChoices):
    FORMAL = "formal", _("formal: a diploma or certificate")
    NON_FORMAL = "non_formal", _("non-formal: a course or training")
    INFORMAL = "informal", _("informal: on the job, by myself, as a volunteer")


class GoalState(models.TextChoices):
    DRAFT = "draft", _("being written")
    HANDED_IN = "handed_in", _("waits for the teacher")
    CONFIRMED = "confirmed", _("confirmed")
    CHALLENGED = "challenged", _("challenged")


class IdeaKind(models.TextChoices):
    IDEA = "idea", _("idea")
    SOURCE = "source", _("source")
    TIP = "tip", _("tip")


class ReflectionVariant(models.TextChoices):
    """Which questions the self-reflection asks."""

    GROUP = "A", _("A: we did it in a group")
    ALONE = "B", _("B: I did it alone")


class LabStage(models.TextChoices):
    START = "start", _("start")
    PITCH = "pitch", _("pitch")
    END = "end", _("final evaluation")


class GapKind(models.TextChoices):
    """What is missing in what is known about a competence or a goal."""

    VOICES_APART = "apart", _("voices apart")
    GOAL_UNTOUCHED = "goal", _("goal untouched")
    NEVER_CAME_UP = "unseen", _("never came up")
    NO_EVIDENCE = "unshown", _("no evidence")
    STANDSTILL = "still", _("standstill")
