"""The workplace looks at the facts before anybody signs; the coordinator takes or declines."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.actions.history import record
from accounts.actions.notifications import cancel, subject_key
from accounts.models import User
from config import clock
from config.refusal import refuse_if
from placements.actions import organisations, placements
from placements.actions.agreement_news import coordinators, tell
from placements.actions.agreements import locked_agreement
from placements.actions.organisations import Contact
from placements.actions.parties import require_coordinator
from placements.actions.placements import Plan
from placements.enums import AgreementState
from placements.models import Agreement, FactCheck, Placement
from placements.overviews.fact_checks import can_check, open_check, waits_for_answer
from placements.overviews.facts import facts_of
from placements.rules.agreements import check_obstacles
from placements.rules.fact_checks import Corrections, answer_obstacles, say_obstacles, tidy
from placements.rules.facts import BY_KEY
from placements.rules.signing import workplace_party


@transaction.atomic
def ask(*, by: User, agreement: Agreement) -> FactCheck:
    """Show the facts of a draft to who signs for the workplace, before anybody signs."""
    agreement = locked_agreement(agreement)
    require_coordinator(by, agreement.placement.enrolment.programme)
    person = workplace_party(agreement)
    refuse_if(
        check_obstacles(
            agreement, has_party=person is not None, unanswered=waits_for_answer(agreement)
        )
    )
    today = facts_of(agreement.placement, agreement.language)
    check = FactCheck.objects.create(
        agreement=agreement,
        asked_by=by,
        facts={key: value for key, value in today.items() if BY_KEY[key].checked},
    )
    agreement.state = AgreementState.CHECKING
    agreement.save(update_fields=["state"])
    record("facts-check-asked", agreement, by=by, topic=agreement.placement.topic)
    tell(agreement, person, "facts-to-check", "placements:fact-check", edition=edition(check))
    return check


@transaction.atomic
def say(*, by: User, agreement: Agreement, corrections: Corrections, remark: str = "") -> FactCheck:
    """The workplace: all of it is right, or this should be otherwise. The draft is the
    coordinator's again."""
    agreement = locked_agreement(agreement)
    check = open_check(agreement)
    found = tidy(check.facts, corrections) if check else {}
    refuse_if(say_obstacles(check, is_theirs=can_check(agreement, by), corrections=found))
    check.person, check.said_at = by, clock.now()
    check.corrections, check.remark = found, remark.strip()[:500]
    check.save(update_fields=["person", "said_at", "corrections", "remark"])
    agreement.state = AgreementState.DRAFT
    agreement.save(update_fields=["state"])
    topic, name = agreement.placement.topic, "facts-corrected" if found else "facts-confirmed"
    record(name, agreement, by=by, topic=topic, facts=sorted(found))
    cancel(subject=agreement)
    page = "placements:fact-check-answer" if found else "placements:agreement"
    for person in coordinators(agreement, but=by):
        said = {"who": by.get_full_name(), "corrections": len(found)}
        tell(agreement, person, "facts-checked", page, edition=edition(check), **said)
    return check


@transaction.atomic
def answer(*, by: User, check: FactCheck, answers: Mapping[str, Mapping[str, Any]]) -> FactCheck:
    """The coordinator takes each correction, which changes the real fact, or says why not."""
    agreement = locked_agreement(check.agreement)
    check = FactCheck.objects.select_for_update(of=["self"]).get(pk=check.pk)
    check.agreement = agreement
    require_coordinator(by, agreement.placement.enrolment.programme)
    refuse_if(answer_obstacles(check, answers))
    said = {
        key: {"taken": bool(answers[key]["taken"]), "why": str(answers[key].get("why", "")).strip()}
        for key in check.corrections
    }
    taken = {
        key: one["value"]
        for key, one in check.corrections.items()
        if said[key]["taken"] and one["value"]
    }
    _apply(agreement.placement, taken, by)
    check.answers, check.answered_by, check.answered_at = said, by, clock.now()
    check.save(update_fields=["answers", "answered_by", "answered_at"])
    topic = agreement.placement.topic
    record("facts-answered", agreement, by=by, topic=topic, taken=sorted(taken))
    cancel(subject=f"{subject_key(agreement)}#{edition(check)}")
    if check.person is not None:
        tell(
            agreement,
            check.person,
            "facts-answered",
            "placements:fact-check",
            urgent=False,
            edition=edition(check),
            taken=sum(one["taken"] for one in said.values()),
            of=len(said),
        )
    return check


def edition(check: FactCheck) -> str:
    return f"check{check.pk}"


def _apply(placement: Placement, taken: dict[str, str], by: User) -> None:
    """Through the same actions as any other change, each with its own history."""
    workplace = placement.workplace
    organisation = workplace.organisation
    if taken.keys() & {"organisation", "company_number"}:
        organisations.correct_organisation(
            by=by,
            organisation=organisation,
            name=taken.get("organisation", organisation.name),
            company_number=taken.get("company_number", organisation.company_number or ""),
        )
    if taken.keys() & {"street", "postcode", "city"}:
        workplace = organisations.correct_address(
            by=by,
            workplace=workplace,
            **{
                key: taken.get(key, getattr(workplace, key))
                for key in ("street", "postcode", "city")
            },
        )
    if taken.keys() & {"contact_name", "contact_email"}:
        contact = Contact(
            workplace.city,
            taken.get("contact_name", workplace.contact_name),
            taken.get("contact_email", workplace.contact_email),
        )
        organisations.change_contact(by=by, workplace=workplace, contact=contact)
    if taken.keys() & {"starts_on", "ends_on"}:
        days = {
            key: dt.date.fromisoformat(taken[key]) if key in taken else getattr(placement, key)
            for key in ("starts_on", "ends_on")
        }
        plan = Plan(
            **days, weekdays=tuple(placement.weekdays), required_days=placement.required_days
        )
        placements.change_plan(by=by, placement=placement, plan=plan)
