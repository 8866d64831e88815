"""Ways in which a VKS answer or a CASE package is wrong, over twenty each, said with their path."""

import json
import uuid
from typing import Any

import pytest

from competences.importers.json_text import MAX_BYTES
from tests.competences.malformed import (
    expected,
    faults_of,
    malformed,
    numbered,
    refused_by_the_page,
    rows,
)
from tests.factories import make_programme, make_user

TOP = "$.beroepskwalificatie"
ONE = {"competentie_code": "c1", "waarde": "Doet iets"}
TWO = {"competentie_code": "c2", "waarde": "Doet iets anders"}


def vks(*competences: Any, **fields: Any) -> bytes:
    inside = {"versie_nr_lang": "BK-1-1", "titel": "Titel", "competenties": list(competences)}
    return json.dumps({"beroepskwalificatie": inside | fields}).encode()


VKS = {
    "empty": malformed(b"", (None, "empty")),
    "breaks-off": malformed(vks(ONE)[:-20], ("line 1, column 116", "not_json")),
    "number-that-is-none": malformed(vks(ONE | {"nr": float("nan")}), (None, "not_json")),
    "nested-too-deep": malformed(b"[" * 100_000, (None, "not_json")),
    "too-large": malformed(b"{" + b" " * MAX_BYTES, (None, "too_large")),
    "letters-of-another-encoding": malformed(b'{"titel": "\xff"}', (None, "not_json")),
    "nothing-found": malformed(b'{"beroepskwalificatie": null}', ("$", "not_a_qualification")),
    "list-of-answers": malformed(b"[1, 2]", (None, "unknown_kind")),
    "no-competences": malformed(vks(), (f"{TOP}.competenties", "missing")),
    "competences-are-no-list": malformed(
        vks(competenties={"a": 1}), (f"{TOP}.competenties", "not_a_list")
    ),
    "competence-is-a-text": malformed(
        vks(ONE, "Doet"), (f"{TOP}.competenties[1]", "not_an_object")
    ),
    "no-code": malformed(
        vks({"waarde": "x"}), (f"{TOP}.competenties[0].competentie_code", "missing")
    ),
    "code-twice": malformed(
        vks(ONE, ONE), (f"{TOP}.competenties[1].competentie_code", "code_twice")
    ),
    "code-too-long": malformed(
        vks(ONE | {"competentie_code": "c" * 101}),
        (f"{TOP}.competenties[0].competentie_code", "too_long"),
    ),
    "no-words": malformed(
        vks(ONE | {"waarde": " \r\n\t "}), (f"{TOP}.competenties[0].waarde", "missing")
    ),
    "words-are-a-list": malformed(
        vks(ONE | {"waarde": ["x"]}), (f"{TOP}.competenties[0].waarde", "not_text")
    ),
    "words-too-long": malformed(
        vks(ONE | {"waarde": "x" * 4001}), (f"{TOP}.competenties[0].waarde", "too_long")
    ),
    "half-a-character": malformed(
        vks(ONE | {"waarde": "x\ud83d"}), (f"{TOP}.competenties[0].waarde", "broken_characters")
    ),
    "knowledge-is-a-text": malformed(
        vks(ONE | {"kennis": "veel"}), (f"{TOP}.competenties[0].kennis", "not_a_list")
    ),
    "skill-is-a-number": malformed(
        vks(ONE | {"vaardigheden": [{"waarde": "Kan"}, 3]}),
        (f"{TOP}.competenties[0].vaardigheden[1]", "not_text"),
    ),
    "no-title": malformed(vks(ONE, titel=None), (f"{TOP}.titel", "missing")),
    "title-is-an-object": malformed(vks(ONE, titel={"nl": "x"}), (f"{TOP}.titel", "not_text")),
    "no-version": malformed(vks(ONE, versie_nr_lang=""), (f"{TOP}.versie_nr_lang", "missing")),
    "far-too-many": malformed(vks(*[{}] * 20_001), (f"{TOP}.competenties", "too_many")),
    "several-things": malformed(
        vks({"waarde": 1.5}, TWO, TWO, titel=""),
        (f"{TOP}.titel", "missing"),
        (f"{TOP}.competenties[0].competentie_code", "missing"),
        (f"{TOP}.competenties[2].competentie_code", "code_twice"),
    ),
}


