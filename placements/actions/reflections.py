from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions import days
from placements.actions.days import DayContent
from placements.actions.parties import require
from placements.enums import Audience
from placements.models import Placement, Reflection, WorkplaceDay
from placements.rules.placements import closed_obstacles


def _check(text: str, audience: str) -> None:
    if not text.strip():
        raise Refusal("no-words", _("Write at least one sentence."), field="text")
    if audience not in Audience.values:
        raise Refusal("no-audience", _("Choose who may read this."), field="audience")


@transaction.atomic
def write(
    *,
    by: User,
    placement: Placement,
    text: str,
    audience: str,
    day: WorkplaceDay | None = None,
    prompt: str = "",
) -> Reflection:
    """Keep a reflection for the audience that the student chose; its words never enter history."""
    require(by, placement, Role.STUDENT)
    refuse_if(closed_obstacles(placement))
    _check(text, audience)
    if day is not None and day.placement_id != placement.pk:
        raise Refusal("other-placement", _("This day belongs to another placement."))
    reflection = Reflection.objects.create(
        placement=placement, day=day, prompt=prompt, text=text.strip(), audience=audience
    )
    _record("reflection-written", reflection, by)
    return reflection


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
def change(*, by: User, reflection: Reflection, text: str, audience: str) -> Reflection:
    require(by, reflection.placement, Role.STUDENT)
    _check(text, audience)
    reflection.text, reflection.audience = text.strip(), audience
    reflection.changed_at = clock.now()
    reflection.save(update_fields=["text", "audience", "changed_at"])
    _record("reflection-changed", reflection, by)
    return reflection


@transaction.atomic
def remove(*, by: User, reflection: Reflection) -> None:
    """The words are the student's: they may take them away again."""
    require(by, reflection.placement, Role.STUDENT)
    _record("reflection-removed", reflection, by)
    reflection.delete()


def _record(action: str, reflection: Reflection, by: User) -> None:
    # Even that a private reflection exists is private: it gets no place in the shared story.
    shared = reflection.audience == Audience.TRIAD
    record(action, reflection, by=by, topic=reflection.placement.topic if shared else "")
