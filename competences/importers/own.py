"""Our own framework file in YAML: two languages, the scale, outcomes, and targets per course unit.

See `demo/data/frameworks/` for the shape. Everything that VKS does not know stands here.
"""

import yaml
from django.utils.translation import gettext as _

from config.refusal import Refusal

from .drafts import CompetenceDraft, FrameworkDraft, LevelDraft, OutcomeDraft
from .findings import LONGEST_NAME, Findings, one_line

MAX_BYTES = 256 * 1024  # read in Python: a second for each 40 kB at worst
LONGEST_CODE = 30
FEWEST_LEVELS, MOST_LEVELS = 2, 7


class _PlainLoader(yaml.SafeLoader):
    """YAML without anchors: a few lines of them can unfold into gigabytes."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not used in these files")
        return super().compose_node(parent, index)


def parse(data: bytes | str) -> FrameworkDraft:
    """The framework in a YAML file. Raises Refusal, one obstacle per fault with its path."""
    if len(data) > MAX_BYTES:
        raise Refusal("too_large", _("This file is too large for one framework."))
    try:
        content = yaml.load(data, _PlainLoader)  # noqa: S506  a SafeLoader that allows less
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        raise Refusal("not_yaml", _("This is not a YAML file.")) from None
    if not isinstance(content, dict):
        raise Refusal("not_a_framework", _("This file holds no framework."), field="$")
    findings = Findings()
    levels = _levels(content, findings)
    outcomes = _outcomes(content, {level.code for level in levels}, findings)
    draft = FrameworkDraft(
        code=findings.text(content, "code", "$", limit=40),
        name_nl=findings.text(content, "name_nl", "$", limit=200),
        name_en=findings.text(content, "name_en", "$", limit=200),
        source=findings.text(content, "source", "$", limit=LONGEST_NAME),
        outcomes=outcomes,
        levels=levels,
    )
    findings.refuse_if_any()
    return draft


def _levels(content: dict, findings: Findings) -> tuple[LevelDraft, ...]:
    codes: dict[str, str] = {}
    levels = []
    for where, item in findings.objects(content, "levels", "$", required=True):
        code = findings.text(item, "code", where, limit=4)
        findings.once(codes, code, f"{where}.code")
        levels.append(
            LevelDraft(
                code=code,
                name_nl=findings.text(item, "name_nl", where, limit=60),
                name_en=findings.text(item, "name_en", where, limit=60),
                description_nl=findings.text(item, "description_nl", where, limit=LONGEST_NAME),
                description_en=findings.text(item, "description_en", where, limit=LONGEST_NAME),
            )
        )
    if levels and not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        findings.add(
            "$.levels",
            "number_of_levels",
            _("A scale has %(fewest)s to %(most)s levels.")
            % {"fewest": FEWEST_LEVELS, "most": MOST_LEVELS},
        )
    return tuple(levels)


def _outcomes(content: dict, levels: set[str], findings: Findings) -> tuple[OutcomeDraft, ...]:
    codes: dict[str, str] = {}
    outcomes = []
    for where, item in findings.objects(content, "outcomes", "$", required=True):
        code = findings.text(item, "code", where, limit=LONGEST_CODE)
        findings.once(codes, code, f"{where}.code")
        outcomes.append(
            OutcomeDraft(
                code=code,
                name_nl=findings.text(item, "name_nl", where, limit=LONGEST_NAME),
                name_en=findings.text(item, "name_en", where, limit=LONGEST_NAME),
                competences=_competences(item, where, codes, levels, findings),
            )
        )
    return tuple(outcomes)


def _competences(
    outcome: dict, path: str, codes: dict[str, str], levels: set[str], findings: Findings
) -> tuple[CompetenceDraft, ...]:
    drafts = []
    for where, item in findings.objects(outcome, "competences", path, required=True):
        code = findings.text(item, "code", where, limit=LONGEST_CODE)
        findings.once(codes, code, f"{where}.code")
        lists = {
            key: _lines(item, key, where, findings)
            for key in ("knowledge_nl", "knowledge_en", "skills_nl", "skills_en")
        }
        drafts.append(
            CompetenceDraft(
                code=code,
                name_nl=findings.text(item, "name_nl", where),
                name_en=findings.text(item, "name_en", where),
                workplace_nl=findings.text(item, "workplace_nl", where, limit=LONGEST_NAME),
                workplace_en=findings.text(item, "workplace_en", where, limit=LONGEST_NAME),
                targets=_targets(item, where, levels, findings),
                **lists,
            )
        )
    return tuple(drafts)


def _lines(item: dict, key: str, path: str, findings: Findings) -> tuple[str, ...]:
    lines = []
    for where, line in findings.items(item, key, path):
        if isinstance(line, str) and line.strip():
            lines.append(one_line(line))
        else:
            findings.add(where, "not_text", _("A text is expected here."))
    return tuple(lines)


def _targets(item: dict, path: str, levels: set[str], findings: Findings) -> dict[str, str]:
    targets = item.get("targets") or {}
    if not isinstance(targets, dict):
        findings.add(
            f"{path}.targets", "not_an_object", _("An object with fields is expected here.")
        )
        return {}
    found = {str(unit): str(level) for unit, level in targets.items()}
    for unit, level in found.items():
        if level not in levels:
            findings.add(
                f"{path}.targets.{unit}",
                "unknown_level",
                _("The scale has no level %(level)s.") % {"level": level},
            )
    return found
