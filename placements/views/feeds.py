"""Somebody's own calendar: its page under the profile, and what a calendar program reads."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from accounts.actions.limits import may_read_feed
from accounts.enums import Role
from placements.actions import feeds
from placements.forms.feeds import FeedForm
from placements.models import CalendarFeed, Placement
from placements.overviews.feeds import calendar_of


class Feed(FormView):
    """Make an address, once shown, and see when it was last read. The answer to the form is the
    page itself: the token is kept nowhere, so no other page could show it."""

    template_name = "placements/feed.html"
    form_class = FeedForm

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        learns = Placement.objects.with_voice(user, Role.STUDENT).open().exists()
        return {**super().get_form_kwargs(), "learns": learns}

    def form_valid(self, form: FeedForm) -> HttpResponse:
        token = feeds.make(by=self.request.user, **form.cleaned_data)
        path = reverse("placements:feed-read", args=[token])
        context = self.get_context_data(form=form, address=f"{settings.SITE_URL}{path}")
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alive = CalendarFeed.objects.visible_to(self.request.user).alive()
        return super().get_context_data(feed=alive.first(), **kwargs)


class FeedRevoke(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        if feeds.revoke(by=request.user):
            messages.success(request, _("The address opens nothing any more."))
        return redirect("placements:feed")


@method_decorator(login_not_required, "dispatch")
class FeedRead(View):
    """For calendar programs, which do not sign in: who has the address reads the calendar.
    An address that was revoked, or whose person left, answers as one that never was."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        feed = feeds.read(token=token)
        if feed is None:
            raise Http404
        if not may_read_feed(token):
            return HttpResponse(status=429, headers={"Retry-After": "3600"})
        with translation.override(feed.person.language):
            return _conditional(request, calendar_of(feed))


def _conditional(request: HttpRequest, text: str) -> HttpResponseBase:
    etag = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "ETag": etag,
        # For this one reader, who asks each time whether it changed.
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="trialoog.ics"',
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }
    response = HttpResponse(text, headers=headers)
    return get_conditional_response(request, etag=etag, response=response)
