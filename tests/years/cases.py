"""What waits for whom in one placement, as the descriptions of the reminders have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tests.years.almanac import DAY, HOLIDAYS, last_repeat, local, moved, on_or_after

if TYPE_CHECKING:
    from tests.years.oracle import Oracle, World


class Asked(NamedTuple):
    """Something waits for a role since a moment; `first` where that is not plain counting."""

    rule: str
    subject: str
    role: str
    since: dt.date
    pause: int | None = None
    first: dt.date | None = None
    person: int | None = None


class Key(NamedTuple):
    rule: str
    subject: str
    person: int
    due_on: dt.date


class Told(NamedTuple):
    due_on: dt.date
    written_on: dt.date


class Case:
    def __init__(self, oracle: Oracle, world: World, placement: dict) -> None:
        self.oracle, self.world, self.placement = oracle, world, placement
        self.pk, self.today, self.now = placement["id"], world.today, world.now
        self.subject = f"placements.placement:{self.pk}"
        found = world.days[self.pk]
        self.days = sorted(found, key=lambda day: (day["logged_at"], day["id"]))
        shorter = [row["days"] for row in world.shortenings[self.pk] if row["state"] == "ratified"]
        self.required = placement["required_days"] - sum(shorter)
        self.meetings = [row for row in world.meetings[self.pk] if row["state"] != "cancelled"]

    # --- whom, and when

    def people(self, role: str) -> list[int]:
        """Whoever has the role, then the deputies."""
        rows = [
            row
            for row in self.world.voices[self.placement["dossier_id"]]
            if row["role"] == role and self.world.holds(row)
        ]
        return [row["person_id"] for row in sorted(rows, key=lambda row: row["is_deputy"])]

    def active(self, people: list[int]) -> list[int]:
        return [one for one in people if self.world.people[one]["is_active"]]

    def spoken(self, asked: Asked) -> Iterator[tuple]:
        after, every, to_coach, to_coordinator = self.oracle.setting(
            self.placement["programme"], asked.rule, asked.role
        )
        first = asked.first or moved(asked.since, after)
        if first > self.today:
            return
        pause = asked.pause if every is None else max(every - 3, 1)
        people = [asked.person] if asked.person else self.people(asked.role)
        heard = people[:1] if asked.rule == "agreement-unsigned" else people
        for person in self.active(heard):
            date = last_repeat(first, every, self.today)
            yield Key(asked.rule, asked.subject, person, date), pause, None
        asked_one = (asked.rule, asked.subject, people[0]) if people else None
        higher = [(to_coach, self.active(self.people("coach")))]
        higher.append((to_coordinator, self.oracle.coordinators))
        for later, whom in higher:
            if later is not None and moved(first, later) <= self.today:
                subject = f"{asked.subject}#{asked.role}"
                for person in whom:
                    key = Key(f"{asked.rule}-escalated", subject, person, moved(first, later))
                    yield key, asked.pause and max(asked.pause, 7), asked_one

    # --- what

    def asked(self) -> Iterator[Asked]:
        yield from self.windows()
        yield from self.silence()
        yield from self.open_days()
        yield from self.agreement()
        yield from self.meetings_and_actions()
        yield from self.moments()
        yield from self.reports()
        yield from self.shortening()

    def windows(self) -> Iterator[Asked]:
        for kind, name, opens, closes in (
            ("progress", "trialogue", 8, 10),
            ("assessment", "assessment", 20, 22),
        ):
            if any(meeting["kind"] == kind for meeting in self.meetings):
                continue
            total, opened, closed = 0, None, None
            for day in self.days:
                if day["state"] == "returned":
                    continue
                total += day["portion"]
                date = local(day["logged_at"])
                opened = opened or (date if total >= opens else None)
                closed = closed or (date if total > closes else None)
            if closed:
                for role in ("student", "coach"):
                    yield Asked(f"{name}-overdue", self.subject, role, closed)
            elif opened:
                for role in ("student", "mentor", "coach"):
                    yield Asked(f"{name}-window-open", self.subject, role, opened)

    def logged(self) -> list[dict]:
        return [day for day in self.days if day["state"] != "returned"]

    def is_away(self, date: dt.date) -> bool:
        return any(
            row["first"] <= date and (row["last"] is None or date <= row["last"])
            for row in self.world.away[self.pk]
        )

    def expected_on(self, date: dt.date) -> bool:
        one = self.placement
        return (
            one["starts_on"] <= date <= one["ends_on"]
            and date.weekday() in one["weekdays"]
            and date not in HOLIDAYS
            and not self.is_away(date)
        )

    def silence(self) -> Iterator[Asked]:
        if sum(day["portion"] for day in self.logged()) >= self.required:
            return
        if self.is_away(self.today):
            return
        last = max((day["date"] for day in self.days), default=self.placement["starts_on"] - DAY)
        quiet = max(
            [last]
            + [
                row["last"]
                for row in self.world.away[self.pk]
                if row["last"] and row["first"] <= self.today
            ]
        )
        date, missed = last + DAY, None
        while date < self.today and missed is None:
            missed = date if self.expected_on(date) else None
            date += DAY
        if missed is None:
            return
        for role in ("student", "coach"):
            after, *_rest = self.oracle.setting(
                self.placement["programme"], "days-not-logged", role
            )
            first = on_or_after(max(moved_from(quiet, after), missed) + DAY)
            yield Asked("days-not-logged", self.subject, role, quiet, 7, first)

    def open_days(self) -> Iterator[Asked]:
        since = self.oracle.since
        waiting = [day for day in self.days if day["state"] == "logged"]
        if waiting:
            first = min(since[day["id"]] for day in waiting)
            yield Asked("days-waiting", self.subject, "mentor", first, 7)
        for day in self.days:
            subject, from_ = f"placements.workplaceday:{day['id']}", since[day["id"]]
            if day["state"] == "returned" and not self.is_away(self.today):
                yield Asked("day-returned", subject, "student", from_, 1)
            if day["state"] == "logged" and day["correction_asked"]:
                yield Asked("correction-asked", subject, "mentor", from_, 1)

    def agreement(self) -> Iterator[Asked]:
        for paper in self.world.agreements[self.pk]:
            signed = {row["role"] for row in self.world.signatures[paper["id"]]}
            named = {block["voice"]: block["name"] for block in paper["content"]["signatures"]}
            for role in {"student", "mentor", "coach"} - signed:
                whom = self.people(role)[:1]
                if role == "mentor":
                    rows = self.world.signatories[self.placement["workplace_id"]]
                    whom = [row["person_id"] for row in rows if self.world.holds(row)] + whom
                whom = [one for one in whom if self.world.name(one) == named[role]]
                if whom:
                    sent_on = local(paper["sent_at"])
                    subject = f"placements.agreement:{paper['id']}"
                    yield Asked("agreement-unsigned", subject, role, sent_on, person=whom[0])

    def meetings_and_actions(self) -> Iterator[Asked]:
        for meeting in self.meetings:
            if meeting["state"] == "planned" and meeting["starts_at"] > self.now:
                subject = f"placements.trialogue:{meeting['id']}#{meeting['sequence']}"
                for role in ("student", "mentor", "coach"):
                    date = local(meeting["starts_at"])
                    yield Asked("meeting-tomorrow", subject, role, date)
            for row in self.world.actions[meeting["id"]]:
                rule = "action-overdue" if self.today > row["due_on"] else "action-due"
                subject = f"placements.trialogueaction:{row['id']}"
                yield Asked(rule, subject, row["who"], row["due_on"])

    def moments(self) -> Iterator[Asked]:
        for asking in self.world.proposals[self.pk]:
            to_come = {
                row["id"] for row in self.world.slots[asking["id"]] if row["starts_at"] > self.now
            }
            for role in ("student", "mentor"):
                theirs = self.people(role)
                refused = [
                    row
                    for row in self.world.refusals[asking["id"]]
                    if row["role"] == role and row["person_id"] in theirs
                ]
                said = {
                    row["slot_id"]: row["suits"]
                    for row in self.world.answers[asking["id"]]
                    if row["role"] == role
                    and row["person_id"] in theirs
                    and row["slot_id"] in to_come
                }
                if (
                    to_come
                    and not refused
                    and True not in said.values()
                    and len(said) < len(to_come)
                ):
                    subject = f"placements.meetingproposal:{asking['id']}"
                    since = local(asking["proposed_at"])
                    yield Asked("moments-unanswered", subject, role, since)

    def reports(self) -> Iterator[Asked]:
        for meeting in self.meetings:
            if meeting["state"] != "held":
                continue
            version, since = meeting["report_version"], meeting["held_on"]
            for row in self.world.earlier[meeting["id"]]:
                if row["version"] == version - 1:
                    since = local(row["at"])
            signed = {
                row["role"]
                for row in self.world.sign_offs[meeting["id"]]
                if row["report_version"] == version
            }
            for role in {"student", "mentor", "coach"} - signed:
                subject = f"placements.trialogue:{meeting['id']}#v{version}"
                yield Asked("report-unsigned", subject, role, since)

    def shortening(self) -> Iterator[Asked]:
        for row in self.world.shortenings[self.pk]:
            if row["state"] == "proposed":
                subject = f"placements.shorteningproposal:{row['id']}"
                if row["advised_at"]:
                    since = local(row["advised_at"])
                    yield Asked("shortening-decision", subject, "coach", since)
                else:
                    since = local(row["proposed_at"])
                    yield Asked("shortening-advice", subject, "mentor", since)


def moved_from(date: dt.date, count: int) -> dt.date:
    return moved(date, count) if count else date
