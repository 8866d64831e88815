"""A visit before and on the way: the follow-up list, its page, planning it, the focus sheet."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import TemplateView, View

from accounts.models import User
from config import clock, pdf
from config.file_names import safe
from config.pages import RefusableForm
from placements.rules.access import coordinates
from placements.views.acting import ActionButton, ActionPage, seen_placement
from quality.actions import visits
from quality.actions.visits import calendar_of
from quality.documents.visits import focus_sheet, visit_report
from quality.enums import VisitState
from quality.forms.visits import CancelVisitForm, PlanForm, VisitForm, initial_of
from quality.models import Visit
from quality.overviews.focus import focus_of
from quality.overviews.follow_up import FollowUp, follow_ups, of_visit, with_people
from quality.rules.visits import ONLY_COACH, ONLY_VISITOR, OPEN, VISITED, makes, may_arrange

PER_PAGE = 25
# Steps that have a button of their own on the page of the visit.
IN_PLACE = {"hold", "confirm"}


class OfVisit:
    """Loads the visit (404 for whom it does not exist); `own` pages are for who makes it."""

    own = False
    refusal: str | Promise = ONLY_VISITOR

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_own and self.own:
            raise PermissionDenied(self.refusal)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def visit(self) -> Visit:
        seen = with_people(Visit.objects.visible_to(self.request.user)).distinct()
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    @property
    def is_own(self) -> bool:
        return makes(self.request.user, self.visit)

    def load(self, user: User) -> None:
        """Loaded and checked already, for the buttons."""

    def done_url(self) -> str:
        return reverse("quality:visit", args=[self.visit.pk])

    get_success_url = done_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {"visit": self.visit, "is_own": self.is_own, "back_url": self.done_url()}
        return super().get_context_data(**own, **kwargs)


class VisitList(TemplateView):
    """What is still to do around visits, and the visits themselves."""

    template_name = "quality/visit_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everything = "all" in self.request.GET
        pages = Paginator(self.visits() if everything else self.to_do(), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(everything=everything, page=page, **kwargs)

    def visits(self) -> QuerySet[Visit]:
        return with_people(Visit.objects.visible_to(self.request.user)).distinct()

    def to_do(self) -> list[FollowUp]:
        return follow_ups(self.request.user, clock.today())


class VisitAdd(ActionPage):
    """Wish for a visit around a placement, or plan it at once."""

    template_name = "quality/visit_add.html"
    form_class = VisitForm
    said = gettext_lazy("Noted. What is still to do stands on the follow-up list.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = self.placement.role_of(user) or ""
        if not may_arrange(user, self.placement):
            raise PermissionDenied(ONLY_COACH)

    def get_initial(self) -> dict[str, Any]:
        workplace, mentor = self.placement.workplace, self.placement.mentor
        name = workplace.contact_name or (mentor.get_full_name() if mentor else "")
        email = workplace.contact_email or (mentor.email if mentor else "")
        return {"contact_name": name, "contact_email": email, "language": "nl"}

    def act(self, form: VisitForm) -> None:
        self.made = visits.arrange(
            by=self.request.user,
            placement=self.placement,
            contact=form.contact,
            moment=form.moment,
        )

    def done_url(self) -> str:
        made = getattr(self, "made", None)
        if made is not None:
            return reverse("quality:visit", args=[made.pk])
        return reverse("placements:placement", args=[self.placement.pk])


class VisitShow(OfVisit, TemplateView):
    """Where a visit stands: what comes next, the report once there is one, and what people allowed.
    Its notes are on a page of their own, for one reader."""

    template_name = "quality/visit_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit, reader = self.visit, self.request.user
        reported = visit.state == VisitState.REPORTED
        return super().get_context_data(
            next_steps=[one for one in of_visit(visit, clock.today()) if one.kind not in IN_PLACE],
            report=visit_report(visit, get_language() or "nl") if reported else None,
            to_do=list(enumerate(visit.report.get("to_do", []))),
            consents=list(visit.consents.all()),
            prospects=list(visit.prospects.all()),
            mails=list(visit.mails.all()),
            is_open=visit.state in OPEN,
            is_planned=visit.state == VisitState.PLANNED,
            is_visited=visit.state in VISITED,
            may_hold=visit.state == VisitState.PLANNED and visit.starts_at <= clock.now(),
            takes_notes=visit.state in {VisitState.PLANNED, VisitState.HELD},
            coordinates=coordinates(reader, visit.programme),
            **kwargs,
        )


class VisitPlan(OfVisit, RefusableForm):
    """Set the moment, or move it."""

    template_name = "quality/visit_plan.html"
    form_class = PlanForm
    said = gettext_lazy("Planned. The confirmation with the calendar file is on its way.")

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.visit)

    def act(self, form: PlanForm) -> None:
        visits.plan(
            by=self.request.user, visit=self.visit, contact=form.contact, moment=form.moment
        )


class VisitConfirm(OfVisit, ActionButton):
    said = gettext_lazy("Noted: the appointment stands.")

    def act(self) -> None:
        visits.confirm(by=self.request.user, visit=self.visit)


class VisitCancel(OfVisit, RefusableForm):
    template_name = "quality/visit_cancel.html"
    form_class = CancelVisitForm
    said = gettext_lazy("Cancelled. Who was told of the visit hears so.")

    def act(self, form: Form) -> None:
        visits.cancel(by=self.request.user, visit=self.visit, **form.cleaned_data)


class VisitHold(OfVisit, ActionButton):
    own = True
    said = gettext_lazy("It took place. Thank them within a week, and make the report.")

    def act(self) -> None:
        visits.hold(by=self.request.user, visit=self.visit)


class VisitCalendar(OfVisit, View):
    """The .ics of the appointment."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        visit = self.visit
        gone = visit.state == VisitState.CANCELLED
        planned = visit.starts_at is not None
        return HttpResponse(
            calendar_of(visit, cancelled=gone) if planned else "",
            status=200 if planned else 404,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="visit-{pk}.ics"'},
        )


class VisitFocus(OfVisit, TemplateView):
    """What one takes along, on a screen."""

    template_name = "quality/visit_focus.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(focus=focus_of(self.visit), **kwargs)


class VisitFocusPdf(OfVisit, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return as_pdf(focus_sheet(self.visit, get_language() or "nl"))


def as_pdf(document: Any) -> HttpResponse:
    """Rendered now: it is kept on no shelf."""
    name = safe(f"{document.stamp.reference}.pdf")
    return HttpResponse(
        pdf.render_document(document),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
