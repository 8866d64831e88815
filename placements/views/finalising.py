"""The end of a placement: what is missing, and the coach's decision."""

from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from placements.actions import finalising
from placements.forms.finalising import FinaliseForm
from placements.overviews.counts import day_counts
from placements.overviews.finalising import ending
from placements.overviews.timeline import ring
from placements.rules.access import need_role
from placements.views.acting import ActionPage, seen_placement


class Finalise(ActionPage):
    """The coach finalises on behalf of the training provider; the page lists what is missing."""

    template_name = "placements/finalise.html"
    form_class = FinaliseForm
    said = gettext_lazy("Finalised. The competence statement is ready.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.COACH)

    def act(self, form: Form) -> None:
        finalising.finalise(
            by=self.request.user, placement=self.placement, words=form.cleaned_data["words"]
        )

    def done_url(self) -> str:
        return reverse("placements:finalise", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = day_counts(self.placement)
        left = ending(self.placement) if self.placement.is_open else None
        return super().get_context_data(counts=counts, picture=ring(counts), ending=left, **kwargs)
