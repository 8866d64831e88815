import uuid
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.enums import Role
from competences.models import Evidence
from competences.overviews.evidence import as_they_are_now
from config import clock
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import day_entries, days
from placements.actions.day_entries import Entry
from placements.actions.days import DayContent
from placements.enums import DayState
from placements.forms.days import CorrectionForm, DayForm, copied, part_of, said_of
from placements.models import DayConflict, DayDraft, Reflection, WorkplaceDay
from placements.overviews import timeline
from placements.overviews.counts import day_counts
from placements.overviews.days import (
    calendar,
    day_number,
    passport,
    placements_of,
    state_of,
)
from placements.overviews.plan import forecast_of, plan_of, planned_or_whole
from placements.rules.access import need_role
from placements.rules.days import change_obstacles, closed_obstacles
from placements.views.acting import OfPlacement, seen_placement
from placements.views.day_editing import STUDENT_LOGS, DayEditing, saved, thought_in

COPY_FROM = 5


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

    @cached_property
    def written(self) -> list[WorkplaceDay]:
        """The latest days with words, from which something can be taken over."""
        found = self.placement.days.exclude(tasks="").order_by("-date", "-pk")
        return list(found.prefetch_related("competences")[:COPY_FROM])

    @cached_property
    def draft(self) -> DayDraft | None:
        """What the student began to write about this date, perhaps on another device."""
        return self.drafts.filter(date=self.date).first()

    @property
    def drafts(self) -> QuerySet[DayDraft]:
        return DayDraft.objects.visible_to(self.request.user).filter(placement=self.placement)

    def initial(self, *, is_logged: bool) -> dict[str, Any]:
        planned, asked = planned_or_whole(self.placement, self.date), self.request.GET.get("copy")
        part = part_of(morning=planned.morning, afternoon=planned.afternoon)
        taken_over = next((copied(day) for day in self.written if str(day.pk) == asked), {})
        begun = self.draft.content if self.draft else {}
        return {"date": None if is_logged else self.date, "part": part} | begun | taken_over

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = self.placement.days.filter(date=self.date).exists()
        initial = self.initial(is_logged=taken)
        kwargs.setdefault("form", self.day_form(**initial))
        kwargs.setdefault("reflection", self.reflection_form(**thought_in(initial)))
        before = self.placement.days.filter(date__lt=self.date).first()
        return super().get_context_data(
            date=self.date,
            is_logged=taken,
            is_planned=plan_of(self.placement).on(self.date) is not None,
            obstacles=list(closed_obstacles(self.placement)),
            before=before,
            written=self.written,
            draft=self.draft,
            draft_key=self.draft.key if self.draft else uuid.uuid4(),
            other_drafts=self.drafts.exclude(date=self.date).exclude(date=None),
            before_passport=passport(before) if before else None,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.day_form(request.POST, request.FILES)
        reflection = self.reflection_form(request.POST)
        if form.is_valid() & reflection.is_valid():
            try:
                day = self.send(self.entry(form, reflection))
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your day is logged."))
                return saved(day)
        return self.render_to_response(self.get_context_data(form=form, reflection=reflection))

    def send(self, entry: Entry) -> WorkplaceDay:
        return day_entries.send(by=self.request.user, placement=self.placement, entry=entry)


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
            shown=Evidence.objects.visible_to(user).present().filter(pk__in=self.photos()),
            conflicts=DayConflict.objects.visible_to(user).of_choice().filter(day=self.day),
            shows_pulses=self.role in (Role.STUDENT, Role.COACH),
            may_change=open_ and self.day.state != DayState.CONFIRMED,
            may_correct=open_ and self.day.state == DayState.CONFIRMED,
            **kwargs,
        )

    def photos(self) -> QuerySet:
        return self.day.evidence.values("pk")


class DayChange(OfDay, DayEditing):
    """Change a day that is not confirmed; a day that came back goes to the mentor again."""

    template_name = "placements/day_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.day_form(**said_of(self.day)))
        self.day.placement = self.placement
        obstacles = list(change_obstacles(self.day))
        return super().get_context_data(obstacles=obstacles, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.day_form(request.POST, request.FILES)
        if form.is_valid():
            try:
                self.change(form)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your day is changed."))
                return saved(self.day)
        return self.render_to_response(self.get_context_data(form=form))

    def change(self, form: DayForm) -> None:
        photo = self.photo(form)
        day_entries.change(by=self.request.user, day=self.day, content=form.content, photo=photo)


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
