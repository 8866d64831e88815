"""The facts of an agreement: what a change of each asks for, and whom it concerns.

A fact is kept as a short plain value (a name, a date in ISO 8601, a number), which is compared;
`words_of` says it in the active language. So neither other words nor another language ever look
like a change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import TRIAD
from placements.enums import FieldClass
from placements.rules.signing import same_name
from placements.rules.weeks import week_in_words

ALL = tuple(role.value for role in TRIAD)
STUDENT, MENTOR, COACH = ALL
LONGEST = 200  # characters of one correction or remark
FREE, TELL, SIGN = FieldClass.ADMINISTRATIVE, FieldClass.NOTIFY, FieldClass.RESIGN


@dataclass(frozen=True)
class AgreementFact:
    """`concerns`: who signs again when it changes, or who is told. `kind` says how its value is
    written: "text", "name", "date", "days", "week" or "email". What is `checked` the workplace
    looks at before anybody signs; what it knows best it may correct itself, in at most `longest`
    characters: so many are kept."""

    key: str
    label: str | Promise
    weight: FieldClass
    concerns: tuple[str, ...] = ()
    kind: str = "text"
    checked: bool = True
    correctable: bool = False
    longest: int = LONGEST


FACTS = (
    AgreementFact("student", gettext_lazy("Student"), SIGN, (STUDENT,), "name"),
    AgreementFact("organisation", gettext_lazy("Organisation"), SIGN, ALL, correctable=True),
    AgreementFact(
        "company_number", gettext_lazy("Company number"), TELL, ALL, "number", correctable=True
    ),
    AgreementFact("street", gettext_lazy("Street and number"), TELL, ALL, correctable=True),
    AgreementFact("postcode", gettext_lazy("Postcode"), TELL, ALL, correctable=True, longest=12),
    AgreementFact("city", gettext_lazy("Town"), TELL, ALL, correctable=True, longest=120),
    AgreementFact("contact_name", gettext_lazy("Contact"), FREE, correctable=True),
    AgreementFact(
        "contact_email", gettext_lazy("Contact's e-mail"), FREE, kind="email", correctable=True
    ),
    AgreementFact("mentor", gettext_lazy("Mentor"), SIGN, (STUDENT, MENTOR), "name"),
    AgreementFact("signatory", gettext_lazy("Signs for the workplace"), FREE, kind="name"),
    AgreementFact("coach", gettext_lazy("Competence coach"), SIGN, (STUDENT, COACH), "name"),
    AgreementFact("starts_on", gettext_lazy("First day"), SIGN, ALL, "date", correctable=True),
    AgreementFact("ends_on", gettext_lazy("Last day"), SIGN, ALL, "date", correctable=True),
    AgreementFact("required_days", gettext_lazy("Workplace days"), SIGN, ALL, "days"),
    AgreementFact("week", gettext_lazy("Days of the week"), TELL, ALL, "week"),
    AgreementFact("course_unit", gettext_lazy("Course unit"), SIGN, ALL, checked=False),
    AgreementFact("framework", gettext_lazy("Competence framework"), SIGN, ALL, checked=False),
    AgreementFact("goals", gettext_lazy("Goals"), TELL, ALL, checked=False),
    AgreementFact("windows", gettext_lazy("Windows of the meetings"), TELL, ALL, checked=False),
    AgreementFact("student_number", gettext_lazy("Student number"), FREE, checked=False),
    AgreementFact("profile", gettext_lazy("Profile"), FREE, checked=False),
)
BY_KEY = {fact.key: fact for fact in FACTS}


@dataclass(frozen=True)
class Moved:
    """A fact that is another one now; values as they are kept."""

    fact: AgreementFact
    old: str
    new: str


def moved(old: Mapping[str, str], new: Mapping[str, str]) -> list[Moved]:
    """What differs, of the facts that both know; in the order of the table."""
    return [
        Moved(fact, old[fact.key], new[fact.key])
        for fact in FACTS
        if fact.key in old and fact.key in new and not _same(fact, old[fact.key], new[fact.key])
    ]


def _same(fact: AgreementFact, old: str, new: str) -> bool:
    return old == new or (fact.kind == "name" and same_name(old, new))


def of_weight(moves: Iterable[Moved], weight: FieldClass) -> list[Moved]:
    return [move for move in moves if move.fact.weight == weight]


def signers(moves: Iterable[Moved]) -> list[str]:
    """Who signs again for these; nobody when none of them asks for it."""
    named = {role for move in of_weight(moves, SIGN) for role in move.fact.concerns}
    return [role for role in ALL if role in named]


def words_of(fact: AgreementFact, value: str) -> str:
    """The value as a reader expects it, in the active language; "" stays that."""
    if not value:
        return ""
    if fact.kind == "date":
        return date_format(dt.date.fromisoformat(value), "j F Y")
    if fact.kind == "days":
        return _("%(days)s workplace days") % {"days": value}
    if fact.kind == "week":
        return week_in_words(*halves(value))
    return value


def week_value(mornings: Iterable[int], afternoons: Iterable[int]) -> str:
    """A pattern week (0 = Monday) as it is kept: "0,1|0"."""
    return "|".join(",".join(map(str, sorted(days))) for days in (mornings, afternoons))


def halves(value: str) -> tuple[set[int], set[int]]:
    mornings, _bar, afternoons = value.partition("|")
    return _numbers(mornings), _numbers(afternoons)


def _numbers(days: str) -> set[int]:
    return {int(day) for day in days.split(",") if day}
