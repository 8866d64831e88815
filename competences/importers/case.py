"""A framework package of 1EdTech CASE, version 1.0 or 1.1, in JSON.

A package is `{"CFDocument": {…}, "CFItems": […], "CFAssociations": […]}`, in some systems inside
`{"CFPackage": …}`. The order and nesting stand in the associations `isChildOf`: their origin is
the child. Items without others below them become competences. Other associations, rubrics and
definitions are passed over. What only we know stands in `extensions.trialoog`.
"""

from dataclasses import replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from config.refusal import Refusal

from . import json_text
from .drafts import CompetenceDraft, FrameworkDraft
from .extras import read_extras, read_kind
from .findings import (
    LONGEST_CODE,
    LONGEST_FRAMEWORK_CODE,
    LONGEST_FRAMEWORK_NAME,
    LONGEST_NAME,
    LONGEST_TEXT,
    Findings,
)
from .scales import read_levels, usual_codes
from .tree import Item, grow

VERSIONS = {"", "1.0", "1.1"}
OURS = "trialoog"
LAST = 10**9


def is_package(content: Any) -> bool:
    """Whether a JSON file that was read looks like a CASE package."""
    return isinstance(content, dict) and not {"CFPackage", "CFDocument", "CFItems"}.isdisjoint(
        content
    )


def parse(data: bytes | str) -> FrameworkDraft:
    """The framework in a CASE package. Raises Refusal, one obstacle per fault with its path."""
    return read(json_text.load(data))


def read(content: Any) -> FrameworkDraft:
    """As `parse`, for a package that is already loaded."""
    path, package = "$", content
    if isinstance(content, dict) and isinstance(content.get("CFPackage"), dict):
        path, package = "$.CFPackage", content["CFPackage"]
    if not isinstance(package, dict) or not isinstance(package.get("CFDocument"), dict):
        raise Refusal(
            "not_a_package",
            _("This JSON holds no CASE package: “CFDocument” is missing."),
            field=path,
        )
    reading = _Package(package, path)
    draft = reading.framework()
    reading.findings.refuse_if_any()
    return draft


