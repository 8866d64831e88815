"""Sessions that were left alone end, and the door says so."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from accounts import sessions

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionEndMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if sessions.is_over(request):
            logout(request)
            request.session[sessions.ENDED] = True
        else:
            sessions.see(request)
        return self.get_response(request)
