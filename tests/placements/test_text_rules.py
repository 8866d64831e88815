"""What a text may hold: each thing that is not right is named with its place and its reason."""

import time

import pytest

from config.pdf_clauses import UnknownField, applies, fill_in, filled, standard
from placements.rules.text_differences import differences
from placements.rules.text_edits import edited, new_article, renamed
from placements.rules.text_faults import (
    LONGEST_WORDS,
    article_faults,
    faults,
    publish_obstacles,
    size_obstacles,
)
from placements.rules.texts import CONDITIONS, FIELDS, MANDATORY, PALETTE, condition_of
from tests.config.paper_samples import terms

TABLE = {"type": "table", "header": ["Wat", "Wie"], "rows": [["Sleutel", "{mentor}"]]}


def text(**changes) -> list:
    """The standard text with blocks of some articles replaced: text(content=[...])."""
    content = standard("nl")
    for article in content:
        if article["key"] in changes:
            article["blocks"] = changes[article["key"]]
    return content


def clause(words: str, **more) -> dict:
    return {"type": "clause", "text": words, **more}


def stops(content, language="nl") -> list[str]:
    return [obstacle.code for obstacle in publish_obstacles(content, language)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_standard_text_can_be_published_as_it_is(language):
    assert faults(standard(language), language) == []
    assert list(size_obstacles(standard(language))) == []


@pytest.mark.parametrize("subject", MANDATORY)
def test_each_mandatory_subject_must_have_an_article(subject):
    content = [article for article in standard("nl") if article["key"] != subject]

    assert f"missing-{subject}" in stops(content)


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("De werkpostfiche ligt klaar.", ["missing-risk_analysis"]),
        ("De Risicoanalyse ligt klaar.", ["missing-work_post_sheet"]),
        ("De {risk_analysis} en de {work_post_sheet} liggen klaar.", []),
        ("Alles ligt klaar.", ["missing-risk_analysis", "missing-work_post_sheet"]),
    ],
)
def test_safety_names_the_risk_analysis_and_the_work_post_sheet(words, missing):
    assert stops(text(safety=[clause(words)])) == missing


def test_the_plan_stands_in_an_annex():
    without = text(organisation=[clause("De student werkt veertig dagen.")])

    assert stops(without) == ["missing-plan_annex"]
    without[0]["blocks"].append(clause("De planning staat in {plan_annex}.", when="has_plan"))
    assert stops(without) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("Dag {mentr}.", "unknown-field", "“{mentr}”"),
        ("Dag {{mentor}} en {x y}.", "unknown-field", "“{x y}”"),
        ("Zie {article:nergens}.", "unknown-field", "“{article:nergens}”"),
        ("{% include 'x' %}", "unknown-field", "“{% include 'x' %}”"),
        ("Een { zomaar.", "stray-brace", "“{ zomaar.”"),
        ("{", "stray-brace", "“{”"),
        ("<script>alert(1)</script>", "markup", "“<script>”"),
        ("<img src=x onerror=y>", "markup", "“<img src=x onerror=y>”"),
        ("</p>", "markup", "“</p>”"),
        ("", "block-empty", ""),
    ],
)
def test_hostile_words_are_refused_with_place_and_reason(words, code, said):
    content = text(closing=[clause("Gewoon."), clause(words)])

    found = [fault for fault in faults(content, "nl") if not fault.is_warning]

    assert [fault.code for fault in found] == [code]
    assert (found[0].article, found[0].block) == (10, 1)
    assert "11" in found[0].place
    assert "2" in found[0].place
    assert said in found[0].message


@pytest.mark.parametrize("words", ["Minder dan < 5 dagen", "a > b", "{{ is een accolade", "5 }"])
def test_ordinary_signs_are_ordinary(words):
    assert stops(text(closing=[clause(words)])) == []


