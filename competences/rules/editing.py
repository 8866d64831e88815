"""The words of a draft, and what keeps somebody from changing it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import FrameworkVersion
    from competences.rules.outlines import Outline, Place

LEAST_LEVELS, MOST_LEVELS = 2, 7
GONE = Obstacle(
    "gone-meanwhile", _("Somebody removed this in the meantime; the page shows how it is now.")
)


@dataclass(frozen=True)
class Words:
    """The words of something in a framework, in both languages."""

    code: str
    name_nl: str
    name_en: str = ""

    @classmethod
    def of(cls, row: Any) -> Words:
        """The words of a row; its lists become tuples."""
        read = {field.name: getattr(row, field.name) for field in fields(cls)}
        return cls(**{n: tuple(one) if isinstance(one, list) else one for n, one in read.items()})

    def values(self) -> dict[str, Any]:
        """By field name, as a row keeps them."""
        return {n: list(one) if isinstance(one, tuple) else one for n, one in asdict(self).items()}


@dataclass(frozen=True)
class HeadingWords(Words):
    pass


@dataclass(frozen=True)
class LevelWords(Words):
    description_nl: str = ""
    description_en: str = ""


@dataclass(frozen=True)
class CompetenceWords(Words):
    workplace_nl: str = ""
    workplace_en: str = ""
    knowledge_nl: tuple[str, ...] = ()
    knowledge_en: tuple[str, ...] = ()
    skills_nl: tuple[str, ...] = ()
    skills_en: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


def start_obstacles(*, version: FrameworkVersion, open_drafts: int) -> Iterable[Obstacle]:
    """Why no draft can be made of this version (`open_drafts` of the same framework)."""
    if not version.is_published:
        yield Obstacle("still-a-draft", _("This version is a draft itself; go on in it."))
    if open_drafts:
        yield Obstacle(
            "draft-open",
            _("There is a draft already. Go on in it, or discard it first."),
        )


def edit_obstacles(version: FrameworkVersion) -> Iterable[Obstacle]:
    if version.is_published:
        yield Obstacle("already-published", _("This version is published; it never changes again."))


def words_obstacles(words: Words, taken: Collection[str]) -> Iterable[Obstacle]:
    """Why these words cannot stand there; `taken` are the codes of its neighbours."""
    if not words.code:
        yield Obstacle("code-missing", _("Give it a code."), "code")
    if words.code in taken:
        yield Obstacle(
            "code-taken",
            format_lazy(
                _("{code} is in use in this version; choose another code."), code=words.code
            ),
            "code",
        )
    if not words.name_nl:
        yield Obstacle("name-missing", _("Say it in Dutch at least."), "name_nl")


def merging(first: CompetenceWords, second: CompetenceWords) -> CompetenceWords:
    """The words of two as a page proposes them for one: both names, every line once."""
    joined: dict[str, Any] = {"code": first.code}
    for name, one in vars(first).items():
        other = getattr(second, name)
        if isinstance(one, tuple):
            joined[name] = tuple(dict.fromkeys((*one, *other)))
        elif name != "code":
            joined[name] = " / ".join(dict.fromkeys(text for text in (one, other) if text))
    return CompetenceWords(**joined)


def fingerprint(*words: Words) -> str:
    """Tells whether somebody else changed a word since a page was shown."""
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]


def meanwhile_obstacles(seen: str, *now: Words) -> Iterable[Obstacle]:
    """`seen` is the fingerprint of what stood there when the page was shown."""
    if seen != fingerprint(*now):
        yield Obstacle(
            "changed-meanwhile",
            _(
                "Somebody changed this in the meantime. Their words stand above, yours are still "
                "in the form: bring them together and save again."
            ),
        )


def place_obstacles(
    outline: Outline, place: Place, *, heading: int | None = None, competence: int | None = None
) -> Iterable[Obstacle]:
    """Why a heading or a competence cannot go to `place`."""
    under, _before = place
    headings = dict(outline.headings())
    known = heading in headings or competence in dict(outline.competences())
    if not known or (under is not None and under not in headings):
        yield GONE
    elif competence is not None and under is None:
        yield Obstacle("competence-needs-a-heading", _("A competence stands under a heading."))
    elif heading is not None and under in outline.within(heading):
        yield Obstacle("heading-in-itself", _("A heading cannot stand under itself."))


def remove_heading_obstacles(*, parts: int, competences: int) -> Iterable[Obstacle]:
    if parts or competences:
        yield Obstacle(
            "heading-not-empty", _("Move or remove first what stands under this heading.")
        )


def merge_obstacles(*, same_version: bool, different: bool) -> Iterable[Obstacle]:
    if not same_version:
        yield Obstacle("other-framework", _("Both competences have to stand in this draft."))
    if not different:
        yield Obstacle("merge-with-itself", _("Choose another competence to merge it with."))


def target_obstacles(*, changed: Collection[str]) -> Iterable[Obstacle]:
    """`changed`: codes of the competences whose target somebody else set to something else."""
    if changed:
        yield Obstacle(
            "changed-meanwhile",
            format_lazy(
                _(
                    "Somebody changed the target of {codes} in the meantime. Yours are still in "
                    "the form; save again to keep them."
                ),
                codes=", ".join(changed),
            ),
        )


def add_level_obstacles(levels: int) -> Iterable[Obstacle]:
    if levels >= MOST_LEVELS:
        yield Obstacle("scale-size", _("A mastery scale has 2 to 7 levels."))


def remove_level_obstacles(
    *, code: str, levels: int, targets: int, has_heir: bool
) -> Iterable[Obstacle]:
    """`targets` are those on this level; `has_heir`: another level takes its place."""
    if levels <= LEAST_LEVELS:
        yield Obstacle("scale-size", _("A mastery scale has 2 to 7 levels."))
    if targets and not has_heir:
        yield Obstacle(
            "level-is-a-target",
            format_lazy(
                ngettext_lazy(
                    "{count} target is set at {code}. Choose the level that takes its place.",
                    "{count} targets are set at {code}. Choose the level that takes its place.",
                    targets,
                ),
                count=targets,
                code=code,
            ),
            "heir",
        )
