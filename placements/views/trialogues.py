"""Meetings: the lists, the shared screen, and what is written in it."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import TRIAD, Role
from accounts.models import User
from config import clock
from placements.actions import trialogues
from placements.enums import TrialogueState
from placements.forms.shortenings import DecisionForm
from placements.forms.trialogues import AgreeForm, NoteForm
from placements.models import Trialogue
from placements.overviews.meetings import conversations, forecast
from placements.overviews.trialogue import Meeting
from placements.rules.access import need_role
from placements.rules.trialogues import edit_obstacles, hold_obstacles
from placements.views.acting import Acting, ActionButton, seen_placement

NOT_YOURS = gettext_lazy(
    "What is said in a meeting is for the student, the mentor and the coach. "
    "You see in the list that it took place."
)


def seen_trialogue(user: User, pk: int) -> Trialogue:
    """The meeting with its placement and people; 404 for whoever may not see the placement."""
    found = Trialogue.objects.visible_to(user)
    meeting = get_object_or_404(found, pk=pk)
    meeting.placement = seen_placement(user, meeting.placement_id)
    return meeting


class TrialogueList(TemplateView):
    """The meetings of one placement, or of everybody with whom this person speaks."""

    template_name = "placements/trialogue_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, pk = self.request.user, self.kwargs.get("pk")
        placement = seen_placement(user, pk) if pk else None
        role = placement.role_of(user) if placement else None
        groups = conversations(user, placement)
        return super().get_context_data(
            placement=placement,
            role=role,
            groups=groups,
            is_empty=not any(group.meetings for group in groups),
            windows=forecast(placement) if placement else [],
            may_plan=role == Role.COACH and placement.is_open,
            **kwargs,
        )


class OfTriad(Acting):
    """Something in a meeting that all three may do."""

    def load(self, user: User) -> None:
        self.meeting = seen_trialogue(user, self.kwargs["pk"])
        self.placement = self.meeting.placement
        self.role = need_role(user, self.placement, *TRIAD, reason=NOT_YOURS)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.meeting.pk])


class TrialogueShow(OfTriad, TemplateView):
    """The shared screen: one item of the agenda at a time, notes, actions, decision, state.

    Forms that were refused come back on this same page (`note_form`, `agree_form`).
    """

    template_name = "placements/trialogue.html"

    @cached_property
    def table(self) -> Meeting:
        return Meeting(self.meeting, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = self.table.items
        asked = self.request.POST.get("item") or self.request.GET.get("item")
        place = next((n for n, item in enumerate(items) if item.key == asked), 0)
        current = items[place]
        signed = [seat for seat in self.table.seats if seat.sign_off]
        kwargs.setdefault("note_form", note_form(self.table, current.key))
        kwargs.setdefault("agree_form", AgreeForm(placement=self.placement))
        return super().get_context_data(
            meeting=self.meeting,
            table=self.table,
            placement=self.placement,
            role=self.role,
            item=current,
            number=place + 1,
            following=items[place + 1] if place + 1 < len(items) else None,
            note=self.table.note(current.key),
            row=self.table.strip(current.competence) if current.competence else None,
            lines=self.table.lines(current),
            may_write=not any(edit_obstacles(self.meeting)),
            may_sign=self.meeting.state == TrialogueState.HELD
            and self.role not in {seat.role for seat in signed},
            hold_obstacles=self._hold_obstacles(),
            decision_form=DecisionForm(),
            change=self.table.days_before_and_after,
            here=self.at(current.key),
            **kwargs,
        )

    def at(self, item: str) -> str:
        """The address of an item of this agenda."""
        return f"{self.done_url()}?{urlencode({'item': item})}"

    def _hold_obstacles(self) -> list[Any]:
        return list(hold_obstacles(self.meeting, clock.now()))


def note_form(table: Meeting, item: str) -> NoteForm:
    note = table.note(item)
    return NoteForm(initial={"notes": note.text, "seen_version": note.version})


class TrialogueHold(ActionButton):
    said = gettext_lazy("The meeting is open. All three can write in it.")

    def load(self, user: User) -> None:
        self.meeting = seen_trialogue(user, self.kwargs["pk"])
        need_role(user, self.meeting.placement, Role.COACH)

    def act(self) -> None:
        trialogues.hold(by=self.request.user, trialogue=self.meeting)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.meeting.pk])
