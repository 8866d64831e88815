"""Our own framework file in YAML: two languages, the scale, outcomes, and targets per course unit.

See `demo/data/frameworks/` for the shape. Everything that VKS does not know stands here. An outcome
holds `competences`, further outcomes under `parts`, or both.
"""

from typing import Any

import yaml
from django.utils.translation import gettext as _

from config.refusal import Refusal

from .drafts import DEEPEST, CompetenceDraft, FrameworkDraft, OutcomeDraft
from .extras import LISTS, WORKPLACE
from .findings import (
    LONGEST_CODE,
    LONGEST_FRAMEWORK_CODE,
    LONGEST_FRAMEWORK_NAME,
    LONGEST_NAME,
    Findings,
)
from .scales import read_levels, read_targets

MAX_BYTES = 256 * 1024  # read in Python: a second for each 40 kB at worst


class _PlainLoader(yaml.SafeLoader):
    """YAML without anchors: a few lines of them can unfold into gigabytes."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="aliases are not used", problem_mark=mark)
        return super().compose_node(parent, index)


def parse(data: bytes | str) -> FrameworkDraft:
    """The framework in a YAML file. Raises Refusal, one obstacle per fault with its path."""
    content = _load(data)
    if not isinstance(content, dict):
        raise Refusal("not_a_framework", _("This file holds no framework."), field="$")
    reading = _File(content)
    draft = reading.framework()
    reading.findings.refuse_if_any()
    return draft


def _load(data: bytes | str) -> Any:
    if len(data) > MAX_BYTES:
        raise Refusal("too_large", _("This file is too large for one framework."))
    try:
        return yaml.load(data, _PlainLoader)  # noqa: S506  a SafeLoader that allows less
    except yaml.MarkedYAMLError as fault:
        raise _no_yaml(fault.problem_mark) from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        raise _no_yaml(None) from None


def _no_yaml(mark: yaml.Mark | None) -> Refusal:
    place = _("line %(line)s, column %(column)s")
    field = place % {"line": mark.line + 1, "column": mark.column + 1} if mark else None
    return Refusal("not_yaml", _("This is not a YAML file, or it breaks off here."), field=field)


class _File:
    """One file while it is read. Codes are used once, over outcomes and competences together."""

    def __init__(self, content: dict) -> None:
        self.content, self.findings = content, Findings()
        self.codes: dict[str, str] = {}
        self.identifiers: dict[str, str] = {}
        self.levels = read_levels(content, "$", self.findings, required=True, both_languages=True)

    def framework(self) -> FrameworkDraft:
        text, content = self.findings.text, self.content
        outcomes = self._outcomes(content, "outcomes", "$", depth=1, required=True)
        return FrameworkDraft(
            code=text(content, "code", "$", limit=LONGEST_FRAMEWORK_CODE),
            name_nl=text(content, "name_nl", "$", limit=LONGEST_FRAMEWORK_NAME),
            name_en=text(content, "name_en", "$", limit=LONGEST_FRAMEWORK_NAME),
            source=text(content, "source", "$", limit=LONGEST_NAME),
            outcomes=outcomes,
            levels=self.levels,
            identifier=self._identifier(content, "$"),
        )

    def _outcomes(
        self, holder: dict, key: str, path: str, *, depth: int, required: bool = False
    ) -> tuple[OutcomeDraft, ...]:
        found = self.findings.objects(holder, key, path, required=required)
        return tuple(self._outcome(item, where, depth) for where, item in found)

    def _outcome(self, item: dict, where: str, depth: int) -> OutcomeDraft:
        code = self._code(item, where)
        if item.get("parts") and depth >= DEEPEST - 1:
            message = _("This stands deeper than %(limit)s levels.") % {"limit": DEEPEST}
            self.findings.add(f"{where}.parts", "too_deep", message)
            return OutcomeDraft(code, "")
        competences = self.findings.objects(
            item, "competences", where, required=not item.get("parts")
        )
        return OutcomeDraft(
            code=code,
            name_nl=self.findings.text(item, "name_nl", where, limit=LONGEST_NAME),
            name_en=self.findings.text(item, "name_en", where, limit=LONGEST_NAME),
            competences=tuple(self._competence(one, path) for path, one in competences),
            parts=self._outcomes(item, "parts", where, depth=depth + 1),
            identifier=self._identifier(item, where),
        )

    def _competence(self, item: dict, where: str) -> CompetenceDraft:
        text, findings = self.findings.text, self.findings
        return CompetenceDraft(
            code=self._code(item, where),
            name_nl=text(item, "name_nl", where),
            name_en=text(item, "name_en", where),
            **{key: text(item, key, where, limit=LONGEST_NAME) for key in WORKPLACE},
            **{key: findings.lines(item, key, where) for key in LISTS},
            targets=read_targets(item, where, (one.code for one in self.levels), findings),
            identifier=self._identifier(item, where),
        )

    def _code(self, item: dict, where: str) -> str:
        code = self.findings.text(item, "code", where, limit=LONGEST_CODE)
        self.findings.once(self.codes, code, f"{where}.code")
        return code

    def _identifier(self, item: dict, where: str) -> Any:
        found = self.findings.identifier(item.get("identifier"), f"{where}.identifier")
        if found:
            self.findings.once(self.identifiers, str(found), f"{where}.identifier")
        return found
