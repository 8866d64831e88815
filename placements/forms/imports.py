"""Choosing a list, and saying which of its columns holds what."""

from collections.abc import Mapping
from itertools import islice

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.forms import TrialoogForm
from config.tables import Table
from placements.importers.cells import clean
from placements.importers.fields import FIELDS

GROUPS = (
    (
        gettext_lazy("Student"),
        [
            "student_number",
            "first_name",
            "last_name",
            "student_email",
            "programme",
            "course_unit",
            "academic_year",
            "persona",
            "has_working_student_status",
            "distance_track",
        ],
    ),
    (
        gettext_lazy("Workplace"),
        [
            "organisation",
            "company_number",
            "street",
            "postcode",
            "city",
            "contact_name",
            "contact_email",
        ],
    ),
    (
        gettext_lazy("Mentor and coach"),
        [
            "mentor_first_name",
            "mentor_last_name",
            "mentor_email",
            "mentor_phone",
            "coach_name",
            "coach_email",
        ],
    ),
    (gettext_lazy("Period"), ["starts_on", "ends_on", "required_days", "weekdays"]),
)
SAMPLES, LONGEST_SAMPLE, LONGEST_NAME = 2, 28, 40


class RosterFileForm(TrialoogForm):
    file = forms.FileField(
        label=gettext_lazy("Your list"),
        help_text=gettext_lazy("A CSV or XLSX file, with the names of the columns on one line."),
        widget=forms.FileInput(
            attrs={
                "class": "form-control",
                "accept": ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument"
                ".spreadsheetml.sheet",
            }
        ),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.ROSTER_MAX_BYTES:
            limit = settings.ROSTER_MAX_BYTES // 1024**2
            raise ValidationError(_("This file is larger than %(limit)s MB.") % {"limit": limit})
        return file


class RosterColumnsForm(TrialoogForm):
    """A choice of columns for every field; each column is shown with what stands in it."""

    def __init__(self, *args, table: Table, mapping: Mapping[str, int], **kwargs) -> None:
        super().__init__(*args, initial=dict(mapping), **kwargs)
        columns = [(number, _described(table, number)) for number in range(len(table.header))]
        for known in FIELDS:
            self.fields[known.name] = forms.TypedChoiceField(
                label=known.label,
                choices=[("", _("no column")), *columns],
                coerce=int,
                empty_value=None,
                required=known.required,
                error_messages={
                    "required": _("Choose the column that holds “%(field)s”.")
                    % {"field": known.label}
                },
            )

    @property
    def mapping(self) -> dict[str, int]:
        """Field name to column number, of the fields that have a column."""
        chosen = self.cleaned_data
        return {known.name: chosen[known.name] for known in FIELDS
                if chosen.get(known.name) is not None}  # fmt: skip

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    @property
    def missing(self) -> list[str]:
        """Labels of the required fields for which no column was recognised."""
        return [
            str(known.label)
            for known in FIELDS
            if known.required and known.name not in self.initial
        ]


def _described(table: Table, column: int) -> str:
    """“Start: 07/11/2026, 26/09/2026”."""
    filled = (clean(row.cells[column]) for row in table.rows)
    samples = islice(
        dict.fromkeys(Truncator(value).chars(LONGEST_SAMPLE) for value in filled if value), SAMPLES
    )
    shown = ", ".join(samples)
    name = Truncator(table.column_name(column)).chars(LONGEST_NAME)
    return f"{name}: {shown}" if shown else name
