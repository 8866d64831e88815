"""Frameworks to try files with: random ones for properties, and made ones of a realistic size."""

import uuid

from hypothesis import strategies as st

from competences.importers.drafts import (
    CompetenceDraft,
    FrameworkDraft,
    LevelDraft,
    OutcomeDraft,
)
from competences.importers.findings import one_line

AWKWARD = [
    "=1+1", "'=1+1", "@SUM(A1)", "-punt", "+32 9 123", "| x", "a;b,c | d", 'zegt "ja"', "Zoë 🙂",
    "‘s avonds", "<b>vet</b> & zo", "0", "01/02/2026", "1e5", "null", "a’b\u200bc", "#einde", "%",
]  # fmt: skip
UNITS = ["exploration", "deepening", "autonomy"]


def line(most: int) -> st.SearchStrategy[str]:
    """Texts as they stand in the database: one line, not empty."""
    letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
    written = st.text(letters, min_size=1, max_size=min(most, 20)).map(one_line).filter(bool)
    return st.one_of(st.sampled_from([one for one in AWKWARD if len(one) <= most]), written)


def lines() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(line(40), max_size=2).map(tuple)


def names(most: int = 300) -> st.SearchStrategy[dict[str, str]]:
    """Dutch, English or both."""
    both = st.tuples(st.just("") | line(most), st.just("") | line(most)).filter(any)
    return both.map(lambda pair: {"name_nl": pair[0], "name_en": pair[1]})


@st.composite
def frameworks(draw: st.DrawFn) -> FrameworkDraft:
    """Up to four layers of headings, empty ones among them; everything has an identifier."""
    levels = draw(levels_of_a_scale())
    ids = iter(range(1, 10_000))
    outcome_codes, codes = _codes(draw), _codes(draw)

    def identifier() -> uuid.UUID:
        return uuid.UUID(int=next(ids) + (4 << 76) + (8 << 60))

    def competence() -> CompetenceDraft:
        chosen = st.dictionaries(
            st.sampled_from(UNITS), st.sampled_from([one.code for one in levels]), max_size=2
        )
        fields = {name: draw(lines()) for name in ("knowledge_nl", "skills_en", "references")}
        return CompetenceDraft(
            next(codes),
            **draw(names()),
            workplace_nl=draw(st.just("") | line(40)),
            **fields,
            targets=draw(chosen),
            identifier=identifier(),
        )

    def outcome(depth: int, fewest: int) -> OutcomeDraft:
        parts = draw(st.integers(0, 2)) if depth < 4 else 0
        return OutcomeDraft(
            next(outcome_codes),
            **draw(names()),
            competences=tuple(competence() for _one in range(draw(st.integers(fewest, 2)))),
            parts=tuple(outcome(depth + 1, 0) for _one in range(parts)),
            identifier=identifier(),
        )

    return FrameworkDraft(
        code=draw(st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True)),
        **draw(names(200)),
        source=draw(st.just("") | line(60)),
        outcomes=tuple(outcome(1, 1) for _one in range(draw(st.integers(1, 2)))),
        levels=levels,
        identifier=identifier(),
    )


def _codes(draw: st.DrawFn):
    """Different codes, some of them awkward."""
    odd = draw(st.lists(line(20), max_size=3, unique=True))
    taken = set(odd)
    yield from odd
    yield from (code for n in range(1, 1000) if (code := f"C{n}") not in taken)


@st.composite
def levels_of_a_scale(draw: st.DrawFn) -> tuple[LevelDraft, ...]:
    codes = draw(st.lists(line(4), min_size=2, max_size=7, unique=True))
    return tuple(
        LevelDraft(code, **draw(names(60)), description_nl=draw(st.just("") | line(40)))
        for code in codes
    )


def without_identifiers(draft: FrameworkDraft) -> FrameworkDraft:
    """The same, as a file names things that knows codes only."""
    return _rebuilt(draft, None)


def _rebuilt(draft, identifier):
    fields = dict(vars(draft)) | {"identifier": identifier}
    for name in ("outcomes", "parts", "competences"):
        if name in fields:
            fields[name] = tuple(_rebuilt(one, identifier) for one in fields[name])
    return type(draft)(**fields)


def large(depth: int = 5, wide: int = 3) -> FrameworkDraft:
    """Headings `depth` deep, `wide` at each place, and a competence beside each: 200 and more."""

    def outcome(code: str, left: int) -> OutcomeDraft:
        own = CompetenceDraft(
            f"{code}.c",
            f"Werkt volgens afspraak {code} en legt uit waarom",
            f"Works as agreed in {code} and explains why",
            workplace_nl=f"Houdt zich aan afspraak {code}",
            knowledge_nl=("De afspraken van het team", f"Richtlijn {code}"),
            skills_nl=("Vraagt hulp op tijd",),
            references=(f"ref-{code}",),
            targets={"exploration": "K", "autonomy": "A"},
        )
        parts = tuple(outcome(f"{code}.{n}", left - 1) for n in range(1, wide + 1)) if left else ()
        return OutcomeDraft(code, f"Rubriek {code}", f"Heading {code}", (own,), parts)

    scale = ["nog niet getoond", "verkent", "verdiept", "autonoom"]
    return FrameworkDraft(
        code="zorg",
        name_nl="Competenties in de zorg",
        name_en="Competences in care",
        source="Voorbeeld",
        outcomes=(outcome("1", depth - 1),),
        levels=tuple(LevelDraft(code, name) for code, name in zip("0KVA", scale, strict=True)),
    )
