"""A mentor's mirror: whose it is, and what may stand in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from quality.rules.scans import TOP, Value

if TYPE_CHECKING:
    from accounts.models import User
    from quality.models import MentorMirror

ONLY_MENTORS = _("This mirror is for mentors, and you were not the mentor of anybody.")
ONLY_YOURS = _("Only the mentor whose mirror it is can do this.")


def mirror_obstacles(
    *, is_mentor: bool, values: Mapping[str, Value], wants: str, roles: Collection[str]
) -> Iterable[Obstacle]:
    if not is_mentor:
        yield Obstacle("not-a-mentor", ONLY_MENTORS)
    for role in roles:
        if role not in values:
            yield Obstacle("not-answered", _("Choose an answer; “I cannot say” is one too."), role)
    odd = [value for value in values.values() if value is not None and value not in range(TOP + 1)]
    if odd or set(values) - set(roles):
        yield Obstacle("unknown-answer", _("Answer what is asked, from 0 to 4."))
    if wants and wants not in roles:
        yield Obstacle("unknown-role", _("Choose one of the four roles."), "wants")


def own_obstacles(mirror: MentorMirror, by: User) -> Iterable[Obstacle]:
    if mirror.person_id != by.pk:
        yield Obstacle("not-yours", ONLY_YOURS)
