"""Signing off in the room, with the coach as witness: on the coach's device, which is passed on, or
on the own phone, by a code that the coach shows."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from accounts.actions.limits import may_try_code
from accounts.models import User
from config.forms import add_refusal
from config.pictures.qr import qr_code
from config.refusal import Refusal
from placements import passing
from placements.actions import sign_offs
from placements.documents.trialogue_report import report_hash, trialogue_report
from placements.forms.sign_offs import NewPinForm, PinForm, WitnessedForm
from placements.models import Trialogue
from placements.overviews.sign_offs import signing
from placements.views.acting import Acting, ActionPage
from placements.views.sign_offs import OfCoach
from placements.views.trialogues import seen_trialogue


class OfSomebodyHere(OfCoach):
    """What the coach does for one person at the table, whom the address names."""

    def load(self, user: User) -> None:
        super().load(user)
        voices = {voice.person_id: voice.person for voice in self.placement.voices()}
        if self.kwargs["person"] not in voices:
            raise Http404
        self.person = voices[self.kwargs["person"]]

    def obstacles(self) -> list[Any]:
        try:
            sign_offs.may_sign_here(
                by=self.request.user, trialogue=self.meeting, person=self.person
            )
        except Refusal as refusal:
            return list(refusal.obstacles)
        return []


class SignOffHere(OfSomebodyHere, ActionPage):
    """ "Griet signs here": choose a code, and pass the device on."""

    template_name = "placements/sign_off_here.html"
    form_class = NewPinForm

    def form_valid(self, form: Form) -> HttpResponse:
        if self.obstacles():
            return self.form_invalid(form)
        passing.start(
            self.request,
            trialogue=self.meeting,
            person=self.person,
            pin=form.cleaned_data["pin"],
        )
        return redirect("placements:sign-off-passed")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, person=self.person, **kwargs)


class SignOffCode(OfSomebodyHere, Acting, TemplateView):
    """GET says what the code does; POST makes one and shows it, the only time it can be seen."""

    template_name = "placements/sign_off_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            ticket, token = sign_offs.make_ticket(
                by=request.user, trialogue=self.meeting, person=self.person
            )
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect(self.done_url())
        path = reverse("placements:sign-off-ticket", args=[token])
        address = f"{settings.SITE_URL}{path}"
        label = _("Code for %(name)s") % {"name": self.person.get_full_name()}
        shown = {"ticket": ticket, "address": address, "code": qr_code(address, label=label)}
        return self.render_to_response(self.get_context_data(**shown))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            meeting=self.meeting,
            placement=self.placement,
            role=self.role,
            signing=signing(self.meeting, self.role),
            obstacles=self.obstacles(),
            back_url=self.done_url(),
            **(kwargs | {"person": self.person}),
        )


# --- what the person who signs sees: nothing but the report and an own yes


class Alone(FormView):
    """The report, the name and remark of one person, and their yes; in their language, and nothing
    of whoever's session it is. `load` sets `meeting` and `person`, or answers with another page."""

    template_name = "placements/sign_off_alone.html"
    form_class = WitnessedForm
    meeting: Trialogue
    person: User

    def load(self) -> HttpResponse | None:
        raise NotImplementedError

    def act(self, form: Form) -> None:
        raise NotImplementedError

    def done(self) -> HttpResponse:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        elsewhere = self.load()
        if elsewhere is not None:
            return elsewhere
        with translation.override(self.person.language):
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
        response.headers["Content-Language"] = self.person.language
        return response

    def get_initial(self) -> dict[str, Any]:
        return {"shown": report_hash(self.meeting)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"name": self.person.get_full_name()}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.act(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        return self.done()

    def form_invalid(self, form: Form) -> HttpResponse:
        """Below stands the report as it is now; the next yes is about that one."""
        self.meeting.refresh_from_db(fields=["report", "state", "report_version"])
        form.data = form.data.copy()
        form.data["shown"] = report_hash(self.meeting)
        if form.has_error("__all__", "report-changed"):
            form.data.pop("is_me", None)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **alone(self.person),
            role=self.meeting.placement.role_of(self.person),
            report=trialogue_report(self.meeting, self.person.language),
            **kwargs,
        )


def alone(person: User) -> dict[str, Any]:
    """A page without anything of the session that it is shown in."""
    return {"person": person, "user": AnonymousUser(), "messages": (), "my_voice": ""}


