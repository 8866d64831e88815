"""What a coordinator does with an agreement that went out, and whom it waits for."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.models import User
from competences.models import Programme
from placements.actions import agreement_reminders
from placements.actions import agreements as actions
from placements.enums import AgreementState
from placements.forms.agreement_life import BoardFilterForm, CopyForm
from placements.forms.placements import ReasonForm
from placements.models import Agreement
from placements.overviews.agreement_board import (
    board_lines,
    by_party,
    of_programme,
    on_the_board,
    party_tabs,
    with_papers,
)
from placements.overviews.placements import turn_counts
from placements.rules.access import ONLY, is_coordinator
from placements.views.acting import ActionButton, ActionPage
from placements.views.agreements import agreements_of

ROWS_PER_PAGE = 50


class OfAgreement:
    """Mixed into a page about one agreement, for the coordinator of its programme."""

    agreement: Agreement

    def load(self, user: User) -> None:
        self.agreement = get_object_or_404(agreements_of(self.request), pk=self.kwargs["pk"])
        self.placement = self.agreement.placement
        self.role = self.placement.role_of(user) or ""
        if not is_coordinator(user, self.placement):
            raise PermissionDenied(_("Only the coordinator of the programme can do this."))

    def done_url(self) -> str:
        return reverse("placements:agreement", args=[self.agreement.pk])


class AgreementWithdraw(OfAgreement, ActionPage):
    template_name = "placements/agreement_withdraw.html"
    form_class = ReasonForm
    said = gettext_lazy("The agreement has been withdrawn.")

    def act(self, form: ReasonForm) -> None:
        reason = form.cleaned_data["reason"]
        actions.withdraw(by=self.request.user, agreement=self.agreement, reason=reason)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signed = self.agreement.state == AgreementState.SIGNED
        return super().get_context_data(agreement=self.agreement, was_signed=signed, **kwargs)


class AgreementCopy(OfAgreement, ActionPage):
    """Withdraw and copy; what all have signed is only copied, and holds meanwhile."""

    template_name = "placements/agreement_copy.html"
    form_class = CopyForm
    said = gettext_lazy("The next version is ready to look at and send.")

    def act(self, form: CopyForm) -> None:
        reason = form.cleaned_data["reason"]
        self.agreement = actions.copy(by=self.request.user, agreement=self.agreement, reason=reason)

    def get_form_kwargs(self) -> dict[str, Any]:
        takes_back = self.agreement.state == AgreementState.OUT
        return super().get_form_kwargs() | {"asks_reason": takes_back}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signed = self.agreement.state == AgreementState.SIGNED
        return super().get_context_data(agreement=self.agreement, was_signed=signed, **kwargs)


class AgreementRemind(OfAgreement, ActionButton):
    """Ask again whoever it waits for."""

    def act(self) -> None:
        asked = agreement_reminders.remind(by=self.request.user, agreement=self.agreement)
        names = ", ".join(person.get_full_name() for person in asked)
        self.said = _("Asked again: %(names)s.") % {"names": names}


class AgreementBoard(View):
    """Every agreement that waits, by the party that it waits for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        programmes = Programme.objects.coordinated_by(request.user)
        if not programmes.exists():
            raise PermissionDenied(ONLY["coordinator"])
        form = BoardFilterForm(request.GET, programmes=programmes)
        waiting = on_the_board(request.user).filter(of_programme(form.chosen))
        counts = turn_counts(waiting)
        rows = with_papers(form.apply(waiting).with_people().with_days()).order_by(*form.order)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "page": page,
            "groups": by_party(board_lines(page.object_list), counts),
            "tabs": party_tabs(counts, form.party, form.chosen),
        }
        return render(request, "placements/agreement_board.html", context)
