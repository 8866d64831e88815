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
from placements.forms.shortenings import AdviceForm, DecisionForm
from placements.forms.trialogue_notes import AgreedForm, AgreeForm, NoteForm, SpokenForm
from placements.models import ShorteningProposal, Trialogue, TrialogueNote
from placements.overviews.live import pulse
from placements.overviews.meetings import conversations, forecast
from placements.overviews.moments import open_proposals, steps_of
from placements.overviews.preparations import readiness
from placements.overviews.shortenings import revocable_in
from placements.overviews.sign_offs import signing
from placements.overviews.trialogue import Meeting, Seat, Strip
from placements.rules.access import need_role
from placements.rules.agenda import AgendaItem
from placements.rules.room import speaks_for
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
            proposals=open_proposals(user, placement) if role or not placement else [],
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
    """The shared screen: one item of the agenda at a time, voices, notes, actions, decision, state.

    Forms that were refused come back on this same page (`note_form`, `agree_form`, `agreed_form`,
    `spoken_form`).
    """

    template_name = "placements/trialogue.html"

    @cached_property
    def table(self) -> Meeting:
        return Meeting(self.meeting, self.request.user)

    @cached_property
    def place(self) -> int:
        """Where the item that was asked for stands on the agenda; else the first."""
        keys = [item.key for item in self.table.items]
        return keys.index(self.asked("item")) if self.asked("item") in keys else 0

    @property
    def item(self) -> AgendaItem:
        return self.table.items[self.place]

    @property
    def may_write(self) -> bool:
        return not any(edit_obstacles(self.meeting))

    def asked(self, name: str) -> str:
        """What a form or the address says about the place on the page."""
        return self.request.POST.get(name) or self.request.GET.get(name, "")

    def at(self, item: str) -> str:
        """The address of an item of this agenda, seen as it is seen now."""
        place = {"item": item}
        place |= (
            {"about": self.asked("about")} if self.asked("about") and item == self.item.key else {}
        )
        place |= {"big": "1"} if self.asked("big") else {}
        return f"{self.done_url()}?{urlencode(place)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item, items = self.item, self.table.items
        note = self.table.note(item.key)
        kwargs.setdefault("note_form", note_form(note))
        kwargs.setdefault("agree_form", AgreeForm(placement=self.placement))
        return super().get_context_data(
            meeting=self.meeting,
            table=self.table,
            steps=steps_of(self.meeting),
            placement=self.placement,
            role=self.role,
            item=item,
            number=self.place + 1,
            following=items[self.place + 1] if self.place + 1 < len(items) else None,
            note=note,
            pulse=pulse(self.meeting, item.key),
            room_url=self.done_url(),
            here=self.at(item.key),
            big=self.asked("big"),
            **self._competence(kwargs.get("spoken_form")),
            **self._agreed(kwargs.get("agreed_form")),
            **self._turns(),
            **kwargs,
        )

    def _competence(self, refused: SpokenForm | None) -> dict[str, Any]:
        """The competence at hand, what the three say about it, and where one can choose anew."""
        lines = self.table.lines(self.item)
        named = {str(line.row.competence.pk) for line in lines if line.row}
        pk = self.item.competence or (
            int(self.asked("about")) if self.asked("about") in named else 0
        )
        if not pk:
            return {"lines": lines, "row": None}
        strip = self.table.strip(pk)
        columns = [
            (
                seat,
                spoken,
                refused if refused and refused.role == seat.role else self.spoken_form(strip, seat),
            )
            for seat, spoken in strip.columns
        ]
        return {"lines": lines, "row": strip, "columns": columns}

    def spoken_form(self, strip: Strip, seat: Seat, data: Any = None) -> SpokenForm | None:
        """Where the reader enters what this voice says; None where the reader cannot."""
        if seat.role not in speaks_for(self.role) or not self.may_write:
            return None
        name = "" if seat.role == self.role else seat.person.first_name
        return SpokenForm(
            data, row=strip.row, levels=self.table.now.levels, voice=seat.role, name=name
        )

    def _agreed(self, refused: AgreedForm | None) -> dict[str, Any]:
        """What was agreed in this meeting, each with the form to change it."""
        return {
            "agreed": [
                (
                    action,
                    refused
                    if refused and refused.action.pk == action.pk
                    else AgreedForm(placement=self.placement, action=action),
                )
                for action in self.table.agreed
            ]
        }

    def _turns(self) -> dict[str, Any]:
        """What the reader can do now."""
        return {
            "may_write": self.may_write,
            "signing": signing(self.meeting, self.role),
            "hold_obstacles": list(hold_obstacles(self.meeting, clock.now())),
            "decision_form": DecisionForm(),
            "advice_form": AdviceForm(),
            "may_take_back": self._may_take_back(),
            "ready": self._ready(),
        }

    def _may_take_back(self) -> list[ShorteningProposal]:
        """Shortenings that the coach can take back in this meeting: not what it decided itself."""
        if self.role != Role.COACH or not self.may_write:
            return []
        return [one for one in revocable_in(self.meeting) if one != self.table.proposal]

    def _ready(self) -> set[str]:
        """The roles that said to be ready, as long as the meeting still has to begin."""
        if self.meeting.state != TrialogueState.PLANNED:
            return set()
        return {one.role for one in readiness(self.meeting) if one.is_ready}


def note_form(note: TrialogueNote) -> NoteForm:
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
