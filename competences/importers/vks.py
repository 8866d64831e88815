"""The Flemish qualification structure: a detail answer of the API 'Beroepskwalificaties' v2.

An answer is `{"beroepskwalificatie": {…}}`; the object inside is accepted as well. Fields that we
do not use may be missing or new. The source is in Dutch only. A professional qualification has no
learning outcomes of a programme, so its competences come under one heading; a coordinator groups
them in a next version.
"""

import math
from typing import Any

from django.utils.translation import gettext as _

from config.refusal import Refusal

from . import json_text
from .drafts import CompetenceDraft, FrameworkDraft, OutcomeDraft
from .findings import LONGEST_CODE, LONGEST_FRAMEWORK_CODE, LONGEST_FRAMEWORK_NAME, Findings
from .tree import MOST_ITEMS

ATTRIBUTION = "Vlaamse overheid, Vlaamse kwalificatiestructuur"


def is_answer(content: Any) -> bool:
    """Whether a JSON file that was read looks like a VKS answer."""
    return isinstance(content, dict) and not {"beroepskwalificatie", "competenties"}.isdisjoint(
        content
    )


def parse(data: bytes | str) -> FrameworkDraft:
    """The framework in a VKS answer, competences in the order of their `nr`.

    Raises Refusal with one obstacle per fault; its `field` is the path in the JSON.
    """
    return read(json_text.load(data))


def read(answer: Any) -> FrameworkDraft:
    """As `parse`, for an answer that is already loaded."""
    path, qualification = _qualification(answer)
    findings = Findings()
    code = findings.text(qualification, "versie_nr_lang", path, limit=LONGEST_FRAMEWORK_CODE)
    title = findings.text(qualification, "titel", path, limit=LONGEST_FRAMEWORK_NAME)
    competences = _competences(qualification, path, findings)
    findings.refuse_if_any()
    outcome = OutcomeDraft(code, title, "", competences)
    return FrameworkDraft(
        code=code.lower(),
        name_nl=title,
        name_en="",
        source=f"{ATTRIBUTION}, {code}",
        outcomes=(outcome,),
    )


def _qualification(answer: Any) -> tuple[str, dict]:
    if isinstance(answer, dict):
        if isinstance(answer.get("beroepskwalificatie"), dict):
            return "$.beroepskwalificatie", answer["beroepskwalificatie"]
        if "competenties" in answer:
            return "$", answer
    raise Refusal(
        "not_a_qualification",
        _("This JSON holds no professional qualification: “beroepskwalificatie” is missing."),
        field="$",
    )


def _competences(qualification: dict, path: str, findings: Findings) -> tuple[CompetenceDraft, ...]:
    codes: dict[str, str] = {}
    found: list[tuple[float, CompetenceDraft]] = []
    listed = findings.objects(qualification, "competenties", path, required=True)
    for position, (where, item) in enumerate(listed, start=1):
        code = findings.text(item, "competentie_code", where, limit=LONGEST_CODE)
        findings.once(codes, code, f"{where}.competentie_code")
        draft = CompetenceDraft(
            code=code,
            name_nl=findings.text(item, "waarde", where),
            knowledge_nl=_values(item, "kennis", "waarde", where, findings),
            skills_nl=_values(item, "vaardigheden", "waarde", where, findings),
            references=_values(item, "referenties", "referentie_nr", where, findings),
        )
        found.append((_order(item.get("nr"), position), draft))
    if len(found) > MOST_ITEMS:
        message = _("More than %(limit)s items are too many for one framework.")
        findings.add(f"{path}.competenties", "too_many", message % {"limit": MOST_ITEMS})
    return tuple(draft for _order, draft in sorted(found, key=lambda pair: pair[0]))


def _order(nr: Any, position: int) -> float:
    """`nr` is a number, in some answers written as text; a missing one keeps its place."""
    try:
        number = float(nr)
    except (TypeError, ValueError, OverflowError):
        return float(position)
    return number if math.isfinite(number) else float(position)


def _values(item: dict, key: str, inner: str, path: str, findings: Findings) -> tuple[str, ...]:
    """The texts in a list of objects, or of plain texts; each once, empty ones left out."""
    values = (
        _value(entry, inner, where, findings) for where, entry in findings.items(item, key, path)
    )
    return tuple(dict.fromkeys(value for value in values if value))


def _value(entry: Any, inner: str, path: str, findings: Findings) -> str:
    if isinstance(entry, dict):
        return findings.text(entry, inner, path, required=False)
    if isinstance(entry, str):
        return findings.line(entry, path, required=False)
    findings.add(path, "not_text", _("A text is expected here."))
    return ""
