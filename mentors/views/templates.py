"""Lists that a workplace uses again, for whoever sees a placement there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.models import User
from config.pages import RefusableForm
from mentors.actions import templates as actions
from mentors.forms.onboarding import CopyForm, TemplateChangeForm, TemplateWriteForm
from mentors.models import WorkTemplate
from mentors.overviews.templates import copyable, seen_workplaces, writes_at
from mentors.rules.templates import ONLY_AUTHORS, retired_obstacles
from placements.models import Workplace


class AtWorkplace:
    """404 for who sees no placement there, 403 for who sees one and does not write its lists."""

    workplace: Workplace
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.load(request.user)
        self.check()
        return super().dispatch(request, *args, **kwargs)

    def load(self, user: User) -> None:
        self.workplace = get_object_or_404(seen_workplaces(user), pk=self.kwargs["pk"])

    def check(self) -> None:
        if not writes_at(self.request.user, self.workplace):
            raise PermissionDenied(ONLY_AUTHORS)

    def list_url(self) -> str:
        return reverse("mentors:template-list", args=[self.workplace.pk])

    def get_success_url(self) -> str:
        return self.list_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            workplace=self.workplace, back_url=self.list_url(), **kwargs
        )


class TemplateList(AtWorkplace, TemplateView):
    template_name = "mentors/template_list.html"

    def check(self) -> None:
        """Everybody who sees a placement there reads them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = WorkTemplate.objects.visible_to(self.request.user)
        found = list(visible.filter(workplace=self.workplace).select_related("changed_by"))
        return super().get_context_data(
            templates=[one for one in found if one.retired_at is None],
            retired=[one for one in found if one.retired_at is not None],
            may_write=writes_at(self.request.user, self.workplace),
            **kwargs,
        )


class TemplateWrite(AtWorkplace, RefusableForm):
    template_name = "mentors/template_write.html"
    form_class = TemplateWriteForm
    said = _("Kept. Every placement here can begin with it.")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def act(self, form: Form) -> None:
        actions.write(
            by=self.request.user,
            workplace=self.workplace,
            kind=form.cleaned_data["kind"],
            words=form.words,
        )


class OfTemplate(AtWorkplace):
    template: WorkTemplate

    def load(self, user: User) -> None:
        templates = WorkTemplate.objects.visible_to(user).select_related("workplace__organisation")
        self.template = get_object_or_404(templates, pk=self.kwargs["pk"])
        self.workplace = self.template.workplace

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        obstacles = list(retired_obstacles(self.template))
        return super().get_context_data(template=self.template, obstacles=obstacles, **kwargs)


class TemplateChange(OfTemplate, RefusableForm):
    template_name = "mentors/template_change.html"
    form_class = TemplateChangeForm
    said = _("Kept. Placements that began with it before keep what they have.")

    def get_initial(self) -> dict[str, Any]:
        return TemplateChangeForm.of(self.template)

    def act(self, form: Form) -> None:
        actions.change(
            by=self.request.user,
            template=self.template,
            words=form.words,
            seen=form.cleaned_data["seen"],
        )


class TemplateRetire(OfTemplate, RefusableForm):
    template_name = "mentors/template_retire.html"
    form_class = Form
    said = _("No longer used. It stays here, and can be copied to be used again.")

    def act(self, form: Form) -> None:
        actions.retire(by=self.request.user, template=self.template)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("No longer use “%(name)s”?") % {"name": self.template.name},
            text=_("No new placement begins with it; those that did keep what they have."),
            verb=_("No longer use"),
            **kwargs,
        )


class TemplateCopy(AtWorkplace, RefusableForm):
    """Lists of other workplaces that the reader sees, and those that were retired here."""

    template_name = "mentors/template_copy.html"
    form_class = CopyForm
    said = _("Copied. Change it to fit this workplace.")

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = copyable(self.request.user, self.workplace)
        return super().get_form_kwargs() | {"templates": choices}

    def act(self, form: Form) -> None:
        actions.copy(
            by=self.request.user,
            template=form.cleaned_data["template"],
            workplace=self.workplace,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choices = copyable(self.request.user, self.workplace)
        return super().get_context_data(templates=choices, **kwargs)
