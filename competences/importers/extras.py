"""What our own files say more than the format they are in can hold, read back from one object.

CASE keeps it in `extensions.trialoog`, Moodle's CSV in a column of its own. Written by
`competences.exporters.extras`.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from .findings import LONGEST_NAME, Findings
from .scales import read_targets
from .tree import COMPETENCE, HEADING

WORKPLACE = ("workplace_nl", "workplace_en")
LISTS = ("knowledge_nl", "knowledge_en", "skills_nl", "skills_en", "references")


def read_kind(extra: dict, path: str, findings: Findings) -> str:
    """`heading`, `competence`, or "" where it is not said."""
    kind = findings.text(extra, "kind", path, required=False)
    if kind not in {"", HEADING, COMPETENCE}:
        message = _("“%(kind)s” is neither heading nor competence.") % {"kind": kind[:40]}
        findings.add(f"{path}.kind", "unknown_kind_of_item", message)
    return kind


def read_extras(
    extra: dict, path: str, levels: Iterable[str], findings: Findings
) -> dict[str, Any]:
    """Arguments for a CompetenceDraft: all but code, names and identifier."""
    found: dict[str, Any] = {
        name: findings.text(extra, name, path, required=False, limit=LONGEST_NAME)
        for name in WORKPLACE
    }
    found |= {name: findings.lines(extra, name, path) for name in LISTS}
    found["targets"] = read_targets(extra, path, levels, findings)
    return found
