"""Messages: what somebody chose, what they got, and the link with which they end them."""

from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from accounts.actions import limits, messages
from accounts.forms import MessagesForm
from accounts.message_history import messages_of, told_in_full
from accounts.views.people import Profile
from accounts.views.sign_in import asker_of
from config import clock
from config.forms import add_refusal
from config.refusal import Refusal

PAGE = 40


class MessagesChoose(Profile):
    """The second form on the profile."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MessagesForm(request.POST)
        if form.is_valid() and self.choose(form):
            flash.success(request, _("Your choices are saved."))
            return redirect(f"{reverse('accounts:profile')}#messages")
        profile = self.get_form_class()(instance=self.get_form_kwargs()["instance"])
        return self.render_to_response(self.get_context_data(form=profile, messages_form=form))

    def choose(self, form: Form) -> bool:
        try:
            messages.choose(by=self.request.user, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return False
        return True


class MessageList(TemplateView):
    """What one got: when, by which way, about what, and whether it arrived."""

    template_name = "accounts/message_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Paginator(messages_of(self.request.user, clock.today()), PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, told=told_in_full(page), **kwargs)


@method_decorator([csrf_exempt, login_not_required, never_cache], "dispatch")
class Unsubscribe(View):
    """The link of RFC 8058: a mail program posts to it without any cookie, and what it may do is
    written in the address. Looking at it (a scanner does) changes nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = messages.by_token(kwargs["token"])
        if self.person is None:
            return self.nobody(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, "stopped" if messages.has_stopped(self.person) else "")

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if request.POST.get("choice") == "weekly":
            messages.once_a_week(person=self.person)
            return self.page(request, "weekly")
        messages.stop(person=self.person)
        return self.page(request, "stopped")

    def page(self, request: HttpRequest, done: str) -> HttpResponse:
        return render(request, "accounts/unsubscribe.html", {"done": done})

    def nobody(self, request: HttpRequest) -> HttpResponse:
        """Unknown, of somebody who left, tried too often: it reads the same. Only presses are
        counted: looking writes nothing, and 256 bits are not guessed."""
        many = request.method == "POST" and not limits.may_follow_strange_link(
            network=asker_of(request).network
        )
        status = 429 if many else 200
        return render(request, "accounts/unsubscribe.html", {"done": "nobody"}, status=status)
