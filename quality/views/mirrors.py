"""The mirror of a mentor: theirs alone, until they share it with their coaches."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView

from accounts.models import User
from config.pages import RefusableForm
from placements.views.acting import Acting, ActionButton
from quality.actions import mirrors
from quality.forms.mirrors import MirrorForm
from quality.models import MentorMirror
from quality.overviews.mirrors import has_been_mentor, own_mirrors, roles_seen
from quality.rules.mirrors import ONLY_MENTORS, ONLY_YOURS


class ForMentors:
    """403 with the reason for who was never anybody's mentor."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_been_mentor(request.user):
            raise PermissionDenied(ONLY_MENTORS)
        return super().dispatch(request, *args, **kwargs)


class OfMirror(Acting):
    """Loads the mirror: 404 for whom it does not exist, 403 for who may read it only."""

    mirror: MentorMirror
    own_only = True

    def load(self, user: User) -> None:
        seen = MentorMirror.objects.visible_to(user).select_related("person")
        self.mirror = get_object_or_404(seen, pk=self.kwargs["pk"])
        if self.own_only and self.mirror.person_id != user.pk:
            raise PermissionDenied(ONLY_YOURS)

    def done_url(self) -> str:
        return reverse("quality:mirror", args=[self.mirror.pk])


class MirrorList(ForMentors, TemplateView):
    template_name = "quality/mirror_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mirrors=own_mirrors(self.request.user), **kwargs)


class MirrorMake(ForMentors, RefusableForm):
    template_name = "quality/mirror_make.html"
    form_class = MirrorForm
    said = gettext_lazy("Your mirror is kept. Nobody sees it but you.")

    def act(self, form: Form) -> None:
        self.mirror = mirrors.make(by=self.request.user, **form.said())

    def get_success_url(self) -> str:
        return reverse("quality:mirror", args=[self.mirror.pk])


class MirrorShow(OfMirror, TemplateView):
    template_name = "quality/mirror_show.html"
    own_only = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            mirror=self.mirror,
            roles=roles_seen(self.mirror, self.request.user),
            is_mine=self.mirror.person_id == self.request.user.pk,
            **kwargs,
        )


class MirrorShare(OfMirror, ActionButton):
    said = gettext_lazy("The coaches of your placements can see this mirror now.")

    def act(self) -> None:
        mirrors.share(by=self.request.user, mirror=self.mirror)


class MirrorTakeBack(OfMirror, ActionButton):
    said = gettext_lazy("Taken back: nobody else sees this mirror any more.")

    def act(self) -> None:
        mirrors.take_back(by=self.request.user, mirror=self.mirror)


class MirrorThrowAway(OfMirror, TemplateView, ActionButton):
    """Asked first; after that it is gone."""

    http_method_names = ["get", "post"]
    template_name = "quality/mirror_throw_away.html"
    said = gettext_lazy("Your mirror is gone.")

    def act(self) -> None:
        mirrors.throw_away(by=self.request.user, mirror=self.mirror)

    def done_url(self) -> str:
        return reverse("quality:mirror-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("quality:mirror", args=[self.mirror.pk])
        words = {"verb": gettext("Throw the mirror away"), "danger": True, "back_url": back}
        return super().get_context_data(mirror=self.mirror, **words, **kwargs)
