"""The reminders of a programme: what goes to whom and when, changed by its coordinator, and looked
at for a date to come."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from accounts.enums import Role
from accounts.message_history import told_in_short
from competences.actions import goal_reminders
from competences.models import Programme
from config import clock
from config.pages import RefusableForm
from placements.actions import reminder_rules
from placements.forms.reminder_rules import PreviewForm, ReminderRuleForm
from placements.models import Placement
from placements.overviews.reminder_history import messages_about, stopped_people
from placements.overviews.reminder_preview import FARTHEST, Coming, foretell
from placements.overviews.reminder_rules import changes_of, line_of, topics_of
from placements.rules.access import COACH_OR_COORDINATOR, ONLY, may_change_placement
from placements.rules.reminder_rules import STANDARD, Kind
from placements.views.acting import OfPlacement


class ProgrammeChoose(View):
    """To the reminders of one's programme; of several, to the first: the page names the others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        programme = Programme.objects.coordinated_by(request.user).first()
        if programme is None:
            raise PermissionDenied(ONLY[Role.COORDINATOR])
        return redirect("placements:reminder-rule-list", programme.pk)


class OfProgramme(View):
    """For who coordinates this programme; for others it does not exist."""

    programme: Programme

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.mine = Programme.objects.coordinated_by(request.user)
        self.programme = get_object_or_404(self.mine, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def kind(self) -> Kind:
        try:
            return STANDARD[self.kwargs["rule"], self.kwargs["audience"]]
        except KeyError as unknown:
            raise Http404 from unknown


class ReminderRuleList(OfProgramme, TemplateView):
    template_name = "placements/reminder_rule_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            programme=self.programme,
            others=[one for one in self.mine if one != self.programme],
            topics=topics_of(self.programme),
            changes=changes_of(self.programme),
            **kwargs,
        )


class ReminderRuleChange(OfProgramme, RefusableForm):
    template_name = "placements/reminder_rule_change.html"
    form_class = ReminderRuleForm
    said = gettext_lazy("Saved. From the next round on it goes like this.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_initial(self) -> dict[str, Any]:
        return ReminderRuleForm.of(self.kind, line_of(self.programme, self.kind).setting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = line_of(self.programme, self.kind)
        return super().get_context_data(programme=self.programme, line=line, **kwargs)

    def act(self, form: Form) -> None:
        reminder_rules.change(
            by=self.request.user, programme=self.programme, kind=self.kind, setting=form.setting
        )

    def get_success_url(self) -> str:
        return reverse("placements:reminder-rule-list", args=[self.programme.pk])


class ReminderRuleRestore(OfProgramme):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reminder_rules.restore(by=request.user, programme=self.programme, kind=self.kind)
        messages.success(request, _("Restored. It goes as it does everywhere again."))
        return redirect("placements:reminder-rule-list", self.programme.pk)


class ReminderPreview(OfProgramme, TemplateView):
    """Who would get what on a date; nothing is written."""

    template_name = "placements/reminder_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        form = PreviewForm(self.request.GET or {"date": today.isoformat()})
        date = form.cleaned_data["date"] if form.is_valid() else None
        if date is not None and not today <= date <= today + FARTHEST:
            form.add_error("date", _("Choose a date from today to a year from now."))
            date = None
        return super().get_context_data(
            programme=self.programme,
            form=form,
            date=date,
            posts=foretell(self.programme, date, self.lab(date)) if date else [],
            **kwargs,
        )

    def lab(self, date: dt.date) -> list[Coming]:
        """What the dates of the Talent lab ask on this day."""
        found = goal_reminders.due(date, self.programme)
        return [
            Coming(one.recipient, one.rule, one.context["name"])
            for one in found
            if one.due_on == date
        ]


class PlacementMessages(OfPlacement):
    """What the three were reminded of in this placement: that it was said, never the words."""

    template_name = "placements/reminder_history.html"

    def load(self, user: Any) -> None:
        super().load(user)
        if not may_change_placement(user, self.placement):
            raise PermissionDenied(COACH_OR_COORDINATOR)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        placement: Placement = self.placement
        return super().get_context_data(
            told=told_in_short(messages_about(placement)),
            stopped=stopped_people(placement),
            **kwargs,
        )
