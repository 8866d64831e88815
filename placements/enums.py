from django.db import models
from django.utils.translation import gettext_lazy as _


class Persona(models.TextChoices):
    """How somebody combines work and study; it decides which routes are open."""

    UPSKILLER = "upskiller", _("upskiller")
    SKILLER = "skiller", _("skiller")
    RESKILLER = "reskiller", _("reskiller")
    MIRROR_COLLEAGUE = "mirror_colleague", _("mirror colleague")
    REGULAR = "regular", _("regular student")


class Gender(models.TextChoices):
    """As the learning register counts learners; "" is not said."""

    FEMALE = "f", _("woman")
    MALE = "m", _("man")
    OTHER = "x", _("x")


class PlacementKind(models.TextChoices):
    """What kind of authentic learning it is; each kind may have agreement texts of its own."""

    WORKPLACE = "workplace", _("placement at a workplace")
    OWN_JOB = "own_job", _("learning in one's own job")


class AgreementState(models.TextChoices):
    """The life of one version of an agreement, in order.

    Draft, facts with the workplace, out for signature, signed by all; then amended by a later
    version, or ended with the placement. On its way it can be refused by a party or withdrawn.
    """

    DRAFT = "draft", _("draft")
    CHECKING = "checking", _("with the workplace, to check the facts")
    OUT = "out", _("out for signature")
    REFUSED = "refused", _("refused by a party")
    SIGNED = "signed", _("signed by all")
    AMENDED = "amended", _("replaced by an amendment")
    ENDED = "ended", _("ended with the placement")
    WITHDRAWN = "withdrawn", _("withdrawn")


ON_ITS_WAY = (
    AgreementState.DRAFT,
    AgreementState.CHECKING,
    AgreementState.OUT,
    AgreementState.REFUSED,
)
HOLDS = (AgreementState.SIGNED, AgreementState.ENDED)  # what the placement rests on
WAS_SIGNED = (AgreementState.SIGNED, AgreementState.AMENDED, AgreementState.ENDED)


class FieldClass(models.TextChoices):
    """What a change of a fact does to an agreement that went out."""

    ADMINISTRATIVE = "admin", _("changes freely, and is noted")
    NOTIFY = "notify", _("the parties are told")
    RESIGN = "resign", _("a new version, which those concerned sign")


class SignatureWay(models.TextChoices):
    """How somebody put their signature."""

    SCREEN = "screen", _("on screen, signed in")
    ROOM = "room", _("on the own phone, in the room")
    PAPER = "paper", _("by hand on paper; the scan was checked")


class SightingKind(models.TextChoices):
    OPENED = "opened", _("the page was opened")
    READ = "read", _("the document was shown")


class WaitsFor(models.TextChoices):
    """Whose turn it is in getting an agreement signed; the order of the placement table."""

    COORDINATOR = "coordinator", _("the coordinator")
    MENTOR = "mentor", _("the workplace")
    STUDENT = "student", _("the student")
    COACH = "coach", _("the coach")
    NOBODY = "nobody", _("nobody")


class DayState(models.TextChoices):
    LOGGED = "logged", _("logged")
    CONFIRMED = "confirmed", _("confirmed")
    RETURNED = "returned", _("returned")


class Audience(models.TextChoices):
    """Who may read a reflection; set by the student, per reflection, at any time."""

    PRIVATE = "private", _("only me")
    COACH = "coach", _("me and my coach")
    TRIAD = "triad", _("all three")


class TrialogueKind(models.TextChoices):
    START = "start", _("start meeting")
    PROGRESS = "progress", _("trialogue")
    ASSESSMENT = "assessment", _("assessment meeting")
    EXTRA = "extra", _("extra meeting")


class ProposalState(models.TextChoices):
    """Where proposed moments for a meeting are."""

    OPEN = "open", _("waits for answers")
    FIXED = "fixed", _("a moment was fixed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class SignOffWay(models.TextChoices):
    """How somebody signed off a report."""

    OWN = "own", _("signed in")
    PASSED = "passed", _("on the coach's device, in the meeting")
    QR = "qr", _("on the own phone, by the coach's QR code")


class TrialogueState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    SIGNED = "signed", _("signed by all three")
    CANCELLED = "cancelled", _("cancelled")


class ShorteningState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    RATIFIED = "ratified", _("ratified")
    REFUSED = "refused", _("refused")
    REVOKED = "revoked", _("revoked")


class Advice(models.TextChoices):
    AGREES = "agrees", _("sees it as feasible")
    DOUBTS = "doubts", _("has doubts")


class Workload(models.IntegerChoices):
    LIGHT = 1, _("too little")
    RIGHT = 2, _("just right")
    HEAVY = 3, _("too much")


class WindowState(models.TextChoices):
    NOT_YET = "not_yet", _("not yet")
    OPEN = "open", _("open")
    OVERDUE = "overdue", _("overdue")
    PLANNED = "planned", _("planned")
    MET = "met", _("met")


class Attention(models.TextChoices):
    """Why a student needs the coach, the most urgent kind first."""

    TALK = "talk", _("asks to talk")
    DECISION = "decision", _("waits for your decision")
    SILENCE = "silence", _("silence")
    WINDOW = "window", _("meeting due")
    MENTOR_SILENCE = "mentor-silence", _("mentor silent")
    AGREEMENT = "agreement", _("agreement")
    WELLBEING = "wellbeing", _("well-being")
    DRIFT = "drift", _("off course")
    APART = "apart", _("voices apart")
    REPORT = "report", _("report")
    ACTIONS = "actions", _("agreed actions")
    GOALS = "goals", _("goals")
    ONBOARDING = "onboarding", _("onboarding")
    READY = "ready", _("ready to finalise")


class BoardTab(models.TextChoices):
    """The tabs of the board: kinds that ask the same of a coach stand together."""

    TALK = "talk", _("Asks to talk")
    DECISION = "decision", _("Waits for your decision")
    SILENCE = "silence", _("Silence")
    WINDOW = "window", _("Meeting due")
    PAPERS = "papers", _("Unsigned papers")
    WELLBEING = "wellbeing", _("Well-being")
    DRIFT = "drift", _("Off course")
    APART = "apart", _("Voices apart")
    ACTIONS = "actions", _("Agreed actions")
    READY = "ready", _("Ready to finalise")
    RESTING = "resting", _("Resting")


class ImportState(models.TextChoices):
    CHOSEN = "chosen", _("file chosen")
    CONFIRMED = "confirmed", _("being imported")
    DONE = "done", _("imported")


class InterruptionKind(models.TextChoices):
    """Why somebody is away for a while."""

    ILLNESS = "illness", _("illness")
    EXAMS = "exams", _("exams")
    LEAVE = "leave", _("leave")
    OTHER = "other", _("something else")


class ReflectionDimension(models.TextChoices):
    """Which side of the work a student looked at: broad reflection visits them all."""

    TECHNICAL = "technical", _("what works")
    MORAL = "moral", _("what is right")
    EMOTIONAL = "emotional", _("what it does to you")
    POLITICAL = "political", _("who decides")
    SELF = "self", _("who you are in this job")


class ReflectionDepth(models.TextChoices):
    """From the action to the beliefs under it."""

    SINGLE = "single", _("am I doing it right?")
    DOUBLE = "double", _("are we doing the right things?")


class Movement(models.TextChoices):
    """What the overview of movement says of a student; each is a tab of it."""

    APART = "apart", _("two levels apart")
    STILL = "still", _("stands still")
    NEVER = "never", _("something never came up")
    MOVES = "moves", _("moves")
