"""What one party says and types to sign, on screen or with a paper, or to refuse."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from config import clock
from config.forms import DateInput, ShortText, TrialoogForm
from placements.models import Agreement

# Without HEIC an iPhone hands its photos over as JPEG.
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"


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


class SignManyForm(TrialoogForm):
    """One name for several agreements; each has a box of its own, which carries the hash of the
    document that was on the page: `said` gives agreement -> hash for those that were ticked."""

    typed_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("Type it in full, once; it is your signature under each one you ticked."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args, waiting: Sequence[Agreement], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.said:
            raise forms.ValidationError(_("Tick at least one agreement."), code="none-ticked")
        return cleaned

    @property
    def said(self) -> dict[Agreement, str]:
        ticked = {one: self.data.get(f"agree-{one.pk}", "") for one in self.waiting}
        return {agreement: sha256 for agreement, sha256 in ticked.items() if sha256}


class RefuseForm(TrialoogForm):
    reason = forms.CharField(
        label=_("Why do you not sign?"),
        max_length=300,
        help_text=_("The other parties and the coordinator read this."),
        widget=ShortText,
    )


class ScanForm(TrialoogForm):
    """A paper that was signed by hand; the action looks at what is in the file."""

    file = forms.FileField(
        label=_("A scan or photo of the signed paper"),
        allow_empty_file=True,  # the sentence about it comes from where files are looked at
        help_text=_("All pages in one PDF, or a photo of the page with the signature."),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPT}),
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = clock.today


class ScanCheckForm(TrialoogForm):
    """Take the scan, or send it back with a reason."""

    say_optional = False
    verdict = forms.ChoiceField(choices=[("accept", ""), ("reject", "")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=300,
        required=False,
        help_text=_("Only when you do not take it; whoever signed reads this."),
        widget=ShortText(rows=2),
    )

    layout = ("reason",)
