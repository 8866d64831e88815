import uuid
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions import days
from placements.actions.days import DayContent
from placements.actions.parties import locked, require
from placements.enums import Audience
from placements.models import Placement, Reflection, WorkplaceDay
from placements.prompts import prompts
from placements.reflection_models import FREE
from placements.rules.placements import closed_obstacles
from placements.rules.reflections import audience_obstacles, map_obstacles, words_obstacles


@transaction.atomic
def write(
    *,
    by: User,
    placement: Placement,
    text: str,
    audience: str,
    day: WorkplaceDay | None = None,
    prompt: str = "",
    model: str = FREE.code,
    parts: Mapping[str, str] | None = None,
    key: uuid.UUID | None = None,
) -> Reflection:
    """Keep a reflection for the audience that the student chose; its words never enter history.

    `parts`: the words of each step of the way `model`, which `text` holds as a whole. The same
    `key` again is the same press again: it answers what that made.
    """
    require(by, placement, Role.STUDENT)
    if key and (made := _made_before(by, placement, key)):
        return made
    refuse_if(closed_obstacles(placement))
    refuse_if([*words_obstacles(text), *audience_obstacles(audience)])
    if day is not None and day.placement_id != placement.pk:
        raise Refusal("other-placement", _("This day belongs to another placement."))
    side = prompts().get(prompt)
    reflection = Reflection.objects.create(
        placement=placement,
        day=day,
        prompt=prompt,
        text=text.strip(),
        audience=audience,
        model=model,
        parts=dict(parts or {}),
        key=key,
        dimensions=[side.dimension] if side else [],
        depth=side.depth if side else "",
    )
    _record("reflection-written", reflection, by)
    return reflection


def _made_before(by: User, placement: Placement, key: uuid.UUID) -> Reflection | None:
    locked(placement)
    if not Reflection.objects.filter(key=key).exists():
        return None
    made = Reflection.objects.visible_to(by).filter(key=key, placement=placement).first()
    if made is None:
        raise Refusal("key-used", _("This page was used before. Open it again, please."))
    return made


@transaction.atomic
def log_with_day(
    *,
    by: User,
    placement: Placement,
    content: DayContent,
    text: str,
    audience: str,
    prompt: str = "",
) -> WorkplaceDay:
    """Log a day together with what the student thinks of it: both are kept, or neither."""
    day = days.log(by=by, placement=placement, content=content)
    if text.strip():
        write(by=by, placement=placement, text=text, audience=audience, day=day, prompt=prompt)
    return day


@transaction.atomic
def change(
    *,
    by: User,
    reflection: Reflection,
    text: str,
    audience: str,
    model: str = FREE.code,
    parts: Mapping[str, str] | None = None,
) -> Reflection:
    """Other words, perhaps for other readers: both hold from the next request on."""
    require(by, reflection.placement, Role.STUDENT)
    refuse_if([*words_obstacles(text), *audience_obstacles(audience)])
    before = _held(reflection).audience
    reflection.text, reflection.audience = text.strip(), audience
    reflection.model, reflection.parts = model, dict(parts or {})
    reflection.changed_at = clock.now()
    reflection.save(update_fields=["text", "audience", "model", "parts", "changed_at"])
    _record("reflection-changed", reflection, by)
    if before != audience == Audience.TRIAD:
        _record("reflection-opened", reflection, by)
    return reflection


@transaction.atomic
def share(*, by: User, reflection: Reflection, audience: str) -> str:
    """Let others read it, or no longer; answers the audience that it had until now."""
    require(by, reflection.placement, Role.STUDENT)
    refuse_if(audience_obstacles(audience))
    before = _held(reflection).audience
    if before != audience:
        reflection.audience = audience
        reflection.save(update_fields=["audience"])
        opened = audience == Audience.TRIAD
        _record("reflection-opened" if opened else "reflection-audience-changed", reflection, by)
    return before


@transaction.atomic
def place(
    *, by: User, reflection: Reflection, dimensions: Collection[str], depth: str
) -> Reflection:
    """Where the student says to have looked, and how deep: the private map, of no other reader."""
    require(by, reflection.placement, Role.STUDENT)
    refuse_if(map_obstacles(dimensions, depth))
    reflection.dimensions, reflection.depth = list(dimensions), depth
    reflection.save(update_fields=["dimensions", "depth"])
    record("reflection-placed", reflection, by=by)
    return reflection


@transaction.atomic
def remove(*, by: User, reflection: Reflection) -> None:
    """The words are the student's: they may take them away again, and what was said under them."""
    require(by, reflection.placement, Role.STUDENT)
    _record("reflection-removed", reflection, by)
    reflection.delete()


def _held(reflection: Reflection) -> Reflection:
    """As it is now, for one writer at a time: nobody comments while its readers change."""
    held = Reflection.objects.select_for_update(of=["self"]).filter(pk=reflection.pk).first()
    if held is None:
        raise Refusal("gone", _("This reflection is no longer there."))
    return held


def _record(action: str, reflection: Reflection, by: User) -> None:
    # Even that a private reflection exists is private: it gets no place in the shared story.
    shared = reflection.audience == Audience.TRIAD
    record(action, reflection, by=by, topic=reflection.placement.topic if shared else "")
