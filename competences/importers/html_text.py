"""The words of a piece of HTML, one text per paragraph or list item; no tag is kept.

Read by hand in one pass: the parser of Python looks from each tag that does not end to the end of
the file, so that a few thousand of them take minutes.
"""

import html
import re
from collections.abc import Iterator

from .findings import one_line

BLOCKS = frozenset(
    ["p", "div", "li", "br", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "table"]
)
SILENT = frozenset(["script", "style"])
# Nothing is tried twice (*+); what does not end before the next < is no tag.
TAG = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9]*+)|[!?])[^<>]*+>")
COMMENT, END_OF_COMMENT = "<!--", "-->"


def paragraphs(text: str) -> tuple[str, ...]:
    """The texts between the block tags, without tags and empty lines."""
    lines = (one_line(line) for line in "".join(_pieces(text)).split("\f"))
    return tuple(line for line in lines if line)


def _pieces(text: str) -> Iterator[str]:
    """What is said, with a form feed at each block."""
    said = "".join(_without_comments(text))
    read, silent = 0, False
    for tag in TAG.finditer(said):
        if not silent:
            yield _words(said[read : tag.start()])
        read, name = tag.end(), (tag[2] or "").lower()
        if name in SILENT:
            silent = not tag[1]
        if name in BLOCKS and not silent:
            yield "\f"
    if not silent:
        yield _words(said[read:])


def _without_comments(text: str) -> Iterator[str]:
    read = 0
    while (start := text.find(COMMENT, read)) >= 0:
        end = text.find(END_OF_COMMENT, start + len(COMMENT))
        if end < 0:
            break
        yield text[read:start]
        read = end + len(END_OF_COMMENT)
    yield text[read:]


def _words(text: str) -> str:
    return html.unescape(text).replace("\f", " ")
