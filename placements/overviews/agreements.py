"""Read models of agreements: what a selection sends out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD
from config.refusal import Obstacle
from placements.models import Agreement, Placement, Signatory
from placements.rules.agreements import send_obstacles


@dataclass(frozen=True)
class Mailing:
    """What sending a selection would do: the agreements that go out, the ids of those who get a
    mail, and for the rest one line a reason, with how many it holds back."""

    agreements: list[Agreement]
    people: set[int]
    held_back: list[Obstacle]


def mailing(chosen: Iterable[Placement]) -> Mailing:
    """Costs four queries, whatever the number of placements."""
    active = Prefetch("agreements", Agreement.objects.active(), to_attr="active_agreements")
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
    return next(iter(send_obstacles(agreement)), None)


def _held_back(code: str, reason: str, count: int) -> Obstacle:
    line = ngettext("%(n)s placement: %(reason)s", "%(n)s placements: %(reason)s", count)
    return Obstacle(code, line % {"n": count, "reason": reason})
