"""A framework as a file states it, whatever the file: plain values, checked, not yet stored."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

DEEPEST = 12
"""Headings inside headings, counted with the competence at the bottom."""


@dataclass(frozen=True)
class LevelDraft:
    code: str
    name_nl: str
    name_en: str = ""
    description_nl: str = ""
    description_en: str = ""


@dataclass(frozen=True)
class CompetenceDraft:
    """`targets` maps the code of a course unit to the code of the level to reach there.

    `identifier` is None where the source names things by their code only.
    """

    code: str
    name_nl: str
    name_en: str = ""
    workplace_nl: str = ""
    workplace_en: str = ""
    knowledge_nl: tuple[str, ...] = ()
    knowledge_en: tuple[str, ...] = ()
    skills_nl: tuple[str, ...] = ()
    skills_en: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)
    identifier: uuid.UUID | None = None


@dataclass(frozen=True)
class OutcomeDraft:
    """A heading: its own competences come first, then the headings inside it."""

    code: str
    name_nl: str
    name_en: str = ""
    competences: tuple[CompetenceDraft, ...] = ()
    parts: "tuple[OutcomeDraft, ...]" = ()
    identifier: uuid.UUID | None = None

    @property
    def headings(self) -> "Iterator[OutcomeDraft]":
        """This heading and all inside it, in the order of the framework."""
        yield self
        for part in self.parts:
            yield from part.headings


@dataclass(frozen=True)
class FrameworkDraft:
    """`levels` is empty where the source has no scale; the importer then takes the usual one."""

    code: str
    name_nl: str
    name_en: str
    source: str
    outcomes: tuple[OutcomeDraft, ...]
    levels: tuple[LevelDraft, ...] = ()
    identifier: uuid.UUID | None = None

    @property
    def headings(self) -> tuple[OutcomeDraft, ...]:
        """All headings, however deep, in the order of the framework."""
        return tuple(heading for outcome in self.outcomes for heading in outcome.headings)

    @property
    def competences(self) -> tuple[CompetenceDraft, ...]:
        """All competences in the order of the framework."""
        return tuple(one for heading in self.headings for one in heading.competences)
