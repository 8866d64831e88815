"""Read models of agreements: what a selection sends out, what changed since, and what is new."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD
from config.frozen import thaw
from config.pdf_values import AgreementDocument, Change
from config.refusal import Obstacle
from placements.enums import FieldClass
from placements.models import Agreement, FactChange, Placement, Signatory
from placements.overviews.fact_checks import needs_answer
from placements.rules.agreements import send_obstacles
from placements.rules.differences import differences
from placements.rules.facts import BY_KEY, words_of


@dataclass(frozen=True)
class Mailing:
    """What sending a selection would do: the agreements that go out, the ids of those who get a
    mail, and for the rest one line a reason, with how many it holds back."""

    agreements: list[Agreement]
    people: set[int]
    held_back: list[Obstacle]


def mailing(chosen: Iterable[Placement]) -> Mailing:
    """Costs five queries, whatever the number of placements."""
    agreements = Agreement.objects.active().prefetch_related("checks")
    active = Prefetch("agreements", agreements, to_attr="active_agreements")
    mandates = Prefetch(
        "workplace__signatories",
        Signatory.objects.current().select_related("person"),
        to_attr="current_signatories",
    )
    found = Placement.objects.filter(pk__in=[placement.pk for placement in chosen])
    ready, people, reasons = [], set(), Counter()
    for placement in found.with_people().prefetch_related(active, mandates):
        agreement = next(iter(placement.active_agreements), None)
        signs = next(iter(placement.workplace.current_signatories), None)
        placement.current_signatory = signs and signs.person
        if obstacle := _why_not(agreement):
            reasons[(obstacle.code, str(obstacle.message))] += 1
        else:
            ready.append(agreement)
            told = [placement.signatory, *(placement.person(role) for role in TRIAD)]
            people |= {person.pk for person in told if person}
    return Mailing(ready, people, [_held_back(*why, n) for why, n in reasons.most_common()])


def _why_not(agreement: Agreement | None) -> Obstacle | None:
    """The first reason why this one stays."""
    if agreement is None:
        return Obstacle("no-agreement", _("There is no agreement yet; open one first."))
    unanswered = any(needs_answer(check) for check in agreement.checks.all())
    return next(iter(send_obstacles(agreement, unanswered=unanswered)), None)


def _held_back(code: str, reason: str, count: int) -> Obstacle:
    line = ngettext("%(n)s placement: %(reason)s", "%(n)s placements: %(reason)s", count)
    return Obstacle(code, line % {"n": count, "reason": reason})


def changes_since(
    agreement: Agreement, document: AgreementDocument
) -> tuple[Agreement | None, tuple[Change, ...]]:
    """The version before that went out, the contract that it amends first, and what `document`
    says otherwise, in the agreement's language."""
    before = _before(agreement)
    if before is None:
        return None, ()
    with translation.override(agreement.language):
        return before, differences(thaw(AgreementDocument, before.content), document)


def _before(agreement: Agreement) -> Agreement | None:
    earlier = agreement.placement.agreements.filter(
        version__lt=agreement.version, sent_at__isnull=False
    )
    contract = earlier.filter(signed_at__isnull=False).exclude(withdrawn_at__isnull=False)
    return (
        contract.first() or earlier.filter(pk=agreement.predecessor_id).first() or earlier.first()
    )


@dataclass(frozen=True)
class ChangedFact:
    """A fact that changed after the agreement went out, in words; what that asked for."""

    label: str
    old: str
    new: str
    weight: FieldClass
    at: dt.datetime


def facts_changed(agreement: Agreement) -> list[ChangedFact]:
    """In the order in which they changed; one query."""
    rows = FactChange.objects.filter(agreement=agreement)
    return [
        ChangedFact(
            label=str(BY_KEY[row.fact].label),
            old=words_of(BY_KEY[row.fact], row.old),
            new=words_of(BY_KEY[row.fact], row.new),
            weight=FieldClass(row.weight),
            at=row.at,
        )
        for row in rows
        if row.fact in BY_KEY
    ]
