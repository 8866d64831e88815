"""Signing an agreement: what somebody reads is what they sign, and nobody signs for another."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts.models import User
from accounts.sessions import is_fresh
from config.forms import add_refusal
from config.refusal import Obstacle, Refusal
from placements.actions import sightings
from placements.actions import signing as actions
from placements.enums import AgreementState
from placements.forms.signing import RefuseForm, SignForm
from placements.models import Agreement
from placements.overviews.signing import Signing, seen_by, signing
from placements.rules.signing import party_obstacles, party_role, refusing_obstacles, statement
from placements.views.acting import ActionPage
from placements.views.agreements import agreements_of, newer_than, shown_document
from placements.views.signing_kit import evidence_of, shown_language, ways_in

ONLY_PARTIES = gettext_lazy(
    "Only the student, the workplace and the coach sign, each for themselves."
)


def own_role(agreement: Agreement, user: User) -> str:
    """The place in which this person would sign; 403 for whoever sees it and has none."""
    role = party_role(agreement, user)
    if role is None:
        raise PermissionDenied(ONLY_PARTIES)
    return role


def obstacles_of(overview: Signing, role: str, user: User) -> list[Obstacle]:
    """Why it is not up to this person now, whatever they would type."""
    signatory = overview.agreement.placement.signatory
    return list(
        party_obstacles(
            agreement=overview.agreement,
            role=role,
            signed=overview.signed,
            name=user.get_full_name(),
            signatory=signatory.get_full_name() if signatory else "",
        )
    )


@method_decorator(csp_update({"frame-src": [SELF]}), "dispatch")
class AgreementSign(FormView):
    """The document, who signs, and a place for one's own yes. Opening it is written down."""

    template_name = "placements/agreement_sign.html"
    form_class = SignForm
    agreement: Agreement

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.agreement = self.load(request)
        self.role = own_role(self.agreement, request.user)
        return super().dispatch(request, *args, **kwargs)

    def load(self, request: HttpRequest) -> Agreement:
        return get_object_or_404(agreements_of(request), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        newer = newer_than(self.agreement)
        if newer is not None and newer.state == AgreementState.OUT:
            page = reverse("placements:agreement-sign", args=[newer.pk])
            return redirect(f"{page}?instead={self.agreement.pk}")
        sightings.opened(by=request.user, agreement=self.agreement)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"statement": statement(self.agreement)}

    def get_initial(self) -> dict[str, Any]:
        return {"sha256": self.agreement.sha256}

    def earlier(self) -> Agreement | None:
        """The one whose link somebody followed to come here."""
        said = self.request.GET.get("instead", "")
        earlier = self.agreement.placement.agreements.filter(version__lt=self.agreement.version)
        return earlier.filter(pk=said).first() if said.isdecimal() and len(said) < 10 else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, overview = self.request.user, signing(self.agreement)
        obstacles = obstacles_of(overview, self.role, user)
        return super().get_context_data(
            agreement=self.agreement,
            placement=self.agreement.placement,
            signing=overview,
            mine=overview.of(self.role),
            role=self.role,
            obstacles=obstacles,
            may_refuse=not [one for one in obstacles if one.code != "not-your-turn"],
            document=shown_document(self.agreement),
            newer=newer_than(self.agreement),
            earlier=self.earlier(),
            seen=seen_by(user, [self.agreement])[self.agreement.pk],
            turn=overview.turn_of(user),
            **({} if is_fresh(self.request) else ways_in(self.request)),
            **kwargs,
        )

    def form_valid(self, form: SignForm) -> HttpResponse:
        try:
            self.sign(form)
        except Refusal as refusal:
            self.agreement.refresh_from_db()
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("You have signed. You can always read it here."))
        return redirect("placements:agreement", self.agreement.pk)

    def sign(self, form: SignForm) -> None:
        actions.sign(agreement=self.agreement, **self.said(form))

    def said(self, form: SignForm) -> dict[str, Any]:
        return {
            "by": self.request.user,
            "sha256": form.cleaned_data["sha256"],
            "typed_name": form.cleaned_data["typed_name"],
            "language": shown_language(),
            "evidence": evidence_of(self.request),
        }


class AgreementRefuse(ActionPage):
    """A party says no, with the reason that all involved will read."""

    template_name = "placements/agreement_sign_refuse.html"
    form_class = RefuseForm
    said = gettext_lazy("You refused it. The coordinator and the others know, with your reason.")

    def load(self, user: User) -> None:
        self.agreement = get_object_or_404(agreements_of(self.request), pk=self.kwargs["pk"])
        self.placement = self.agreement.placement
        self.role = own_role(self.agreement, user)

    def obstacles(self) -> list[Obstacle]:
        signatory = self.placement.signatory
        return list(
            refusing_obstacles(
                agreement=self.agreement,
                role=self.role,
                signed=signing(self.agreement).signed,
                name=self.request.user.get_full_name(),
                signatory=signatory.get_full_name() if signatory else "",
                reason="to be said",
            )
        )

    def act(self, form: RefuseForm) -> None:
        reason = form.cleaned_data["reason"]
        actions.refuse(by=self.request.user, agreement=self.agreement, reason=reason)

    def done_url(self) -> str:
        return reverse("placements:agreement", args=[self.agreement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(agreement=self.agreement, **kwargs)
