"""How a page finds its placement: 404 for whom it does not exist, 403 with a sentence for whom
it is there but not theirs to act on."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.views.generic import TemplateView

from accounts.enums import Role
from accounts.models import User
from placements.models import Placement
from placements.views.acting import seen_placement


def refuse_others(
    placement: Placement, user: User, roles: tuple[str, ...], reason: str | Promise
) -> None:
    """403 with the reason for who sees this placement but has none of these roles in it."""
    if placement.role_of(user) not in roles:
        raise PermissionDenied(reason)


class OfPlacement(TemplateView):
    """A page about one placement, which `placement_pk` names.

    `only`: the roles for whom it is meant; everybody else who sees the placement gets 403 with
    `refusal` as the reason. Left empty it is for everybody who sees the placement.
    """

    only: tuple[str, ...] = ()
    refusal: str | Promise = ""

    @property
    def placement_pk(self) -> int:
        return self.kwargs["pk"]

    @cached_property
    def placement(self) -> Placement:
        return seen_placement(self.request.user, self.placement_pk)

    @cached_property
    def role(self) -> str:
        """The role of the reader in this placement; "" for a coordinator."""
        return self.placement.role_of(self.request.user) or ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        placement = self.placement
        if self.only:
            refuse_others(placement, request.user, self.only, self.refusal)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            placement=self.placement,
            role=self.role,
            is_mine=self.role == Role.STUDENT,
            **kwargs,
        )
