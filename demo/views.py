"""The page that lists the cast. It exists only where settings.DEMO is on: the app is not
installed elsewhere, and a check of its own refuses to start with a real institution's mail."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import TemplateView

from accounts import sessions
from accounts.actions.people import set_language
from accounts.enums import Role, SignInMethod
from accounts.models import User
from config.web import LANGUAGE_COOKIE
from demo import people


@method_decorator(login_not_required, name="dispatch")
class CastList(TemplateView):
    template_name = "demo/cast_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {email: (role, about) for email, role, about in people.introductions()}
        users = {
            user.email: user for user in User.objects.filter(email__in=told)
        }  # everybody may see
        cast = [
            {"user": users[email], "role": Role(role), "about": about}
            for email, (role, about) in told.items()
            if email in users
        ]
        return super().get_context_data(cast=cast, password=people.told()["password"], **kwargs)


@method_decorator(login_not_required, name="dispatch")
class CastSignIn(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        email = request.POST.get("email", "")
        if email not in {row[0] for row in people.introductions()}:
            raise Http404
        user = User.objects.filter(email=email, is_active=True).first()  # everybody may see
        if user is None:
            raise Http404
        sessions.begin(request, user, SignInMethod.DEMO)
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        if chosen in dict(settings.LANGUAGES):  # a visitor's choice at the door goes along inside
            set_language(user, by=user, language=chosen)
        return redirect("home")
