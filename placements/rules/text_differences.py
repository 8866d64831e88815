"""What one version of a text says that another does not: per article, block by block, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from competences.rules.differences import Op, Piece, word_diff
from config.sequences import are_alike, opcodes
from placements.rules.texts import CONDITIONS, Content, condition_of

Line = tuple[str, str]  # what it is ("clause", "point", ...), what it says
NEAR = 30  # lines ahead among which another wording is looked for
ALIKE = 0.4  # from here on a line is another wording of the one before, not a new line


@dataclass(frozen=True)
class LineChange:
    """One line that went, came, or changed: the words in pieces."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ArticleChange:
    """`how`: "new", "gone", "changed" or "moved"; numbers from 1, 0 where it does not stand."""

    title: str
    how: str
    old_number: int
    new_number: int
    lines: tuple[LineChange, ...] = ()


def differences(old: Content, new: Content) -> list[ArticleChange]:
    """In the order of the new text; what is gone comes last. Nothing changed: an empty list."""
    before = {article["key"]: (at, article) for at, article in enumerate(old, 1)}
    after = {article["key"]: (at, article) for at, article in enumerate(new, 1)}
    stayed = set(_longest_in_order([key for key in before if key in after], list(after)))
    found = []
    for key, (at, article) in after.items():
        if key not in before:
            lines = tuple(_all(article, Op.NEW))
            found.append(ArticleChange(article["title"], "new", 0, at, lines))
            continue
        was, earlier = before[key]
        lines = tuple(_changed(_lines(earlier), _lines(article)))
        if lines or key not in stayed:
            how = "changed" if lines else "moved"
            found.append(ArticleChange(article["title"], how, was, at, lines))
    gone = [(at, article) for key, (at, article) in before.items() if key not in after]
    return found + [
        ArticleChange(article["title"], "gone", at, 0, tuple(_all(article, Op.GONE)))
        for at, article in gone
    ]


def _longest_in_order(old: list[str], new: list[str]) -> Iterator[str]:
    """The keys that kept their place among each other."""
    kept = [key for key in new if key in set(old)]
    for match in SequenceMatcher(None, old, kept, autojunk=False).get_matching_blocks():
        yield from old[match.a : match.a + match.size]


def _lines(article: Mapping[str, Any]) -> list[Line]:
    found = [(_("title"), article["title"]), (_("summary"), article["gist"])]
    for block in article["blocks"]:
        found += _block_lines(block)
    return [(kind, words) for kind, words in found if words.strip()]


def _block_lines(block: Mapping[str, Any]) -> Iterator[Line]:
    condition = CONDITIONS.get(condition_of(block))
    if block["type"] == "table":
        yield _("columns of a table"), " | ".join(block["header"])
        for row in block["rows"]:
            yield _("row of a table"), " | ".join(row)
    else:
        yield (_("heading") if block["type"] == "heading" else _("clause")), block["text"]
        for point in block.get("points", ()):
            yield _("point of a list"), point
    if condition:
        yield _("condition"), str(condition)


def _all(article: Mapping[str, Any], op: Op) -> Iterator[LineChange]:
    for kind, words in _lines(article)[1:]:
        yield LineChange(kind, ((op, words),))


def _changed(old: list[Line], new: list[Line]) -> Iterator[LineChange]:
    for op, a, b, c, d in opcodes(old, new):
        if op != "equal":
            yield from _paired(old[a:b], new[c:d])


def _paired(gone: list[Line], come: list[Line]) -> Iterator[LineChange]:
    """Lines of one kind that look alike are one line in other words."""
    left = list(gone)
    for kind, words in come:
        near = left[:NEAR]
        twin = next((line for line in near if line[0] == kind and _alike(line[1], words)), None)
        if twin is None:
            yield LineChange(kind, ((Op.NEW, words),))
        else:
            for line in left[: left.index(twin)]:
                yield LineChange(line[0], ((Op.GONE, line[1]),))
            left = left[left.index(twin) + 1 :]
            yield LineChange(kind, word_diff(twin[1], words))
    for kind, words in left:
        yield LineChange(kind, ((Op.GONE, words),))


def _alike(old: str, new: str) -> bool:
    return are_alike(old.split(), new.split(), least=ALIKE)
