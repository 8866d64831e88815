"""The mentor's answer to one day; the desk of the mentor does the same for many at once."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from config.refusal import Obstacle
from placements.actions import days
from placements.forms.confirmations import ConfirmForm, ReturnForm
from placements.models import WorkplaceDay
from placements.rules.access import need_role
from placements.rules.days import confirm_obstacles
from placements.views.acting import ActionPage, seen_placement


class DayAnswerPage(ActionPage):
    """One day of a placement whose mentor reads the page."""

    day: WorkplaceDay

    def load(self, user: User) -> None:
        seen = WorkplaceDay.objects.visible_to(user).prefetch_related("competences")
        self.day = get_object_or_404(seen, pk=self.kwargs["pk"])
        self.placement = self.day.placement = seen_placement(user, self.day.placement_id)
        self.role = need_role(user, self.placement, Role.MENTOR)

    def obstacles(self) -> Iterable[Obstacle]:
        return confirm_obstacles(self.day)

    def done_url(self) -> str:
        return reverse("mentors:desk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=self.day, **kwargs)


class DayConfirm(DayAnswerPage):
    template_name = "placements/day_confirm.html"
    form_class = ConfirmForm
    said = _("The day is confirmed.")

    def act(self, form: ConfirmForm) -> None:
        days.confirm(by=self.request.user, days=[self.day], remark=form.cleaned_data["remark"])


class DayReturn(DayAnswerPage):
    template_name = "placements/day_return.html"
    form_class = ReturnForm
    said = _("The day is returned; the student reads why.")

    def act(self, form: ReturnForm) -> None:
        days.give_back(by=self.request.user, day=self.day, reason=form.cleaned_data["reason"])
