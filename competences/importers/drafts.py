"""A framework as a file states it, whatever the file: plain values, checked, not yet stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LevelDraft:
    code: str
    name_nl: str
    name_en: str = ""
    description_nl: str = ""
    description_en: str = ""


@dataclass(frozen=True)
class CompetenceDraft:
    """`targets` maps the code of a course unit to the code of the level to reach there."""

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


@dataclass(frozen=True)
class OutcomeDraft:
    code: str
    name_nl: str
    name_en: str
    competences: tuple[CompetenceDraft, ...]


@dataclass(frozen=True)
class FrameworkDraft:
    """`levels` is empty where the source has no scale; the importer then takes the usual one."""

    code: str
    name_nl: str
    name_en: str
    source: str
    outcomes: tuple[OutcomeDraft, ...]
    levels: tuple[LevelDraft, ...] = ()

    @property
    def competences(self) -> tuple[CompetenceDraft, ...]:
        """All competences in the order of the framework."""
        return tuple(one for outcome in self.outcomes for one in outcome.competences)
