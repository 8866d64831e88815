"""What a student says to the coach alone.

The words stand in one row and nowhere else: in no history, message, paper or export; whoever took
them back has them erased. What is recorded has no topic, so that it stands in no story.
"""

from django.db import transaction
from django.urls import reverse

from accounts.actions.history import record
from accounts.actions.notifications import cancel, notify
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import locked, require
from placements.models import Placement, QuietWord
from placements.rules.access import ONLY
from placements.rules.quiet_words import give_obstacles, hear_obstacles, withdraw_obstacles


@transaction.atomic
def give(*, by: User, placement: Placement, words: str = "") -> QuietWord:
    """The student asks to be heard; `words` may stay empty. The coach hears at once that somebody
    asks, and nothing more. What waits for a coach of before is taken back by it."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    waiting = _waiting(placement)
    refuse_if(
        give_obstacles(placement=placement, coach=placement.coach, waiting=waiting, words=words)
    )
    if waiting is not None:
        _erase(waiting, by)
    word = QuietWord.objects.create(
        placement=placement, said_by=by, to=placement.coach, words=words.strip()
    )
    record("quiet-word-given", word, by=by)
    notify(
        "quiet-word",
        subject=word,
        recipient=word.to,
        due_on=clock.today(),
        url=reverse("placements:quiet-word", args=[word.pk]),
        urgent=True,
    )
    return word


@transaction.atomic
def withdraw(*, by: User, word: QuietWord) -> None:
    """Until the coach has heard it; then nothing of it is left. Pressed twice is pressed once."""
    held = QuietWord.objects.visible_to(by).select_for_update(of=["self"]).get(pk=word.pk)
    if held.said_by_id != by.pk:
        raise Refusal("not-your-role", ONLY[Role.STUDENT])
    if held.withdrawn_at is None:
        refuse_if(withdraw_obstacles(held))
        _erase(held, by)


@transaction.atomic
def hear(*, by: User, word: QuietWord, answer: str = "") -> QuietWord:
    """The coach has read it, and answers or not; the student hears that it was heard."""
    readable = QuietWord.objects.visible_to(by).select_for_update(of=["self"])
    held = readable.filter(pk=word.pk, to=by).first()
    if held is None:  # taken back meanwhile, or in other hands
        raise Refusal("not-your-role", ONLY[Role.COACH])
    refuse_if(hear_obstacles(held, answer))
    held.heard_at = held.heard_at or clock.now()
    held.answer = answer.strip()
    held.save(update_fields=["heard_at", "answer"])
    record("quiet-word-heard", held, by=by)
    notify(
        "quiet-word-heard",
        subject=f"{QuietWord._meta.label_lower}:{held.pk}#{'answer' if held.answer else 'heard'}",
        recipient=held.said_by,
        due_on=clock.today(),
        url=reverse("placements:quiet-word-give", args=[held.placement_id]),
    )
    return held


def left_behind(*, placement: Placement) -> None:
    """Another coach came: what nobody heard stays unread, and the student hears so. Inside the
    transaction that changed the coach."""
    waiting = _waiting(placement)
    if waiting is None:
        return
    cancel(subject=waiting)
    notify(
        "quiet-word-left-behind",
        subject=waiting,
        recipient=waiting.said_by,
        due_on=clock.today(),
        url=reverse("placements:quiet-word-give", args=[placement.pk]),
    )


def _waiting(placement: Placement) -> QuietWord | None:
    return QuietWord.objects.filter(placement=placement).unheard().select_for_update().first()


def _erase(word: QuietWord, by: User) -> None:
    word.words, word.withdrawn_at = "", clock.now()
    word.save(update_fields=["words", "withdrawn_at"])
    cancel(subject=word)
    record("quiet-word-withdrawn", word, by=by)
