from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import TrialoogForm


class SignForm(TrialoogForm):
    """What one party says and types; `sha256` names the bytes that were on the screen."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    typed_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("Type it in full; this is your signature."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agree = forms.BooleanField(error_messages={"required": _("Tick this if you agree.")})

    layout = ("typed_name", "agree")

    def __init__(self, *args, statement: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = statement
