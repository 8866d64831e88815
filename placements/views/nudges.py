"""The small panel in which a coach asks somebody for the next step."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import User
from config.refusal import Obstacle
from placements.actions import nudges
from placements.enums import Attention
from placements.forms.board import NudgeForm
from placements.overviews.board import Row, row_of
from placements.overviews.board_asking import can_be_asked, nothing_to_ask, reminded_today
from placements.rules.access import need_role
from placements.rules.attention_facts import Reason
from placements.rules.nudges import opening_words
from placements.views.acting import ActionPage, seen_placement


class OfReason(ActionPage):
    """A form about one line of the board, which only its coach fills in."""

    row: Row | None
    reason: Reason | None
    kind: Attention

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.COACH)
        if self.kwargs["kind"] not in Attention:
            raise Http404
        self.kind = Attention(self.kwargs["kind"])
        self.row = row_of(self.placement)
        self.reason = self.row.standing(self.kind) if self.row else None

    def done_url(self) -> str:
        return reverse("placements:board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reason=self.reason, kind=self.kind, **kwargs)


class NudgeGive(OfReason):
    template_name = "placements/nudge_give.html"
    form_class = NudgeForm

    @cached_property
    def people(self) -> list[User]:
        """Who can do something about it now, and was not asked lately."""
        return can_be_asked(self.row, self.reason) if self.row and self.reason else []

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.people}

    def get_initial(self) -> dict[str, Any]:
        if not self.people:
            return {}
        person = self.people[0]
        role = self.placement.role_of(person)
        with override(person.language):
            words = opening_words(self.kind, role, student=self.placement.student.first_name)
        return {"person": person.pk, "words": words}

    def obstacles(self) -> Iterable[Obstacle]:
        """Nobody to ask: the line is gone, or all were asked lately."""
        if self.people:
            return ()
        return nothing_to_ask(self.row, self.reason)

    def act(self, form: NudgeForm) -> None:
        given = nudges.nudge(
            by=self.request.user,
            placement=self.placement,
            kind=self.kind,
            **form.cleaned_data,
        )
        self.said = _("Asked %(name)s.") % {"name": given.recipient.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            people=self.people,
            reminded=reminded_today(self.placement, self.kind, self.people),
            **kwargs,
        )
