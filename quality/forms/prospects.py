from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import DateInput, ShortText, TapOne, TrialoogForm
from quality.actions.prospects import Met
from quality.enums import ContactWay, ProspectKind


class ProspectForm(TrialoogForm):
    """Somebody met on the way, and to what they agreed."""

    kind = forms.ChoiceField(
        label=_("Who is it?"), choices=ProspectKind.choices, widget=TapOne(even=True)
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    interest = forms.CharField(label=_("What interests them"), max_length=300, required=False)
    purpose = forms.CharField(
        label=_("For what may we contact them?"),
        max_length=300,
        help_text=_("For that and nothing else."),
    )
    consent_words = forms.CharField(
        label=_("What did they agree to, in their words?"), max_length=300
    )
    forget_on = forms.DateField(
        label=_("When is the purpose over?"),
        widget=DateInput,
        help_text=_("On that day everything about them is deleted."),
    )
    allowed = forms.BooleanField(label=_("They said yes to being on this list"), required=False)

    @property
    def met(self) -> Met:
        said = self.cleaned_data
        return Met(**{name: value for name, value in said.items() if name != "allowed"})


class ContactForm(TrialoogForm):
    way = forms.ChoiceField(label=_("How"), choices=ContactWay.choices, widget=TapOne(even=True))
    words = forms.CharField(label=_("What was said"), widget=ShortText(rows=2), max_length=500)
