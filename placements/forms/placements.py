from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.db.models import Q, QuerySet, Subquery
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Role
from accounts.models import User
from competences.models import CourseUnit, Programme, Voice
from config.forms import DateInput, ShortText, TapMany, TapOne, TrialoogForm
from placements.actions.placements import Plan
from placements.enums import HOLDS, ON_ITS_WAY, PlacementKind, WaitsFor
from placements.models import Placement
from placements.models.placement import PlacementQuerySet
from placements.overviews.placements import OPEN, coach_last_name, ends_soon, starting, turn_order

NO_AGREEMENT = "none"
STATES = {
    "open": lambda: OPEN,
    "starting": starting,
    "ending": ends_soon,
    "finalised": lambda: Q(finalised_at__isnull=False),
    "ended": lambda: Q(ended_at__isnull=False),
}
ORDERS = {
    "since": ("waits_since",),
    "student": ("enrolment__student__last_name", "enrolment__student__first_name"),
    "workplace": ("workplace__organisation__name",),
    "coach": ("coach_last_name",),
    "days": ("days_logged",),
    "start": ("starts_on",),
}


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: CourseUnit) -> str:
        return f"{unit.name}, {unit.programme.name}"


class PlacementFilterForm(TrialoogForm):
    """The table's question, in the address bar: a wrong value counts as no value."""

    say_optional = False

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label=_("All")
    )
    unit = UnitField(
        CourseUnit.objects.none(), label=_("Course unit"), required=False, empty_label=_("All")
    )
    coach = forms.ModelChoiceField(
        User.objects.none(), label=_("Coach"), required=False, empty_label=_("Everybody")
    )
    state = forms.ChoiceField(
        label=_("Placement"),
        required=False,
        choices=[
            ("", _("Any state")),
            ("open", _("under way")),
            ("starting", _("started, or starts within 14 days")),
            ("ending", _("ends within 30 days")),
            ("finalised", _("finalised")),
            ("ended", _("ended early")),
        ],
    )
    agreement = forms.ChoiceField(
        label=_("Agreement"),
        required=False,
        choices=[
            ("", _("Any state")),
            (NO_AGREEMENT, _("not opened yet")),
            *[(state.value, state.label) for state in (*ON_ITS_WAY, *HOLDS)],
        ],
    )
    who = forms.ChoiceField(
        label=_("Waits for"), required=False, choices=[("", _("Everybody")), *WaitsFor.choices]
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", pgettext_lazy("sort", "longest waiting first")),
            ("student", pgettext_lazy("sort", "student")),
            ("workplace", pgettext_lazy("sort", "workplace")),
            ("coach", pgettext_lazy("sort", "coach")),
            ("days", pgettext_lazy("sort", "fewest days first")),
            ("-days", pgettext_lazy("sort", "most days first")),
            ("start", pgettext_lazy("sort", "first day")),
            ("-since", pgettext_lazy("sort", "shortest waiting first")),
            ("-student", pgettext_lazy("sort", "student, from Z")),
            ("-workplace", pgettext_lazy("sort", "workplace, from Z")),
            ("-coach", pgettext_lazy("sort", "coach, from Z")),
            ("since", pgettext_lazy("sort", "waiting since")),
            ("-start", pgettext_lazy("sort", "first day, latest first")),
        ],
    )

    def __init__(self, *args: Any, placements: PlacementQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = placements.order_by()
        self.fields["programme"].queryset = Programme.objects.filter(
            pk__in=rows.values("enrolment__programme")
        )
        self.fields["unit"].queryset = CourseUnit.objects.filter(
            pk__in=rows.values("course_unit")
        ).select_related("programme")
        coaches = Voice.objects.current().filter(
            role=Role.COACH, dossier__in=rows.values("dossier")
        )
        self.fields["coach"].queryset = User.objects.filter(
            pk__in=Subquery(coaches.values("person"))
        )

    def apply(self, placements: PlacementQuerySet) -> QuerySet[Placement]:
        """The placements asked for, in the order asked for, those of one party together.

        `placements` comes from `with_agreement()` and `with_days()`.
        """
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        for word in said.get("q", "").split():
            placements = placements.filter(_mentions(word))
        if coach := said.get("coach"):
            placements = placements.with_voice(coach, Role.COACH)
        agreement = said.get("agreement")
        exact = {
            "enrolment__programme": said.get("programme"),
            "course_unit": said.get("unit"),
            "waits_for": said.get("who"),
            "agreement_state": "" if agreement == NO_AGREEMENT else agreement,
        }
        placements = placements.filter(**{k: v for k, v in exact.items() if v is not None})
        if state := said.get("state"):
            placements = placements.filter(STATES[state]())
        return _ordered(placements, said.get("sort", ""))


def _mentions(word: str) -> Q:
    return (
        Q(enrolment__student__first_name__icontains=word)
        | Q(enrolment__student__last_name__icontains=word)
        | Q(enrolment__student_number__icontains=word)
        | Q(workplace__organisation__name__icontains=word)
        | Q(workplace__city__icontains=word)
    )


def _ordered(placements: PlacementQuerySet, sort: str) -> QuerySet[Placement]:
    sign, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    if key == "coach":
        placements = placements.annotate(coach_last_name=coach_last_name())
    columns = [f"{sign}{column}" for column in ORDERS.get(key, ORDERS["since"])]
    names = ("enrolment__student__last_name", "enrolment__student__first_name", "pk")
    return placements.order_by(turn_order(), *columns, *names)


class PlanForm(TrialoogForm):
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=TapMany,
    )
    required_days = forms.IntegerField(
        label=_("Required days"),
        min_value=1,
        max_value=366,
        help_text=_("The full number at the start, before any shortening."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    layout = (
        Div("starts_on", "ends_on", css_class="field-row"),
        "weekdays",
        "required_days",
    )

    def __init__(self, *args: Any, may_change_days: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_change_days:
            self.fields["required_days"].disabled = True
            self.fields["required_days"].help_text = _("Only the coordinator changes this number.")

    @classmethod
    def for_placement(cls, placement: Placement) -> dict[str, Any]:
        return {
            name: getattr(placement, name)
            for name in ("starts_on", "ends_on", "weekdays", "required_days")
        }

    @property
    def plan(self) -> Plan:
        said = self.cleaned_data
        return Plan(
            said["starts_on"], said["ends_on"], tuple(said["weekdays"]), said["required_days"]
        )


class KindForm(TrialoogForm):
    say_optional = False
    kind = forms.ChoiceField(
        label=_("Kind of placement"), choices=PlacementKind.choices, widget=TapOne(even=True)
    )


class ReasonForm(TrialoogForm):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("Everybody involved can read this."),
        widget=ShortText,
    )
