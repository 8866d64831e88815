from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.enums import Role
from competences.overviews.evidence import as_they_are_now
from config import clock
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import days, reflections
from placements.actions.days import DayContent
from placements.enums import DayState
from placements.forms.days import CorrectionForm, DayForm, copied, part_of, said_of
from placements.forms.reflections import ReflectionForm
from placements.models import Reflection, WorkplaceDay
from placements.overviews import timeline
from placements.overviews.counts import day_counts
from placements.overviews.days import (
    calendar,
    competences_last_used_first,
    day_number,
    passport,
    placements_of,
    state_of,
)
from placements.overviews.plan import forecast_of, plan_of, planned_or_whole
from placements.overviews.prompts import prompts_for
from placements.rules.access import need_role
from placements.rules.days import change_obstacles, closed_obstacles
from placements.views.acting import OfPlacement, seen_placement

COPY_FROM = 5
STUDENT_LOGS = gettext_lazy("Only the student logs days and changes them.")


def saved(day: WorkplaceDay) -> HttpResponse:
    """To the day's page, which then drops the draft on the device."""
    return redirect(reverse("placements:day", args=[day.pk]) + "?saved=1")


class DayList(OfPlacement):
    """All days of a placement, and for its student what is still to log."""

    template_name = "placements/day_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = list(self.placement.days.order_by("-date", "-pk"))
        ahead = calendar(self.placement, entries)
        counts = day_counts(self.placement)
        return super().get_context_data(
            lines=[
                (day, *state_of(day), day.portion if day.portion < 1 else None) for day in entries
            ],
            calendar=ahead,
            counts=counts,
            ring=timeline.ring(counts, ahead.to_come),
            forecast=forecast_of(self.placement, entries),
            others=placements_of(self.request.user).with_people() if self._mine else [],
            today=clock.today(),
            **kwargs,
        )

    @property
    def _mine(self) -> bool:
        return self.role == Role.STUDENT


class DayAsPlanned(View):
    """One tap from the home page: today was a day as it stands in the calendar."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        placement = seen_placement(request.user, pk)
        need_role(request.user, placement, Role.STUDENT, reason=STUDENT_LOGS)
        try:
            planned = planned_or_whole(placement, clock.today())
            content = DayContent(planned.date, planned.morning, planned.afternoon)
            day = days.log(by=request.user, placement=placement, content=content)
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("placements:day-log", pk)
        messages.success(request, _("Your day is logged. You can still add to it here."))
        return redirect("placements:day", day.pk)


class DayEditing(OfPlacement):
    """Shared by logging and changing: the day's form in one card."""

    only = (Role.STUDENT,)
    refusal = STUDENT_LOGS

    @cached_property
    def competences(self) -> list:
        return competences_last_used_first(self.placement)

    def day_form(self, data: Any = None, **initial: Any) -> DayForm:
        return DayForm(data, initial=initial, competences=self.competences)


class DayLog(DayEditing):
    """Log a day: filled in from the plan, with room to look back, all in one press."""

    template_name = "placements/day_log.html"

    @property
    def date(self) -> date:
        try:
            asked = parse_date(self.request.GET.get("date", ""))
        except ValueError:  # well written, but 31 February
            asked = None
        return asked or clock.today()

    def reflection_form(self, data: Any = None) -> ReflectionForm:
        prompts = prompts_for(self.placement, self.request.user)
        asked = self.request.GET.get("reflection-prompt", prompts[0].key)
        return ReflectionForm(
            data,
            placement=self.placement,
            prompts=prompts,
            optional=True,
            prefix="reflection",
            initial={"prompt": asked},
        )

    @cached_property
    def written(self) -> list[WorkplaceDay]:
        """The latest days with words, from which something can be taken over."""
        found = self.placement.days.exclude(tasks="").order_by("-date", "-pk")
        return list(found.prefetch_related("competences")[:COPY_FROM])

    def initial(self, *, is_logged: bool) -> dict[str, Any]:
        planned, asked = planned_or_whole(self.placement, self.date), self.request.GET.get("copy")
        part = part_of(morning=planned.morning, afternoon=planned.afternoon)
        taken_over = next((copied(day) for day in self.written if str(day.pk) == asked), {})
        return {"date": None if is_logged else self.date, "part": part} | taken_over

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = self.placement.days.filter(date=self.date).exists()
        kwargs.setdefault("form", self.day_form(**self.initial(is_logged=taken)))
        kwargs.setdefault("reflection", self.reflection_form())
        before = self.placement.days.filter(date__lt=self.date).first()
        return super().get_context_data(
            date=self.date,
            is_logged=taken,
            is_planned=plan_of(self.placement).on(self.date) is not None,
            obstacles=list(closed_obstacles(self.placement)),
            before=before,
            written=self.written,
            before_passport=passport(before) if before else None,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form, reflection = self.day_form(request.POST), self.reflection_form(request.POST)
        if form.is_valid() & reflection.is_valid():
            try:
                day = self.keep(form.content, reflection.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your day is logged."))
                return saved(day)
        return self.render_to_response(self.get_context_data(form=form, reflection=reflection))

    def keep(self, content: DayContent, said: dict[str, str]) -> WorkplaceDay:
        return reflections.log_with_day(
            by=self.request.user,
            placement=self.placement,
            content=content,
            text=said["text"],
            audience=said["audience"],
            prompt=said["prompt"],
        )


class OfDay(OfPlacement):
    """A page about one day."""

    @cached_property
    def day(self) -> WorkplaceDay:
        found = WorkplaceDay.objects.visible_to(self.request.user).prefetch_related("competences")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def placement_pk(self) -> int:
        return self.day.placement_id

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.day.placement = self.placement
        return super().get_context_data(day=self.day, **kwargs)


class DayShow(OfDay):
    """One day: what was done, where the entry is, what the mentor said, and reflections on it."""

    template_name = "placements/day_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, open_ = self.request.user, self.placement.is_open
        return super().get_context_data(
            number=day_number(self.day),
            steps=passport(self.day),
            practised=as_they_are_now(self.placement.dossier, self.day.competences.all()),
            reflections=Reflection.objects.visible_to(user).filter(day=self.day),
            shows_pulses=self.role in (Role.STUDENT, Role.COACH),
            may_change=open_ and self.day.state != DayState.CONFIRMED,
            may_correct=open_ and self.day.state == DayState.CONFIRMED,
            **kwargs,
        )


class DayChange(OfDay, DayEditing):
    """Change a day that is not confirmed; a day that came back goes to the mentor again."""

    template_name = "placements/day_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.day_form(**said_of(self.day)))
        self.day.placement = self.placement
        obstacles = list(change_obstacles(self.day))
        return super().get_context_data(obstacles=obstacles, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.day_form(request.POST)
        if form.is_valid():
            try:
                days.change(by=request.user, day=self.day, content=form.content)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your day is changed."))
                return saved(self.day)
        return self.render_to_response(self.get_context_data(form=form))


class DayCorrect(OfDay):
    """Ask to open a confirmed day again: a page that asks first, because the mentor hears of it."""

    template_name = "placements/day_correct.html"
    only = (Role.STUDENT,)
    refusal = STUDENT_LOGS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", CorrectionForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CorrectionForm(request.POST)
        if form.is_valid():
            try:
                days.ask_correction(
                    by=request.user, day=self.day, reason=form.cleaned_data["reason"]
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("The day is open again. Change it now."))
                return redirect("placements:day-change", self.day.pk)
        return self.render_to_response(self.get_context_data(form=form))
