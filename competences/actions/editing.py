"""The content of a draft: headings and competences, their words and their order.

Every action holds the draft until it is done, so that two people at work in it come one after the
other. Where words are replaced, `seen` is the fingerprint of the words that stood on the page.
"""

import uuid
from typing import TypeVar

from django.db import models, transaction

from accounts.actions.history import record
from accounts.models import User
from competences.actions.drafts import lock_draft
from competences.models import Competence, FrameworkVersion, Outcome, Target
from competences.overviews.outline import outline_of
from competences.rules.editing import (
    GONE,
    CompetenceWords,
    HeadingWords,
    Words,
    meanwhile_obstacles,
    merge_obstacles,
    place_obstacles,
    remove_heading_obstacles,
    words_obstacles,
)
from competences.rules.outlines import Outline, Place
from config.refusal import Obstacle, Refusal, refuse_if

Item = TypeVar("Item", Outcome, Competence)


@transaction.atomic
def add_heading(
    *, by: User, version: FrameworkVersion, words: HeadingWords, under: Outcome | None = None
) -> Outcome:
    """A heading, last under `under` or last of all."""
    version = lock_draft(by, version)
    outline = outline_of(version)
    if under is not None:
        under = held(Outcome, version, under.pk)
    refuse_if(words_obstacles(words, _taken(Outcome, version)))
    heading = Outcome.objects.create(version=version, position=0, parent=under, **words.values())
    write_outline(version, outline.with_heading(heading.pk, (heading.parent_id, None)))
    record("heading-added", heading, by=by, code=heading.code)
    return heading


@transaction.atomic
def change_heading(*, by: User, heading: Outcome, words: HeadingWords, seen: str) -> Outcome:
    heading = held(Outcome, lock_draft(by, heading.version), heading.pk)
    return _reword(by, heading, words, seen, "heading-changed")


@transaction.atomic
def remove_heading(*, by: User, heading: Outcome) -> None:
    """Only an empty heading goes: nothing disappears with it."""
    version = lock_draft(by, heading.version)
    heading = held(Outcome, version, heading.pk)
    refuse_if(
        remove_heading_obstacles(
            parts=heading.parts.count(), competences=heading.competences.count()
        )
    )
    record("heading-removed", heading, by=by, code=heading.code)
    heading.delete()


@transaction.atomic
def add_competence(*, by: User, heading: Outcome, words: CompetenceWords) -> Competence:
    """A competence that did not exist before, last under its heading."""
    version = lock_draft(by, heading.version)
    heading = held(Outcome, version, heading.pk)
    refuse_if(words_obstacles(words, _taken(Competence, version)))
    competence = _create(version, heading, words, before=None)
    record("competence-added", competence, by=by, code=competence.code)
    return competence


@transaction.atomic
def change_competence(
    *, by: User, competence: Competence, words: CompetenceWords, seen: str
) -> Competence:
    competence = held(Competence, lock_draft(by, competence.version), competence.pk)
    return _reword(by, competence, words, seen, "competence-changed")


@transaction.atomic
def remove_competence(*, by: User, competence: Competence) -> None:
    """Take a competence out of the draft, with its targets; older versions keep theirs."""
    competence = held(Competence, lock_draft(by, competence.version), competence.pk)
    record("competence-removed", competence, by=by, code=competence.code)
    competence.delete()


@transaction.atomic
def place_heading(*, by: User, heading: Outcome, place: Place) -> None:
    """Put a heading, with all that is in it, at a place in the outline."""
    version = lock_draft(by, heading.version)
    outline = outline_of(version)
    refuse_if(place_obstacles(outline, place, heading=heading.pk))
    write_outline(version, outline.with_heading(heading.pk, place))
    record("heading-placed", heading, by=by, code=heading.code)


@transaction.atomic
def place_competence(*, by: User, competence: Competence, place: Place) -> None:
    version = lock_draft(by, competence.version)
    outline = outline_of(version)
    refuse_if(place_obstacles(outline, place, competence=competence.pk))
    write_outline(version, outline.with_competence(competence.pk, place))
    record("competence-placed", competence, by=by, code=competence.code)


@transaction.atomic
def step(*, by: User, item: Outcome | Competence, direction: int) -> bool:
    """One place up (-1) or down (1); False when it stands at the end already."""
    version = lock_draft(by, item.version)
    item = held(type(item), version, item.pk)
    outline = outline_of(version)
    if isinstance(item, Outcome):
        if place := outline.heading_step(item.pk, direction):
            place_heading(by=by, heading=item, place=place)
    elif place := outline.competence_step(item.pk, direction):
        place_competence(by=by, competence=item, place=place)
    return place is not None


