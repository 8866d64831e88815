"""What is said under a reflection: a few words, and taking one's own back for a day."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import TRIAD
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import reflection_comments
from placements.forms.reflections import CommentForm
from placements.models import ReflectionComment
from placements.views.acting import ActionButton, seen_placement
from placements.views.reflections import ReflectionShow


class ReflectionCommentAdd(ReflectionShow):
    """Say something; when that cannot be kept the page comes back with the words in it."""

    only = tuple(TRIAD)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CommentForm(request.POST)
        if form.is_valid():
            try:
                reflection_comments.comment(
                    by=request.user, reflection=self.reflection, **form.cleaned_data
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Said."))
                page = reverse("placements:reflection", args=[self.reflection.pk])
                return redirect(f"{page}?said=1#thread")
        return self.render_to_response(self.get_context_data(form=form))


class ReflectionCommentTakeBack(ActionButton):
    """One's own words away again; somebody else's are refused with the reason."""

    def load(self, user: Any) -> None:
        found = ReflectionComment.objects.visible_to(user).select_related("reflection")
        self.comment = get_object_or_404(found, pk=self.kwargs["pk"])
        self.placement = seen_placement(user, self.comment.reflection.placement_id)
        self.said = _("Taken back.")

    def act(self) -> None:
        reflection_comments.take_back(by=self.request.user, comment=self.comment)

    def done_url(self) -> str:
        page = reverse("placements:reflection", args=[self.comment.reflection_id])
        return f"{page}#thread"
