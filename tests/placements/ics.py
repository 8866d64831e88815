"""What a calendar program does with our files, for tests: read by another library than the one
that wrote them, and kept by UID, where the higher SEQUENCE wins (RFC 5546)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import vobject

LINE_OCTETS = 75


def read(text: str) -> Any:
    """The one calendar in this text, by vobject."""
    calendars = list(vobject.readComponents(text))
    assert len(calendars) == 1
    return calendars[0]


def lines_of(text: str) -> list[str]:
    """The content lines after the strict rules of RFC 5545, 3.1: CRLF, at most 75 octets, folded
    with a space, no control characters."""
    assert text.endswith("\r\n")
    raw = text[:-2].split("\r\n")
    assert [line for line in raw if len(line.encode()) > LINE_OCTETS] == []
    assert [line for line in raw if any(ord(sign) < 32 and sign != "\t" for sign in line)] == []
    found: list[str] = []
    for line in raw:
        if line.startswith((" ", "\t")):
            found[-1] += line[1:]
        else:
            found.append(line)
    return found


@dataclass
class Store:
    """One person's calendar: UID -> (sequence, stamp) of what came last, and what stands in it."""

    versions: dict[str, tuple[int, dt.datetime]] = field(default_factory=dict)
    events: dict[str, tuple[dt.datetime, dt.datetime]] = field(default_factory=dict)

    def receive(self, text: str) -> None:
        calendar = read(text)
        event = calendar.vevent
        uid, version = event.uid.value, (int(event.sequence.value), event.dtstamp.value)
        if version < self.versions.get(uid, version):
            return  # older than what is there: came late
        self.versions[uid] = version
        if calendar.method.value == "CANCEL":
            self.events.pop(uid, None)
        else:
            self.events[uid] = (event.dtstart.value, event.dtend.value)
