"""Checks on a scale and on the levels that targets name, the same for every kind of file."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from .drafts import LevelDraft
from .findings import (
    FEWEST_LEVELS,
    LONGEST_LEVEL_CODE,
    LONGEST_LEVEL_NAME,
    LONGEST_NAME,
    MOST_LEVELS,
    Findings,
)

SCALE = Path(__file__).parents[1] / "data" / "scale.yaml"


@cache
def usual_levels() -> tuple[LevelDraft, ...]:
    """The scale for a source that has none."""
    content = yaml.safe_load(SCALE.read_text(encoding="utf-8"))
    return tuple(LevelDraft(**level) for level in content["levels"])


def usual_codes() -> set[str]:
    return {level.code for level in usual_levels()}


def read_levels(
    holder: dict, path: str, findings: Findings, *, required: bool, both_languages: bool = False
) -> tuple[LevelDraft, ...]:
    """The scale under `levels`: its levels from low to high."""
    codes: dict[str, str] = {}
    levels = []
    for where, item in findings.objects(holder, "levels", path, required=required):
        code = findings.text(item, "code", where, limit=LONGEST_LEVEL_CODE)
        findings.once(codes, code, f"{where}.code")
        name_nl, name_en = names(
            item, where, findings, limit=LONGEST_LEVEL_NAME, both=both_languages
        )
        texts = {
            key: findings.text(item, key, where, required=both_languages, limit=LONGEST_NAME)
            for key in ("description_nl", "description_en")
        }
        levels.append(LevelDraft(code, name_nl, name_en, **texts))
    check_size(len(levels), f"{path}.levels", findings)
    return tuple(levels)


def names(item: dict, path: str, findings: Findings, *, limit: int, both: bool) -> tuple[str, str]:
    """`name_nl` and `name_en`; at least one of them, or `both`."""
    english = findings.text(item, "name_en", path, required=both, limit=limit)
    dutch = findings.text(item, "name_nl", path, required=both or not english, limit=limit)
    return dutch, english


def check_size(levels: int, path: str, findings: Findings) -> None:
    if levels and not FEWEST_LEVELS <= levels <= MOST_LEVELS:
        findings.add(
            path,
            "number_of_levels",
            _("A scale has %(fewest)s to %(most)s levels.")
            % {"fewest": FEWEST_LEVELS, "most": MOST_LEVELS},
        )


def read_targets(
    item: dict, path: str, levels: Iterable[str], findings: Findings
) -> dict[str, str]:
    """Level by course unit under `targets`; every level must be on the scale."""
    known = set(levels)
    found = {}
    for unit, level in findings.object(item, "targets", path).items():
        where = f"{path}.targets.{unit}"
        found[findings.line(str(unit), where)] = code = findings.line(as_text(level), where)
        check_level(code, known, where, findings)
    return found


def check_level(code: str, known: set[str], path: str, findings: Findings) -> None:
    if code and code not in known:
        message = _("The scale has no level %(level)s.") % {"level": code}
        findings.add(path, "unknown_level", message)


def as_text(value: Any) -> Any:
    """A number as text: YAML reads a level 0 as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
