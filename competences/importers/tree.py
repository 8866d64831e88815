"""From a flat list of items that name their parent to headings with competences below them."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .drafts import DEEPEST, CompetenceDraft, OutcomeDraft
from .findings import Findings

HEADING, COMPETENCE = "heading", "competence"
MOST_ITEMS = 5_000


@dataclass
class Item:
    """One item of a file. `parent` is the key of another item, None directly under the framework.

    `place` is where it stands in the file, `parent_place` where its parent is named. Without a
    `kind`, an item with others below it is a heading and any other one a competence.
    """

    key: Hashable
    parent: Hashable | None
    content: CompetenceDraft
    place: str
    parent_place: str
    kind: str = ""
    below: "list[Item]" = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.kind == HEADING or (not self.kind and bool(self.below))


def grow(
    items: Sequence[Item], findings: Findings, *, top: tuple[str, str, str], whole: str
) -> tuple[OutcomeDraft, ...]:
    """The headings of a framework. Notes unknown parents, circles and what stands too deep.

    `top` is code and names of the heading for competences that stand directly under the framework;
    `whole` is the place to name when there are no competences at all.
    """
    by_key = {item.key: item for item in items}
    roots = []
    for item in items:
        item.below = []
    for item in items:
        if item.parent is None:
            roots.append(item)
        elif parent := by_key.get(item.parent):
            parent.below.append(item)
        else:
            message = _("What this stands under is not in the file.")
            findings.add(item.parent_place, "unknown_parent", message)
    _refuse_circles(items, by_key, findings)
    _refuse_depth(roots, findings)
    _check_kinds(items, findings)
    if all(item.is_heading for item in items):
        findings.add(whole, "no_competences", _("This file holds no competences."))
    if findings.faults:
        return ()
    return _under_headings(roots, top)


def _refuse_circles(items: Sequence[Item], by_key: dict, findings: Findings) -> None:
    """Each circle is named once, at the first of its items in the file."""
    settled: set[Hashable] = set()
    for item in items:
        way: dict[Hashable, Item] = {}
        at: Item | None = item
        while at is not None and at.key not in settled and at.key not in way:
            way[at.key] = at
            at = by_key.get(at.parent)
        if at is not None and at.key in way:
            message = _("This stands under itself, in a circle.")
            findings.add(at.parent_place, "circle", message)
        settled.update(way)


def _refuse_depth(roots: Sequence[Item], findings: Findings) -> None:
    level = list(roots)
    for _depth in range(DEEPEST):
        level = [below for item in level for below in item.below]
    for item in level:
        message = _("This stands deeper than %(limit)s levels.") % {"limit": DEEPEST}
        findings.add(item.place, "too_deep", message)


def _check_kinds(items: Sequence[Item], findings: Findings) -> None:
    if len(items) > MOST_ITEMS:
        message = _("More than %(limit)s items are too many for one framework.")
        findings.add(items[MOST_ITEMS].place, "too_many", message % {"limit": MOST_ITEMS})
    codes: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for item in items:
        findings.once(codes[item.is_heading], item.content.code, item.place)
        if item.kind == COMPETENCE and item.below:
            message = _("Nothing stands below a competence: make it a heading.")
            findings.add(item.below[0].parent_place, "below_a_competence", message)


def _under_headings(roots: Sequence[Item], top: tuple[str, str, str]) -> tuple[OutcomeDraft, ...]:
    loose = [item for item in roots if not item.is_heading]
    found = [heading(item) for item in roots if item.is_heading]
    if loose:
        taken = {one.code for outcome in found for one in outcome.headings}
        code, name_nl, name_en = top
        made = OutcomeDraft(free(code, taken), name_nl, name_en, _competences(loose))
        found.insert(roots.index(loose[0]), made)
    return tuple(found)


def heading(item: Item) -> OutcomeDraft:
    content = item.content
    return OutcomeDraft(
        code=content.code,
        name_nl=content.name_nl,
        name_en=content.name_en,
        competences=_competences(one for one in item.below if not one.is_heading),
        parts=tuple(heading(one) for one in item.below if one.is_heading),
        identifier=content.identifier,
    )


def _competences(items: Iterable[Item]) -> tuple[CompetenceDraft, ...]:
    return tuple(item.content for item in items)


def free(code: str, taken: set[str]) -> str:
    """The code itself, or with the first number that makes it new."""
    number, found = 2, code
    while found in taken:
        found, number = f"{code}-{number}", number + 1
    return found
