"""Who moves and who stands still: open rules over what the three voices say, and nothing else."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competences.rules.gaps import UNDER_WAY
from placements.enums import Movement

# How long nothing new may be said before somebody stands still: the choices of the page.
STILL_CHOICES = {
    "d5": (5, "days"),
    "d8": (8, "days"),
    "d12": (12, "days"),
    "w2": (14, "date"),
    "w4": (28, "date"),
    "w8": (56, "date"),
}
USUALLY = "d8"


@dataclass(frozen=True)
class MovementFacts:
    """One placement, as its coach hears it. `changed_on`: when a voice last said something it had
    not said before (None: nobody spoke yet); `days_since`: workplace days after that, halves as
    0.5; `moved`: competences on which a voice said another level since `since`; `apart`: those on
    which voices are two levels apart or more; `never`: those that never came up, of `all_`."""

    changed_on: dt.date | None
    days_since: Decimal
    days_logged: Decimal
    moved: int
    since: dt.date
    apart: int
    never: int
    all_: int


@dataclass(frozen=True)
class Sign:
    """One thing to know about a placement, as a sentence."""

    kind: Movement
    text: str


def stands_still(facts: MovementFacts, after: str, today: dt.date) -> bool:
    """Nothing new for so many workplace days ("d8") or calendar weeks ("w2")."""
    limit, kind = STILL_CHOICES[after]
    if facts.days_logged < UNDER_WAY:
        return False
    if kind == "days" or facts.changed_on is None:
        return facts.days_since >= (limit if kind == "days" else UNDER_WAY)
    return (today - facts.changed_on).days >= limit


def signs(facts: MovementFacts, after: str, today: dt.date) -> list[Sign]:
    """What is to be said about one placement, the most telling first."""
    return [*_apart(facts), *_still(facts, after, today), *_never(facts), *_moving(facts)]


def _apart(facts: MovementFacts) -> Iterable[Sign]:
    if facts.apart:
        text = ngettext(
            "The voices are two levels or more apart on %(n)d competence",
            "The voices are two levels or more apart on %(n)d competences",
            facts.apart,
        )
        yield Sign(Movement.APART, text % {"n": facts.apart})


def _still(facts: MovementFacts, after: str, today: dt.date) -> Iterable[Sign]:
    if not stands_still(facts, after, today):
        return
    days = {"n": number_format(facts.days_since.normalize(), use_l10n=True)}
    if facts.changed_on is None:
        yield Sign(Movement.STILL, _("Nobody has said anything in %(n)s workplace days") % days)
        return
    yield Sign(
        Movement.STILL,
        _("Nothing new was said since %(date)s, %(n)s workplace days ago")
        % (days | {"date": date_format(facts.changed_on, "j F")}),
    )


def _never(facts: MovementFacts) -> Iterable[Sign]:
    if facts.never and facts.days_logged >= UNDER_WAY:
        text = ngettext(
            "%(n)d of %(all)d competences never came up",
            "%(n)d of %(all)d competences never came up",
            facts.never,
        )
        yield Sign(Movement.NEVER, text % {"n": facts.never, "all": facts.all_})


def _moving(facts: MovementFacts) -> Iterable[Sign]:
    if facts.moved:
        text = ngettext(
            "%(n)d competence moved since %(date)s",
            "%(n)d competences moved since %(date)s",
            facts.moved,
        )
        date = date_format(facts.since, "j F")
        yield Sign(Movement.MOVES, text % {"n": facts.moved, "date": date})
