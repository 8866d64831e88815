"""Several agreements at once: each with its own document, box and row of evidence; one name."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from accounts.sessions import is_fresh
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import signing as actions
from placements.forms.signing import SignManyForm
from placements.models import Agreement
from placements.overviews.sign_many import Waiting, waiting_for
from placements.rules.signing import MOST_AT_ONCE
from placements.views.signing_kit import evidence_of, shown_language, ways_in


class SignMany(FormView):
    template_name = "placements/sign_many.html"
    form_class = SignManyForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        self.waiting = waiting_for(request.user, most=MOST_AT_ONCE)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        agreements = [line.agreement for line in self.waiting.lines]
        return super().get_form_kwargs() | {"waiting": agreements}

    def form_valid(self, form: SignManyForm) -> HttpResponse:
        try:
            evidence = evidence_of(self.request)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        done, failed = actions.sign_many(
            by=self.request.user,
            said=form.said,
            typed_name=form.cleaned_data["typed_name"],
            language=shown_language(),
            evidence=evidence,
        )
        return self.answer(form, done, failed)

    def answer(
        self, form: SignManyForm, done: list[Agreement], failed: dict[Agreement, str]
    ) -> HttpResponse:
        """What was signed is said in any case; what was not is named with the reason."""
        if done:
            said = ngettext(
                "You signed %(n)s agreement.", "You signed %(n)s agreements.", len(done)
            )
            messages.success(self.request, said % {"n": len(done)})
        if not failed:
            return redirect("placements:sign-many")
        self.waiting = waiting_for(self.request.user, most=MOST_AT_ONCE)
        for agreement, why in failed.items():
            said = {"name": agreement.placement.student.get_full_name(), "why": why}
            form.add_error(None, _("%(name)s: %(why)s") % said)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: Waiting = self.waiting
        return super().get_context_data(
            lines=found.lines,
            more=found.more,
            **({} if is_fresh(self.request) else ways_in(self.request)),
            **kwargs,
        )
