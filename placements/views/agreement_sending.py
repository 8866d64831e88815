"""Opening and sending agreements: one, or a whole selection of the table."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts.actions import jobs
from config.refusal import Refusal
from placements.actions import agreements as actions
from placements.forms.placements import PlacementFilterForm
from placements.models import Placement
from placements.overviews.agreements import Mailing, mailing
from placements.overviews.placements import overseen_by, with_agreement


class SelectionView(View):
    """A button over the table, or on the page of one placement: `placements` are ids, or `all`
    for everything that the address in the bar asks for."""

    def chosen(self) -> list[Placement]:
        visible = Placement.objects.visible_to(self.request.user)
        if self.request.POST.get("all"):
            overseen = overseen_by(self.request.user)
            form = PlacementFilterForm(self.request.GET, placements=overseen)
            found = form.apply(with_agreement(overseen).with_days())
        else:
            found = visible.filter(pk__in=self.ids())
        mine = visible.coordinated_by(self.request.user).filter(pk__in=found.values("pk"))
        if not mine and found.exists():
            raise PermissionDenied(_("Only the coordinator of the programme can do this."))
        return list(mine.order_by("pk"))

    def ids(self) -> list[int]:
        said = self.request.POST.getlist("placements")
        if not all(one.isdecimal() and len(one) < 10 for one in said):
            raise Http404
        return [int(one) for one in said]

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = self.chosen()
        if not chosen and request.POST.get("placements"):
            raise Http404
        if not chosen:
            messages.warning(request, _("Choose at least one placement first."))
            return redirect(f"{reverse('placements:placement-list')}?{request.GET.urlencode()}")
        return self.act(chosen)

    def back_to_table(self, chosen: list[Placement]) -> str:
        """The table with the same rows chosen."""
        query = self.request.GET.copy()
        if self.request.POST.get("all"):
            query["all"] = "1"
        else:
            query.setlist("placements", [str(placement.pk) for placement in chosen])
        return f"{reverse('placements:placement-list')}?{query.urlencode()}"

    def start(self, kind: str, chosen: list[Placement], **more: Any) -> HttpResponse:
        ids = [placement.pk for placement in chosen]
        try:
            job = jobs.start(kind, by=self.request.user, placements=ids, **more)
        except Refusal as refusal:
            messages.error(self.request, refusal.message)
            return redirect("placements:placement-list")
        return redirect("accounts:job", job.pk)

    def act(self, chosen: list[Placement]) -> HttpResponse:
        raise NotImplementedError


class AgreementOpen(SelectionView):
    def act(self, chosen: list[Placement]) -> HttpResponse:
        if len(chosen) > 1:
            return self.start("agreements-open", chosen)
        language = "en" if self.request.POST.get("language") == "en" else "nl"
        try:
            agreement = actions.open_agreement(
                by=self.request.user, placement=chosen[0], language=language
            )
        except Refusal as refusal:
            messages.error(self.request, refusal.message)
            return redirect("placements:placement", chosen[0].pk)
        return redirect("placements:agreement", agreement.pk)


class AgreementSend(SelectionView):
    """Asks first, with the numbers; the same selection with `confirmed` goes out."""

    def act(self, chosen: list[Placement]) -> HttpResponse:
        if not self.request.POST.get("confirmed"):
            return self.ask(chosen)
        if len(chosen) > 1:
            return self.start("agreements-send", chosen)
        return self.send_one(chosen[0])

    def ask(self, chosen: list[Placement]) -> HttpResponse:
        found = mailing(chosen)
        context = {
            "mailing": found,
            "chosen": chosen,
            "everything": bool(self.request.POST.get("all")),
            "obstacles": [] if found.agreements else found.held_back,
            "back_url": self.back_url(chosen),
            **asked(found),
        }
        return render(self.request, "placements/agreement_send.html", context)

    def back_url(self, chosen: list[Placement]) -> str:
        """Where the button was: the one agreement, or the table with the same rows chosen."""
        agreement = chosen[0].agreements.active().first()
        if self.request.POST.get("from_agreement") and agreement:
            return reverse("placements:agreement", args=[agreement.pk])
        if self.request.POST.get("from_board"):
            return reverse("placements:agreement-board")
        return self.back_to_table(chosen)

    def send_one(self, placement: Placement) -> HttpResponse:
        agreement = placement.agreements.active().first()
        if agreement is None:
            messages.error(self.request, _("There is no agreement yet; open one first."))
            return redirect("placements:placement", placement.pk)
        try:
            actions.send(by=self.request.user, agreement=agreement)
        except Refusal as refusal:
            messages.error(self.request, refusal.message)
        else:
            messages.success(self.request, _("All three have been asked to sign."))
        return redirect("placements:agreement", agreement.pk)


def asked(found: Mailing) -> dict[str, str]:
    """The words of the question: `title`, `text`, `verb`."""
    count, people = len(found.agreements), len(found.people)
    if not count:
        return {"title": _("Nothing of this selection can go out")}
    to_whom = ngettext("%(n)s person", "%(n)s people", people) % {"n": people}
    title = ngettext(
        "You send %(n)s agreement to %(people)s", "You send %(n)s agreements to %(people)s", count
    )
    return {
        "title": title % {"n": count, "people": to_whom},
        "text": _("The text is frozen; student, mentor and coach get a mail."),
        "verb": ngettext("Send %(n)s agreement", "Send %(n)s agreements", count) % {"n": count},
    }
