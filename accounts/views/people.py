from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from accounts.actions import people
from accounts.actions.messages import chosen_by
from accounts.forms import LanguageForm, MessagesForm, PasswordChoiceForm, ProfileForm
from accounts.models import KnownBrowser, User
from accounts.secrets import fingerprint
from accounts.sessions import browser_of, is_fresh, keep_browser
from config.web import remember_language


class Profile(FormView):
    """What somebody can change about themselves; the name comes from the institution."""

    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: the page around the form goes on showing the person as they are.
        person = User.objects.get(pk=self.request.user.pk)
        return {**super().get_form_kwargs(), "instance": person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = KnownBrowser.objects.visible_to(self.request.user)
        here = fingerprint("browser", browser_of(self.request))
        kwargs.setdefault("messages_form", MessagesForm(initial=chosen_by(self.request.user)))
        return super().get_context_data(browsers=known, here=here, **kwargs)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        chosen = form.cleaned_data
        people.change_profile(self.request.user, by=self.request.user, **chosen)
        with override(chosen["language"]):
            messages.success(self.request, _("Your choices are saved."))
        return remember_language(super().form_valid(form), chosen["language"])


class SessionsEnd(View):
    """Sign out everywhere else; here one stays."""

    def post(self, request: HttpRequest) -> HttpResponse:
        browser = browser_of(request)
        people.end_sessions(request.user, by=request.user, but=browser)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("You are signed out everywhere but here."))
        return keep_browser(redirect("accounts:profile"), browser, known=True)


@method_decorator(sensitive_post_parameters(), "dispatch")
class PasswordSet(FormView):
    """Choosing a password, for whoever came in a moment ago: that stands for the old one."""

    template_name = "accounts/password_set.html"
    form_class = PasswordChoiceForm
    success_url = reverse_lazy("accounts:profile")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not is_fresh(request):
            raise PermissionDenied(
                _("To choose a password, sign out and come in again first: so we know it is you.")
            )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: PasswordChoiceForm) -> HttpResponse:
        user = self.request.user
        people.set_password(user, by=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("From now on you can come in with this password."))
        return super().form_valid(form)


@method_decorator(login_not_required, "dispatch")
class LanguageSet(View):
    """The other language, for this browser and, when signed in, for the person's mails too."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LanguageForm(request.POST)
        if not form.is_valid():
            return redirect("home")
        language = form.cleaned_data["language"]
        if request.user.is_authenticated:
            people.set_language(request.user, by=request.user, language=language)
        response = redirect(form.cleaned_data["next"] or reverse("home"))
        return remember_language(response, language)


@method_decorator(login_not_required, "dispatch")
class WhoSeesWhat(TemplateView):
    template_name = "accounts/who_sees_what.html"


@method_decorator(login_not_required, "dispatch")
class Help(TemplateView):
    template_name = "accounts/help.html"
