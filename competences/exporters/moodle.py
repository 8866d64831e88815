"""A framework as the CSV of Moodle's `tool_lpimportcsv`, with a column `Trialoog` for the rest.

Moodle reads the first fourteen columns and passes over the fifteenth; `importers.moodle` reads that
one, so that nothing is lost on the way there and back.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from competences.exporters.extras import filled, of_framework, of_item
from competences.importers.drafts import CompetenceDraft, FrameworkDraft, OutcomeDraft
from competences.importers.findings import LONGEST_CODE
from competences.importers.moodle import EXTRA, HEADINGS, shortened
from competences.importers.tree import free
from config.spreadsheets import inert

NAMES = tuple(name for name, _heading in HEADINGS)
HTML = "1"
ROOM_FOR_A_NUMBER = 5
TAXONOMIES = "outcome,competency,competency,competency"
Thing = FrameworkDraft | OutcomeDraft | CompetenceDraft


def to_csv(draft: FrameworkDraft) -> bytes:
    """UTF-8 with commas, as Moodle reads it without being told."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*(heading for _name, heading in HEADINGS), EXTRA])
    for cells in _rows(draft):
        writer.writerow([inert(cells.get(name, "")) for name in (*NAMES, "extra")])
    return out.getvalue().encode()


def _rows(draft: FrameworkDraft) -> Iterator[dict[str, str]]:
    """One row per thing, cells by the names in `importers.moodle.HEADINGS`."""
    yield _row(
        draft,
        draft.code,
        of_framework(draft),
        description=_paragraph(draft.source),
        scale=",".join(_level_name(one) for one in draft.levels),
        configuration=_configuration(len(draft.levels)),
        is_framework="1",
        taxonomy=TAXONOMIES,
    )
    numbers = _numbers(draft)
    for outcome in draft.outcomes:
        yield from _below(outcome, "", numbers)


def _below(outcome: OutcomeDraft, parent: str, numbers: dict[str, str]) -> Iterator[dict[str, str]]:
    yield _row(outcome, outcome.code, of_item(outcome), parent=parent)
    for one in outcome.competences:
        number = numbers[one.code]
        extra = of_item(one) | ({"code": one.code} if number != one.code else {})
        yield _row(one, number, extra, parent=outcome.code, description=_description(one))
    for part in outcome.parts:
        yield from _below(part, outcome.code, numbers)


def _numbers(draft: FrameworkDraft) -> dict[str, str]:
    """ID numbers of competences: Moodle wants them apart from those of headings as well."""
    taken = {heading.code for heading in draft.headings}
    codes = [one.code for one in draft.competences]
    numbers = {code: code for code in codes if code not in taken}
    taken |= set(codes)
    for code in codes:
        if code not in numbers:
            numbers[code] = free(code[: LONGEST_CODE - ROOM_FOR_A_NUMBER], taken)
            taken.add(numbers[code])
    return numbers


def _row(thing: Thing, number: str, extra: dict[str, Any], **cells: str) -> dict[str, str]:
    names = {"name_nl": thing.name_nl, "name_en": thing.name_en}
    identifier = str(thing.identifier or "")
    extra = filled({**names, "identifier": identifier, **extra})
    return {
        "code": number,
        "name": shortened(thing.name_nl or thing.name_en),
        "description": _paragraph(thing.name_nl or thing.name_en),
        "format": HTML,
        "rule_configuration": "null",
        "extra": json.dumps(extra, ensure_ascii=False),
        **cells,
    }


def _paragraph(text: str) -> str:
    return format_html("<p>{}</p>", text) if text else ""


def _description(competence: CompetenceDraft) -> str:
    """The whole name, then knowledge and skills as a list."""
    lines = (*competence.knowledge_nl, *competence.skills_nl)
    listed: SafeString | str = ""
    if lines:
        items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
        listed = format_html("<ul>{}</ul>", items)
    return f"{_paragraph(competence.name_nl or competence.name_en)}{listed}"


def _level_name(level) -> str:
    """Moodle separates the levels by commas, so that none may hold one."""
    return (level.name_nl or level.name_en).replace(",", ";")


def _configuration(levels: int) -> str:
    """The lowest level is where one starts, the highest counts as proficient."""
    if not levels:
        return ""
    steps = [
        {"id": number, "scaledefault": int(number == 1), "proficient": int(number == levels)}
        for number in range(1, levels + 1)
    ]
    return json.dumps([{"scaleid": "1"}, *steps])
