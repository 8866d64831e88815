"""One student's story, lived day by day through the same actions as the pages."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.enums import TRIAD, Role, SignInMethod
from accounts.models import User
from competences.actions.assessments import say
from competences.models import Competence, MasteryLevel, Target
from config import clock
from demo.preparing import prepare
from demo.scenes import SCENES
from placements.actions import (
    agreements,
    days,
    finalising,
    reflections,
    shortenings,
    sightings,
    sign_offs,
    signing,
    trialogue_notes,
    trialogues,
)
from placements.actions.days import DayContent
from placements.actions.signing import Evidence
from placements.documents.trialogue_report import report_hash
from placements.enums import Advice, ShorteningState
from placements.models import Placement, Trialogue, WorkplaceDay
from placements.rules.signing import party
from placements.rules.working_days import is_working_day
from quality.actions import checklists
from quality.models import ChecklistItem

BEFORE_THE_START = dt.timedelta(days=14)


def worked_dates(
    today: dt.date, weekdays: set[int], count: int, silent_working_days: int
) -> list[dt.date]:
    """The last `count` dates before today on these weekdays, after a silence at the end."""
    date, found = today, []
    while silent_working_days > 0:
        date -= dt.timedelta(days=1)
        silent_working_days -= is_working_day(date)
    while len(found) < count:
        date -= dt.timedelta(days=1)
        if date.weekday() in weekdays and is_working_day(date):
            found.append(date)
    return found[::-1]


@dataclass
class Story:
    """Plays one entry of cast.yaml on an open placement; `today` is the demo's last day."""

    told: dict[str, Any]
    placement: Placement
    coordinator: User
    today: dt.date
    competences: list[Competence] = field(init=False)
    levels: dict[str, MasteryLevel] = field(init=False)

    def __post_init__(self) -> None:
        version = self.placement.dossier.version_id
        self.competences = list(Competence.objects.filter(version=version))
        self.levels = {level.code: level for level in MasteryLevel.objects.filter(version=version)}

    def who(self, role: str) -> User:
        person = self.placement.person(Role(role))
        if person is None:
            raise ValueError(f"Nobody is {role} in {self.placement}.")
        return person

    def play(self, dates: list[dt.date]) -> None:
        """Agreement first, then every day with what happened after it."""
        self._agreement()
        self._events(0, self.placement.starts_on - dt.timedelta(days=3))
        for number, date in enumerate(dates, 1):
            self._work(number, date, confirm=number <= len(dates) - self.told["unconfirmed"])
            self._events(number, date)
        self._checklist()
        if words := self.told.get("finalise"):
            with clock.at(dt.datetime.combine(dates[-1] + dt.timedelta(days=2), dt.time(11))):
                finalising.finalise(by=self.who("coach"), placement=self.placement, words=words)

    def _checklist(self) -> None:
        """Everybody's answers to some points of the quality guide, at the end."""
        for role, answers in self.told.get("checklist", {}).items():
            by = self.coordinator if role == Role.COORDINATOR else self.who(role)
            for key, value in answers.items():
                item = ChecklistItem.objects.get(key=key)
                checklists.answer(by=by, placement=self.placement, item=item, value=value)

    def _agreement(self) -> None:
        if self.told["agreement"] == "none":
            return
        with clock.at(self.placement.starts_on - BEFORE_THE_START):
            agreement = agreements.open_agreement(by=self.coordinator, placement=self.placement)
            agreement = agreements.send(by=self.coordinator, agreement=agreement)
        for hours, role in enumerate(self.told.get("signed", [role.value for role in TRIAD])):
            moment = clock.at(
                dt.datetime.combine(
                    self.placement.starts_on - dt.timedelta(days=12 - hours), dt.time(10 + hours)
                )
            )
            with moment as now:
                who = party(agreement, role) or self.who(role)
                sightings.shown(by=who, agreement=agreement)
                signing.sign(
                    by=who,
                    agreement=agreement,
                    sha256=agreement.sha256,
                    typed_name=who.get_full_name(),
                    language="nl",
                    evidence=Evidence(SignInMethod.LINK, now, "127.0.0.1", "Firefox"),
                )

    def _work(self, number: int, date: dt.date, *, confirm: bool) -> None:
        tasks = self.told["tasks"]
        practised = [self.competences[(number + step) % 9] for step in (0, 3)]
        with clock.at(dt.datetime.combine(date, dt.time(17, 30))):
            day = days.log(
                by=self.who("student"),
                placement=self.placement,
                content=DayContent(
                    date=date,
                    tasks=tasks[number % len(tasks)],
                    competences=practised,
                    workload=self.told.get("workload", {}).get(number),
                    learnt_something_new=number % 3 != 0 or None,
                    got_feedback=number % 4 == 0 or None,
                ),
            )
        returned = self.told.get("returned")
        with clock.at(self._evening_after(date)):
            if returned and returned["day"] == number:
                days.give_back(by=self.who("mentor"), day=day, reason=returned["because"])
            elif confirm:
                days.confirm(by=self.who("mentor"), days=[day])

    def _evening_after(self, date: dt.date) -> dt.datetime:
        return dt.datetime.combine(min(date + dt.timedelta(days=1), self.today), dt.time(8, 15))

    def _events(self, number: int, date: dt.date) -> None:
        for minutes, event in enumerate(self.told["events"]):
            if event["after"] == number:
                with clock.at(dt.datetime.combine(date, dt.time(19, minutes))):
                    self._event(event)

    def _event(self, event: dict[str, Any]) -> None:
        if "rate" in event:
            self._rate(event)
        elif "reflect" in event:
            reflections.write(
                by=self.who("student"),
                placement=self.placement,
                day=self.placement.days.order_by("-date").first(),
                text=event["text"],
                audience=event["reflect"],
                prompt=event["prompt"],
            )
        elif "remark" in event:
            self._remark(event["remark"])
        elif "plan" in event:
            self._meeting(event)
        elif "shorten" in event:
            self._shorten(event)
        elif "take_back" in event:
            self._take_back(event)
        elif scene := next((SCENES[key] for key in event if key in SCENES), None):
            scene(self, event)
        else:
            raise ValueError(f"Unknown event {event}.")

    def _rate(self, event: dict[str, Any]) -> None:
        words = event.get("words", {})
        for position, mark in enumerate(event["levels"]):
            if mark == ".":
                continue
            say(
                by=self.who(event["rate"]),
                dossier=self.placement.dossier,
                competence=self.competences[position],
                came_up=mark != "-",
                level=self.levels.get(mark),
                moment=event["moment"],
                comment=words.get(position, ""),
                topic=self.placement.topic,
            )

    def _remark(self, words: str) -> None:
        """The mentor says something about the last day that still waits."""
        day = self.placement.days.filter(state="logged").order_by("date").first()
        if isinstance(day, WorkplaceDay):
            days.confirm(by=self.who("mentor"), days=[day], remark=words)

    def _meeting(self, event: dict[str, Any]) -> None:
        coach = self.who("coach")
        if "in_days" in event:
            on = self.today + dt.timedelta(days=event["in_days"])
            starts_at = dt.datetime.combine(on, dt.time(13, 30), clock.now().tzinfo)
        else:
            starts_at = clock.now() + dt.timedelta(minutes=5)
        meeting = trialogues.plan(
            by=coach,
            placement=self.placement,
            starts_at=starts_at,
            kind=event["plan"],
            place=event["place"],
        )
        prepare(meeting, event)
        if event.get("hold"):
            self._hold(meeting, event)

    def _hold(self, meeting: Trialogue, event: dict[str, Any]) -> None:
        coach = self.who("coach")
        meeting = trialogues.hold(by=coach, trialogue=meeting)
        trialogue_notes.note(by=coach, trialogue=meeting, notes=event["notes"], seen_version=0)
        for role, words in event.get("said", ()):  # one note of several hands
            by = self.who(role)
            trialogue_notes.note(
                by=by, trialogue=meeting, item="wellbeing", notes=words, seen_version=0
            )
        for role, what, within, *done in event["actions"]:
            action = trialogue_notes.agree(
                by=coach,
                trialogue=meeting,
                what=what,
                who=role,
                due_on=clock.today() + dt.timedelta(days=within),
            )
            if done:
                trialogue_notes.finish_action(by=self.who(role), action=action)
        if event.get("sign"):
            self._sign_off(meeting, TRIAD if event["sign"] is True else event["sign"])

    def _sign_off(self, meeting: Trialogue, roles: Iterable[str]) -> None:
        """By these roles; whoever is missing then gets a mail, when the coach closes the meeting.
        The mentor signs on the coach's device, which is passed on."""
        coach, shown = self.who("coach"), report_hash(meeting)
        for role in roles:
            if role == Role.MENTOR:
                sign_offs.sign_off_passed(
                    by=coach, trialogue=meeting, person=self.who(role), shown=shown
                )
            else:
                sign_offs.sign_off(by=self.who(role), trialogue=meeting, shown=shown)
        if set(roles) != set(TRIAD):
            sign_offs.close(by=coach, trialogue=meeting)

    def _shorten(self, event: dict[str, Any]) -> None:
        """Proposed by the student, and as far as the event says: advised, then decided."""
        targets = dict(
            Target.objects.filter(
                course_unit=self.placement.course_unit, competence__in=self.competences
            ).values_list("competence", "level__position")
        )
        mine = self._students_positions()
        mastered = [item for item in self.competences if mine.get(item.pk, -1) >= targets[item.pk]]
        if "competences" in event:
            mastered = [self.competences[position] for position in event["competences"]]
        pieces = self.placement.dossier.evidence.present().filter(added_by=self.who("student"))
        proposal = shortenings.propose(
            by=self.who("student"),
            placement=self.placement,
            competences=mastered[:4],
            reason=event["reason"],
            freed_time_for=event["free_for"],
            evidence=[piece for piece in pieces if piece.title in event.get("shown_by", ())],
        )
        if "words" in event:
            proposal = shortenings.advise(
                by=self.who("mentor"), proposal=proposal, advice=Advice.AGREES, words=event["words"]
            )
        if event["shorten"] == ShorteningState.RATIFIED:
            shortenings.ratify(
                by=self.who("coach"), proposal=proposal, words=event.get("decision", "")
            )

    def _take_back(self, event: dict[str, Any]) -> None:
        """The last shortening, in the last meeting that was held."""
        shortenings.revoke(
            by=self.who("coach"),
            proposal=self.placement.shortenings.filter(state=ShorteningState.RATIFIED).last(),
            trialogue=self.placement.trialogues.held().first(),
            reason=event["take_back"],
        )

    def _students_positions(self) -> dict[int, int]:
        said = self.placement.dossier.assessments.filter(role=Role.STUDENT, came_up=True)
        return dict(said.order_by("at", "pk").values_list("competence", "level__position"))
