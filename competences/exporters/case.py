"""A framework as a package of 1EdTech CASE 1.1, which systems for 1.0 can read as well.

The text of an item is in one language, as CASE has it; the other language and all that CASE has no
place for stand in `extensions.trialoog`. Addresses are `urn:uuid:`, since nothing is served here.
"""

import datetime as dt
import json
import uuid
from typing import Any

from competences.exporters.extras import filled, of_framework, of_item
from competences.importers.case import OURS
from competences.importers.drafts import CompetenceDraft, FrameworkDraft, OutcomeDraft

LINK = uuid.uuid5(uuid.NAMESPACE_DNS, "trialoog.case.association")
Thing = FrameworkDraft | OutcomeDraft | CompetenceDraft


def to_json(draft: FrameworkDraft, *, changed: dt.datetime) -> bytes:
    """The package as a file; see `to_package`."""
    return json.dumps(to_package(draft, changed=changed), ensure_ascii=False, indent=1).encode()


def to_package(draft: FrameworkDraft, *, changed: dt.datetime) -> dict[str, Any]:
    """The package of a draft in which everything has an identifier; `changed` is an aware time."""
    return _Package(draft, changed).package()


class _Package:
    def __init__(self, draft: FrameworkDraft, changed: dt.datetime) -> None:
        self.draft = draft
        self.at = changed.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.items: list[dict[str, Any]] = []
        self.links: list[dict[str, Any]] = []

    def package(self) -> dict[str, Any]:
        for number, outcome in enumerate(self.draft.outcomes, start=1):
            self._add(outcome, self.draft, number)
        return {
            "CFDocument": self._document(),
            "CFItems": self.items,
            "CFAssociations": self.links,
        }

    def _document(self) -> dict[str, Any]:
        draft = self.draft
        return {
            **self._named(draft),
            "caseVersion": "1.1",
            "creator": draft.source or "Trialoog",
            "title": _text(draft),
            "language": _language(draft),
            "extensions": {OURS: filled({**_other(draft), **of_framework(draft)})},
        }

    def _add(self, item: OutcomeDraft | CompetenceDraft, above: Thing, number: int) -> None:
        """An item with everything below it; competences come before the headings beside them."""
        self.items.append(self._item(item))
        self.links.append(self._link(item, above, number))
        if isinstance(item, OutcomeDraft):
            below = (*item.competences, *item.parts)
            for place, one in enumerate(below, start=1):
                self._add(one, item, place)

    def _item(self, item: OutcomeDraft | CompetenceDraft) -> dict[str, Any]:
        fields = {
            **self._named(item),
            "fullStatement": _text(item),
            "humanCodingScheme": item.code,
            "language": _language(item),
            "CFItemType": "Heading" if isinstance(item, OutcomeDraft) else "Competency",
            "extensions": {OURS: {**of_item(item), **_other(item)}},
        }
        if isinstance(item, CompetenceDraft) and (label := _label(item)):
            fields["alternativeLabel"] = label
        return fields

    def _link(self, item: Thing, above: Thing, number: int) -> dict[str, Any]:
        identifier = uuid.uuid5(LINK, f"{item.identifier} {above.identifier}")
        return {
            "identifier": str(identifier),
            "uri": identifier.urn,
            "associationType": "isChildOf",
            "sequenceNumber": number,
            "originNodeURI": _node(item),
            "destinationNodeURI": _node(above),
            "lastChangeDateTime": self.at,
        }

    def _named(self, thing: Thing) -> dict[str, str]:
        return {
            "identifier": str(thing.identifier),
            "uri": _uri(thing),
            "lastChangeDateTime": self.at,
        }


def _uri(thing: Thing) -> str:
    return f"urn:uuid:{thing.identifier}"


def _node(thing: Thing) -> dict[str, str]:
    return {"title": _text(thing), "identifier": str(thing.identifier), "uri": _uri(thing)}


def _language(thing: Thing) -> str:
    return "nl" if thing.name_nl else "en"


def _text(thing: Thing) -> str:
    return thing.name_nl or thing.name_en


def _other(thing: Thing) -> dict[str, str]:
    """The name in the language that the item itself is not in."""
    return filled({"name_en": thing.name_en if thing.name_nl else ""})


def _label(item: CompetenceDraft) -> str:
    return item.workplace_nl if item.name_nl else item.workplace_en
