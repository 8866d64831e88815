"""A framework file, and the programme it is for."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competences.importers.reading import MAX_BYTES
from competences.models import Programme
from config.forms import TrialoogForm

ACCEPTED = ".xlsx,.csv,.txt,.json,.yaml,.yml"


class FrameworkFileForm(TrialoogForm):
    """A file with a framework, and the programme it is for."""

    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A spreadsheet, or a file from the VKS, CASE or Moodle: see below."),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPTED}),
        error_messages={"empty": _("This file is empty.")},
    )

    def __init__(self, *args, programmes: QuerySet[Programme], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            limit = MAX_BYTES // 1024**2
            raise ValidationError(_("This file is larger than %(limit)s MB.") % {"limit": limit})
        return file