def test_an_article_that_could_be_empty_is_named():
    only = [clause("Alleen met planning.", when="has_plan")]

    assert stops(text(closing=only)) == ["article-may-be-empty"]
    assert stops(text(closing=[*only, clause("En zonder.", unless="has_plan")])) == []
    assert stops(text(closing=[{"type": "heading", "text": "Titel"}])) == ["article-empty"]
    assert stops(text(closing=[])) == ["article-empty"]


def test_a_field_that_may_say_nothing_is_worth_a_second_look():
    found = faults(text(closing=[clause("Hoogstens {max_shortenings} keer.")]), "nl")

    assert [(fault.code, fault.is_warning) for fault in found] == [("condition-missing", True)]


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([clause("x" * 100_000)], "too-long"),
        ([clause("x" * (LONGEST_WORDS + 1))], "too-long"),
        ([clause("nul\x00")], "unwritable"),
        ([clause("x")] * 41, "too-many"),
        ([clause("x", points=["y"] * 31)], "too-many"),
        ([{"type": "table", "header": ["x"] * 7, "rows": [["y"] * 7]}], "too-many"),
        ([{"type": "table", "header": ["x"], "rows": [["y" * 301]]}], "too-long"),
        ([clause("x", when="is_admin")], "unknown-condition"),
    ],
)
def test_what_is_too_much_is_not_even_kept(blocks, code):
    found = list(size_obstacles(text(closing=blocks)))

    assert [obstacle.code for obstacle in found] == [code]
    assert "11" in found[0].message


def test_a_whole_text_has_an_end():
    many = [clause("x" * 3_900)] * 21

    assert [one.code for one in size_obstacles(text(closing=many))] == ["text-too-long"]


def test_every_field_of_the_palette_is_filled_in():
    content = text(closing=[clause(" ".join(f"{{{name}}}" for name in FIELDS))])

    said = filled(content, terms(), language="nl")[-1].clauses[0].text

    assert "{" not in said
    assert sum(len(group) for group in PALETTE.values()) == len(FIELDS)


def test_what_was_filled_in_is_never_looked_at_again():
    assert fill_in("{a} {{b}", {"a": "{b}", "b": "x"}) == "{b} {b}"
    with pytest.raises(UnknownField, match=r"\{c\}"):
        fill_in("{c}", {})
    assert fill_in("{c} {", {}, leniently=True) == "{c} {"


def test_conditions():
    assert applies({"when": "x"}, {"x": 1})
    assert not applies({"when": "x"}, {"x": 0})
    assert not applies({"unless": "x"}, {"x": True})
    assert applies({}, {})
    assert condition_of({"unless": "has_plan"}) == "unless:has_plan"


def test_headings_and_tables_stand_between_numbered_clauses():
    blocks = [clause("Een."), {"type": "heading", "text": "Sleutels"}, TABLE, clause("Twee.")]

    closing = filled(text(closing=blocks), terms(), language="nl")[-1]

    assert [(run.kind, run.start) for run in closing.runs] == [
        ("", 1),
        ("heading", 2),
        ("table", 2),
        ("", 2),
    ]
    assert closing.runs[2].clauses[0].rows == (("Sleutel", "Veerle Coppens"),)


