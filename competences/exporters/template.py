"""The spreadsheet to download and fill in: an example, and what may stand in which column."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from competences.exporters.spreadsheet import table
from competences.importers import own
from competences.importers.columns import BY_NAME, EN, KINDS, NL
from competences.importers.drafts import CompetenceDraft, FrameworkDraft, OutcomeDraft
from config.spreadsheets import write_csv, write_sheets

EXAMPLE = Path(__file__).parents[1] / "data" / "template.yaml"


def to_csv(units: Sequence[str], *, language: str) -> bytes:
    """The example with the explanation above it; `units` are codes of course units."""
    header, rows = table(example(units), language=language)
    first, *others = explanation(language)
    return write_csv([first], [*([line] for line in others), header, *rows])


def to_xlsx(units: Sequence[str], *, language: str) -> bytes:
    """The example, and the explanation on a second sheet."""
    header, rows = table(example(units), language=language)
    told = [[line] for line in explanation(language)]
    return write_sheets([(_("Framework"), header, rows), (_("Explanation"), [_("Read me")], told)])


def explanation(language: str) -> list[str]:
    """A sentence per line, in the active language."""
    at = EN if language.startswith("en") else NL
    kinds = {kind: words[at] for kind, words in KINDS.items()}
    under = BY_NAME["under"].headings[at]
    return [
        _("Each row is one thing; the first column says which: %(kinds)s.")
        % {"kinds": ", ".join(kinds.values())},
        _("There is one row “%(framework)s”: its code has only letters, digits, - and _.") % kinds,
        _("The rows “%(level)s” are the scale from low to high: 2 to 7 levels.") % kinds,
        _("A “%(heading)s” may stand under another: write the code of that one under “%(under)s”.")
        % {**kinds, "under": under},
        _("A “%(competence)s” without a code there belongs to the heading above it.") % kinds,
        _("Every code is used once. A name in one language is enough."),
        _("Knowledge, skills and references: one per line in the cell (Alt+Enter)."),
        _("The last columns are the course units, by their code: which level to reach."),
        _("You may leave out columns or move them. Call a column for yourself “remarks”."),
        _("Leave the identifiers as they are: by them the next version knows what stayed."),
    ]


def example(units: Sequence[str]) -> FrameworkDraft:
    """The example with a target in each course unit, one level higher from unit to unit."""
    draft = _example()
    steps = [level.code for level in draft.levels[1:]]
    targets = {unit: steps[min(place, len(steps) - 1)] for place, unit in enumerate(units)}
    return replace(draft, outcomes=tuple(_with(one, targets) for one in draft.outcomes))


@cache
def _example() -> FrameworkDraft:
    return own.parse(EXAMPLE.read_bytes())


def _with(outcome: OutcomeDraft, targets: dict[str, str]) -> OutcomeDraft:
    return replace(
        outcome,
        competences=tuple(_aiming(one, targets) for one in outcome.competences),
        parts=tuple(_with(part, targets) for part in outcome.parts),
    )


def _aiming(competence: CompetenceDraft, targets: dict[str, str]) -> CompetenceDraft:
    return replace(competence, targets=targets)
