from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.forms import TrialoogForm

LONGEST = 100


class FileForm(TrialoogForm):
    """A paper as it was received."""

    file = forms.FileField(
        label=gettext_lazy("The PDF"),
        help_text=gettext_lazy("We look at it and forget it at once."),
        max_length=255,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.VERIFY_MAX_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %(size)s. Our papers are smaller.")
                % {"size": filesizeformat(settings.VERIFY_MAX_BYTES)},
                code="too_large",
            )
        return file


class CodeForm(TrialoogForm):
    """What stands at the foot of every page of a paper."""

    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy("Such as OVK-2026-0417-1."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("The 26 letters and digits at the end of the address."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
