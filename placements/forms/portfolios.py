"""What a student puts into the portfolio: nothing by itself, each reflection on its own."""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competences.models import Evidence
from config.forms import TrialoogForm, Words
from config.templatetags.ui import long_day, near_day, voice
from placements.enums import Audience
from placements.forms.reflections import READERS
from placements.models import Placement, Reflection, WorkplaceDay
from placements.overviews.days import COUNTED

SHORT = 90


class DayChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, day: WorkplaceDay) -> str:
        return f"{long_day(day.date)}: {_short(day.tasks)}"


class ReflectionChoice(forms.ModelMultipleChoiceField):
    """Each with the shapes of who reads it now, and its first words."""

    def label_from_instance(self, entry: Reflection) -> str:
        shapes = [voice(role, named=True) for role in READERS[entry.audience]]
        return format_html(
            '<span class="voices">{}</span> {} <b>{}</b>: {}',
            format_html("{}" * len(shapes), *shapes),
            near_day(entry.day.date if entry.day else entry.written_at),
            Audience(entry.audience).label,
            _short(entry.text),
        )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT].rsplit(' ', 1)[0]} …"


class PortfolioForm(TrialoogForm):
    """Beside `reflections` the page warns that what is in a document stays there."""

    say_optional = False
    introduction = forms.CharField(
        label=_("A few words about yourself"), widget=Words(rows=4), required=False, max_length=4000
    )
    year = forms.BooleanField(
        label=_("The year: days, meetings and facts"), required=False, initial=True
    )
    competences = forms.BooleanField(
        label=_("The competences with what three voices say"), required=False, initial=True
    )
    feedback = forms.BooleanField(label=_("What my mentor wrote about my days"), required=False)
    days = DayChoice(
        label=_("Days I want to tell about"),
        queryset=WorkplaceDay.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reflections = ReflectionChoice(
        label=_("Reflections I want to show"),
        queryset=Reflection.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = forms.ModelMultipleChoiceField(
        label=_("Evidence I want to name"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language of the document"), choices=settings.LANGUAGES)

    def __init__(self, *args, placement: Placement, student: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        days = WorkplaceDay.objects.visible_to(student).filter(placement=placement)
        self.fields["days"].queryset = days.filter(state__in=COUNTED).exclude(tasks="")
        own = Reflection.objects.visible_to(student).filter(placement=placement)
        self.fields["reflections"].queryset = own.select_related("day")
        pieces = Evidence.objects.visible_to(student).present()
        self.fields["evidence"].queryset = pieces.filter(dossier=placement.dossier_id)
        self.fields["language"].initial = student.language
