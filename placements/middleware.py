"""A device that was passed on shows the page of the person who signs, and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from placements import passing

GetResponse = Callable[[HttpRequest], HttpResponse]
OPEN = ("placements:sign-off-passed", "placements:sign-off-return", "accounts:sign-out")


class PassedOnMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if passing.current(request) is None or request.path in map(reverse, OPEN):
            return self.get_response(request)
        page = reverse(OPEN[0])
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(page)
        return redirect(page)
