from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.doors import why_gone


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page. It tells whoever had a part here that this part is over; to everybody else
    what they may not see and what never was look the same."""
    user = getattr(request, "user", None)
    inside = user is not None and user.is_authenticated
    gone = why_gone(user, request.path_info) if inside else None
    return render(request, "404.html", {"gone": gone}, status=404)
