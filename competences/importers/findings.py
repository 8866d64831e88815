"""Walking through a foreign file: what is asked for is given or noted, and nothing stops halfway.

Each fault is an obstacle whose `field` is the path in the file, such as
`$.beroepskwalificatie.competenties[3].waarde`.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from config.refusal import Obstacle, refuse_if

LONGEST_NAME = 300
LONGEST_TEXT = 4_000


class Findings:
    """Collects faults while a parser reads on; `refuse_if_any` raises one Refusal with them all."""

    def __init__(self) -> None:
        self.faults: list[Obstacle] = []

    def add(self, path: str, code: str, message: str) -> None:
        self.faults.append(Obstacle(code, message, path))

    def refuse_if_any(self) -> None:
        refuse_if(self.faults)

    def text(
        self, holder: dict, key: str, path: str, *, required: bool = True, limit: int = LONGEST_TEXT
    ) -> str:
        """One line of text, "" where it is missing; numbers are taken as text."""
        value = holder.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                self.add(f"{path}.{key}", "missing", _("This must be filled in."))
            return ""
        if not isinstance(value, str):
            self.add(f"{path}.{key}", "not_text", _("A text is expected here."))
            return ""
        line = one_line(value)
        if len(line) > limit:
            self.add(
                f"{path}.{key}",
                "too_long",
                _("Longer than %(limit)s characters.") % {"limit": limit},
            )
        return line

    def items(
        self, holder: dict, key: str, path: str, *, required: bool = False
    ) -> Iterator[tuple[str, Any]]:
        """Path and value of each item of a list; a missing list is an empty one."""
        value = holder.get(key)
        if value is None:
            value = []
        if not isinstance(value, list):
            self.add(f"{path}.{key}", "not_a_list", _("A list is expected here."))
            return
        if required and not value:
            self.add(f"{path}.{key}", "missing", _("This must be filled in."))
        for position, item in enumerate(value):
            yield f"{path}.{key}[{position}]", item

    def objects(
        self, holder: dict, key: str, path: str, *, required: bool = False
    ) -> Iterator[tuple[str, dict]]:
        """As `items`, for lists that hold objects only."""
        for where, item in self.items(holder, key, path, required=required):
            if isinstance(item, dict):
                yield where, item
            else:
                self.add(where, "not_an_object", _("An object with fields is expected here."))

    def once(self, codes: dict[str, str], code: str, path: str) -> None:
        """Note a code that was used before; `codes` remembers where each was first seen."""
        if code and codes.setdefault(code, path) != path:
            self.add(
                path,
                "code_twice",
                _("The code %(code)s stands at %(path)s as well.")
                % {"code": code, "path": codes[code]},
            )


def one_line(text: str) -> str:
    """Line ends, tabs and double spaces become one space; NUL, which no database keeps, goes."""
    return " ".join(text.replace("\x00", "").split())