def name(number: int) -> str:
    return str(uuid.UUID(int=number + (4 << 76) + (8 << 60)))


def item(number: int, **fields: Any) -> dict:
    return {"identifier": name(number), "fullStatement": f"Item {number}"} | fields


def link(child: int, parent: int, **fields: Any) -> dict:
    """`isChildOf`; 0 is the document."""
    ends = {"originNodeURI": {"identifier": name(child)}}
    ends["destinationNodeURI"] = {"identifier": name(parent)}
    return {"associationType": "isChildOf"} | ends | fields


def case(items: Any, links: Any, **document: Any) -> bytes:
    about = {"identifier": name(0), "title": "Kader", "creator": "School"} | document
    package = {"CFDocument": about, "CFItems": items, "CFAssociations": links}
    return json.dumps(package).encode()


def ours(**fields: Any) -> dict:
    return {"extensions": {"trialoog": fields}}


DEEP = [item(number) for number in range(1, 15)]
CHAIN = [link(number, number - 1) for number in range(1, 15)]
LEVELS = [{"code": "a", "name_nl": "laag"}, {"code": "b", "name_nl": "hoog"}]
CASE = {
    "breaks-off": malformed(case([item(1)], [])[:40], ("line 1, column 31", "not_json")),
    "no-document": malformed(b'{"CFItems": []}', ("$", "not_a_package")),
    "document-is-a-list": malformed(b'{"CFDocument": []}', ("$", "not_a_package")),
    "empty-wrapper": malformed(b'{"CFPackage": {}}', ("$.CFPackage", "not_a_package")),
    "no-items": malformed(case([], []), ("$.CFItems", "no_competences")),
    "items-are-no-list": malformed(
        case({"1": item(1)}, []), ("$.CFItems", "not_a_list"), ("$.CFItems", "no_competences")
    ),
    "document-without-identifier": malformed(
        case([item(1)], [link(1, 0)], identifier=None), ("$.CFDocument.identifier", "missing")
    ),
    "document-without-title": malformed(
        case([item(1)], [link(1, 0)], title=" "), ("$.CFDocument.title", "missing")
    ),
    "version-of-tomorrow": malformed(
        case([item(1)], [link(1, 0)], caseVersion="2.0"),
        ("$.CFDocument.caseVersion", "unknown_version"),
    ),
    "item-without-identifier": malformed(
        case([item(1), {"fullStatement": "x"}], [link(1, 0)]),
        ("$.CFItems[1].identifier", "missing"),
    ),
    "identifier-is-no-uuid": malformed(
        case([item(1), item(2, identifier="abc")], [link(1, 0)]),
        ("$.CFItems[1].identifier", "not_an_identifier"),
    ),
    "identifier-twice": malformed(
        case([item(1), item(1)], [link(1, 0)]), ("$.CFItems[1].identifier", "identifier_twice")
    ),
    "item-is-called-as-the-document": malformed(
        case([item(1), item(0)], [link(1, 0)]), ("$.CFItems[1].identifier", "identifier_twice")
    ),
    "item-without-words": malformed(
        case([item(1, fullStatement=None)], [link(1, 0)]), ("$.CFItems[0].fullStatement", "missing")
    ),
    "words-are-an-object": malformed(
        case([item(1, fullStatement={"nl": "x"})], [link(1, 0)]),
        ("$.CFItems[0].fullStatement", "not_text"),
    ),
    "code-twice": malformed(
        case([item(n, humanCodingScheme="A") for n in (1, 2)], [link(1, 0), link(2, 0)]),
        ("$.CFItems[1]", "code_twice"),
    ),
    "orphan": malformed(case([item(1), item(2)], [link(1, 0)]), ("$.CFItems[1]", "orphan")),
    "two-parents": malformed(
        case([item(1), item(2), item(3)], [link(1, 0), link(2, 0), link(3, 1), link(3, 2)]),
        ("$.CFAssociations[3]", "two_parents"),
    ),
    "circle": malformed(
        case([item(1), item(2), item(3)], [link(1, 0), link(2, 3), link(3, 2)]),
        ("$.CFAssociations[1].destinationNodeURI.identifier", "circle"),
    ),
    "under-itself": malformed(
        case([item(1), item(2)], [link(1, 0), link(2, 2)]),
        ("$.CFAssociations[1].destinationNodeURI.identifier", "circle"),
    ),
    "parent-is-not-there": malformed(
        case([item(1), item(2)], [link(1, 0), link(2, 9)]),
        ("$.CFAssociations[1].destinationNodeURI.identifier", "unknown_parent"),
    ),
    "child-is-not-there": malformed(
        case([item(1)], [link(1, 0), link(9, 1)]),
        ("$.CFAssociations[1].originNodeURI.identifier", "unknown_item"),
    ),
    "association-without-an-end": malformed(
        case([item(1)], [link(1, 0), link(1, 0, originNodeURI=None)]),
        ("$.CFAssociations[1].originNodeURI", "missing"),
    ),
    "association-is-a-text": malformed(
        case([item(1)], [link(1, 0), "isChildOf"]), ("$.CFAssociations[1]", "not_an_object")
    ),
    "number-is-a-word": malformed(
        case([item(1)], [link(1, 0, sequenceNumber="first")]),
        ("$.CFAssociations[0].sequenceNumber", "not_a_number"),
    ),
    "too-many-items": malformed(
        case([item(n) for n in range(1, 5002)], [link(n, 0) for n in range(1, 5002)]),
        ("$.CFItems[5000]", "too_many"),
    ),
    "far-too-many-items": malformed(
        case([{}] * 20_001, []), ("$.CFItems", "too_many"), ("$.CFItems", "no_competences")
    ),
    "too-deep": malformed(case(DEEP, CHAIN), ("$.CFItems[12]", "too_deep")),
    "scale-of-one-level": malformed(
        case([item(1)], [link(1, 0)], **ours(levels=LEVELS[:1])),
        ("$.CFDocument.extensions.trialoog.levels", "number_of_levels"),
    ),
    "target-is-not-on-the-scale": malformed(
        case([item(1, **ours(targets={"u": "z"}))], [link(1, 0)], **ours(levels=LEVELS)),
        ("$.CFItems[0].extensions.trialoog.targets.u", "unknown_level"),
    ),
    "below-a-competence": malformed(
        case([item(1, **ours(kind="competence")), item(2)], [link(1, 0), link(2, 1)]),
        ("$.CFAssociations[1].destinationNodeURI.identifier", "below_a_competence"),
    ),
}


@pytest.mark.parametrize("variant", numbered(VKS))
def test_a_malformed_vks_answer_is_refused_with_place_and_reason(variant):
    assert faults_of(variant.data) == variant.faults


@pytest.mark.parametrize("variant", numbered(CASE))
def test_a_malformed_case_package_is_refused_with_place_and_reason(variant):
    assert faults_of(variant.data) == variant.faults


@pytest.mark.django_db
@pytest.mark.parametrize("variants", [VKS, CASE], ids=["vks", "case"])
def test_none_of_them_leaves_a_trace(client, variants):
    wim = make_user("Wim", "Claes", language="en")
    programme = make_programme("accounting", coordinator=wim)
    before = rows()

    said = refused_by_the_page(client, wim, programme, variants)

    assert said == expected(variants)
    assert rows() == before
