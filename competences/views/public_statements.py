"""A statement for whoever has its link, and what others need to check its badge. Nobody signs in.

Nothing here is written: how often somebody asks is counted in the cache, as for the API.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from rest_framework.throttling import SimpleRateThrottle

from accounts.views.public import PublicView
from competences import badges
from competences.documents.statement import IssuedContent, facts
from competences.models import Statement
from competences.overviews.statements import overtaken_of
from config import badge_key, clock
from config.frozen import thaw
from config.web import client_address

OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}


class PerAddress(SimpleRateThrottle):
    rate = "60/min"

    def get_cache_key(self, request: HttpRequest, view: Any) -> str:
        return f"statement-{client_address(request)}"


class ByLink(PublicView):
    """Finds the statement of a link."""

    http_method_names = ["get", "head", "options"]
    statement: Statement

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not PerAddress().allow_request(request, self):
            return render(request, "competences/statement_wait.html", status=429)
        found = Statement.objects.filter(token=kwargs["token"])  # everybody may see who has it
        # What else somebody types, PostgreSQL may not even take as a text.
        statement = found.first() if kwargs["token"].isalnum() else None
        if statement is None:
            return render(request, "competences/statement_unknown.html", status=404)
        if statement.revoked_at:
            return render(request, "competences/statement_gone.html", status=410)
        self.statement = statement
        return super().answer(request, *args, **kwargs)


class StatementVerify(ByLink):
    """What the student agreed to show, and nothing else."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        statement = self.statement
        said = thaw(IssuedContent, statement.content).stated
        context = {
            "statement": statement,
            "said": said,
            "shown": statement.shown,
            "facts": facts(said, statement.shown),
            "is_overtaken": statement.pk in overtaken_of([statement]),
            "key_set": badges.keys_address(),
        }
        return render(request, "competences/statement_verify.html", context)


class StatementBadge(ByLink):
    """The badge itself: the signed credential."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        name = f'attachment; filename="{self.statement.reference}.jwt"'
        headers = {"Content-Disposition": name, "Content-Type": "application/vc+jwt"}
        return HttpResponse(self.statement.badge, headers=headers)


class StatementBadgeContent(ByLink):
    """The same, to read: without the signature."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        name = f'attachment; filename="{self.statement.reference}.json"'
        return JsonResponse(badges.content(self.statement), headers={"Content-Disposition": name})


class StatementAchievement(ByLink):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return JsonResponse(badges.content(self.statement)["credentialSubject"]["achievement"])


@method_decorator(login_not_required, "dispatch")
class Open(View):
    """What the institution publishes to everybody; pages of other sites may fetch it too."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except badge_key.NoBadgeKey:
            raise Http404 from None
        for name, value in OPEN.items():
            response.headers[name] = value
        return response


class Issuer(Open):
    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"@context": badges.CONTEXTS, **badges.issuer()})


class IssuerKeys(Open):
    """A JWK Set: the key of today and those of before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"keys": list(badge_key.public_keys().values())})


class IssuerKey(Open):
    """One public key: where a badge's `kid` leads."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        found = badge_key.public_keys()
        if name not in found:
            raise Http404
        return JsonResponse(found[name])


class IssuerStatus(Open):
    """Which badges were revoked, by number; a number tells nothing of anybody."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        numbers = badges.numbers_in(number)
        found = Statement.objects.filter(
            pk__range=(numbers.start, numbers.stop - 1)
        )  # everybody may see
        if number and not found.exists():
            raise Http404
        revoked = found.exclude(revoked_at=None).values_list("pk", flat=True)
        signed = badges.status_list(number, revoked, at=clock.now())
        return HttpResponse(signed, headers={"Content-Type": "application/vc+jwt"})