@pytest.mark.parametrize(
    ("do", "left", "at"),
    [
        ("add:table", ["a", "b", "c", None], 3),
        ("up:1", ["b", "a", "c"], 0),
        ("up:0", ["a", "b", "c"], 0),
        ("down:1", ["a", "c", "b"], 2),
        ("down:2", ["a", "b", "c"], 2),
        ("remove:1", ["a", "c"], 1),
        ("remove:9", ["a", "b", "c"], None),
        ("field:2:mentor", ["a", "b", "c {mentor}"], 2),
        ("save", ["a", "b", "c"], None),
        ("remove:²", ["a", "b", "c"], None),
        ("up:" + "9" * 5000, ["a", "b", "c"], None),
    ],
)
def test_a_press_of_a_button(do, left, at):
    article = {"key": "own-1", "title": "", "gist": "", "blocks": [clause(w) for w in "abc"]}

    after, where = edited(article, do)

    assert [block.get("text") for block in after["blocks"]] == left
    assert where == at
    assert [block["text"] for block in article["blocks"]] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("do", "header", "rows"),
    [
        ("row-add:0", ["Wat", "Wie"], [["Sleutel", "{mentor}"], ["", ""]]),
        ("row-remove:0:0", ["Wat", "Wie"], [["Sleutel", "{mentor}"]]),
        ("column-add:0", ["Wat", "Wie", ""], [["Sleutel", "{mentor}", ""]]),
        ("column-remove:0:0", ["Wie"], [["{mentor}"]]),
        ("column-remove:0:7", ["Wat", "Wie"], [["Sleutel", "{mentor}"]]),
        ("row-remove:0:" + "9" * 5000, ["Wat", "Wie"], [["Sleutel", "{mentor}"]]),
    ],
)
def test_a_press_on_a_table(do, header, rows):
    after, _at = edited({"key": "a", "title": "", "gist": "", "blocks": [TABLE]}, do)

    assert (after["blocks"][0]["header"], after["blocks"][0]["rows"]) == (header, rows)


def test_an_article_of_their_own_gets_a_key_nobody_has():
    first = new_article(standard("nl"), "")
    second = new_article([*standard("nl"), first], "")

    assert (first["key"], second["key"]) == ("own-1", "own-2")
    assert new_article([], "safety")["key"] == "safety"


def test_references_in_tables_and_points_follow_too():
    content = [
        {"key": "a", "title": "", "gist": "", "blocks": [clause("x")]},
        {
            "key": "b",
            "title": "Na {article:a}",
            "gist": "",
            "blocks": [
                clause("y", points=["zie {article:a}"]),
                {"type": "table", "header": ["{article:a}"], "rows": [["{article:a}"]]},
            ],
        },
    ]

    after = renamed(content, "a", "c")

    assert "article:a" not in str(after)
    assert str(after).count("{article:c}") == 4


def test_what_changed_is_said_in_words():
    old = text(closing=[clause("De partijen tekenen op papier."), clause("Belgisch recht geldt.")])
    new = text(
        closing=[
            clause("De partijen tekenen op scherm."),
            clause("Belgisch recht geldt."),
            clause("Elke partij krijgt een exemplaar van dit papier.", when="has_plan"),
        ]
    )
    new.insert(0, new.pop(9))

    found = {change.title: change for change in differences(old, new)}

    assert found["Wijzigen en vroeger stoppen"].how == "moved"
    closing = found["Slotbepalingen"]
    assert [[(str(op), said) for op, said in line.pieces] for line in closing.lines] == [
        [
            ("same", "De partijen tekenen op "),
            ("gone", "papier"),
            ("new", "scherm"),
            ("same", "."),
        ],
        [("new", "Elke partij krijgt een exemplaar van dit papier.")],
        [("new", str(CONDITIONS["when:has_plan"]))],
    ]
    assert set(found) == {"Wijzigen en vroeger stoppen", "Slotbepalingen"}


def test_articles_that_came_and_went_are_said_whole():
    old, new = standard("nl"), standard("nl")
    new.append({"key": "own-1", "title": "Sleutels", "gist": "", "blocks": [TABLE]})
    del new[0]

    found = [(change.title, change.how, len(change.lines)) for change in differences(old, new)]

    assert found == [
        ("Sleutels", "new", 2),
        ("Waarover deze overeenkomst gaat", "gone", 4),
    ]


def test_the_same_text_twice_has_no_difference():
    assert differences(standard("nl"), standard("nl")) == []


@pytest.mark.parametrize("words", ["<" + " " * 1_000_000, "{" + "{x}" * 300_000, "< " * 500_000])
def test_a_million_hostile_signs_are_looked_through_at_once(words):
    begin = time.process_time()

    found = list(article_faults({**new_article([], ""), "blocks": [clause(words)]}, {}))

    assert time.process_time() - begin < 5
    assert len(found) < 20
