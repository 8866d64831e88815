"""A framework as our own spreadsheet, CSV or XLSX, which `importers.spreadsheet` reads again."""

from collections.abc import Iterator

from competences.importers.columns import (
    COLUMNS,
    COMPETENCE,
    EN,
    FRAMEWORK,
    HEADING,
    KINDS,
    LEVEL,
    NL,
    quoted,
    target_heading,
)
from competences.importers.drafts import (
    CompetenceDraft,
    FrameworkDraft,
    LevelDraft,
    OutcomeDraft,
)
from competences.importers.extras import LISTS
from config.spreadsheets import write_csv, write_xlsx

NAMES = tuple(column.name for column in COLUMNS)
Line = list[str]


def to_csv(draft: FrameworkDraft, *, language: str) -> bytes:
    return write_csv(*table(draft, language=language))


def to_xlsx(draft: FrameworkDraft, *, language: str) -> bytes:
    return write_xlsx(*table(draft, language=language), title=draft.code)


def table(draft: FrameworkDraft, *, language: str) -> tuple[Line, list[Line]]:
    """Headings in `language` (nl or en), and a row for each thing in the framework."""
    at = EN if language.startswith("en") else NL
    units = list(dict.fromkeys(unit for one in draft.competences for unit in one.targets))
    header = [column.headings[at] for column in COLUMNS]
    header += [target_heading(unit, at) for unit in units]
    return header, [_line(kind, thing, under, units, at) for kind, thing, under in _things(draft)]


def _things(draft: FrameworkDraft) -> Iterator[tuple[str, object, str]]:
    """Kind, thing and the code of the heading it stands under."""
    yield FRAMEWORK, draft, ""
    for level in draft.levels:
        yield LEVEL, level, ""
    for outcome in draft.outcomes:
        yield from _below(outcome, "")


def _below(outcome: OutcomeDraft, under: str) -> Iterator[tuple[str, object, str]]:
    yield HEADING, outcome, under
    for one in outcome.competences:
        yield COMPETENCE, one, outcome.code
    for part in outcome.parts:
        yield from _below(part, outcome.code)


def _line(
    kind: str,
    thing: "FrameworkDraft | LevelDraft | OutcomeDraft | CompetenceDraft",
    under: str,
    units: list[str],
    language: int,
) -> Line:
    cells = {"kind": KINDS[kind][language], "under": under}
    line = [cells.get(name) or _cell(thing, name) for name in NAMES]
    targets = thing.targets if isinstance(thing, CompetenceDraft) else {}
    return [quoted(cell) for cell in (*line, *(targets.get(unit, "") for unit in units))]


def _cell(thing: object, name: str) -> str:
    value = getattr(thing, name, None)
    if name in LISTS:
        return "\n".join(value or ())
    return "" if value is None else str(value)
