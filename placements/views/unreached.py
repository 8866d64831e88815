"""Somebody whom our mail does not reach: why, and trying again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.actions import mails
from placements.overviews import unreached


class Unreached(TemplateView):
    """For the coach and the coordinator of this person; who is reached again is not here."""

    template_name = "placements/unreached.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = unreached.unreached(self.request.user)
        person = get_object_or_404(found, pk=self.kwargs["pk"])
        return super().get_context_data(
            person=person, bounce=unreached.last_bounce(person), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = get_object_or_404(unreached.unreached(request.user), pk=kwargs["pk"])
        mails.put_right(by=request.user, person=person)
        name = person.get_full_name()
        messages.success(request, _("We mail %(person)s again.") % {"person": name})
        return redirect("home")
