"""What one press of a button does to an article that is being written; the words stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from config.web import key_of
from placements.rules.texts import SUBJECTS, Content

Article = dict[str, Any]
NEW_BLOCKS: Mapping[str, Mapping[str, Any]] = {
    "clause": {"type": "clause", "text": ""},
    "heading": {"type": "heading", "text": ""},
    "table": {"type": "table", "header": ["", ""], "rows": [["", ""]]},
}


def new_article(content: Content, key: str) -> Article:
    """An empty article on this subject; "" for one of the programme's own."""
    taken = {article["key"] for article in content}
    if key not in SUBJECTS:
        key = next(f"own-{n}" for n in range(1, len(taken) + 2) if f"own-{n}" not in taken)
    return {"key": key, "title": "", "gist": "", "blocks": [deepcopy(NEW_BLOCKS["clause"])]}


def edited(article: Mapping[str, Any], do: str) -> tuple[Article, int | None]:
    """The article after this press, and the block to look at next; a press that means nothing
    changes nothing. `do`: "add:table", "up:2", "row-remove:2:0", "field:2:mentor"."""
    changed = deepcopy(dict(article))
    verb, _colon, rest = do.partition(":")
    if verb == "add":
        if rest in NEW_BLOCKS:
            changed["blocks"].append(deepcopy(NEW_BLOCKS[rest]))
        return changed, len(changed["blocks"]) - 1
    at, _colon, what = rest.partition(":")
    block = key_of(at)
    if verb not in PRESSES or block is None or block >= len(changed["blocks"]):
        return changed, None
    return changed, PRESSES[verb](changed["blocks"], block, what)


def _up(blocks: list[Article], at: int, _what: str) -> int:
    return _moved(blocks, at, max(at - 1, 0))


def _down(blocks: list[Article], at: int, _what: str) -> int:
    return _moved(blocks, at, min(at + 1, len(blocks) - 1))


def _moved(blocks: list[Article], at: int, to: int) -> int:
    blocks.insert(to, blocks.pop(at))
    return to


def _remove(blocks: list[Article], at: int, _what: str) -> int | None:
    del blocks[at]
    return min(at, len(blocks) - 1) if blocks else None


def _row_add(blocks: list[Article], at: int, _what: str) -> int:
    table = blocks[at]
    if table["type"] == "table":
        table["rows"].append([""] * len(table["header"]))
    return at


def _row_remove(blocks: list[Article], at: int, what: str) -> int:
    table = blocks[at]
    row = key_of(what)
    if table["type"] == "table" and row is not None and row < len(table["rows"]) > 1:
        del table["rows"][row]
    return at


def _column_add(blocks: list[Article], at: int, _what: str) -> int:
    table = blocks[at]
    if table["type"] == "table":
        for line in (table["header"], *table["rows"]):
            line.append("")
    return at


def _column_remove(blocks: list[Article], at: int, what: str) -> int:
    table = blocks[at]
    column = key_of(what)
    if table["type"] == "table" and column is not None and column < len(table["header"]) > 1:
        for line in (table["header"], *table["rows"]):
            del line[column]
    return at


def _field(blocks: list[Article], at: int, what: str) -> int:
    """Behind what stands there; at the cursor is for a browser with a script."""
    block = blocks[at]
    if block["type"] == "table":
        block["rows"][-1][-1] = _behind(block["rows"][-1][-1], what)
    else:
        block["text"] = _behind(block["text"], what)
    return at


def _behind(words: str, field: str) -> str:
    return f"{words.rstrip()} {{{field}}}".lstrip()


PRESSES: Mapping[str, Callable[[list[Article], int, str], int | None]] = {
    "up": _up,
    "down": _down,
    "remove": _remove,
    "row-add": _row_add,
    "row-remove": _row_remove,
    "column-add": _column_add,
    "column-remove": _column_remove,
    "field": _field,
}


def renamed(content: list[Article], old: str, new: str) -> list[Article]:
    """The same text with this article under its new key, and every reference to it."""
    was, now = f"{{article:{old}}}", f"{{article:{new}}}"

    def follow(words: str) -> str:
        return words.replace(was, now)

    return [
        {
            **article,
            "key": new if article["key"] == old else article["key"],
            "title": follow(article["title"]),
            "gist": follow(article["gist"]),
            "blocks": [_following(block, follow) for block in article["blocks"]],
        }
        for article in content
    ]


def _following(block: Article, follow: Callable[[str], str]) -> Article:
    if block["type"] == "table":
        header, rows = block["header"], block["rows"]
        return {
            **block,
            "header": [follow(cell) for cell in header],
            "rows": [[follow(cell) for cell in row] for row in rows],
        }
    changed = {**block, "text": follow(block["text"])}
    if "points" in block:
        changed["points"] = [follow(point) for point in block["points"]]
    return changed
