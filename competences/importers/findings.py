"""Walking through a foreign file: what is asked for is given or noted, and nothing stops halfway.

Each fault is an obstacle whose `field` is the place in the file: a path such as
`$.beroepskwalificatie.competenties[3].waarde`, or a cell such as `D12 naam (nl)`.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from config.refusal import Obstacle, refuse_if

LONGEST_CODE = 100
LONGEST_FRAMEWORK_CODE = 40
LONGEST_FRAMEWORK_NAME = 200
LONGEST_NAME = 300
LONGEST_TEXT = 4_000
LONGEST_LEVEL_CODE, LONGEST_LEVEL_NAME = 4, 60
FEWEST_LEVELS, MOST_LEVELS = 2, 7
MOST_FAULTS = 200
MOST_ENTRIES = 20_000
"""In one list of a file: more are not even looked at."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Findings:
    """Collects faults while a parser reads on; `refuse_if_any` raises one Refusal with them all."""

    def __init__(self) -> None:
        self.faults: list[Obstacle] = []
        self.left_out = 0

    def add(self, path: str, code: str, message: str) -> None:
        """Note a fault, once for each place; from the 200th on they are only counted."""
        if len(self.faults) >= MOST_FAULTS:
            self.left_out += 1
        elif not any((one.field, one.code) == (path, code) for one in self.faults):
            self.faults.append(Obstacle(code, message, path))

    def refuse_if_any(self) -> None:
        if self.left_out:
            message = _("There are %(count)s faults more. Mend these first.")
            self.faults.append(Obstacle("more", message % {"count": self.left_out}, None))
        refuse_if(self.faults)

    def text(
        self,
        holder: dict,
        key: str,
        path: str,
        *,
        required: bool = True,
        limit: int = LONGEST_TEXT,
    ) -> str:
        """One line of text, "" where it is missing; numbers are taken as text."""
        value = holder.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        return self.line(value, f"{path}.{key}", required=required, limit=limit)

    def line(
        self, value: Any, path: str, *, required: bool = True, limit: int = LONGEST_TEXT
    ) -> str:
        """As `text`, for a value that is at hand; `path` is where it stands."""
        if value is None or (isinstance(value, str) and not one_line(value)):
            if required:
                self.add(path, "missing", _("This must be filled in."))
            return ""
        if not isinstance(value, str):
            self.add(path, "not_text", _("A text is expected here."))
            return ""
        line = one_line(value)
        if LONE_SURROGATE.search(line):
            self.add(path, "broken_characters", _("This text holds half a character."))
            return ""
        if len(line) > limit:
            message = _("Longer than %(limit)s characters.") % {"limit": limit}
            self.add(path, "too_long", message)
        return line

    def lines(self, holder: dict, key: str, path: str) -> tuple[str, ...]:
        """The texts in a list of texts; none of them may be empty."""
        found = (self.line(item, where) for where, item in self.items(holder, key, path))
        return tuple(line for line in found if line)

    def object(self, holder: dict, key: str, path: str) -> dict:
        """The object under a key, {} where it is missing or something else."""
        value = holder.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.add(f"{path}.{key}", "not_an_object", self._an_object())
            return {}
        return value

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
        if len(value) > MOST_ENTRIES:
            message = _("More than %(limit)s items are too many for one framework.")
            self.add(f"{path}.{key}", "too_many", message % {"limit": MOST_ENTRIES})
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
                self.add(where, "not_an_object", self._an_object())

    def identifier(self, value: Any, path: str, *, required: bool = False) -> uuid.UUID | None:
        """A UUID, the name of a thing in exchange between programs."""
        text = self.line(value, path, required=required)
        if not text:
            return None
        try:
            return uuid.UUID(text)
        except ValueError:
            message = _("“%(value)s” is not an identifier: 32 digits and letters a to f.")
            self.add(path, "not_an_identifier", message % {"value": text[:60]})
            return None

    def once(self, codes: dict[str, str], code: str, path: str) -> None:
        """Note a code that was used before; `codes` remembers where each was first seen."""
        if code and codes.setdefault(code, path) != path:
            self.add(
                path,
                "code_twice",
                _("The code %(code)s stands at %(path)s as well.")
                % {"code": code, "path": codes[code]},
            )

    @staticmethod
    def _an_object() -> str:
        return _("An object with fields is expected here.")


def one_line(text: str) -> str:
    """Line ends, tabs and double spaces become one space; what no database keeps, goes."""
    return " ".join(CONTROL.sub("", text).split())
