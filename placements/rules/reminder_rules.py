"""The standard of every reminder that the sweep can send, and what a programme may change about it.

One row per kind and audience. A programme keeps only what it changed (models.ReminderRule); the
moment a reminder is counted from stays a rule of the code (rules.reminders), never a setting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Channel, MessageGroup, Role
from config.refusal import Obstacle

if TYPE_CHECKING:
    from placements.models import PlacementPolicy

ESCALATED = "-escalated"
STUCK_AFTER = 10  # working days before the coordinator hears of an agreement, as a standard
MOST_WORKING_DAYS = 60
MOST_BEFORE = 10
MOST_REPEAT = 90
LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Setting:
    """How one kind of reminder goes out.

    `offset`: working days after its moment, below zero before it; None: the number of the course
    unit's policy. `repeat`: calendar days, None: once. Escalations: working days after the first
    reminder with the thing still undone, None: never. `words` by language replace our own sentence.
    """

    is_on: bool = True
    offset: int | None = 0
    repeat: int | None = None
    channel: str = Channel.MAIL
    words: Mapping[str, str] = field(default_factory=dict)
    to_coach_after: int | None = None
    to_coordinator_after: int | None = None

    def escalations(self) -> Iterator[tuple[str, int]]:
        if self.to_coach_after is not None:
            yield Role.COACH, self.to_coach_after
        if self.to_coordinator_after is not None:
            yield Role.COORDINATOR, self.to_coordinator_after


@dataclass(frozen=True)
class Kind:
    """One kind of reminder to one audience; `moment` completes "3 working days after ...".

    `legal` ones cannot be switched off. `policy` is the number of the course unit that stands for
    an offset of None, taken `times`. `is_ahead`: its moment is still to come, so that it can only
    be announced. A kind about many things at once (`is_report`) escalates to nobody; a `personal`
    one is not for deputies.
    """

    rule: str
    audience: Role
    moment: str | Promise
    standard: Setting = Setting()
    legal: bool = False
    by_sms: bool = True
    policy: str = ""
    times: int = 1
    is_ahead: bool = False
    is_report: bool = False
    personal: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return (self.rule, self.audience)

    @property
    def topic(self) -> Topic:
        return TOPICS[self.rule]

    @property
    def may_reach_coach(self) -> bool:
        """What is still to come is undone by nobody; the coach's own reminders reach the coach."""
        return self.may_reach_coordinator and self.audience in (Role.STUDENT, Role.MENTOR)

    @property
    def may_reach_coordinator(self) -> bool:
        return not (self.is_report or self.is_ahead)

    def offset_of(self, policy: PlacementPolicy) -> int:
        """The standard's working days in this course unit."""
        if self.standard.offset is not None:
            return self.standard.offset
        return self.times * getattr(policy, self.policy)


@dataclass(frozen=True)
class Topic:
    """What a rule is about, without a name or a word of anybody: on lists, and in an SMS."""

    group: MessageGroup
    about: str | Promise


DAYS, PAPERS, MEETINGS = MessageGroup.DAYS, MessageGroup.PAPERS, MessageGroup.MEETINGS
SHORTENING = MessageGroup.SHORTENING
TOPICS: Mapping[str, Topic] = {
    "agreement-unsigned": Topic(PAPERS, _("The agreement waits for a signature")),
    "agreements-stuck": Topic(PAPERS, _("Agreements wait for a signature")),
    "days-waiting": Topic(DAYS, _("Days wait to be confirmed")),
    "day-returned": Topic(DAYS, _("A day came back to be corrected")),
    "correction-asked": Topic(DAYS, _("A correction of a day is asked")),
    "days-not-logged": Topic(DAYS, _("Planned days are not logged")),
    "trialogue-window-open": Topic(MEETINGS, _("The trialogue can be planned")),
    "trialogue-overdue": Topic(MEETINGS, _("The trialogue has no date yet")),
    "assessment-window-open": Topic(MEETINGS, _("The assessment meeting can be planned")),
    "assessment-overdue": Topic(MEETINGS, _("The assessment meeting has no date yet")),
    "moments-unanswered": Topic(MEETINGS, _("Proposed moments wait for an answer")),
    "report-unsigned": Topic(MEETINGS, _("A report waits for a sign-off")),
    "meeting-tomorrow": Topic(MEETINGS, _("A meeting is near")),
    "action-due": Topic(MEETINGS, _("What was agreed has to be done")),
    "action-overdue": Topic(MEETINGS, _("What was agreed is late")),
    "shortening-advice": Topic(SHORTENING, _("A shortening waits for advice")),
    "shortening-decision": Topic(SHORTENING, _("A shortening waits for a decision")),
}

