"""The plan of a placement: a calendar of weeks for everybody, and how the student changes it."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from config import clock
from placements.actions import plans
from placements.forms.days import part_of
from placements.forms.plans import (
    NOT,
    AwayDatesForm,
    AwayForm,
    CopyWeekForm,
    PlanDateForm,
    WeekAnswerForm,
    WeekForm,
)
from placements.models import Interruption, WeekPattern
from placements.overviews.plan import (
    KNOW_WHY,
    declined_week,
    forecast_of,
    open_week,
    plan_of,
    times_away,
)
from placements.overviews.plan_weeks import mondays, weeks_of
from placements.overviews.signing import signing_of
from placements.rules.access import need_role
from placements.rules.placements import closed_obstacles
from placements.rules.plan import PlanFacts, Week, monday_of
from placements.rules.weeks import week_in_words
from placements.views.acting import ActionButton, ActionPage, OfPlacement, seen_placement

STUDENT_PLANS = gettext_lazy("Only the student changes the plan; the mentor agrees to a new week.")
MENTOR_ANSWERS = gettext_lazy("Only the mentor answers to a proposed week.")
STUDENT_OR_COACH = gettext_lazy("Only the student and the competence coach can do this.")


def asked_date(asked: QueryDict) -> dt.date | None:
    """The date that an address or a button names, if it is one."""
    try:
        return parse_date(asked.get("date", ""))
    except ValueError:  # well written, but 31 February
        return None


def _in_words(week: Week | WeekPattern) -> str:
    return week_in_words(week.mornings, week.afternoons)


class PlanShow(OfPlacement):
    """The whole plan, beside what was logged, for everybody who sees the placement."""

    template_name = "placements/plan_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        placement, days = self.placement, list(self.placement.days.all())
        plan, proposed = plan_of(placement), open_week(placement)
        return super().get_context_data(
            weeks=weeks_of(placement, days, list(placement.plan_exceptions.all())),
            pattern=_in_words(plan.week_on(max(clock.today(), placement.starts_on))),
            forecast=forecast_of(placement, days),
            proposed=proposed,
            proposed_words=proposed and _in_words(proposed),
            declined=None if proposed else declined_week(placement),
            away=times_away(placement, self.role),
            signing=signing_of(placement),
            may_plan=self.role == Role.STUDENT and placement.is_open,
            may_report=self.role in KNOW_WHY and placement.is_open,
            **kwargs,
        )


class OfStudent(ActionPage):
    """A form with which the student changes the plan."""

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.STUDENT, reason=STUDENT_PLANS)

    def obstacles(self) -> list[Any]:
        return list(closed_obstacles(self.placement))

    def done_url(self) -> str:
        return reverse("placements:plan", args=[self.placement.pk])

    @cached_property
    def plan(self) -> PlanFacts:
        return plan_of(self.placement)


class WeekPropose(OfStudent):
    template_name = "placements/week_propose.html"
    form_class = WeekForm
    said = gettext_lazy("Proposed. The new week holds as soon as your mentor agrees.")

    def get_initial(self) -> dict[str, Any]:
        next_week = monday_of(clock.today()) + dt.timedelta(days=7)
        since = min(max(next_week, self.placement.starts_on), self.placement.ends_on)
        return WeekForm.like(self.plan.week_on(since), since)

    def act(self, form: Form) -> None:
        plans.propose_week(by=self.request.user, placement=self.placement, **form.cleaned_data)


class PlanDate(OfStudent):
    """One date that differs: worked after all, half, on another day, or not."""

    template_name = "placements/plan_date.html"
    form_class = PlanDateForm
    said = gettext_lazy("The date has been changed; your mentor is told.")

    @property
    def date(self) -> dt.date:
        return asked_date(self.request.GET) or clock.today()

    def get_initial(self) -> dict[str, Any]:
        planned = self.plan.on(self.date)
        halves = planned and part_of(morning=planned.morning, afternoon=planned.afternoon)
        return {"date": self.date, "part": halves or NOT}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        free = self.plan.free_because(self.date)
        return super().get_context_data(
            date=self.date,
            free=free.name if free else "",
            differs=self.date in self.plan.exceptions,
            **kwargs,
        )

    def act(self, form: PlanDateForm) -> None:
        said, who = form.cleaned_data, {"by": self.request.user, "placement": self.placement}
        dated = {"date": said["date"], "note": said["note"]}
        if form.moves:
            plans.move_date(to=said["instead"], **dated, **who)
        else:
            plans.set_exception(**form.halves, **dated, **who)


class PlanCopy(OfStudent):
    template_name = "placements/plan_copy.html"
    form_class = CopyWeekForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"mondays": list(mondays(self.placement))}

    def get_initial(self) -> dict[str, Any]:
        asked, placement = asked_date(self.request.GET), self.placement
        is_in_it = asked is not None and placement.starts_on <= asked <= placement.ends_on
        now = monday_of(asked if is_in_it else clock.today())
        return {"source": now, "target": now + dt.timedelta(days=7)}

    def act(self, form: Form) -> None:
        changed = plans.copy_week(
            by=self.request.user, placement=self.placement, **form.cleaned_data
        )
        self.said = (
            _("The week has been copied; your mentor is told.")
            if changed
            else _("Those two weeks were alike already.")
        )


class StudentButton(ActionButton):
    def done_url(self) -> str:
        return reverse("placements:plan", args=[self.placement.pk])


class PlanDateClear(StudentButton):
    """The date follows the pattern week again."""

    said = gettext_lazy("The date follows the week again.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.STUDENT, reason=STUDENT_PLANS)

    def act(self) -> None:
        date = asked_date(self.request.POST)
        if date is None:
            raise Http404
        plans.clear_exception(by=self.request.user, placement=self.placement, date=date)


class OfWeek:
    """About one proposed week; only `answers` may."""

    answers: str
    refusal: Any

    def load(self, user: User) -> None:
        found = WeekPattern.objects.visible_to(user).select_related("proposed_by")
        self.week = get_object_or_404(found, pk=self.kwargs["pk"])
        self.placement = seen_placement(user, self.week.placement_id)
        self.role = need_role(user, self.placement, self.answers, reason=self.refusal)


class WeekWithdraw(OfWeek, StudentButton):
    answers, refusal = Role.STUDENT, STUDENT_PLANS
    said = gettext_lazy("You took your proposal back.")

    def act(self) -> None:
        plans.withdraw_week(by=self.request.user, week=self.week)


class WeekAgree(OfWeek, StudentButton):
    """One tap from the home page, the desk or the page of the mail."""

    answers, refusal = Role.MENTOR, MENTOR_ANSWERS
    said = gettext_lazy("Agreed. The plan follows the new week.")

    def act(self) -> None:
        plans.answer_week(by=self.request.user, week=self.week, agrees=True)


class WeekAnswer(OfWeek, ActionPage):
    """The mentor reads a proposed week: one button agrees, a sentence says what suits better."""

    answers, refusal = Role.MENTOR, MENTOR_ANSWERS
    template_name = "placements/week_answer.html"
    form_class = WeekAnswerForm
    said = gettext_lazy("Your student reads what would suit better.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = plan_of(self.placement).week_on(self.week.since)
        return super().get_context_data(
            week=self.week, proposed=_in_words(self.week), before=_in_words(before), **kwargs
        )

    def act(self, form: Form) -> None:
        plans.answer_week(
            by=self.request.user,
            week=self.week,
            agrees=False,
            reason=form.cleaned_data["reason"],
        )

    def done_url(self) -> str:
        return reverse("placements:plan", args=[self.placement.pk])


class AwayReport(ActionPage):
    """The student, or the coach who got the call, says when no days will be worked."""

    template_name = "placements/away_report.html"
    form_class = AwayForm
    said = gettext_lazy("Noted. The plan leaves these days out; the others read the dates only.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, *KNOW_WHY, reason=STUDENT_OR_COACH)

    def obstacles(self) -> list[Any]:
        return list(closed_obstacles(self.placement))

    def get_initial(self) -> dict[str, Any]:
        return {"first": clock.today()}

    def act(self, form: Form) -> None:
        plans.report_away(by=self.request.user, placement=self.placement, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("placements:plan", args=[self.placement.pk])


class OfAway:
    def load(self, user: User) -> None:
        found = Interruption.objects.visible_to(user).filter(removed_at__isnull=True)
        self.away = get_object_or_404(found, pk=self.kwargs["pk"])
        self.placement = seen_placement(user, self.away.placement_id)
        self.role = need_role(user, self.placement, *KNOW_WHY, reason=STUDENT_OR_COACH)

    def done_url(self) -> str:
        return reverse("placements:plan", args=[self.placement.pk])


class AwayChange(OfAway, ActionPage):
    """Back earlier, or later."""

    template_name = "placements/away_change.html"
    form_class = AwayDatesForm
    said = gettext_lazy("The dates have been changed.")

    def get_initial(self) -> dict[str, Any]:
        return AwayDatesForm.of(self.away)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(away=self.away, **kwargs)

    def act(self, form: Form) -> None:
        plans.change_away(by=self.request.user, away=self.away, **form.cleaned_data)


class AwayRemove(OfAway, ActionButton):
    said = gettext_lazy("Taken away. These days are planned again.")

    def act(self) -> None:
        plans.remove_away(by=self.request.user, away=self.away)
