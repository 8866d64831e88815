"""What the workplace may say about the facts, and what the coordinator answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from placements.enums import AgreementState
from placements.rules.facts import BY_KEY, LONGEST
from placements.rules.organisations import company_number, is_company_number

if TYPE_CHECKING:
    from placements.models import FactCheck

Corrections = Mapping[str, Mapping[str, str]]


def tidy(facts: Mapping[str, str], said: Corrections) -> dict[str, dict[str, str]]:
    """What is really otherwise than shown, as it is kept; the rest was only looked at."""
    found = {}
    for key, correction in said.items():
        value = " ".join(correction.get("value", "").split())
        why = correction.get("why", "").strip()
        if key == "company_number" and value:
            value = company_number(value)
        value = "" if value == facts.get(key) else value
        if value or why:
            found[key] = {"value": value, "why": why}
    return found


def say_obstacles(
    check: FactCheck | None, *, is_theirs: bool, corrections: Corrections
) -> Iterable[Obstacle]:
    """`corrections` as `tidy` left them; `is_theirs`: this person looks for the workplace."""
    if not is_theirs:
        yield Obstacle("not-the-workplace", _("Only who signs for the workplace can say this."))
    if check is None:
        yield Obstacle("check-over", _("Nobody asks for this any more."))
        return
    for key, correction in corrections.items():
        yield from _correction_obstacles(check, key, correction["value"], correction["why"])
    yield from _period_obstacles({**check.facts, **_values(corrections)})


def _values(corrections: Corrections) -> dict[str, str]:
    return {key: one["value"] for key, one in corrections.items() if one["value"]}


def _correction_obstacles(check: FactCheck, key: str, value: str, why: str) -> Iterable[Obstacle]:
    fact = BY_KEY.get(key)
    if fact is None or key not in check.facts or (value and not fact.correctable):
        yield Obstacle("not-yours", _("This cannot be corrected here; say it in the remark."), key)
    elif len(value) > fact.longest or len(why) > LONGEST:
        yield Obstacle("too-long", _("Keep it to one line."), key)
    elif key == "company_number" and value and not is_company_number(value):
        yield Obstacle(
            "company-number-wrong",
            _("This is no company number: it has ten digits, and the last two follow from them."),
            key,
        )
    elif fact.kind == "email" and value and not _is_email(value):
        yield Obstacle("no-email", _("Enter an e-mail address."), key)
    elif fact.kind == "date" and value and _date(value) is None:
        yield Obstacle("no-date", _("Enter a date."), key)


def _period_obstacles(facts: Mapping[str, str]) -> Iterable[Obstacle]:
    first, last = _date(facts.get("starts_on", "")), _date(facts.get("ends_on", ""))
    if first and last and last < first:
        yield Obstacle("end-before-start", _("The end lies before the start."), "ends_on")


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _date(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def answer_obstacles(
    check: FactCheck, answers: Mapping[str, Mapping[str, Any]]
) -> Iterable[Obstacle]:
    """Why the coordinator cannot answer like this: each correction is taken, or declined with a
    reason, once, while the agreement has not gone out."""
    if check.said_at is None or not check.corrections:
        yield Obstacle("nothing-to-answer", _("The workplace has not proposed anything."))
    elif check.answered_at is not None:
        yield Obstacle("answered", _("These corrections have been answered already."))
    elif check.agreement.state != AgreementState.DRAFT:
        yield Obstacle("already-sent", _("This agreement is no draft any more."))
    for key in check.corrections:
        answer = answers.get(key)
        if answer is None or answer.get("taken") is None:
            yield Obstacle("no-answer", _("Take it or decline it."), key)
        elif not answer["taken"] and not str(answer.get("why", "")).strip():
            yield Obstacle("reason-missing", _("Say why you decline it."), key)
