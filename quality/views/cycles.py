"""A self-evaluation: its list, its page, and the steps that a coordinator takes in it."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import TemplateView, View

from accounts.actions import documents
from competences.models import Programme
from config.pages import RefusableForm
from placements.rules.access import coordinates
from placements.views.acting import ActionButton
from quality.actions import cycles
from quality.documents.checklists import document_name
from quality.documents.cycles import cycle_document
from quality.enums import CycleState
from quality.forms.cycles import ConcludeForm, CycleForm, InviteForm
from quality.models import Cycle
from quality.overviews.cycles import (
    Standing,
    actions_of,
    compare,
    cycles_for,
    picture,
    read_snapshot,
)
from quality.rules.cycles import ONLY_COORDINATORS


class OfCycle:
    """Loads the self-evaluation (404 for whom it does not exist); `led` pages are for the
    coordinators of its programme."""

    led = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.led and not self.leads:
            raise PermissionDenied(ONLY_COORDINATORS)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def cycle(self) -> Cycle:
        seen = Cycle.objects.visible_to(self.request.user).select_related(
            "programme", "academic_year", "predecessor__academic_year", "concluded_by"
        )
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    @cached_property
    def leads(self) -> bool:
        return coordinates(self.request.user, self.cycle.programme)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cycle=self.cycle, leads=self.leads, **kwargs)


class CycleList(TemplateView):
    """The self-evaluations that the reader leads, answers or has something to do in."""

    template_name = "quality/cycle_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = self.request.user
        return super().get_context_data(
            cycles=list(cycles_for(reader)),
            may_open=Programme.objects.coordinated_by(reader).exists(),
            **kwargs,
        )


class CycleOpen(RefusableForm):
    template_name = "quality/cycle_open.html"
    form_class = CycleForm
    said = gettext_lazy("The self-evaluation can begin: invite who should answer.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Programme.objects.coordinated_by(request.user).exists():
            raise PermissionDenied(ONLY_COORDINATORS)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "reader": self.request.user}

    def act(self, form: Form) -> None:
        self.cycle = cycles.open_cycle(by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("quality:cycle", args=[self.cycle.pk])


class CycleShow(OfCycle, TemplateView):
    """For who leads it everything side by side; for others what is asked of them, and what it came
    to once it is concluded."""

    template_name = "quality/cycle_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "actions": self.actions(),
            "invitations": list(self.cycle.invitations.filter(person=self.request.user)),
            "is_collecting": self.cycle.state == CycleState.COLLECTING,
            "is_discussing": self.cycle.state == CycleState.DISCUSSING,
            "is_concluded": self.cycle.state == CycleState.CONCLUDED,
        }
        return super().get_context_data(**context, **self.points(), **kwargs)

    def actions(self) -> list[Any]:
        found = actions_of(self.cycle)
        if self.leads or self.cycle.state == CycleState.CONCLUDED:
            return found
        return [action for action in found if action.who_id == self.request.user.pk]

    def points(self) -> dict[str, Any]:
        if not self.leads:
            kept = picture(self.cycle).points if self.cycle.concluded_at else []
            return {"concluded_points": [point for point in kept if point.conclusion]}
        shown: dict[str, Any] = {"before": self.before()}
        if self.cycle.state == CycleState.CONCLUDED:
            return shown | {"picture": picture(self.cycle)}
        standing = Standing(self.cycle)
        shown["picture"] = read_snapshot(standing.snapshot())
        return shown | {"contradictions": standing.contradictions()}

    def before(self) -> dict[str, str]:
        """Point -> what it came to the last time."""
        if self.cycle.predecessor is None:
            return {}
        points = picture(self.cycle.predecessor).points
        return {point.key: point.conclusion for point in points if point.conclusion}


class CyclePage(OfCycle, RefusableForm):
    """A form by which a coordinator takes a step."""

    led = True

    def get_success_url(self) -> str:
        return reverse("quality:cycle", args=[self.cycle.pk])


class CycleInvite(CyclePage):
    template_name = "quality/cycle_invite.html"
    form_class = InviteForm
    said = gettext_lazy("Invited. Everybody hears what is asked of them, and by when.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cycle": self.cycle}

    def act(self, form: Form) -> None:
        cycles.invite(by=self.request.user, cycle=self.cycle, **form.cleaned_data)


class CycleDiscuss(OfCycle, ActionButton):
    led = True
    said = gettext_lazy("The answers are in. Now talk about what stands out.")

    def load(self, user: Any) -> None:
        """`OfCycle` loaded it already."""

    def act(self) -> None:
        cycles.discuss(by=self.request.user, cycle=self.cycle)

    def done_url(self) -> str:
        return reverse("quality:cycle", args=[self.cycle.pk])


class CycleConclude(CyclePage):
    template_name = "quality/cycle_conclude.html"
    form_class = ConcludeForm
    said = gettext_lazy("Concluded. How everything stands now is kept for the next time.")

    def act(self, form: Form) -> None:
        cycles.conclude(by=self.request.user, cycle=self.cycle, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actions = [one for one in actions_of(self.cycle) if one.done_at is None]
        return super().get_context_data(open_actions=actions, **kwargs)


class CycleCompare(OfCycle, TemplateView):
    """This self-evaluation beside the one before, point by point."""

    template_name = "quality/cycle_compare.html"
    led = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.cycle.predecessor
        only = "differs" in self.request.GET
        rows = compare(picture(before), picture(self.cycle)) if before else []
        return super().get_context_data(
            before=before,
            rows=[row for row in rows if row.differs or not only],
            differing=sum(row.differs for row in rows),
            total=len(rows),
            only=only,
            **kwargs,
        )


class CyclePdf(OfCycle, View):
    """The checklist of a self-evaluation on paper, for who leads it."""

    led = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = cycle_document(self.cycle, picture(self.cycle), get_language() or "nl")
        name = document_name(document)
        return HttpResponse(
            documents.bytes_of(document),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )
