"""What a mentor says about one day of their student."""

from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import TrialoogForm, Words


class ConfirmForm(TrialoogForm):
    remark = forms.CharField(
        label=_("Your remark"),
        help_text=_("The student and the coach read it with this day."),
        required=False,
        max_length=2000,
        widget=Words(rows=3),
    )


class ReturnForm(TrialoogForm):
    """Empty is refused by the rule, in the same words as everywhere."""

    say_optional = False
    reason = forms.CharField(
        label=_("What is not right?"),
        help_text=_("The student reads this and puts the day right."),
        required=False,
        max_length=2000,
        widget=Words(rows=3),
    )