@method_decorator(never_cache, "dispatch")
class SignOffPassed(Alone):
    """On the coach's device, in other hands."""

    def load(self) -> HttpResponse | None:
        found = passed_on(self.request)
        if found is None:
            return signed_out(self.request)
        self.meeting, self.person = found
        reader = signing(self.meeting, self.meeting.placement.role_of(self.person) or "")
        return None if reader.may_sign else redirect("placements:sign-off-return")

    def act(self, form: Form) -> None:
        said = {key: form.cleaned_data[key] for key in ("remark", "shown")}
        sign_offs.sign_off_passed(
            by=self.request.user, trialogue=self.meeting, person=self.person, **said
        )

    def done(self) -> HttpResponse:
        return redirect("placements:sign-off-return")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            witness=self.request.user.get_full_name(),
            leave_url=reverse("placements:sign-off-return"),
            **kwargs,
        )


def passed_on(request: HttpRequest) -> tuple[Trialogue, User] | None:
    """The meeting and the person of a device that was passed on; 404 when it was not, None when
    whoever passed it on does not see the meeting any more."""
    passed = passing.current(request)
    if passed is None:
        raise Http404
    try:
        meeting = seen_trialogue(request.user, passed.trialogue)
    except Http404:
        return None
    person = User.objects.get(pk=passed.person)  # everybody may see whom the session names
    return meeting, person


def signed_out(request: HttpRequest) -> HttpResponse:
    """The only way out of a device in other hands but the coach's code."""
    logout(request)
    messages.warning(request, _("Sign in again to go on."))
    return redirect("accounts:sign-in")


@method_decorator(never_cache, "dispatch")
class SignOffReturn(FormView):
    """ "Give the device back": the coach types the code chosen before, or signs in anew."""

    template_name = "placements/sign_off_return.html"
    form_class = PinForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = passed_on(request)
        if found is None:
            return signed_out(request)
        self.meeting, self.person = found
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        passed = passing.current(self.request)
        if not passing.may_try(passed):
            return signed_out(self.request)
        if not passing.is_pin(passed, form.cleaned_data["pin"]):
            form.add_error("pin", _("This is not the code that was chosen. Have another look."))
            return self.form_invalid(form)
        passing.end(self.request)
        return redirect(f"{reverse('placements:trialogue', args=[self.meeting.pk])}#signatures")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = self.meeting.placement.role_of(self.person)
        state = signing(self.meeting, role or "")
        return super().get_context_data(
            **alone(self.person),
            coach=self.request.user,
            has_signed=not state.may_sign,
            **kwargs,
        )


@method_decorator([login_not_required, never_cache], "dispatch")
class SignOffTicketPage(Alone):
    """On the own phone, by the coach's code: no session, and nothing but this report."""

    def load(self) -> HttpResponse | None:
        found = sign_offs.ticket_of(self.kwargs["token"])
        if found is None:
            return code_over(self.request)
        try:
            self.meeting = seen_trialogue(found.person, found.trialogue_id)
        except Http404:
            return code_over(self.request)
        self.person = found.person
        return None if sign_offs.is_good(found, self.meeting) else code_over(self.request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_try_code(kind=sign_offs.TICKET, token=self.kwargs["token"]):
            return code_over(request)
        return super().post(request, *args, **kwargs)

    def act(self, form: Form) -> None:
        said = {key: form.cleaned_data[key] for key in ("remark", "shown")}
        sign_offs.sign_off_by_ticket(token=self.kwargs["token"], **said)

    def done(self) -> HttpResponse:
        return redirect("placements:sign-off-thanks")

    def form_invalid(self, form: Form) -> HttpResponse:
        if form.has_error("__all__", "ticket-over"):
            return code_over(self.request)
        return super().form_invalid(form)


def code_over(request: HttpRequest) -> HttpResponse:
    """The same page for a code that ran out, was used, was replaced, or never was."""
    page = "placements/sign_off_code_over.html"
    return render(request, page, {"user": AnonymousUser(), "messages": ()}, status=404)


@method_decorator([login_not_required, never_cache], "dispatch")
class SignOffThanks(View):
    """After signing by code: that it was received, and nothing of anybody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = "placements/sign_off_thanks.html"
        return render(request, page, {"user": AnonymousUser(), "messages": ()})
