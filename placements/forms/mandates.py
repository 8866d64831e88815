from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import LONGEST_EMAIL, PersonForm
from config.forms import DateInput, ShortText, TrialoogForm


class DeputyForm(PersonForm):
    """Who stands in for the mentor, and until when."""

    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput,
        help_text=_("Leave it empty if you do not know yet; you can end it at any time."),
    )

    layout = (*PersonForm.layout, "last_day")


class SignatoryForm(PersonForm):
    """Who signs for a workplace, and as what."""

    function = forms.CharField(
        label=_("Function"),
        max_length=120,
        required=False,
        help_text=_("As it should stand in the agreement: managing director, HR manager."),
    )

    layout = (*PersonForm.layout, "function")


class HandOverForm(TrialoogForm):
    """Who could take over, and why; both may stay empty."""

    suggested_name = forms.CharField(
        label=_("Who could take over?"), max_length=200, required=False
    )
    suggested_email = forms.EmailField(
        label=_("Their e-mail address"), max_length=LONGEST_EMAIL, required=False
    )
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=1000,
        widget=ShortText(rows=3),
        help_text=_("Only the coach and the coordinator read this."),
    )