LOGGED_ENOUGH = _("so many days are logged that the trialogue can be held")
TOO_LATE = _("the window of the trialogue closed without a meeting")
ASSESSABLE = _("so many days are logged that the assessment meeting can be held")
ASSESSMENT_LATE = _("the window of the assessment meeting closed without one")
MEETING = _("a meeting takes place")
PROPOSED_MOMENTS = _("the coach proposed moments for a meeting, as long as the answer is missing")
HELD = _("a meeting took place or its report was corrected, as long as the sign-off is missing")
TO_BE_DONE = _("something that was agreed has to be done")
SILENT = _("the last day was logged, while planned days went by")
WAITING = _("the first of the days that wait was logged")
RETURNED = _("a day came back to be corrected")
REOPENED = _("the student asked to correct a confirmed day")
SENT = _("the agreement was sent, as long as the signature is missing")
STUCK = _("an agreement was sent that not everybody has signed")
PROPOSED = _("a shortening was proposed")
ADVISED = _("the mentor gave advice on a shortening")

WEEKLY = Setting(repeat=7)


def _each(rule: str, roles: tuple[Role, ...], moment: Promise, **more: object) -> Iterator[Kind]:
    for role in roles:
        yield Kind(rule, role, moment, **more)


KINDS: tuple[Kind, ...] = (
    *_each(
        "agreement-unsigned",
        TRIAD,
        SENT,
        standard=Setting(offset=3, repeat=7),
        legal=True,
        personal=True,
    ),
    Kind(
        "agreements-stuck",
        Role.COORDINATOR,
        STUCK,
        Setting(offset=STUCK_AFTER, repeat=7),
        is_report=True,
        by_sms=False,
    ),
    Kind(
        "days-waiting",
        Role.MENTOR,
        WAITING,
        Setting(offset=None, repeat=7, to_coach_after=10, to_coordinator_after=20),
        policy="mentor_silence_after_working_days",
    ),
    Kind("day-returned", Role.STUDENT, RETURNED, WEEKLY),
    Kind("correction-asked", Role.MENTOR, REOPENED),
    Kind(
        "days-not-logged",
        Role.STUDENT,
        SILENT,
        Setting(offset=None),
        policy="silence_after_working_days",
    ),
    Kind(
        "days-not-logged",
        Role.COACH,
        SILENT,
        Setting(offset=None),
        policy="silence_after_working_days",
        times=2,
    ),
    *_each("trialogue-window-open", TRIAD, LOGGED_ENOUGH),
    Kind("trialogue-overdue", Role.STUDENT, TOO_LATE),
    Kind("trialogue-overdue", Role.COACH, TOO_LATE, Setting(to_coordinator_after=10)),
    *_each("assessment-window-open", TRIAD, ASSESSABLE),
    Kind("assessment-overdue", Role.STUDENT, ASSESSMENT_LATE),
    Kind("assessment-overdue", Role.COACH, ASSESSMENT_LATE, Setting(to_coordinator_after=10)),
    *_each(
        "moments-unanswered",
        (Role.STUDENT, Role.MENTOR),
        PROPOSED_MOMENTS,
        standard=Setting(offset=2, repeat=3, to_coach_after=4),
    ),
    *_each(
        "report-unsigned",
        (Role.STUDENT, Role.MENTOR),
        HELD,
        standard=Setting(offset=3, repeat=7, to_coach_after=10),
        legal=True,
    ),
    Kind("report-unsigned", Role.COACH, HELD, Setting(offset=3, repeat=7), legal=True),
    *_each("meeting-tomorrow", TRIAD, MEETING, standard=Setting(offset=-1), is_ahead=True),
    *_each("action-due", TRIAD, TO_BE_DONE, standard=Setting(offset=-1), is_ahead=True),
    *_each("action-overdue", TRIAD, TO_BE_DONE, standard=Setting(offset=1)),
    Kind("shortening-advice", Role.MENTOR, PROPOSED, replace(WEEKLY, to_coach_after=10)),
    Kind("shortening-decision", Role.COACH, ADVISED, replace(WEEKLY, to_coordinator_after=10)),
)
STANDARD: Mapping[tuple[str, str], Kind] = {kind.key: kind for kind in KINDS}
ESCALATING = sorted({kind.rule for kind in KINDS if kind.may_reach_coordinator})


