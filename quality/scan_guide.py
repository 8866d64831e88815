"""What a scan asks about a workplace and a mirror of a mentor: topics, scale and suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config.bilingual import pick

FILE = Path(__file__).parent / "data" / "scan.yaml"


@dataclass(frozen=True)
class Words:
    nl: str
    en: str

    def __str__(self) -> str:
        return pick(self.nl, self.en)


@dataclass(frozen=True)
class Topic:
    """One characteristic, side of the job, or role of a mentor. `short` stands in the drawing,
    `guide` are questions to think of, `suggestions` what to try where it is low."""

    key: str
    name: Words
    short: Words
    suggestions: tuple[Words, ...]
    guide: tuple[Words, ...] = ()
    skill: Words | None = None


@dataclass(frozen=True)
class Guide:
    """`scale`: the words of 0 to 4, in that order."""

    scale: tuple[Words, ...]
    characteristics: tuple[Topic, ...]
    job_content: tuple[Topic, ...]
    mentor_roles: tuple[Topic, ...]

    def topics(self, *, with_job_content: bool) -> tuple[Topic, ...]:
        return self.characteristics + (self.job_content if with_job_content else ())


@cache
def guide() -> Guide:
    told = yaml.safe_load(FILE.read_text())
    return Guide(
        scale=tuple(Words(step["nl"], step["en"]) for step in told["scale"]),
        characteristics=_topics(told["characteristics"]),
        job_content=_topics(told["job_content"]),
        mentor_roles=_topics(told["mentor_roles"]),
    )


def _topics(told: Sequence[dict[str, Any]]) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            key=one["key"],
            name=Words(**one["name"]),
            short=Words(**one.get("short", one["name"])),
            suggestions=tuple(Words(**words) for words in one["suggestions"]),
            guide=tuple(Words(**words) for words in one.get("guide", ())),
            skill=Words(**one["skill"]) if "skill" in one else None,
        )
        for one in told
    )
