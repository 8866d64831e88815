from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import DateInput, TapOne, TrialoogForm
from mentors.enums import TrainingKind

KINDS = [choice for choice in TrainingKind.choices if choice[0] != TrainingKind.GUIDE]


class TrainingForm(TrialoogForm):
    """A course, an exchange with other mentors, or something else that made the mentor wiser."""

    kind = forms.ChoiceField(label=_("What was it"), choices=KINDS, widget=TapOne)
    title = forms.CharField(label=_("What it was about"), max_length=200)
    on = forms.DateField(label=_("When"), widget=DateInput)
    hours = forms.DecimalField(  # "3,5" and "3.5": as people write it
        label=_("How many hours"),
        required=False,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
