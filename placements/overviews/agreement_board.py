"""Agreements by the party that blocks them: whose turn it is, since when, and the next click."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from config import clock
from placements.enums import AgreementState, WaitsFor
from placements.models import Agreement, FactCheck, Placement, Signatory
from placements.models.placement import PlacementQuerySet
from placements.overviews.agreement_asking import last_asked
from placements.overviews.fact_checks import needs_answer
from placements.overviews.placements import PlacementLine, starting, with_agreement
from placements.rules.nudges import again_from

PARTIES = tuple(turn for turn in WaitsFor if turn != WaitsFor.NOBODY)


@dataclass(frozen=True)
class Click:
    """The next thing to do: a link, or with `posts` a button that sends these values."""

    verb: str
    url: str
    posts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BoardLine:
    """One agreement that waits. `names`: of whom; `what`: for what, in one sentence; `asked_on`:
    when a coordinator last asked; `click` is None while they have been asked lately."""

    line: PlacementLine
    agreement: Agreement | None
    names: list[str]
    what: str
    asked_on: dt.date | None
    click: Click | None

    @property
    def placement(self) -> Placement:
        return self.line.placement


def on_the_board(user: User) -> PlacementQuerySet:
    """Open placements of this coordinator whose agreement waits for somebody; one that was not
    opened yet counts from two weeks before the first day."""
    mine = Placement.objects.coordinated_by(user).open()
    waiting = with_agreement(mine).exclude(waits_for=WaitsFor.NOBODY)
    on_its_way = Agreement.objects.active().filter(placement=OuterRef("pk"))
    return waiting.filter(Exists(on_its_way) | starting())


def board_lines(placements: Iterable[Placement]) -> list[BoardLine]:
    """From `on_the_board().with_people().with_days()` and `with_papers()`; one query more."""
    placements = list(placements)
    found = {one.pk: next(iter(one.active_agreements), None) for one in placements}
    asked = last_asked([agreement.pk for agreement in found.values() if agreement])
    return [_line(one, found[one.pk], asked) for one in placements]


def with_papers(placements: PlacementQuerySet) -> PlacementQuerySet:
    """Each with its active agreement, that one's checks, and who signs for the workplace."""
    agreements = (
        Agreement.objects.active()
        .defer("content")
        .annotate(places=F("content__signatures"))
        .select_related("refused_by")
        .prefetch_related(Prefetch("checks", FactCheck.objects.select_related("person")))
    )
    mandates = Signatory.objects.current().select_related("person")
    return placements.prefetch_related(
        Prefetch("agreements", agreements, to_attr="active_agreements"),
        Prefetch("workplace__signatories", mandates, to_attr="current_signatories"),
    )


def _line(
    placement: Placement, agreement: Agreement | None, asked: dict[tuple[int, int], dt.date]
) -> BoardLine:
    line = PlacementLine(placement)
    people = _people(placement, agreement)
    days = [
        day
        for person in people
        if agreement and (day := asked.get((agreement.pk, person.pk))) is not None
    ]
    asked_on = max(days, default=None)
    lately = len(days) == len(people) and all(clock.today() < again_from(day) for day in days)
    return BoardLine(
        line=line,
        agreement=agreement,
        names=_names(line, agreement, people),
        what=_what(line, agreement),
        asked_on=asked_on,
        click=None if people and lately else _click(placement, agreement),
    )


def _people(placement: Placement, agreement: Agreement | None) -> list[User]:
    """Whom a reminder goes to; those who sign later, in the order of the text, left out."""
    signs = next(iter(placement.workplace.current_signatories), None)
    workplace = signs.person if signs else placement.mentor
    if agreement is None:
        return []
    if agreement.state == AgreementState.CHECKING:
        return [workplace] if workplace else []
    if agreement.state != AgreementState.OUT:
        return []
    missing = _missing(placement, agreement)
    people = {Role.MENTOR: workplace, Role.STUDENT: placement.student, Role.COACH: placement.coach}
    return [person for role, person in people.items() if role in missing and person]


def _missing(placement: Placement, agreement: Agreement) -> list[str]:
    """The roles whose turn it is."""
    missing = PlacementLine(placement).missing
    ordered = [role for role in agreement.signing_order if role in missing]
    return ordered[:1] or missing


def _names(line: PlacementLine, agreement: Agreement | None, people: list[User]) -> list[str]:
    """Whom the paper names, which may be somebody else than who has the role today."""
    if agreement is None or agreement.state != AgreementState.OUT:
        return [person.get_full_name() for person in people]
    missing = _missing(line.placement, agreement)
    return [place["name"] for place in agreement.places or () if place["voice"] in missing]


def _what(line: PlacementLine, agreement: Agreement | None) -> str:
    if agreement is None:
        return _("There is no agreement yet.")
    check = next(reversed(agreement.checks.all()), None)
    if agreement.state == AgreementState.CHECKING:
        return _("The workplace checks the facts.")
    if agreement.state == AgreementState.REFUSED:
        name = agreement.refused_by.get_full_name() if agreement.refused_by else ""
        said = {"name": name, "reason": agreement.refused_because}
        return _("%(name)s refused it: “%(reason)s”") % said
    if agreement.state == AgreementState.OUT:
        return _("Out for signature.") if line.nobody_signed else _("Not signed by all yet.")
    if check and needs_answer(check):
        return _("The workplace proposed corrections.")
    if check and check.said_at:
        return _("The workplace checked the facts; it can go out.")
    return _("The draft is ready to send.")


def _click(placement: Placement, agreement: Agreement | None) -> Click:
    chosen = {"placements": str(placement.pk)}
    if agreement is None:
        return Click(_("Open an agreement"), reverse("placements:agreement-open"), chosen)
    here = [agreement.pk]
    if agreement.state == AgreementState.REFUSED:
        return Click(_("Copy"), reverse("placements:agreement-copy", args=here))
    if agreement.state in (AgreementState.OUT, AgreementState.CHECKING):
        return Click(_("Remind"), reverse("placements:agreement-remind", args=here), {"ask": "1"})
    check = next(reversed(agreement.checks.all()), None)
    if check and needs_answer(check):
        return Click(_("Take or decline"), reverse("placements:fact-check-answer", args=here))
    return Click(_("Send"), reverse("placements:agreement-send"), chosen | {"from_board": "1"})


@dataclass(frozen=True)
class PartyGroup:
    turn: WaitsFor
    total: int
    lines: list[BoardLine]


def by_party(lines: list[BoardLine], totals: dict[str, int]) -> list[PartyGroup]:
    """The lines of one page under the party they wait for; `totals` counts every page."""
    groups = [
        PartyGroup(
            turn,
            totals.get(turn, 0),
            [one for one in lines if one.placement.waits_for == turn],
        )
        for turn in PARTIES
    ]
    return [group for group in groups if group.lines]


def of_programme(programme: int | None) -> Q:
    return Q(enrolment__programme=programme) if programme else Q()


def party_tabs(
    counts: dict[str, int], party: str, programme: int | None
) -> list[dict[str, object]]:
    """All, and each party with how many wait for it; addresses that anybody can keep."""
    tabs = [("", _("All"), sum(counts.get(turn, 0) for turn in PARTIES))]
    tabs += [(turn.value, capfirst(turn.label), counts.get(turn, 0)) for turn in PARTIES]
    return [
        {
            "label": label,
            "url": "?"
            + urlencode({k: v for k, v in (("who", who), ("programme", programme)) if v}),
            "count": count,
            "current": who == party,
        }
        for who, label, count in tabs
    ]
