"""What one fills in around a visit."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competences.forms.evidence import ACCEPT
from config.forms import DateInput, ShortText, TapOne, TimeInput, TrialoogForm
from config.pdf_visit import VisitFollowUp
from quality.actions.visits import Contact, Moment
from quality.documents.visits import Written
from quality.models import Visit
from quality.overviews.visit_notes import NotedTheme
from quality.visit_guide import questions

TO_DO_ROWS = range(1, 5)
LONGEST = 4000


class VisitForm(TrialoogForm):
    """Whom one meets, and when; without a day it is a wish."""

    date = forms.DateField(label=_("Day"), widget=DateInput, required=False)
    starts = forms.TimeField(label=_("From"), widget=TimeInput, required=False)
    ends = forms.TimeField(label=_("Until"), widget=TimeInput, required=False)
    place = forms.CharField(label=_("Place, if it is elsewhere"), max_length=200, required=False)
    contact_name = forms.CharField(label=_("Whom will you meet?"), max_length=200)
    contact_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("The confirmation with the calendar file goes there."),
    )
    contact_phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES, widget=TapOne(even=True)
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("date") and not self.errors:
            if not (said["starts"] and said["ends"]):
                self.add_error("starts", _("Say from when and until when."))
            elif said["ends"] <= said["starts"]:
                self.add_error("ends", _("It ends before it starts."))
        return said

    @property
    def contact(self) -> Contact:
        names = ("contact_name", "contact_email", "contact_phone", "language")
        return Contact(**{name: self.cleaned_data[name] for name in names})

    @property
    def moment(self) -> Moment | None:
        said = self.cleaned_data
        if not said["date"]:
            return None
        starts, ends = (
            timezone.make_aware(dt.datetime.combine(said["date"], said[name]))
            for name in ("starts", "ends")
        )
        return Moment(starts, ends, said["place"])


def initial_of(visit: Visit) -> dict[str, Any]:
    names = ("place", "contact_name", "contact_email", "contact_phone", "language")
    found = {name: getattr(visit, name) for name in names}
    if visit.starts_at and visit.ends_at:
        starts, ends = timezone.localtime(visit.starts_at), timezone.localtime(visit.ends_at)
        found |= {"date": starts.date(), "starts": starts.time(), "ends": ends.time()}
    return found


class PlanForm(VisitForm):
    """The same with a moment."""

    date = forms.DateField(label=_("Day"), widget=DateInput)
    starts = forms.TimeField(label=_("From"), widget=TimeInput)
    ends = forms.TimeField(label=_("Until"), widget=TimeInput)
    field_order = ["date", "starts", "ends"]


class CancelVisitForm(TrialoogForm):
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("They read it in the mail that says so.")
    )


class NotesForm(TrialoogForm):
    """A field for each question, with the revision on which it builds."""

    say_optional = False

    def __init__(self, *args: Any, noted: list[NotedTheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme in noted:
            for note in theme.notes:
                self.fields[note.question.key] = forms.CharField(
                    label=str(note.question),
                    required=False,
                    strip=False,
                    max_length=LONGEST,
                    initial=note.text,
                    widget=ShortText(rows=3),
                )
                self.fields[f"seen-{note.question.key}"] = forms.IntegerField(
                    min_value=0, initial=note.revision, required=False, widget=forms.HiddenInput
                )

    @property
    def texts(self) -> dict[str, str]:
        """What was sent; a field that was not sent stays as it is."""
        return {one.key: self.cleaned_data[one.key] for one in questions() if one.key in self.data}

    @property
    def seen(self) -> dict[str, int]:
        return {one.key: self.cleaned_data[f"seen-{one.key}"] or 0 for one in questions()}


class ThankForm(TrialoogForm):
    words = forms.CharField(
        label=_("Your words"),
        widget=ShortText(rows=6),
        max_length=LONGEST,
        required=False,
        help_text=_("They go by mail, with your name; an answer comes to you."),
    )
    by_mail = forms.BooleanField(
        label=_("Send it by mail; without this we only note that you thanked them"),
        required=False,
        initial=True,
    )


class ReportForm(TrialoogForm):
    """The report, theme by theme; it begins with what the visitor noted, a line for each point."""

    say_optional = False
    summary = forms.CharField(
        label=_("In short"), widget=ShortText(rows=3), max_length=2000, required=False
    )
    hosts = forms.CharField(
        label=_("Whom you spoke with"),
        widget=ShortText(rows=2),
        required=False,
        max_length=1000,
        help_text=_("One on a line: name, function."),
    )
    readiness = forms.CharField(label=_("Hosts students"), max_length=200, required=False)

    def __init__(self, *args: Any, noted: list[NotedTheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [one.theme.name.key for one in noted]
        for one in noted:
            self.fields[f"theme-{one.theme.name.key}"] = forms.CharField(
                label=str(one.theme.name),
                required=False,
                max_length=LONGEST * 2,
                initial="\n".join(one.points),
                widget=ShortText(rows=max(2, len(one.points) + 1)),
            )
        for row in TO_DO_ROWS:
            self.fields[f"what-{row}"] = forms.CharField(
                label=_("What"), max_length=300, required=False
            )
            self.fields[f"who-{row}"] = forms.CharField(
                label=_("Who"), max_length=100, required=False
            )
            self.fields[f"due-{row}"] = forms.DateField(
                label=_("By when"), widget=DateInput, required=False
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for row in TO_DO_ROWS:
            if said.get(f"what-{row}") and not said.get(f"who-{row}"):
                self.add_error(f"who-{row}", _("Write who does it."))
        return said

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("summary", "hosts", "readiness")]

    @property
    def theme_fields(self) -> list[forms.BoundField]:
        return [self[f"theme-{key}"] for key in self.keys]

    @property
    def to_do_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}-{row}"] for name in ("what", "who", "due")] for row in TO_DO_ROWS]

    @property
    def to_do(self) -> tuple[VisitFollowUp, ...]:
        said = self.cleaned_data
        return tuple(
            VisitFollowUp(what=what, who=said[f"who-{row}"], due=said[f"due-{row}"])
            for row in TO_DO_ROWS
            if (what := said[f"what-{row}"])
        )

    @property
    def written(self) -> Written:
        said = self.cleaned_data
        hosts = [line.partition(",") for line in said["hosts"].splitlines() if line.strip()]
        return Written(
            summary=said["summary"],
            points={key: said[f"theme-{key}"] for key in self.keys},
            hosts=tuple((name.strip(), function.strip()) for name, _comma, function in hosts),
            readiness=said["readiness"],
            to_do=self.to_do,
        )


class ConsentForm(TrialoogForm):
    """Who allowed what, in words or as a photo."""

    person_name = forms.CharField(label=_("Who allowed it"), max_length=200)
    person_email = forms.EmailField(label=_("E-mail address"), required=False)
    purpose = forms.CharField(
        label=_("For what"), max_length=300, help_text=_("As you asked it: the site, a folder, …")
    )
    allowed = forms.BooleanField(
        label=_("They said yes, and know that they can take it back at any time"), required=False
    )


class TestimonialForm(ConsentForm):
    words = forms.CharField(
        label=_("What they said"), widget=ShortText(rows=4), max_length=2000, required=False
    )
    field_order = ["words"]


class PhotoForm(ConsentForm):
    file = forms.FileField(
        label=_("Take a photo or choose one"),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPT}),
    )
    field_order = ["file"]
