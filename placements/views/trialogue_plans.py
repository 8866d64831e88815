"""The moment of a meeting: planning, moving, cancelling, and the file for everybody's calendar."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from accounts.models import User
from config import clock
from config.templatetags.ui import near_day
from placements.actions import trialogues
from placements.calendar import invitation
from placements.enums import TrialogueKind, WindowState
from placements.forms.trialogues import CancelForm, MomentForm, PlanForm
from placements.overviews.meetings import forecast
from placements.overviews.moments import offers
from placements.rules.access import need_role
from placements.views.acting import Acting, ActionPage, seen_placement
from placements.views.trialogues import NOT_YOURS, seen_trialogue

AFTER_THE_WINDOW = gettext_lazy(
    "This meeting comes after day %(day)s (%(date)s); its window has closed by then."
)


class TrialoguePlan(ActionPage):
    """The coach chooses a moment, beside the windows as the plan forecasts them."""

    template_name = "placements/trialogue_plan.html"
    form_class = PlanForm
    said = gettext_lazy("Planned. All three get it in their mail and calendar.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.COACH)

    @cached_property
    def windows(self) -> list[Any]:
        return forecast(self.placement)

    def get_initial(self) -> dict[str, Any]:
        due = [w for w in self.windows if w.state in (WindowState.OPEN, WindowState.OVERDUE)]
        workplace = self.placement.workplace
        asked = self.request.GET
        return {
            "kind": asked.get("kind") or (due[0].kind if due else TrialogueKind.PROGRESS),
            "starts_at": asked.get("at", ""),
            "minutes": 60,
            "place": f"{workplace.organisation.name}, {workplace.address}".strip(", "),
        }

    def act(self, form: PlanForm) -> None:
        self.meeting = trialogues.plan(
            by=self.request.user, placement=self.placement, **form.cleaned_data
        )
        date = clock.local_date(self.meeting.starts_at)
        for window in self.windows:
            if window.kind == self.meeting.kind and window.is_late(date):
                late = {"day": window.by_day, "date": near_day(window.closes)}
                messages.warning(self.request, AFTER_THE_WINDOW % late)

    def get_success_url(self) -> str:
        return reverse("placements:trialogue", args=[self.meeting.pk])

    def done_url(self) -> str:
        return reverse("placements:trialogue-list", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = offers(self.placement, self.windows)
        return super().get_context_data(windows=self.windows, offers=found, **kwargs)


class OfMeeting(ActionPage):
    """A form about one meeting that only the coach fills in."""

    def load(self, user: User) -> None:
        self.meeting = seen_trialogue(user, self.kwargs["pk"])
        self.placement = self.meeting.placement
        self.role = need_role(user, self.placement, Role.COACH)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.meeting.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)


class TrialogueMove(OfMeeting):
    template_name = "placements/trialogue_move.html"
    form_class = MomentForm
    said = gettext_lazy("Moved. The meeting moves in everybody's calendar too.")

    def get_initial(self) -> dict[str, Any]:
        return {
            "starts_at": timezone.localtime(self.meeting.starts_at),
            "place": self.meeting.place,
            "video_link": self.meeting.video_link,
        }

    def act(self, form: MomentForm) -> None:
        trialogues.move(by=self.request.user, trialogue=self.meeting, **form.cleaned_data)


class TrialogueCancel(OfMeeting):
    template_name = "placements/trialogue_cancel.html"
    form_class = CancelForm
    said = gettext_lazy("Cancelled. All three get a mail with your reason.")

    def act(self, form: CancelForm) -> None:
        trialogues.cancel(by=self.request.user, trialogue=self.meeting, **form.cleaned_data)


class TrialogueCalendar(Acting):
    """The .ics of a meeting, for the three who are invited."""

    def load(self, user: User) -> None:
        self.meeting = seen_trialogue(user, self.kwargs["pk"])
        need_role(user, self.meeting.placement, *TRIAD, reason=NOT_YOURS)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = invitation(self.meeting, get_language() or "nl")
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        name = _("trialogue")
        response["Content-Disposition"] = f'attachment; filename="{name}-{self.meeting.pk}.ics"'
        return response
