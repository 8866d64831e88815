"""The words of a piece of HTML, one text per paragraph or list item; no tag is kept."""

from html.parser import HTMLParser

from .findings import one_line

BLOCKS = frozenset(
    ["p", "div", "li", "br", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "table"]
)
SILENT = frozenset(["script", "style"])


def paragraphs(html: str) -> tuple[str, ...]:
    """The texts between the block tags, without tags and empty lines."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (one_line(line) for line in "".join(reader.found).split("\f"))
    return tuple(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.silent += tag in SILENT
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data.replace("\f", " "))

    def _break(self, tag: str) -> None:
        if tag in BLOCKS:
            self.found.append("\f")