class _Package:
    """One package while it is read; `path` is where it stands in the file."""

    def __init__(self, package: dict, path: str) -> None:
        self.package, self.path, self.findings = package, path, Findings()
        self.document = package["CFDocument"]
        self.at = f"{path}.CFDocument"
        self.extra, self.extra_at = self._extra(self.document, self.at)
        self.levels = read_levels(self.extra, self.extra_at, self.findings, required=False)
        self.known = {level.code for level in self.levels} or usual_codes()

    def framework(self) -> FrameworkDraft:
        findings, document = self.findings, self.document
        version = findings.text(document, "caseVersion", self.at, required=False)
        if version not in VERSIONS:
            message = _("This is CASE %(version)s; we read 1.0 and 1.1.")
            findings.add(
                f"{self.at}.caseVersion", "unknown_version", message % {"version": version}
            )
        identifier = self._identifier(document, self.at)
        title = findings.text(document, "title", self.at, limit=LONGEST_FRAMEWORK_NAME)
        name_nl, name_en = self._names(title, document, LONGEST_FRAMEWORK_NAME, self.extra, self.at)
        code = self._code(title)
        return FrameworkDraft(
            code=code,
            name_nl=name_nl,
            name_en=name_en,
            source=self._source(),
            outcomes=grow(
                self._items(identifier),
                findings,
                top=(code, name_nl, name_en),
                whole=f"{self.path}.CFItems",
            ),
            levels=self.levels,
            identifier=identifier,
        )

    def _extra(self, holder: dict, path: str) -> tuple[dict, str]:
        extensions = holder.get("extensions")
        if not isinstance(extensions, dict):  # 1.0 has none, and others may put anything there
            return {}, path
        where = f"{path}.extensions"
        return self.findings.object(extensions, OURS, where), f"{where}.{OURS}"

    def _identifier(self, holder: dict, path: str) -> Any:
        value, where = holder.get("identifier"), f"{path}.identifier"
        return self.findings.identifier(value, where, required=True)

    def _code(self, title: str) -> str:
        given = self.findings.text(
            self.extra, "code", self.extra_at, required=False, limit=LONGEST_FRAMEWORK_CODE
        )
        return given or slugify(title)[:LONGEST_FRAMEWORK_CODE].strip("-") or "case"

    def _source(self) -> str:
        if self.extra:
            return self.findings.text(
                self.extra, "source", self.extra_at, required=False, limit=LONGEST_NAME
            )
        creator = self.findings.text(self.document, "creator", self.at, required=False)
        return creator[:LONGEST_NAME]

    def _names(
        self, said: str, holder: dict, limit: int, extra: dict, path: str
    ) -> tuple[str, str]:
        """The text in its own language; the other language, if any, stands among our extras."""
        language = self.findings.text(holder, "language", path, required=False)
        language = language or str(self.document.get("language") or "")
        is_english = language.lower().startswith("en")
        other = self.findings.text(
            extra,
            "name_nl" if is_english else "name_en",
            f"{path}.extensions.{OURS}",
            required=False,
            limit=limit,
        )
        return (other, said) if is_english else (said, other)

    def _items(self, document: Any) -> list[Item]:
        found: dict[Any, Item] = {}
        seen: dict[str, str] = {}
        for where, item in self.findings.objects(self.package, "CFItems", self.path):
            identifier = self._identifier(item, where)
            read = self._item(item, identifier, where)
            if identifier is None:
                continue
            if identifier in found or identifier == document:
                self._twice(seen, str(identifier), f"{where}.identifier")
                continue
            seen[str(identifier)] = f"{where}.identifier"
            found[identifier] = read
        ordered = self._placed(found, document)
        self._fill_codes(ordered)
        return ordered

    def _twice(self, seen: dict[str, str], identifier: str, where: str) -> None:
        message = _("The identifier %(value)s stands at %(path)s as well.")
        path = seen.get(identifier, f"{self.at}.identifier")
        self.findings.add(where, "identifier_twice", message % {"value": identifier, "path": path})

    def _item(self, item: dict, identifier: Any, where: str) -> Item:
        extra, extra_at = self._extra(item, where)
        said = self.findings.text(item, "fullStatement", where, limit=LONGEST_TEXT)
        name_nl, name_en = self._names(said, item, LONGEST_TEXT, extra, where)
        code = self.findings.text(
            item, "humanCodingScheme", where, required=False, limit=LONGEST_CODE
        )
        kind = read_kind(extra, extra_at, self.findings)
        more = read_extras(extra, extra_at, self.known, self.findings)
        if not extra:
            label = self.findings.text(item, "alternativeLabel", where, required=False)
            more["workplace_nl"], more["workplace_en"] = self._names(
                label if len(label) <= LONGEST_NAME else "", item, LONGEST_NAME, {}, where
            )
        content = CompetenceDraft(code, name_nl, name_en, **more, identifier=identifier)
        return Item(identifier, None, content, where, where, kind)

    def _placed(self, found: dict[Any, Item], document: Any) -> list[Item]:
        """The items with their parents, in the order that the associations give them."""
        parents: dict[Any, tuple[int, int]] = {}
        links = self.findings.objects(self.package, "CFAssociations", self.path)
        for position, (where, link) in enumerate(links):
            kind = self.findings.text(link, "associationType", where)
            if kind != "isChildOf":
                continue
            child = self._end(link, "originNodeURI", where)
            parent = self._end(link, "destinationNodeURI", where)
            number = self._number(link, where)
            if child is None or parent is None:
                continue
            if child not in found:
                message = _("This item is not in the package.")
                self.findings.add(f"{where}.originNodeURI.identifier", "unknown_item", message)
                continue
            is_top = parent == document or (document is None and parent not in found)
            item, above = found[child], None if is_top else parent
            if child in parents:
                if item.parent != above:
                    message = _("This item stands under something else already.")
                    self.findings.add(where, "two_parents", message)
                continue
            item.parent, item.parent_place = above, f"{where}.destinationNodeURI.identifier"
            parents[child] = (number, position)
        for identifier, item in found.items():
            if identifier not in parents:
                message = _("This item stands under nothing: its “isChildOf” is missing.")
                self.findings.add(item.place, "orphan", message)
        return sorted(found.values(), key=lambda item: parents.get(item.key, (LAST, LAST)))

    def _end(self, link: dict, key: str, path: str) -> Any:
        node = link.get(key)
        if not isinstance(node, dict):
            self.findings.add(f"{path}.{key}", "missing", _("This must be filled in."))
            return None
        return self._identifier(node, f"{path}.{key}")

    def _number(self, link: dict, path: str) -> int:
        """`sequenceNumber`: a whole number, also as text; without one an item comes last."""
        value = link.get("sequenceNumber")
        if value is None:
            return LAST
        text = str(value).removesuffix(".0")
        if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 9:
            message = _("A whole number is expected here.")
            self.findings.add(f"{path}.sequenceNumber", "not_a_number", message)
            return LAST
        return int(text)

    def _fill_codes(self, items: list[Item]) -> None:
        """Items without a code of their own are called by the beginning of their identifier."""
        taken = {item.content.code for item in items}
        for item in items:
            if not item.content.code:
                short, whole = str(item.key)[:8], str(item.key)
                code = whole if short in taken else short
                taken.add(code)
                item.content = replace(item.content, code=code)
