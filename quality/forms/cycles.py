from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from competences.models import AcademicYear, Programme
from config.forms import DateInput, ShortText, TapMany, TrialoogForm
from quality.models import ChecklistItem, Cycle
from quality.overviews.cycles import candidates, people_of


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.get_full_name()


class CycleForm(TrialoogForm):
    """Which self-evaluation begins."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=None, empty_label=None)
    academic_year = forms.ModelChoiceField(
        label=_("Academic year"), queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.coordinated_by(reader)
        self.fields["academic_year"].queryset = AcademicYear.objects.all()


class InviteForm(TrialoogForm):
    """Whom to ask, by role, and by when."""

    roles = forms.MultipleChoiceField(label=_("Whom do you invite"), widget=TapMany)
    answer_by = forms.DateField(label=_("Answers by"), widget=DateInput)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [
            (role, f"{Role(role).label} ({len(people)})")
            for role, people in candidates(cycle).items()
        ]


class PointWordsForm(TrialoogForm):
    words = forms.CharField(
        label=_("What the discussion came to"), widget=ShortText(rows=4), max_length=2000
    )


class ConcludeForm(TrialoogForm):
    words = forms.CharField(
        label=_("The conclusion as a whole"), widget=ShortText(rows=6), max_length=4000
    )


class ActionForm(TrialoogForm):
    """Who does what by when, perhaps for one point."""

    what = forms.CharField(label=_("What"), max_length=300)
    who = PersonChoice(label=_("Who"), queryset=None, empty_label=_("Choose somebody"))
    due_on = forms.DateField(label=_("By when"), widget=DateInput)
    item = forms.ModelChoiceField(
        label=_("For which point"),
        queryset=None,
        required=False,
        empty_label=_("For no point in particular"),
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = people_of(cycle)
        self.fields["item"].queryset = ChecklistItem.objects.filter(retired_at__isnull=True)


class FinishForm(TrialoogForm):
    words = forms.CharField(
        label=_("How it went"), widget=ShortText(rows=2), max_length=300, required=False
    )
