"""Mirrors of mentors, for the mentor and for whom it was shared with."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from competences.models import Voice
from placements.models import Placement
from quality.models import MentorMirror
from quality.rules.scans import LOW, Value
from quality.scan_guide import Topic, Words, guide


@dataclass(frozen=True)
class RoleSeen:
    """How the mentor sees one of the four roles; `before` what they said the time before."""

    topic: Topic
    value: Value
    before: Value = None
    is_wanted: bool = False

    @property
    def said(self) -> Words | str:
        return _("cannot say") if self.value is None else guide().scale[self.value]

    @property
    def words_before(self) -> Words | None:
        """Where the mentor saw it otherwise before."""
        if None in (self.before, self.value) or self.before == self.value:
            return None
        return guide().scale[self.before or 0]

    @property
    def suggestions(self) -> tuple[Words, ...]:
        """For the role to grow in, and for what is low."""
        is_low = self.value is not None and self.value <= LOW
        return self.topic.suggestions if self.is_wanted or is_low else ()


def has_been_mentor(user: User) -> bool:
    return Voice.objects.filter(person=user, role=Role.MENTOR).exists()


def own_mirrors(user: User) -> list[MentorMirror]:
    return list(MentorMirror.objects.visible_to(user).filter(person=user))


def shared_with(reader: User, placement: Placement) -> list[MentorMirror]:
    """What the mentor of this placement shared with its coach; nothing for anybody else."""
    mentor = placement.mentor
    if mentor is None or placement.role_of(reader) != Role.COACH:
        return []
    shared = MentorMirror.objects.visible_to(reader).filter(person=mentor)
    return list(shared.filter(shared_at__isnull=False))


def roles_seen(mirror: MentorMirror, reader: User) -> list[RoleSeen]:
    """The four roles beside the mirror before this one, as far as `reader` may see it."""
    earlier = MentorMirror.objects.visible_to(reader).filter(
        person=mirror.person_id, made_at__lt=mirror.made_at
    )
    before = earlier.first()
    return [
        RoleSeen(
            topic=topic,
            value=mirror.values.get(topic.key),
            before=before.values.get(topic.key) if before else None,
            is_wanted=topic.key == mirror.wants,
        )
        for topic in guide().mentor_roles
    ]
