"""Letting a line of the board rest, and taking it up again."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.models import User
from config import clock
from config.refusal import Obstacle
from placements.actions import snoozes
from placements.enums import BoardTab
from placements.forms.board import SnoozeForm
from placements.models import Snooze
from placements.rules.snoozes import snooze_obstacles
from placements.views.acting import ActionButton, seen_placement
from placements.views.nudges import OfReason

A_WEEK = dt.timedelta(weeks=1)


class SnoozeGive(OfReason):
    template_name = "placements/snooze_give.html"
    form_class = SnoozeForm
    said = gettext_lazy("It rests. You find it under its own tab, and it comes back by itself.")

    def get_initial(self) -> dict[str, Any]:
        return {"until": clock.today() + A_WEEK}

    def obstacles(self) -> Iterable[Obstacle]:
        """Why this cannot rest at all, whatever the date."""
        today = clock.today()
        return snooze_obstacles(
            kind=self.kind,
            stands=self.reason is not None,
            until=today + A_WEEK,
            reason="?",
            today=today,
        )

    def act(self, form: SnoozeForm) -> None:
        snoozes.snooze(
            by=self.request.user, placement=self.placement, kind=self.kind, **form.cleaned_data
        )


class SnoozeEnd(ActionButton):
    """One's own only: somebody else's does not exist here."""

    said = gettext_lazy("Back on your board.")

    def load(self, user: User) -> None:
        found = Snooze.objects.visible_to(user)
        self.snooze = get_object_or_404(found, pk=self.kwargs["pk"])
        self.placement = seen_placement(user, self.snooze.placement_id)

    def act(self) -> None:
        snoozes.wake(by=self.request.user, snooze=self.snooze)

    def done_url(self) -> str:
        return f"{reverse('placements:board')}?reason={BoardTab.RESTING.value}"