def resolved(
    changed: Mapping[tuple[str, str], Setting], key: tuple[str, str], policy: PlacementPolicy
) -> Setting:
    """What holds for this kind: what the programme changed, else the standard; offset filled in."""
    kind = STANDARD[key]
    setting = changed.get(key, kind.standard)
    if setting.offset is None:
        setting = replace(setting, offset=kind.offset_of(policy))
    return setting


def setting_obstacles(kind: Kind, setting: Setting) -> Iterator[Obstacle]:
    """Why this kind cannot be set like this; each names its field."""
    if kind.legal and not setting.is_on:
        yield Obstacle(
            "legal", _("The law wants this signature: this reminder stays on."), field="is_on"
        )
    yield from _offset_obstacles(kind, setting.offset)
    if setting.repeat is not None and not 1 <= setting.repeat <= MOST_REPEAT:
        yield Obstacle(
            "repeat",
            _("Repeat after 1 to %(most)s days, or leave it empty.") % {"most": MOST_REPEAT},
            field="repeat",
        )
    if setting.channel == Channel.SMS and not kind.by_sms:
        yield Obstacle("sms", _("This one does not fit in an SMS."), field="channel")
    yield from _escalation_obstacles(kind, setting)
    if len({bool(setting.words.get(code, "").strip()) for code in LANGUAGES}) > 1:
        yield Obstacle(
            "words", _("Write the sentence in both languages, or in none."), field="words_en"
        )


def _offset_obstacles(kind: Kind, offset: int | None) -> Iterator[Obstacle]:
    if offset is None:
        if kind.standard.offset is not None:
            yield Obstacle("offset", _("Say after how many working days."), field="offset")
        return
    if kind.is_ahead and not -MOST_BEFORE <= offset <= 0:
        yield Obstacle(
            "offset",
            _("Announce it 0 to %(most)s working days ahead.") % {"most": MOST_BEFORE},
            field="offset",
        )
    if not kind.is_ahead and not 0 <= offset <= MOST_WORKING_DAYS:
        yield Obstacle(
            "offset",
            _("Choose 0 to %(most)s working days.") % {"most": MOST_WORKING_DAYS},
            field="offset",
        )


def _escalation_obstacles(kind: Kind, setting: Setting) -> Iterator[Obstacle]:
    allowed = {
        "to_coach_after": kind.may_reach_coach,
        "to_coordinator_after": kind.may_reach_coordinator,
    }
    for name, may in allowed.items():
        after = getattr(setting, name)
        if after is not None and not (may and 1 <= after <= MOST_WORKING_DAYS):
            yield Obstacle(
                "escalation",
                _("Choose 1 to %(most)s working days, or leave it empty.")
                % {"most": MOST_WORKING_DAYS},
                field=name,
            )
    coach, coordinator = setting.to_coach_after, setting.to_coordinator_after
    if coach is not None and coordinator is not None and coordinator <= coach:
        yield Obstacle(
            "escalation-order",
            _("The coordinator hears of it after the coach."),
            field="to_coordinator_after",
        )
