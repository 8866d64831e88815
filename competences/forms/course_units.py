from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import TrialoogForm


class FirstRoundForm(TrialoogForm):
    say_optional = False
    is_blind = forms.BooleanField(
        label=_("The first round is blind"),
        help_text=_("Each voice sees the others on a competence only after its own first word."),
        required=False,
    )
