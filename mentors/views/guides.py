from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from competences.models import Programme
from config.pages import RefusableForm
from config.refusal import Refusal
from mentors.actions import guides as actions
from mentors.forms.guides import GuideForm, NewGuideForm
from mentors.models import Guide, GuideVersion
from mentors.overviews import guides as overviews
from mentors.rules.guides import ONLY_COORDINATORS


def keeps_guides(request: HttpRequest) -> bool:
    return Programme.objects.coordinated_by(request.user).exists()


class OfGuide:
    """Loads a guide with all its versions, the latest first."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def guide(self) -> Guide:
        guides = Guide.objects.all()  # everybody may see: what one reads, the others may know
        return get_object_or_404(guides, key=self.kwargs["key"])

    @cached_property
    def versions(self) -> list[GuideVersion]:
        versions = GuideVersion.objects.filter(guide=self.guide)  # everybody may see
        return list(versions.select_related("by"))

    def version(self, number: str | int) -> GuideVersion:
        for version in self.versions:
            if str(version.number) == str(number):
                return version
        raise Http404


class ForCoordinators:
    """403 with the reason for whoever coordinates no programme."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not keeps_guides(request):
            raise PermissionDenied(ONLY_COORDINATORS)
        return super().dispatch(request, *args, **kwargs)


class GuideList(TemplateView):
    """All guides: what fits the moment first, then the own roles, then what the others read."""

    template_name = "mentors/guide_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keeps = keeps_guides(self.request)
        retired = GuideVersion.objects.filter(  # everybody may see
            guide__retired_at__isnull=False
        ).latest_of_each()
        return super().get_context_data(
            library=overviews.library(self.request.user),
            keeps_guides=keeps,
            retired=list(retired) if keeps else [],
            **kwargs,
        )


class GuideFor(View):
    """From where a moment happens to its guide; to all of them where there is no such guide."""

    def get(self, request: HttpRequest, role: str, moment: str) -> HttpResponse:
        guides = Guide.objects.in_use()  # everybody may see
        found = guides.filter(role=role, moment=moment).first()
        return redirect("mentors:guide", found.key) if found else redirect("mentors:guide-list")


class GuideShow(OfGuide, TemplateView):
    """One guide as it reads now, or as it read in an earlier version."""

    template_name = "mentors/guide_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = self.versions[0]
        number = self.kwargs.get("number", current.number)
        return super().get_context_data(
            guide=self.guide,
            version=self.version(number),
            current=current,
            versions=self.versions,
            read=overviews.readings_of(self.request.user).get(self.guide.pk),
            keeps_guides=keeps_guides(self.request),
            **kwargs,
        )


class GuideRead(OfGuide, View):
    """One tap: "I have read this"."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        version = self.version(request.POST.get("version", self.versions[0].number))
        actions.read(by=request.user, version=version)
        messages.success(request, _("Noted: you have read this guide."))
        return redirect("mentors:guide", key)


class GuideDifference(OfGuide, TemplateView):
    """What changed from one version to another, word by word."""

    template_name = "mentors/guide_difference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        new = self.version(self.request.GET.get("to", self.versions[0].number))
        old = self.version(self.request.GET.get("from", max(new.number - 1, 1)))
        return super().get_context_data(
            guide=self.guide,
            old=old,
            new=new,
            changes=overviews.reworded(old, new, get_language() or "nl"),
            **kwargs,
        )


class GuidePage(ForCoordinators, RefusableForm):
    """Writing a guide; "Look at it first" shows how it would read and keeps nothing."""

    template_name = "mentors/guide_change.html"
    said = gettext_lazy("Saved as a new version. Who read the one before sees what changed.")

    def form_valid(self, form: GuideForm) -> HttpResponse:
        if "preview" in self.request.POST:
            return self.render_to_response(
                self.get_context_data(form=form, preview=form.as_version())
            )
        return super().form_valid(form)


class GuideChange(OfGuide, GuidePage):
    form_class = GuideForm

    def get_initial(self) -> dict[str, Any]:
        current = self.versions[0]
        return {**actions.words_of(current), "seen": current.number}

    def act(self, form: Form) -> None:
        seen = form.cleaned_data["seen"] or 0
        actions.change(by=self.request.user, guide=self.guide, words=form.words(), seen=seen)

    def get_success_url(self) -> str:
        return reverse("mentors:guide", args=[self.guide.key])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(guide=self.guide, current=self.versions[0], **kwargs)


class GuideAdd(GuidePage):
    form_class = NewGuideForm
    success_url = reverse_lazy("mentors:guide-list")
    said = gettext_lazy("Saved. From now on it stands among the guides.")

    def act(self, form: Form) -> None:
        actions.add(by=self.request.user, words=form.words(), **form.place())


class GuideRetire(ForCoordinators, OfGuide, View):
    """No longer offer a guide, or offer it again (`again=1`)."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        act = actions.restore if request.POST.get("again") else actions.retire
        try:
            act(by=request.user, guide=self.guide)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect("mentors:guide", key)
