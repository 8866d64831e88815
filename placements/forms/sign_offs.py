"""Signing off a report, passing a device on, and asking for a correction."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from config.forms import DateInput, ShortText, TrialoogForm

PIN_LENGTH = 4


class SignOffForm(TrialoogForm):
    """`shown` is the hash of the report on the page: the yes is bound to it."""

    remark = forms.CharField(
        label=_("A remark of your own"),
        required=False,
        max_length=2000,
        widget=ShortText(rows=2),
        help_text=_("It stands with your name in the report."),
    )
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)


class WitnessedForm(SignOffForm):
    """Where nobody signed in: the person says who they are, by name."""

    is_me = forms.BooleanField(error_messages={"required": _("Tick that this is you.")})
    field_order = ["remark", "is_me", "shown"]

    def __init__(self, *args, name: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_me"].label = _("I am %(name)s") % {"name": name}


class PinForm(TrialoogForm):
    """Four digits that only the coach knows, for as long as the device is in other hands."""

    pin = forms.CharField(
        label=_("Your code of four digits"),
        max_length=PIN_LENGTH,
        validators=[RegexValidator(r"^[0-9]{4}$", _("Four digits, please."))],
        widget=forms.PasswordInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]{4}"}
        ),
    )


class NewPinForm(PinForm):
    """Chosen just before the device is passed on."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pin"].label = _("Choose a code of four digits")
        self.fields["pin"].help_text = _("You type it again when you get the device back.")


class CorrectionForm(TrialoogForm):
    reason = forms.CharField(
        label=_("What has to be corrected, and why?"),
        max_length=300,
        widget=ShortText(rows=3),
        help_text=_("All three read this, and it stands on the version that is replaced."),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class DoneForm(TrialoogForm):
    words = forms.CharField(
        label=_("How did it go?"), required=False, max_length=300, widget=ShortText(rows=2)
    )


class OtherDateForm(TrialoogForm):
    due_on = forms.DateField(label=_("By"), widget=DateInput)
    reason = forms.CharField(label=_("Why another date?"), max_length=300, widget=ShortText(rows=2))
