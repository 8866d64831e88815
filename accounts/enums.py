from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who speaks or acts in a placement. The first three are the voices of the triad."""

    STUDENT = "student", _("student")
    MENTOR = "mentor", _("mentor")
    COACH = "coach", _("competence coach")
    TEACHER = "teacher", _("teacher")
    COORDINATOR = "coordinator", _("coordinator")


TRIAD = (Role.STUDENT, Role.MENTOR, Role.COACH)


class SignInMethod(models.TextChoices):
    PASSWORD = "password", _("password")
    LINK = "link", _("one-time link by e-mail")
    CODE = "code", _("one-time code by e-mail")
    SMS = "sms", _("one-time link or code by SMS")
    DEMO = "demo", _("demo page")
    TOKEN = "token", _("API token")


class MailPace(models.TextChoices):
    """How often somebody wants to hear what can wait."""

    NOW = "now", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class BounceKind(models.TextChoices):
    HARD = "hard", _("the address does not exist")
    SOFT = "soft", _("could not be delivered for now")


class Channel(models.TextChoices):
    """By which way a message goes to somebody."""

    MAIL = "mail", _("e-mail")
    SMS = "sms", _("SMS")


class MessageGroup(models.TextChoices):
    """The kinds of messages that somebody chooses from on their profile, in this order."""

    DAYS = "days", _("days at the workplace")
    PLAN = "plan", _("the plan and times away")
    MEETINGS = "meetings", _("meetings and what was agreed in them")
    COMPETENCES = "competences", _("competences, goals and evidence")
    REFLECTIONS = "reflections", _("reflections")
    SHORTENING = "shortening", _("shortening")
    PAPERS = "papers", _("agreements and other papers")
    ATTENTION = "attention", _("where somebody needs you")
    OTHER = "other", _("everything else")


class SignInState(models.TextChoices):
    """What became of a one-time link or code, or of the invitation in a message."""

    OPEN = "open", _("can be used")
    USED = "used", _("was used")
    REPLACED = "replaced", _("was replaced by a newer one")
    EXPIRED = "expired", _("has expired")
    TOO_MANY_CODES = "too_many_codes", _("ended after too many wrong codes")
    ENDED = "ended", _("was ended")
    CLOSED = "closed", _("belongs to somebody who has no access any more")
    UNKNOWN = "unknown", _("does not exist")


class MailKind(models.TextChoices):
    DIGEST = "digest", _("daily message")
    URGENT = "urgent", _("message at once")


class MailState(models.TextChoices):
    """Where a mail or text message is."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("no longer needed")


class MessageState(models.TextChoices):
    """How a message went, as people read it."""

    SENT = "sent", _("sent")
    WAITING = "waiting", _("waits for the next message")
    FAILED = "failed", _("could not be sent")
    BOUNCED = "bounced", _("came back")
    STOPPED = "stopped", _("held back: the address does not work")
    CANCELLED = "cancelled", _("not needed any more, or not wanted")


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class SealState(models.TextChoices):
    """Whether what a sealed paper says still holds."""

    HOLDS = "holds", _("holds")
    REPLACED = "replaced", _("was replaced by a later version")
    ENDED = "ended", _("has ended")
    WITHDRAWN = "withdrawn", _("was withdrawn")
