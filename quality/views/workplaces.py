"""What everybody who was asked says about a workplace, whatever placement they speak from."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from placements.models import Placement, Workplace
from quality.actions import checklists
from quality.overviews.checklists import Point, roles_at, workplace_points
from quality.views.answering import Answering


class WorkplaceChecklist(Answering):
    """The points about a workplace, side by side, with the reader's own to answer."""

    template_name = "quality/checklist_workplace.html"

    @cached_property
    def workplace(self) -> Workplace:
        seen = Placement.objects.visible_to(self.request.user).filter(workplace=self.kwargs["pk"])
        there = Workplace.objects.filter(pk__in=seen.values("workplace"))  # everybody may see those
        return get_object_or_404(there.select_related("organisation"))

    @cached_property
    def role(self) -> str:
        """In which voice the reader answers here; "" for who only reads."""
        return next(iter(roles_at(self.workplace, self.request.user)), "")

    @cached_property
    def points(self) -> list[Point]:
        return workplace_points(self.workplace, self.request.user)

    def asked_points(self) -> list[Point]:
        return [point for point in self.points if self.role in point.item.parties]

    def say(self, point: Point, value: str, remark: str) -> None:
        checklists.answer_about_workplace(
            by=self.request.user,
            workplace=self.workplace,
            role=self.role,
            item=point.item,
            value=value,
            remark=remark,
        )

    def done_url(self) -> str:
        return reverse("quality:workplace-checklist", args=[self.workplace.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            workplace=self.workplace, points=self.points, role=self.role, **kwargs
        )
