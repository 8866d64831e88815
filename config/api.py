"""How the API says no: the refusals of the pages, with the same codes."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from config.refusal import Refusal


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """A Refusal becomes 409, or 400 when all of it is about fields of the input.

    Body: {"code", "detail", "obstacles": [{"code", "message", "field"}]}; field is null where
    the obstacle is not about the input. Everything else stays DRF's.
    """
    if not isinstance(error, Refusal):
        return drf_exception_handler(error, context)
    about_input = all(obstacle.field for obstacle in error.obstacles)
    return Response(
        {
            "code": error.code,
            "detail": error.message or _("This is not possible now."),
            "obstacles": [
                {
                    "code": obstacle.code,
                    "message": str(obstacle.message),
                    "field": obstacle.field,
                }
                for obstacle in error.obstacles
            ],
        },
        status=status.HTTP_400_BAD_REQUEST if about_input else status.HTTP_409_CONFLICT,
    )
