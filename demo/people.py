"""The cast of the demo: who they are, from demo/data/cast.yaml."""

import datetime as dt
from functools import cache
from typing import Any

import yaml

from accounts.models import User
from competences.actions.groups import add_teacher
from competences.models import Programme
from config.bilingual import pick
from demo.curriculum import DATA, academic_year
from placements.actions.enrolments import EnrolmentFacts, enrol
from placements.actions.organisations import Contact, register_organisation, register_workplace
from placements.models import Enrolment, Workplace


@cache
def told() -> dict[str, Any]:
    return yaml.safe_load((DATA / "cast.yaml").read_text())


def email_of(entry: dict[str, Any]) -> str:
    """A student's address follows from the name, as at the college; others have their own."""
    name = f"{entry['first']}.{entry['last']}".lower().replace(" ", "").replace("ı", "i")
    return entry.get("email") or f"{name}@student.hogeschool.example"


def make(entry: dict[str, Any]) -> User:
    return User.objects.create_user(
        email_of(entry), told()["password"], first_name=entry["first"], last_name=entry["last"]
    )


def facts_of(entry: dict[str, Any]) -> dict[str, Any]:
    """What is true of a student in every year; the story of one year is not."""
    names = ("first", "last", "number", "programme", "persona", "status", "distance")
    return {name: entry[name] for name in names if name in entry}


def let_teach(staff: dict[str, User], programmes: dict[str, Programme]) -> None:
    for key, entry in told()["staff"].items():
        for code in entry.get("teaches", ()):
            add_teacher(by=staff["wim"], programme=programmes[code], email=staff[key].email)


def make_workplaces(by: User) -> dict[str, Workplace]:
    found = {}
    for key, entry in told()["workplaces"].items():
        organisation = register_organisation(
            by=by, name=entry["name"], company_number=entry["number"]
        )
        found[key] = register_workplace(
            by=by,
            organisation=organisation,
            street=entry["street"],
            postcode=entry["postcode"],
            contact=Contact(entry["city"], entry["contact"], entry["email"]),
        )
    return found


def make_enrolment(
    by: User, student: User, entry: dict[str, Any], programme: Programme, today: dt.date
) -> Enrolment:
    return enrol(
        by=by,
        student=student,
        programme=programme,
        academic_year=academic_year(today),
        facts=EnrolmentFacts(
            student_number=entry["number"],
            persona=entry["persona"],
            has_working_student_status=entry.get("status", True),
            distance_track=entry.get("distance", True),
        ),
    )


def introductions() -> list[tuple[str, str, str]]:
    """(address, role, what their story shows) of everybody who can sign in with one click."""
    cast = told()
    rows = [(email_of(entry), "student", _about(entry)) for entry in cast["students"]]
    rows += [
        (entry["email"], "mentor", cast["workplaces"][entry["workplace"]]["name"])
        for entry in cast["mentors"].values()
    ]
    rows += [
        (entry["email"], "mentor", cast["workplaces"][entry["workplace"]]["name"])
        for entry in [*cast["mandates"]["deputies"], *cast["mandates"]["signatories"]]
    ]
    return rows + [
        (entry["email"], entry["role"], _about(entry)) for entry in cast["staff"].values()
    ]


def _about(entry: dict[str, Any]) -> str:
    return pick(entry.get("about_nl", ""), entry.get("about_en", ""))
