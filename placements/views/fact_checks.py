"""The facts before anybody signs: asked of the workplace, looked at there, answered here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from placements.actions import fact_checks as actions
from placements.forms.fact_checks import AnswerForm, FactsForm
from placements.overviews.fact_checks import (
    can_check,
    corrected,
    lines,
    needs_answer,
    newest_check,
)
from placements.rules.access import is_coordinator
from placements.rules.signing import workplace_party
from placements.views.acting import ActionButton, ActionPage
from placements.views.agreement_life import OfAgreement
from placements.views.agreements import agreements_of


class FactCheckAsk(OfAgreement, ActionButton):
    """The coordinator shows the facts of a draft to the workplace."""

    def act(self) -> None:
        actions.ask(by=self.request.user, agreement=self.agreement)
        person = workplace_party(self.agreement)
        self.said = _("%(name)s was asked to look at the facts.") % {"name": person}


class FactCheckSay(ActionPage):
    """The workplace: these facts are right, or this should be otherwise. Later the same page
    tells what was said and answered."""

    template_name = "placements/fact_check.html"
    form_class = FactsForm

    def load(self, user: User) -> None:
        self.agreement = get_object_or_404(agreements_of(self.request), pk=self.kwargs["pk"])
        self.placement = self.agreement.placement
        self.role = self.placement.role_of(user) or ""
        self.check = newest_check(self.agreement)
        if self.check is None:
            raise Http404
        self.is_theirs = can_check(self.agreement, user)
        reads = self.request.method == "GET" and is_coordinator(user, self.placement)
        if not self.is_theirs and not reads:
            raise PermissionDenied(_("Only who signs for the workplace looks at these facts."))

    @property
    def is_open(self) -> bool:
        return self.check.said_at is None and self.agreement.state == "checking"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"check": self.check}

    def act(self, form: FactsForm) -> None:
        said = form.corrections()
        actions.say(
            by=self.request.user,
            agreement=self.agreement,
            corrections=said,
            remark=form.cleaned_data["remark"],
        )
        self.said = (
            _("Thank you. The coordinator looks at your corrections.")
            if said
            else _("Thank you. The agreement can go out for signature.")
        )

    def done_url(self) -> str:
        return reverse("placements:fact-check", args=[self.agreement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agreement=self.agreement,
            check=self.check,
            lines=lines(self.check),
            corrected=corrected(self.check),
            asks=self.is_open and self.is_theirs,
            is_theirs=self.is_theirs,
            **kwargs,
        )


class FactCheckAnswer(OfAgreement, ActionPage):
    """The coordinator takes or declines each correction."""

    template_name = "placements/fact_check_answer.html"
    form_class = AnswerForm
    said = gettext_lazy("Answered. What you took stands in the agreement now.")

    def load(self, user: User) -> None:
        super().load(user)
        self.check = newest_check(self.agreement)
        if self.check is None:
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"corrected": corrected(self.check)}

    def act(self, form: AnswerForm) -> None:
        actions.answer(by=self.request.user, check=self.check, answers=form.answers())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agreement=self.agreement,
            check=self.check,
            waits=needs_answer(self.check),
            corrected=corrected(self.check),
            **kwargs,
        )
