from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import TrialoogForm, Words


class FinaliseForm(TrialoogForm):
    words = forms.CharField(
        label=_("What do you want to say to the student?"),
        required=False,
        max_length=4000,
        widget=Words(rows=4),
        help_text=_("Student and mentor read this too."),
    )
    sure = forms.BooleanField(
        label=_("I have looked at all three voices and I finalise this placement.")
    )
