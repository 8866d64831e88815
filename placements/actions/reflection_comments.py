"""What is said under a reflection, by whoever may read it at that moment."""

import uuid

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import cancel, notify
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import require_voice
from placements.models import Reflection, ReflectionComment
from placements.rules.reflections import take_back_obstacles, words_obstacles


@transaction.atomic
def comment(
    *, by: User, reflection: Reflection, text: str, key: uuid.UUID | None = None
) -> ReflectionComment:
    """Say something under a reflection that one may read at this moment.

    The student hears of it, and whoever spoke here before and may still read it; a message holds
    no words. The same `key` again is the same press again.
    """
    readable = Reflection.objects.visible_to(by).select_for_update(of=["self"])
    held = readable.select_related("placement__dossier").filter(pk=reflection.pk).first()
    if held is None:
        raise Refusal("not-readable", _("This reflection is not open to you any more."))
    if key and (made := ReflectionComment.objects.filter(key=key).first()):
        if (made.by_id, made.reflection_id) != (by.pk, held.pk):
            raise Refusal("key-used", _("This page was used before. Open it again, please."))
        return made
    refuse_if(words_obstacles(text))
    role = require_voice(by, held.placement)
    said = ReflectionComment.objects.create(
        reflection=held, by=by, role=role, text=text.strip(), key=key
    )
    # No topic: the thread stands in no story, whoever may read it today.
    record("reflection-commented", said, by=by)
    _tell(said)
    return said


@transaction.atomic
def take_back(*, by: User, comment: ReflectionComment) -> None:
    """Its author may, for a day; then it was read, and stays."""
    refuse_if(take_back_obstacles(comment, by, clock.now()))
    record("reflection-comment-taken-back", comment, by=by)
    cancel(subject=comment)
    comment.delete()


def _tell(said: ReflectionComment) -> None:
    reflection = said.reflection
    spoke = User.objects.filter(
        pk__in=ReflectionComment.objects.filter(reflection=reflection).values("by")
    )
    people = {person.pk: person for person in [reflection.placement.student, *spoke]}
    people.pop(said.by_id)
    for person in people.values():
        if Reflection.objects.visible_to(person).filter(pk=reflection.pk).exists():
            notify(
                "reflection-comment",
                subject=said,
                recipient=person,
                due_on=clock.today(),
                context={"name": said.by.first_name, "role": said.role},
                url=reverse("placements:reflection", args=[reflection.pk]),
            )
