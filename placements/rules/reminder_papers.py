"""What must be said about papers and decisions; the rest is in `rules.reminders`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from accounts.enums import TRIAD, Role
from config import clock
from placements.enums import AgreementState
from placements.rules.reminder_facts import Facts, Occasion
from placements.rules.signing import party, party_obstacles


def agreement_unsigned(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """Whoever can still sign is asked again; for a workplace with a legal signatory that one."""
    agreement = facts.agreement
    if agreement is None or agreement.state != AgreementState.OUT:
        return
    sent_on = clock.local_date(agreement.sent_at)
    context = {"reference": agreement.reference, "sent_on": sent_on.isoformat()}
    for role in TRIAD:
        signs = party(agreement, role)
        if signs is None or any(
            party_obstacles(
                agreement=agreement, role=role, signed=facts.signed, name=signs.get_full_name()
            )
        ):
            continue
        yield Occasion(
            "agreement-unsigned",
            f"placements.agreement:{agreement.pk}",
            role,
            sent_on,
            context,
            ("placements:agreement-sign", agreement.pk),
            person=None if signs == facts.placement.person(role) else signs,
        )


def report_unsigned(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """A meeting took place: each voice is asked again until it signed off the report. A corrected
    report is another one, with its own days."""
    for report in facts.reports:
        subject = f"placements.trialogue:{report.trialogue}#v{report.version}"
        for role in TRIAD:
            if role not in report.signed:
                yield Occasion(
                    "report-unsigned",
                    subject,
                    role,
                    report.since,
                    {"held_on": report.held_on.isoformat()},
                    ("placements:trialogue-sign-off", report.trialogue),
                )


def shortening(facts: Facts, now: dt.datetime) -> Iterable[Occasion]:
    """A proposal waits: for the mentor's advice, then for the coach's decision."""
    proposal = facts.proposal
    if proposal is None:
        return
    rule, to, page = (
        ("shortening-decision", Role.COACH, "shortening-decide")
        if proposal.advised_at is not None
        else ("shortening-advice", Role.MENTOR, "shortening-advise")
    )
    yield Occasion(
        rule,
        f"placements.shorteningproposal:{proposal.pk}",
        to,
        clock.local_date(proposal.advised_at or proposal.proposed_at),
        {"before": facts.required, "after": facts.required - proposal.days},
        (f"placements:{page}", proposal.pk),
    )