@transaction.atomic
def split_competence(
    *, by: User, competence: Competence, first: CompetenceWords, second: CompetenceWords, seen: str
) -> tuple[Competence, Competence]:
    """Make two of one: both are new, come from what it came from, and keep its targets."""
    version = lock_draft(by, competence.version)
    competence = held(Competence, version, competence.pk)
    refuse_if(meanwhile_obstacles(seen, CompetenceWords.of(competence)))
    taken = _taken(Competence, version, competence)
    refuse_if(words_obstacles(first, taken))
    refuse_if(
        Obstacle(one.code, one.message, f"second_{one.field}")
        for one in words_obstacles(second, taken | {first.code})
    )
    came_from = list(competence.predecessors.all())
    _rewrite(competence, first, identifier=uuid.uuid4())
    other = _create(version, competence.outcome, second, before=None)
    other.predecessors.set(came_from)
    Target.objects.bulk_create(
        Target(course_unit_id=one.course_unit_id, competence=other, level_id=one.level_id)
        for one in competence.targets.all()
    )
    outline = outline_of(version)
    row = outline.held[competence.outcome_id]
    after = row[row.index(competence.pk) + 1]
    write_outline(version, outline.with_competence(other.pk, (competence.outcome_id, after)))
    record("competence-split", competence, by=by, code=first.code, other=second.code)
    return competence, other


@transaction.atomic
def merge_competences(
    *, by: User, competence: Competence, other: Competence, words: CompetenceWords, seen: str
) -> Competence:
    """Make one of two, at the place of the first: it comes from all that both came from.

    `seen` is the fingerprint of the words of both. The first's targets stay; a course unit for
    which only the other had one keeps that.
    """
    version = lock_draft(by, competence.version)
    same = other.version_id == version.pk
    refuse_if(merge_obstacles(same_version=same, different=other.pk != competence.pk))
    competence = held(Competence, version, competence.pk)
    other = held(Competence, version, other.pk)
    refuse_if(meanwhile_obstacles(seen, CompetenceWords.of(competence), CompetenceWords.of(other)))
    refuse_if(words_obstacles(words, _taken(Competence, version, competence, other)))
    came_from = {*competence.predecessors.all(), *other.predecessors.all()}
    units = competence.targets.values("course_unit")
    other.targets.exclude(course_unit__in=units).update(competence=competence)
    code = other.code
    other.delete()
    _rewrite(competence, words, identifier=_identifier_after(version, came_from))
    competence.predecessors.set(came_from)
    record("competences-merged", competence, by=by, code=words.code, other=code)
    return competence


def held(model: type[Item], version: FrameworkVersion, pk: int) -> Item:
    """The row as it is now in this draft; somebody may have removed it."""
    found = model.objects.filter(version=version, pk=pk).first()
    if found is None:
        raise Refusal(obstacles=[GONE])
    found.version = version
    return found


def write_outline(version: FrameworkVersion, outline: Outline) -> None:
    """Keep this order; only rows that stand elsewhere now are written."""
    changed: dict[type[models.Model], list] = {Outcome: [], Competence: []}
    headings = version.outcomes.in_bulk()
    for position, (pk, under) in enumerate(outline.headings()):
        one = headings[pk]
        if (one.position, one.parent_id) != (position, under):
            one.position, one.parent_id = position, under
            changed[Outcome].append(one)
    competences = version.competences.in_bulk()
    for position, (pk, under) in enumerate(outline.competences()):
        one = competences[pk]
        if (one.position, one.outcome_id) != (position, under):
            one.position, one.outcome_id = position, under
            changed[Competence].append(one)
    Outcome.objects.bulk_update(changed[Outcome], ["position", "parent"])
    Competence.objects.bulk_update(changed[Competence], ["position", "outcome"])


def _create(
    version: FrameworkVersion, heading: Outcome, words: CompetenceWords, before: int | None
) -> Competence:
    outline = outline_of(version)
    competence = Competence.objects.create(
        version=version, outcome=heading, position=0, **words.values()
    )
    write_outline(version, outline.with_competence(competence.pk, (heading.pk, before)))
    return competence


def _reword(by: User, item: Item, words: Words, seen: str, action: str) -> Item:
    now = type(words).of(item)
    refuse_if(meanwhile_obstacles(seen, now))
    refuse_if(words_obstacles(words, _taken(type(item), item.version, item)))
    if words != now:
        _rewrite(item, words)
        record(action, item, by=by, code=words.code, before=now.code)
    return item


def _rewrite(item: Outcome | Competence, words: Words, **more: uuid.UUID) -> None:
    values = words.values() | more
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))


def _taken(model: type[models.Model], version: FrameworkVersion, *but: models.Model) -> set[str]:
    others = model.objects.filter(version=version).exclude(pk__in=[one.pk for one in but])
    return set(others.values_list("code", flat=True))


def _identifier_after(version: FrameworkVersion, came_from: set[Competence]) -> uuid.UUID:
    """Two halves that come together again are what they were; anything else is new."""
    if len(came_from) == 1:
        (one,) = came_from
        if not version.competences.filter(identifier=one.identifier).exists():
            return one.identifier
    return uuid.uuid4()
