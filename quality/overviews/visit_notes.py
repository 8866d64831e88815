"""The notes of a visit as its visitor reads them; for anybody else there are none."""

from dataclasses import dataclass

from accounts.models import User
from quality.models import Visit, VisitNote
from quality.visit_guide import Theme, Worded, themes


@dataclass(frozen=True)
class Noted:
    question: Worded
    text: str
    revision: int


@dataclass(frozen=True)
class NotedTheme:
    theme: Theme
    notes: tuple[Noted, ...]

    @property
    def points(self) -> list[str]:
        """What was written, a line each, as the report begins with it."""
        return [line for note in self.notes for line in lines_of(note.text)]


def lines_of(text: str) -> list[str]:
    """The lines that say something, without the dash that stands before them."""
    lines = (line.strip().lstrip("-•*").strip() for line in text.splitlines())
    return [line for line in lines if line]


def noted(visit: Visit, reader: User) -> list[NotedTheme]:
    """The whole guide with what was written; one query, and none for whom it is not."""
    mine = visit.visitor_id == reader.pk
    found: dict[str, VisitNote] = {one.question: one for one in visit.notes.all()} if mine else {}
    return [
        NotedTheme(theme, tuple(_noted(one, found.get(one.key)) for one in theme.questions))
        for theme in themes()
    ]


def _noted(question: Worded, note: VisitNote | None) -> Noted:
    return Noted(question, note.text if note else "", note.revision if note else 0)
