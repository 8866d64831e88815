"""What only we know of an item, as one object to put into a format that has no place for it.

Read back by `competences.importers.extras`. Nothing that is empty is written.
"""

from typing import Any

from competences.importers.drafts import CompetenceDraft, FrameworkDraft, OutcomeDraft
from competences.importers.extras import LISTS, WORKPLACE
from competences.importers.tree import COMPETENCE, HEADING

LEVEL = ("code", "name_nl", "name_en", "description_nl", "description_en")


def of_framework(draft: FrameworkDraft) -> dict[str, Any]:
    """Code, source and scale."""
    levels = [filled({name: getattr(one, name) for name in LEVEL}) for one in draft.levels]
    return filled({"code": draft.code, "source": draft.source, "levels": levels})


def of_item(item: OutcomeDraft | CompetenceDraft) -> dict[str, Any]:
    """Kind, and for a competence its words for the workplace, knowledge, skills and targets."""
    if isinstance(item, OutcomeDraft):
        return {"kind": HEADING}
    found: dict[str, Any] = {"kind": COMPETENCE}
    found |= {name: getattr(item, name) for name in WORKPLACE}
    found |= {name: list(getattr(item, name)) for name in LISTS}
    return filled(found | {"targets": dict(item.targets)})


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
