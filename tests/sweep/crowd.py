"""Thousands of open placements in the middle of their year, written in bulk.

Each is somewhere else: days confirmed and days that wait, meetings planned and held, agreements
out, actions agreed, moments asked. The numbers are a share of a school; no chance in it.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Model

from accounts.models import User
from competences.models import CourseUnit, Dossier, Programme, Voice
from placements.models import (
    Agreement,
    Enrolment,
    MeetingProposal,
    MeetingSlot,
    Placement,
    Signature,
    SignOff,
    Trialogue,
    TrialogueAction,
    WorkplaceDay,
)
from placements.overviews.reminder_messages import Asks, open_placements
from tests.factories import make_programme, make_user, make_workplace, make_year

START = dt.date(2026, 9, 14)
NOW = dt.date(2026, 12, 8)
DAYS = 14
BATCH = 2000


def at(date: dt.date, hour: int = 18) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour), tzinfo=dt.UTC)


def bulk(model: type[Model], count: int, make: Callable[[int], dict[str, Any]]) -> list[Any]:
    rows = [model(**make(number)) for number in range(count)]
    return model._default_manager.bulk_create(rows, batch_size=BATCH)


class Everything(set):
    def __contains__(self, item: object) -> bool:
        return True


def everywhere(now: dt.datetime) -> Asks:
    """In the place of `candidates`: as if something could be due at every open placement."""
    return dict.fromkeys(open_placements(), Everything())


def crowd(count: int, *, tag: str) -> Programme:
    """`count` open placements of one programme, with about 20 rows each."""
    wim = make_user("Wim", "Claes")
    programme = make_programme(f"crowd-{tag}", coordinator=wim)
    unit = programme.course_units.get(code="exploration")
    version = programme.frameworks.get().versions.get()
    people = _people(count, tag)
    placements = _placements(count, tag, programme, unit, version, people)
    _days(placements)
    _meetings(placements, people)
    _papers(placements, people, wim)
    _moments(placements, people)
    return programme


def _people(count: int, tag: str) -> dict[str, list[User]]:
    """A student and a mentor each, a coach for twenty."""

    def named(role: str, number: int) -> list[User]:
        return bulk(
            User,
            number,
            lambda n: {
                "email": f"{role}.{tag}.{n}@example.org",
                "first_name": role.title(),
                "last_name": f"Nummer {n}",
                "password": "!",
            },
        )

    coaches = named("coach", count // 20 + 1)
    return {
        "student": named("student", count),
        "mentor": named("mentor", count),
        "coach": [coaches[n // 20] for n in range(count)],
    }


def _placements(
    count: int,
    tag: str,
    programme: Programme,
    unit: CourseUnit,
    version: Any,
    people: dict[str, list[User]],
) -> list[Placement]:
    year, workplace = make_year(), make_workplace()
    enrolments = bulk(
        Enrolment,
        count,
        lambda n: {
            "student": people["student"][n],
            "programme": programme,
            "academic_year": year,
            "student_number": f"{tag}{n}",
        },
    )
    dossiers = bulk(
        Dossier,
        count,
        lambda _n: {"version": version, "course_unit": unit},
    )
    for role, found in people.items():
        bulk(
            Voice,
            count,
            lambda n, role=role, found=found: {
                "dossier": dossiers[n],
                "role": role,
                "person": found[n],
                "since": START,
            },
        )
    return bulk(
        Placement,
        count,
        lambda n: {
            "dossier": dossiers[n],
            "enrolment": enrolments[n],
            "course_unit": unit,
            "workplace": workplace,
            "starts_on": START,
            "ends_on": dt.date(2027, 6, 18),
            "weekdays": [n % 5, (n + 2) % 5],
            "required_days": 40,
        },
    )


def _worked(number: int, day: int) -> dt.date:
    """Nine of ten are up to date within nine days, the others stopped up to six weeks ago."""
    late = number // 10 % 43 if number % 10 == 1 else number // 4 % 8
    return NOW - dt.timedelta(days=late + 5 * (DAYS - 1 - day) + number % 3)


def _days(placements: list[Placement]) -> None:
    """Nine of ten placements wait for nothing; in the others the last one to six days do."""

    def make(at_: int) -> dict[str, Any]:
        number, day = divmod(at_, DAYS)
        date = _worked(number, day)
        waits = number % 10 == 4 and day >= DAYS - 1 - number // 10 % 6
        moment = at(date)
        return {
            "placement": placements[number],
            "date": date,
            "afternoon": day % 5 != 0,
            "state": "logged" if waits else "confirmed",
            "logged_at": moment,
            "changed_at": moment,
            "tasks": "Facturen ingeboekt en nagekeken met de klant aan de lijn.",
            **(
                {}
                if waits
                else {"confirmed_at": moment, "confirmed_by": placements[number].enrolment.student}
            ),
        }

    bulk(WorkplaceDay, len(placements) * DAYS, make)


def _meetings(placements: list[Placement], people: dict[str, list[User]]) -> None:
    """Four of five had the first trialogue, most reports are signed; every tenth has one ahead."""
    held = [n for n in range(len(placements)) if n % 5]
    planned = [n for n in range(len(placements)) if n % 5 == 0 and n % 10 == 0]

    def make(at_: int) -> dict[str, Any]:
        number = (held + planned)[at_]
        is_held = at_ < len(held)
        moment = at(NOW - dt.timedelta(days=20 + number % 9) if is_held else NOW, 9)
        is_open = is_held and number % 25 == 1
        state = "planned" if not is_held else "held" if is_open else "signed"
        return {
            "placement": placements[number],
            "state": state,
            "starts_at": moment if is_held else moment + dt.timedelta(days=1 + number // 10 % 30),
            "planned_by": people["coach"][number],
            "held_on": moment.date() if is_held else None,
            "report": {} if state == "signed" else None,
        }

    meetings = bulk(Trialogue, len(held) + len(planned), make)
    signed = [one for one in meetings if one.state == "signed"]
    roles = ("student", "mentor", "coach")
    numbers = {one.pk: n for n, one in enumerate(placements)}
    bulk(
        SignOff,
        len(signed) * 3,
        lambda n: {
            "trialogue": signed[n // 3],
            "role": roles[n % 3],
            "person": people[roles[n % 3]][numbers[signed[n // 3].placement_id]],
            "report_sha256": "0" * 64,
        },
    )
    talks = meetings[: len(held)]
    bulk(
        TrialogueAction,
        len(talks),
        lambda n: {
            "trialogue": talks[n],
            "what": "Twee aangiften alleen voorbereiden",
            "who": roles[n % 3],
            "due_on": NOW + dt.timedelta(days=n % 60 - 20),
            **({"done_at": at(NOW), "done_by": people["coach"][0]} if n % 3 else {}),
        },
    )


def _papers(placements: list[Placement], people: dict[str, list[User]], wim: User) -> None:
    """One of ten agreements still waits for the mentor; the rest is signed."""

    def make(number: int) -> dict[str, Any]:
        is_out = number % 10 == 3
        names = [
            {"voice": role, "name": found[number].get_full_name()} for role, found in people.items()
        ]
        return {
            "placement": placements[number],
            "reference": f"{placements[number].pk}-2026",
            "state": "out" if is_out else "signed",
            "content": {"signatures": names, "articles": ["x" * 200] * 8},
            "file": "agreements/2026/x.pdf",
            "sha256": "0" * 64,
            "opened_by": wim,
            "sent_at": at(NOW - dt.timedelta(days=number % 30)),
            "signed_at": None if is_out else at(NOW),
        }

    papers = bulk(Agreement, len(placements), make)
    out = [(n, paper) for n, paper in enumerate(papers) if paper.state == "out"]
    bulk(
        Signature,
        len(out),
        lambda n: {
            "agreement": out[n][1],
            "role": "student",
            "person": people["student"][out[n][0]],
            "typed_name": "x",
            "statement": "x",
            "language": "nl",
            "document_sha256": "0" * 64,
            "email": "x@example.org",
            "sign_in_method": "link",
            "signed_in_at": at(NOW),
        },
    )


def _moments(placements: list[Placement], people: dict[str, list[User]]) -> None:
    """For one of fifty a moment is looked for."""
    asked = [n for n in range(len(placements)) if n % 50 == 5]
    proposals = bulk(
        MeetingProposal,
        len(asked),
        lambda n: {
            "placement": placements[asked[n]],
            "proposed_by": people["coach"][asked[n]],
            "proposed_at": at(NOW - dt.timedelta(days=n % 8)),
        },
    )
    bulk(
        MeetingSlot,
        len(proposals) * 2,
        lambda n: {
            "proposal": proposals[n // 2],
            "position": n % 2 + 1,
            "starts_at": at(NOW + dt.timedelta(days=3 + n % 2)),
        },
    )
