"""Preparing a meeting: the guide, one's own words in private, who is ready, and the agenda."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.models import User
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import agenda_points, preparations
from placements.forms.preparations import AgendaPointForm, PreparationForm
from placements.models import AgendaPoint, Preparation
from placements.overviews.preparations import own_preparation, readiness
from placements.overviews.trialogue import Meeting
from placements.preparation_guides import questions_for
from placements.rules.preparations import agenda_obstacles, prepare_obstacles
from placements.views.acting import ActionButton
from placements.views.trialogues import OfTriad, seen_trialogue

NOT_VALID, CONFLICT = 400, 409


class Preparing(OfTriad, TemplateView):
    """Shared by the page and what is sent from it; a form that was refused comes back on it."""

    template_name = "placements/preparation_show.html"

    @cached_property
    def mine(self) -> Preparation:
        return own_preparation(self.meeting, self.request.user)

    def done_url(self) -> str:
        return reverse("placements:preparation", args=[self.meeting.pk])

    def form(self, data: Any = None) -> PreparationForm:
        initial = {**self.mine.answers, "seen_version": self.mine.version}
        questions = questions_for(self.meeting.kind, self.role)
        return PreparationForm(data, questions=questions, initial=initial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        kwargs.setdefault("point_form", AgendaPointForm())
        form, conflict = kwargs["form"], kwargs.get("conflict", False)
        return super().get_context_data(
            meeting=self.meeting,
            placement=self.placement,
            role=self.role,
            mine=self.mine,
            seats=readiness(self.meeting),
            table=Meeting(self.meeting, self.request.user),
            obstacles=list(prepare_obstacles(self.meeting)),
            may_add=not any(agenda_obstacles(self.meeting)),
            fields=[(form[key], self._elsewhere(form, key, conflict)) for key in form.keys],
            **kwargs,
        )

    def _elsewhere(self, form: PreparationForm, key: str, conflict: bool) -> str:
        """What another device wrote in this field, when it is not what this one did."""
        kept = self.mine.answers.get(key, "")
        return kept if conflict and kept != (form[key].value() or "").strip() else ""


class PreparationShow(Preparing):
    """The guide, one's own words, who is ready, and the agenda so far."""


class PreparationWrite(Preparing):
    """Keep what was written; the page itself sends it too while somebody types (as JSON)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        try:
            if form.is_valid():
                return self.kept(self.act(form))
        except Refusal as refusal:
            return self.refused(form, refusal)
        return self.not_valid(form)

    def act(self, form: PreparationForm) -> Preparation:
        said, who = form.cleaned_data, {"by": self.request.user, "trialogue": self.meeting}
        kept = preparations.write(answers=form.answers, seen_version=said["seen_version"], **who)
        return preparations.say_ready(**who) if "ready" in self.request.POST else kept

    @property
    def asks_for_data(self) -> bool:
        return self.request.headers.get("Accept") == "application/json"

    def kept(self, found: Preparation) -> HttpResponse:
        if self.asks_for_data:
            said = {"state": "kept", "version": found.version, "at": found.changed_at.isoformat()}
            return JsonResponse(said)
        messages.success(
            self.request,
            _("The others see that you are ready. What you wrote stays yours until the meeting.")
            if "ready" in self.request.POST
            else _("Received. Only you read it until the coach opens the meeting."),
        )
        return redirect(self.done_url())

    def not_valid(self, form: PreparationForm) -> HttpResponse:
        if self.asks_for_data:
            words = " ".join(error for errors in form.errors.values() for error in errors)
            return JsonResponse({"state": "not-valid", "detail": words}, status=NOT_VALID)
        return self.render_to_response(self.get_context_data(form=form))

    def refused(self, form: PreparationForm, refusal: Refusal) -> HttpResponse:
        """The text stays on the page; saving it again is then based on what is there now."""
        if self.asks_for_data:
            said = {"state": refusal.code, "detail": str(refusal.message)}
            return JsonResponse(said, status=CONFLICT)
        add_refusal(form, refusal)
        self.__dict__.pop("mine", None)  # read again: another device was quicker
        form.data = form.data.copy()
        form.data["seen_version"] = self.mine.version
        return self.render_to_response(self.get_context_data(form=form, conflict=True))


class PreparationReady(OfTriad, ActionButton):
    """I am ready, without another word."""

    said = gettext_lazy("The others see that you are ready. What you wrote stays yours.")

    def act(self) -> None:
        preparations.say_ready(by=self.request.user, trialogue=self.meeting)

    def done_url(self) -> str:
        return reverse("placements:preparation", args=[self.meeting.pk])


class PreparationTakeBack(PreparationReady):
    """I am not ready after all."""

    said = gettext_lazy("Taken back. The others see that you are not ready yet.")

    def act(self) -> None:
        preparations.take_back(by=self.request.user, trialogue=self.meeting)


class AgendaAdd(Preparing):
    """Put a point on the agenda, from the page where one prepares or from the meeting itself."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AgendaPointForm(request.POST)
        if form.is_valid() and (point := self.added(form)):
            messages.success(request, _("It stands on the agenda, with your name."))
            return redirect(self.after(point))
        return self.render_to_response(self.get_context_data(point_form=form))

    def added(self, form: Form) -> AgendaPoint | None:
        try:
            return agenda_points.add(
                by=self.request.user, trialogue=self.meeting, **form.cleaned_data
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
            return None

    def after(self, point: AgendaPoint) -> str:
        """Back to the page one came from: in the meeting straight to the new point."""
        if "room" in self.request.POST:
            page = reverse("placements:trialogue", args=[self.meeting.pk])
            return f"{page}?item=p{point.pk}#item"
        return f"{self.done_url()}#agenda"


class AgendaRemove(ActionButton):
    """Whoever added a point takes it off again."""

    said = gettext_lazy("Taken off the agenda.")

    def load(self, user: User) -> None:
        self.point = get_object_or_404(AgendaPoint.objects.visible_to(user), pk=self.kwargs["pk"])
        if self.point.added_by_id != user.pk:
            raise PermissionDenied(_("Somebody else added this point."))
        self.point.trialogue = seen_trialogue(user, self.point.trialogue_id)

    def act(self) -> None:
        agenda_points.remove(by=self.request.user, point=self.point)

    def done_url(self) -> str:
        return reverse("placements:preparation", args=[self.point.trialogue_id]) + "#agenda"
