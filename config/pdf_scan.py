"""What stands on the paper of a workplace scan. The same rules for values as in
`config.pdf_values`."""

import datetime as dt
from dataclasses import dataclass

from config.pdf_story import Scan
from config.pdf_values import Stamp


@dataclass(frozen=True, kw_only=True)
class ScanLine:
    """How one voice sees one topic: the words of the scale; `before` those of the scan before,
    where they were others."""

    voice: str
    said: str
    remark: str = ""
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class ScanTopic:
    name: str
    lines: tuple[ScanLine, ...]
    to_discuss: bool = False  # two voices lie far apart


@dataclass(frozen=True, kw_only=True)
class ScanAdvice:
    """What to try where the workplace is low."""

    topic: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ScanDocument:
    """One round of a workplace scan: the views of those who answered, never added up."""

    stamp: Stamp
    student_name: str
    workplace: str
    opened_on: dt.date
    closed_on: dt.date | None = None
    before_on: dt.date | None = None  # when the scan before was closed
    waiting: tuple[str, ...] = ()  # voices that did not answer yet
    pictures: tuple[Scan, ...] = ()
    topics: tuple[ScanTopic, ...] = ()
    advice: tuple[ScanAdvice, ...] = ()

    template = "scan"

    @property
    def voices(self) -> tuple[str, ...]:
        """Who answered, in the order of the lines of every topic."""
        return tuple(line.voice for line in self.topics[0].lines) if self.topics else ()
