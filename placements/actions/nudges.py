"""A coach asks somebody for the next step: said once, kept, and told in the placement's story."""

from django.db import IntegrityError, transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.constraints import breaks
from config.refusal import Refusal, refuse_if
from placements.actions.parties import locked, require
from placements.enums import Attention
from placements.models import Nudge, Placement
from placements.overviews.board import row_of
from placements.overviews.board_asking import last_asked, people_to_ask
from placements.rules.nudges import nudge_obstacles

# Where each of these is done: (URL name, whether its key is the dossier's).
PAGES = {
    (Attention.SILENCE, Role.STUDENT): "placements:day-list",
    (Attention.DRIFT, Role.STUDENT): "placements:plan",
    (Attention.REPORT, Role.STUDENT): "placements:trialogue-list",
    (Attention.ACTIONS, Role.STUDENT): "placements:trialogue-list",
    (Attention.ONBOARDING, Role.STUDENT): "mentors:onboarding",
    (Attention.ONBOARDING, Role.MENTOR): "mentors:onboarding",
}


def nudge(*, by: User, placement: Placement, kind: Attention, person: User, words: str) -> Nudge:
    """Ask this person, a deputy too, to do what this line of the board is about; they hear it at
    once.

    Refused when the line is gone, when it is not for them, or when they were asked lately.
    """
    try:
        with transaction.atomic():
            return _nudge(by, placement, kind, person, words)
    except IntegrityError as error:
        if not breaks(error, "nudge_once_a_day"):
            raise
        raise Refusal("asked-already", _("You asked this today already.")) from error


def _nudge(by: User, placement: Placement, kind: Attention, person: User, words: str) -> Nudge:
    placement = locked(placement)
    require(by, placement, Role.COACH)
    row = row_of(placement)
    reason = row.standing(kind) if row else None
    people = people_to_ask(row, reason) if row and reason else []
    last = last_asked(row, reason, person) if row and reason else None
    refuse_if(
        nudge_obstacles(
            is_asked=bool(people),
            is_theirs=person in people,
            words=words,
            last=last.on if last else None,
            today=clock.today(),
        )
    )
    asked = Nudge.objects.create(
        placement=placement,
        kind=kind,
        role=placement.role_of(person),
        recipient=person,
        by=by,
        words=words.strip(),
    )
    record("nudge-given", asked, by=by, topic=placement.topic, to=person.get_full_name())
    _tell(asked)
    return asked


def _tell(asked: Nudge) -> None:
    notify(
        "nudge",
        subject=asked,
        recipient=asked.recipient,
        due_on=clock.today(),
        context={
            "placement": asked.placement_id,
            "kind": asked.kind,
            "to": asked.role,
            "coach": asked.by.first_name,
            "student": asked.placement.student.get_full_name(),
            "words": asked.words,
        },
        url=_page(asked),
        urgent=True,
    )


def _page(asked: Nudge) -> str:
    name = PAGES.get((Attention(asked.kind), Role(asked.role)))
    if name:
        return reverse(name, args=[asked.placement_id])
    if asked.role == Role.MENTOR:
        try:
            return f"{reverse('mentors:desk')}#student-{asked.placement_id}"
        except NoReverseMatch:  # placements stand below mentors: the desk need not be there
            pass
    return reverse("placements:placement", args=[asked.placement_id])
