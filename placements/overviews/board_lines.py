"""A row of the board as it is shown: one of its reasons, and what the coach can do about it."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from placements.enums import Attention
from placements.overviews.board import Rest, Row
from placements.overviews.board_asking import asked, can_be_asked
from placements.rules.attention_facts import Reason
from placements.rules.snoozes import NEVER


@dataclass(frozen=True)
class Way:
    """What the coach can do about a reason: a verb and where it leads. `asks`: it opens the panel
    in which somebody is asked for the next step."""

    verb: str
    url: str
    asks: bool = False


@dataclass(frozen=True)
class Line:
    """A row as it is shown: with one of its reasons, the titles of the others, the way out, other
    ways beside it, and whom the coach asked when. `rest_url`: "" for what cannot rest."""

    row: Row
    reason: Reason
    way: Way
    beside: list[Way]
    asked: str
    rest_url: str

    @property
    def others(self) -> list[Reason]:
        return [one for one in self.row.reasons if one is not self.reason]


@dataclass(frozen=True)
class RestLine:
    """A row of the tab with what rests."""

    row: Row
    rest: Rest


def line(row: Row, reason: Reason) -> Line:
    ways = [way for way in (ask(row, reason), way_out(row, reason)) if way is not None]
    key = [row.placement.pk, reason.kind.value]
    home = reverse("placements:placement", args=[row.placement.pk])
    return Line(
        row,
        reason,
        way=ways[0],
        beside=[way for way in ways[1:] if way.url != home],  # the name leads there already
        asked=asked(row, reason),
        rest_url="" if reason.kind in NEVER else reverse("placements:snooze-give", args=key),
    )


def resting_lines(rows: list[Row]) -> list[RestLine]:
    """What comes back first stands first."""
    lines = [RestLine(row, rest) for row in rows for rest in row.resting]
    return sorted(lines, key=lambda one: one.rest.snooze.until)


def ask(row: Row, reason: Reason) -> Way | None:
    """The fitting nudge: whom to ask, while somebody can be asked."""
    names = [person.first_name for person in can_be_asked(row, reason)]
    if not names:
        return None
    url = reverse("placements:nudge-give", args=[row.placement.pk, reason.kind.value])
    return Way(_("Ask %(names)s") % {"names": get_text_list(names, _("or"))}, url, asks=True)


def way_out(row: Row, reason: Reason) -> Way:
    """What the coach can do without asking anybody: a page, a call, a mail of one's own."""
    placement, kind = row.placement, reason.kind
    if kind == Attention.TALK and row.talk:
        return Way(_("Read and answer"), reverse("placements:quiet-word", args=[row.talk.pk]))
    if kind == Attention.DECISION and row.proposal:
        return Way(_("Decide"), reverse("placements:shortening-decide", args=[row.proposal.pk]))
    if kind in {Attention.SILENCE, Attention.WELLBEING}:
        return _reach(placement.student)
    if kind == Attention.MENTOR_SILENCE and placement.mentor:
        return _reach(placement.mentor)
    if reason.choosing:
        url = reverse("placements:moment", args=[reason.choosing.proposal])
        return Way(_("See the moments"), url)
    if kind == Attention.APART and row.meeting:
        return Way(_("Open the agenda"), reverse("placements:trialogue", args=[row.meeting.pk]))
    verb, name = {
        Attention.WINDOW: (_("Propose moments"), "moment-propose"),
        Attention.APART: (_("Plan a meeting"), "moment-propose"),
        Attention.READY: (_("Finalise"), "finalise"),
        Attention.ACTIONS: (_("See the meetings"), "trialogue-list"),
        Attention.REPORT: (_("See the meetings"), "trialogue-list"),
        Attention.DRIFT: (_("See the plan"), "plan"),
    }.get(kind, (_("Have a look"), "placement"))
    return Way(verb, reverse(f"placements:{name}", args=[placement.pk]))


def _reach(person: User) -> Way:
    """The telephone where somebody gave a number: a voice says more."""
    names = {"name": person.first_name}
    if person.phone:
        number = quote(person.phone.replace(" ", ""), safe="+")
        return Way(_("Call %(name)s") % names, f"tel:{number}")
    return Way(_("Mail %(name)s") % names, f"mailto:{person.email}")
