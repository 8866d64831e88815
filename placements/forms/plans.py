"""The plan: another week, another date, a week copied, a time away; and closures."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from competences.models import Programme
from config.forms import DateInput, ShortText, TapMany, TapOne, TrialoogForm
from placements.enums import InterruptionKind
from placements.forms.days import AFTERNOON, MORNING, WHOLE
from placements.models import Closure, Interruption
from placements.rules.plan import Week

NOT = "not"


def weekdays(label: str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=TapMany,
        required=False,
    )


class WeekForm(TrialoogForm):
    say_optional = False

    since = forms.DateField(
        label=_("From which day on?"),
        widget=DateInput,
        help_text=_("The weeks before it stay as they are."),
    )
    mornings = weekdays(_("Mornings at the workplace"))
    afternoons = weekdays(_("Afternoons at the workplace"))

    @classmethod
    def like(cls, week: Week, since: dt.date) -> dict[str, Any]:
        """Filled in with the week as it is now."""
        return {
            "since": since,
            "mornings": sorted(week.mornings),
            "afternoons": sorted(week.afternoons),
        }


class WeekAnswerForm(TrialoogForm):
    reason = forms.CharField(
        label=_("What would suit better?"),
        max_length=500,
        widget=ShortText(rows=2),
        help_text=_("Your student reads this and proposes again."),
    )


class PlanDateForm(TrialoogForm):
    say_optional = False

    date = forms.DateField(label=_("Which day?"), widget=DateInput)
    part = forms.ChoiceField(
        label=_("When are you at the workplace?"),
        choices=[
            (WHOLE, _("All day")),
            (MORNING, _("Morning")),
            (AFTERNOON, _("Afternoon")),
            (NOT, _("Not at all")),
        ],
        widget=TapOne,
    )
    instead = forms.DateField(
        label=_("Do you come on another day instead?"),
        required=False,
        widget=DateInput,
        help_text=_("Leave it empty if not. It only counts when you chose not to come."),
    )
    note = forms.CharField(
        label=_("A word about it"),
        required=False,
        max_length=200,
        help_text=_("Everybody in the placement reads this; write nothing about your health."),
    )

    @property
    def moves(self) -> bool:
        said = self.cleaned_data
        return said["part"] == NOT and said["instead"] is not None

    @property
    def halves(self) -> dict[str, bool]:
        part = self.cleaned_data["part"]
        return {"morning": part in (WHOLE, MORNING), "afternoon": part in (WHOLE, AFTERNOON)}


class CopyWeekForm(TrialoogForm):
    source = forms.TypedChoiceField(label=_("Plan the week like"), coerce=dt.date.fromisoformat)
    target = forms.TypedChoiceField(label=_("This week"), coerce=dt.date.fromisoformat)

    def __init__(self, *args: Any, mondays: Sequence[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(monday.isoformat(), _week(monday)) for monday in mondays]
        for name in ("source", "target"):
            self.fields[name].choices = choices


def _week(monday: dt.date) -> str:
    short = pgettext("date near", "D j M")
    values = {
        "number": monday.isocalendar().week,
        "first": date_format(monday, short),
        "last": date_format(monday + dt.timedelta(days=6), short),
    }
    return _("week %(number)s: %(first)s to %(last)s") % values


class AwayForm(TrialoogForm):
    say_optional = False

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(value, capfirst(label)) for value, label in InterruptionKind.choices],
        widget=TapOne,
    )
    first = forms.DateField(label=_("First day away"), widget=DateInput)
    last = forms.DateField(
        label=_("Last day away"),
        required=False,
        widget=DateInput,
        help_text=_("Leave it empty as long as you do not know."),
    )
    reason = forms.CharField(
        label=_("Do you want to say more?"),
        required=False,
        max_length=2000,
        widget=ShortText(rows=2),
        help_text=_(
            "Only student and coach read this, and what it is. The mentor and the coordinator "
            "read the dates; exams are named to them."
        ),
    )

    layout = ("kind", Div("first", "last", css_class="field-row"), "reason")


class AwayDatesForm(TrialoogForm):
    say_optional = False

    first = forms.DateField(label=_("First day away"), widget=DateInput)
    last = forms.DateField(
        label=_("Last day away"),
        required=False,
        widget=DateInput,
        help_text=_("Leave it empty as long as you do not know."),
    )

    layout = (Div("first", "last", css_class="field-row"),)

    @classmethod
    def of(cls, away: Interruption) -> dict[str, Any]:
        return {"first": away.first, "last": away.last}


class ClosureForm(TrialoogForm):
    say_optional = False

    name_nl = forms.CharField(
        label=_("Name in Dutch"), max_length=100, help_text=_("For example: herfstvakantie.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    first = forms.DateField(label=_("First day"), widget=DateInput)
    last = forms.DateField(label=_("Last day"), widget=DateInput)

    layout = ("name_nl", "name_en", Div("first", "last", css_class="field-row"))

    @classmethod
    def of(cls, closure: Closure) -> dict[str, Any]:
        return {name: getattr(closure, name) for name in ("name_nl", "name_en", "first", "last")}


class NewClosureForm(ClosureForm):
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())

    layout = ("programme", *ClosureForm.layout)

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["programme"].empty_label = None
        self.fields["programme"].label_from_instance = lambda programme: programme.name
