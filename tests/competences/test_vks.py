"""Frameworks from files: the real VKS answers come in whole, damaged ones say where and why.

The files in tests/data/vks are test data with an unconfirmed licence; see the README there.
"""

import json
from pathlib import Path

import pytest
from django.utils import translation

from competences.importers import json_text, own, vks
from config.refusal import Refusal

VKS = Path(__file__).parents[1] / "data" / "vks"
FRAMEWORKS = Path(__file__).parents[2] / "demo" / "data" / "frameworks"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def answer(*competences: object, **fields: object) -> dict:
    inside = {"versie_nr_lang": "BK-1-1", "titel": "Titel", "competenties": list(competences)}
    return {"beroepskwalificatie": {**inside, **fields}}


def competence(**fields: object) -> dict:
    return {"competentie_code": "c1", "waarde": "Doet iets", **fields}


def faults(parse, content) -> list[tuple[str | None, str]]:
    with pytest.raises(Refusal) as refused:
        parse(content)
    return [(one.field, one.code) for one in refused.value.obstacles]


@pytest.mark.parametrize(
    ("name", "title", "competences", "knowledge", "skills"),
    [
        ("BK-0203-3", "Polyvalent administratief ondersteuner", 10, 48, 37),
        ("BK-0390-2", "Onthaalmedewerker", 12, 65, 88),
        ("BK-0081-2", "Medewerker ruwbouw", 25, 70, 110),
    ],
)
def test_a_real_answer_comes_in_whole(name, title, competences, knowledge, skills):
    draft = vks.parse((VKS / f"{name}.json").read_bytes())

    assert (draft.code, draft.name_nl) == (name.lower(), title)
    assert draft.source == f"Vlaamse overheid, Vlaamse kwalificatiestructuur, {name}"
    assert len(draft.competences) == competences
    assert sum(len(one.knowledge_nl) for one in draft.competences) == knowledge
    assert sum(len(one.skills_nl) for one in draft.competences) == skills


def test_a_competence_keeps_its_code_words_and_references():
    draft = vks.parse((VKS / "BK-0203-3.json").read_bytes())

    first = draft.competences[0]
    assert first.code == "bkc0043656"
    assert first.name_nl == (
        "Sorteert en verdeelt binnenkomende interne (elektronische) post "
        "volgens de richtlijnen van de organisatie"
    )
    assert first.knowledge_nl[0] == "Basiskennis van ergonomische technieken"
    assert first.skills_nl[0] == "Verzamelt, klasseert en verdeelt post, dossiers, pakjes,..."
    assert first.references[0] == "5784-c"


def test_no_text_keeps_line_ends_or_double_spaces():
    for path in VKS.glob("*.json"):
        for one in vks.parse(path.read_bytes()).competences:
            texts = [one.name_nl, *one.knowledge_nl, *one.skills_nl, *one.references]
            assert texts == [" ".join(text.split()) for text in texts]


def test_competences_follow_their_number_and_keep_their_place_without_one():
    draft = vks.read(
        answer(
            competence(competentie_code="b", nr=2),
            competence(competentie_code="a", nr="1"),
            competence(competentie_code="c"),
        )
    )

    assert [one.code for one in draft.competences] == ["a", "b", "c"]


def test_missing_and_unknown_fields_do_not_matter():
    bare = competence(
        kennis=None, nieuw={"a": 1}, vaardigheden=[{"waarde": " Kan\r\nveel "}, "Kan"]
    )

    [read] = vks.read(answer(bare, iets="anders")).competences

    assert (read.knowledge_nl, read.skills_nl, read.references) == ((), ("Kan veel", "Kan"), ())


def test_the_object_inside_is_accepted_without_its_wrapper():
    inside = answer(competence())["beroepskwalificatie"]

    assert vks.read(inside) == vks.read({"beroepskwalificatie": inside})


def test_every_fault_is_named_with_its_path():
    damaged = answer(
        competence(competentie_code=None, kennis="veel"),
        competence(waarde=" ", vaardigheden=[3, {"waarde": ["x"]}]),
        competence(),
        "geen object",
        titel=["x"],
    )

    top = "$.beroepskwalificatie"
    assert faults(vks.read, damaged) == [
        (f"{top}.titel", "not_text"),
        (f"{top}.competenties[0].competentie_code", "missing"),
        (f"{top}.competenties[0].kennis", "not_a_list"),
        (f"{top}.competenties[1].waarde", "missing"),
        (f"{top}.competenties[1].vaardigheden[0]", "not_text"),
        (f"{top}.competenties[1].vaardigheden[1].waarde", "not_text"),
        (f"{top}.competenties[2].competentie_code", "code_twice"),
        (f"{top}.competenties[3]", "not_an_object"),
    ]


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        (("line 1, column 2", "not_json"), b"{'a': 1}"),
        ((None, "not_json"), b"\xff\xfe\x00"),
        ((None, "not_json"), b"[" * 100_000),
        ((None, "too_large"), b" " * (json_text.MAX_BYTES + 1)),
        (("$", "not_a_qualification"), b"[1, 2]"),
        (("$", "not_a_qualification"), b'{"beroepskwalificatie": null, "totalItems": 0}'),
        (("$.beroepskwalificatie.competenties", "missing"), json.dumps(answer()).encode()),
    ],
)
def test_what_is_no_qualification_is_refused(expected, data):
    assert faults(vks.parse, data) == [expected]


@pytest.mark.parametrize(
    ("name", "per_outcome"), [("accounting", [5, 4, 3]), ("marketing", [4, 4, 4])]
)
def test_our_own_frameworks_are_complete_in_two_languages(name, per_outcome):
    draft = own.parse((FRAMEWORKS / f"{name}.yaml").read_bytes())

    assert [len(outcome.competences) for outcome in draft.outcomes] == per_outcome
    assert [level.code for level in draft.levels] == ["0", "K", "V", "A"]
    for one in draft.competences:
        assert len(one.knowledge_nl) == len(one.knowledge_en) >= 2
        assert len(one.skills_nl) == len(one.skills_en) >= 2
        assert set(one.targets) == {"exploration", "deepening", "autonomy"}
        assert (one.targets["deepening"], one.targets["autonomy"]) == ("V", "A")
        assert one.targets["exploration"] in {"K", "V"}


def test_a_framework_of_our_own_names_its_faults_with_their_path():
    text = """
code: c
name_nl: n
name_en: n
source: s
levels: [{code: K, name_nl: k, name_en: k, description_nl: k, description_en: k}]
outcomes:
  - {code: O, name_nl: o, name_en: o, competences: [{code: O, name_nl: x, name_en: x,
     workplace_nl: x, workplace_en: x, skills_nl: [1], targets: {autonomy: Z}}]}
"""

    assert faults(own.parse, text) == [
        ("$.levels", "number_of_levels"),
        ("$.outcomes[0].competences[0].code", "code_twice"),
        ("$.outcomes[0].competences[0].skills_nl[0]", "not_text"),
        ("$.outcomes[0].competences[0].targets.autonomy", "unknown_level"),
    ]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("line 1, column 5", "a: ["),
        ("line 2, column 4", "a: &x [1]\nb: *x"),
        ("line 1, column 1", "!!python/object:os.system {}"),
    ],
)
def test_yaml_that_is_broken_or_tricky_is_refused_where_it_breaks(place, text):
    assert faults(own.parse, text) == [(place, "not_yaml")]


def test_a_file_of_our_own_that_would_take_minutes_to_read_is_too_large():
    assert faults(own.parse, b"a: b\n" * 60_000) == [(None, "too_large")]
