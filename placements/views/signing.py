"""Signing an agreement: what somebody reads is what they sign, and nobody signs for another."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.forms import AskForm, PasswordForm
from accounts.sessions import sign_in_evidence
from config import clock
from config.forms import add_refusal
from config.refusal import Refusal
from config.web import client_address
from placements.actions.signing import Evidence, sign
from placements.forms.agreements import SignForm
from placements.models import Agreement
from placements.overviews.agreements import signing
from placements.rules.signing import fresh_enough, party_obstacles, party_role, statement
from placements.views.agreements import agreements_of, newer_than, shown_document


class AgreementSign(FormView):
    template_name = "placements/agreement_sign.html"
    form_class = SignForm
    agreement: Agreement

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.agreement = get_object_or_404(agreements_of(request), pk=kwargs["pk"])
        self.role = party_role(self.agreement, request.user)
        if self.role is None:
            raise PermissionDenied(
                _("Only the student, the workplace and the coach sign, each for themselves.")
            )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"statement": statement(self.agreement)}

    def get_initial(self) -> dict[str, Any]:
        return {"sha256": self.agreement.sha256}

    @property
    def is_fresh(self) -> bool:
        evidence = sign_in_evidence(self.request)
        return evidence is not None and fresh_enough(evidence[1], clock.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, overview = self.request.user, signing(self.agreement)
        signatory = self.agreement.placement.signatory
        obstacles = party_obstacles(
            agreement=self.agreement,
            role=self.role,
            signed={signer.role.value for signer in overview.signers if signer.signature},
            name=user.get_full_name(),
            signatory=signatory.get_full_name() if signatory else "",
        )
        return super().get_context_data(
            agreement=self.agreement,
            placement=self.agreement.placement,
            signing=overview,
            role=self.role,
            obstacles=list(obstacles),
            document=shown_document(self.agreement),
            newer=newer_than(self.agreement),
            turn=overview.turn_of(user),
            **({} if self.is_fresh else self.ways_in()),
            **kwargs,
        )

    def ways_in(self) -> dict[str, Any]:
        """Forms that sign this person in again and come back to this page."""
        user = self.request.user
        known = {
            "email": user.email,
            "next": reverse("placements:agreement-sign", args=[self.agreement.pk]),
        }
        password = PasswordForm(initial=known, auto_id="password_%s")
        return {
            "ask_form": AskForm(initial=known, auto_id="ask_%s"),
            "password_form": password if user.has_usable_password() else None,
        }

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
        evidence = sign_in_evidence(self.request)
        if evidence is None:
            raise Refusal("sign-in-unknown", _("Sign in again, so that we know it is you."))
        sign(
            by=self.request.user,
            agreement=self.agreement,
            sha256=form.cleaned_data["sha256"],
            typed_name=form.cleaned_data["typed_name"],
            language=get_language() or "nl",
            evidence=Evidence(
                sign_in_method=evidence[0],
                signed_in_at=evidence[1],
                ip_address=client_address(self.request),
                user_agent=self.request.headers.get("User-Agent", ""),
            ),
        )
