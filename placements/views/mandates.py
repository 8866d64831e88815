"""Who takes part in a placement: mandates with their dates, deputies, and handing over."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.actions.people import known_or_new
from accounts.enums import Role
from accounts.models import User
from config.forms import TrialoogForm
from placements.actions import mandates as actions
from placements.forms.mandates import DeputyForm, HandOverForm
from placements.models import Placement
from placements.overviews.mandates import mentored_by, open_request, participants
from placements.rules import mandates as rules
from placements.rules.access import may_change_placement
from placements.views.acting import ActionButton, ActionPage, OfPlacement, seen_placement


class MandateList(OfPlacement):
    """Everybody who takes part now or did before, with what the reader may change about it."""

    template_name = "placements/mandate_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, placement = self.request.user, self.placement
        is_mentor = placement.mentor == user
        changes = may_change_placement(user, placement)
        return super().get_context_data(
            found=participants(placement),
            is_mentor=is_mentor,
            may_change=placement.is_open and changes,
            may_change_deputies=placement.is_open and rules.may_change_deputies(user, placement),
            reads_request=is_mentor or changes,
            **kwargs,
        )


class MandatePage(ActionPage):
    """A form about the mandates of one placement, back to the list of them."""

    form_class = TrialoogForm

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = self.placement.role_of(user) or ""
        self.check_access(user)

    def check_access(self, user: User) -> None:
        raise NotImplementedError

    def done_url(self) -> str:
        return reverse("placements:mandate-list", args=[self.placement.pk])


class DeputyPage(MandatePage):
    def check_access(self, user: User) -> None:
        if not rules.may_change_deputies(user, self.placement):
            raise PermissionDenied(rules.ONLY_WHO_ANSWERS)


class DeputyAdd(DeputyPage):
    template_name = "placements/mandate_deputy_add.html"
    form_class = DeputyForm

    def act(self, form: DeputyForm) -> None:
        told = {**form.cleaned_data}
        last_day = told.pop("last_day")
        with transaction.atomic():  # who becomes no deputy is not made known either
            person = known_or_new(by=self.request.user, **told)
            actions.add_deputy(
                by=self.request.user, placement=self.placement, person=person, last_day=last_day
            )
        self.said = _("%(name)s stands in from now on and gets a mail.") % {
            "name": person.get_full_name()
        }


class DeputyEnd(DeputyPage):
    template_name = "placements/mandate_deputy_end.html"
    said = gettext_lazy("The mandate has ended. What was said and confirmed stays.")

    def load(self, user: User) -> None:
        super().load(user)
        deputies = self.placement.dossier.voices.current().filter(is_deputy=True)
        self.voice = get_object_or_404(deputies.select_related("person"), pk=self.kwargs["voice"])

    def act(self, form: TrialoogForm) -> None:
        actions.end_deputy(by=self.request.user, placement=self.placement, voice=self.voice)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(deputy=self.voice.person, **kwargs)


class HandOverAsk(MandatePage):
    """ "I am no longer the mentor": said in one tap; who and why may stay empty."""

    template_name = "placements/hand_over_ask.html"
    form_class = HandOverForm
    said = gettext_lazy(
        "We told the coach and the coordinator. Until they hand over, nothing changes."
    )

    def check_access(self, user: User) -> None:
        if self.placement.mentor != user:
            raise PermissionDenied(rules.ONLY_THE_MENTOR)

    def act(self, form: HandOverForm) -> None:
        actions.ask(by=self.request.user, placement=self.placement, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(request_open=open_request(self.placement), **kwargs)


class HandOverClose(ActionButton):
    """The mentor stays after all."""

    said = gettext_lazy("Nobody has to hand over any more; the mentor stays.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = self.placement.role_of(user) or ""
        if not rules.may_close_request(user, self.placement):
            raise PermissionDenied(rules.ONLY_THE_MENTOR)

    def act(self) -> None:
        request = open_request(self.placement)
        if request is not None:
            actions.close(by=self.request.user, request=request)

    def done_url(self) -> str:
        return reverse("placements:mandate-list", args=[self.placement.pk])


class HandOver(TemplateView):
    """Where the link in a mentor's mail leads: which of my students is it about?"""

    template_name = "placements/hand_over.html"
    placements: list[Placement]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.placements = list(mentored_by(request.user))
        if not self.placements:
            raise PermissionDenied(
                _("Only a mentor can do this; you are not the mentor of anybody.")
            )
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if len(self.placements) == 1:
            return redirect("placements:hand-over-ask", self.placements[0].pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            placements=self.placements, my_voice=Role.MENTOR.value, **kwargs
        )
