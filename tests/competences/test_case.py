"""CASE packages of others and of our own: order and depth by association, languages, extras."""

import datetime as dt
import json
import re

import pytest

from competences.exporters import case as exporter
from competences.importers import case, reading
from competences.importers.identity import identified
from tests.competences import drafts
from tests.competences.test_malformed_json import case as package
from tests.competences.test_malformed_json import item, link, name

WHEN = dt.datetime(2026, 11, 20, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def outline(headings) -> list:
    """Codes as nested lists: [heading, [its competences], [headings inside]]."""
    return [[one.code, [each.code for each in one.competences], outline(one.parts)]
            for one in headings]  # fmt: skip


def coded(number: int, code: str, **fields) -> dict:
    return item(number, humanCodingScheme=code, **fields)


def test_items_stand_where_their_associations_put_them_in_the_order_of_their_numbers():
    items = [coded(1, "A"), coded(2, "A2"), coded(3, "A1"), coded(4, "A1a"), coded(5, "A1b")]
    links = [
        link(1, 0, sequenceNumber=1),
        link(2, 1, sequenceNumber="20"),
        link(3, 1, sequenceNumber=10.0),
        link(5, 3),
        link(4, 3, sequenceNumber=7),
        {"associationType": "isRelatedTo", "originNodeURI": {}, "destinationNodeURI": None},
    ]

    draft = case.parse(package(items, links))

    assert outline(draft.outcomes) == [["A", ["A2"], [["A1", ["A1a", "A1b"], []]]]]


def test_a_package_inside_a_wrapper_and_in_utf_16_is_the_same():
    data = package([coded(1, "A")], [link(1, 0)])
    wrapped = json.dumps({"CFPackage": json.loads(data)}).encode("utf-16")

    assert reading.parse(wrapped) == reading.parse(data)


def test_competences_directly_under_the_document_get_one_heading_with_its_name():
    items = [coded(1, "A"), coded(2, "B"), coded(3, "B1"), coded(4, "C")]
    links = [link(1, 0), link(2, 0), link(3, 2), link(4, 0)]

    draft = case.parse(package(items, links, title="Zorg & Welzijn"))

    assert outline(draft.outcomes) == [["zorg-welzijn", ["A", "C"], []], ["B", ["B1"], []]]
    assert draft.outcomes[0].name_nl == "Zorg & Welzijn"


def test_english_words_stand_in_english_and_an_item_may_speak_another_language():
    items = [item(1), item(2, language="nl-BE"), item(3)]
    links = [link(1, 0), link(2, 1), link(3, 1)]

    draft = case.parse(package(items, links, language="en-US"))

    assert (draft.name_nl, draft.name_en) == ("", "Kader")
    assert [(one.name_nl, one.name_en) for one in draft.competences] == [
        ("Item 2", ""), ("", "Item 3")
    ]  # fmt: skip


def test_an_item_without_a_code_is_called_by_its_identifier():
    items = [coded(1, "00000000"), item(2, identifier="a1b2c3d4-0000-4000-8000-000000000002")]
    far = [item(3, identifier="a1b2c3d4-0000-4000-8000-000000000003")]
    links = [link(1, 0), *(link(9, 1, originNodeURI=one) for one in (*items[1:], *far))]

    draft = case.parse(package([*items, *far], links))

    assert [one.code for one in draft.competences] == ["a1b2c3d4", far[0]["identifier"]]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_package_of_more_than_200_items_and_five_deep_comes_in(version):
    items, links, parents = [], [], [0]
    for _depth in range(5):
        parents = [_grown(items, links, parent, place) for parent in parents for place in (1, 2, 3)]
    about = {"caseVersion": version} if version == "1.1" else {}

    draft = reading.parse(package(items, links, **about))

    assert (len(items), len(draft.headings), len(draft.competences)) == (363, 120, 243)


def _grown(items: list, links: list, parent: int, place: int) -> int:
    number = len(items) + 1
    items.append(item(number))
    links.append(link(number, parent, sequenceNumber=place))
    return number


UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
SHAPES = {
    "CFDocument": (
        {"identifier", "uri", "creator", "title", "lastChangeDateTime"},
        {"caseVersion", "language", "extensions"},
    ),
    "CFItems": (
        {"identifier", "uri", "fullStatement", "lastChangeDateTime"},
        {"humanCodingScheme", "language", "CFItemType", "alternativeLabel", "extensions"},
    ),
    "CFAssociations": (
        {"identifier", "uri", "associationType", "originNodeURI", "destinationNodeURI",
         "lastChangeDateTime"},
        {"sequenceNumber"},
    ),
}  # fmt: skip


def test_our_package_has_all_that_case_1_1_requires_and_nothing_that_it_does_not_know():
    draft = identified(drafts.large(depth=3), programme="care")

    made = exporter.to_package(draft, changed=WHEN)

    assert set(made) == set(SHAPES)
    for part, (required, allowed) in SHAPES.items():
        for one in made[part] if isinstance(made[part], list) else [made[part]]:
            assert required <= one.keys() <= required | allowed
            assert UUID.fullmatch(one["identifier"])
            assert one["uri"] == f"urn:uuid:{one['identifier']}"
            assert one["lastChangeDateTime"] == "2026-11-20T09:30:00Z"
    for one in made["CFAssociations"]:
        assert one["associationType"] == "isChildOf"
        assert set(one["originNodeURI"]) == {"title", "identifier", "uri"}
    identifiers = [
        one["identifier"] for part in ("CFItems", "CFAssociations") for one in made[part]
    ]
    assert len(identifiers) == len(set(identifiers)) == 52


def test_words_of_the_workplace_of_others_are_taken_from_the_alternative_label():
    items = [item(1), item(2, alternativeLabel="Helpt klanten")]

    [read] = case.parse(package(items, [link(1, 0), link(2, 1)])).competences

    assert (read.workplace_nl, str(read.identifier)) == ("Helpt klanten", name(2))
