"""A workplace day as its student tells it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competences.enums import EvidenceAudience
from competences.forms.chips import CompetenceChips
from competences.forms.evidence import READERS as PHOTO_READERS
from competences.forms.evidence import audiences as photo_audiences
from competences.models import Competence
from config.forms import AudienceChoice, DateInput, ShortText, TapOne, TrialoogForm, Words
from placements.actions.days import DayContent
from placements.enums import Workload
from placements.models import Placement, WorkplaceDay

WHOLE, MORNING, AFTERNOON = "whole", "morning", "afternoon"
YES_NO = [("no", _("No")), ("yes", _("Yes"))]


class DayForm(TrialoogForm):
    say_optional = False
    date = forms.DateField(label=_("Which day?"), widget=DateInput)
    part = forms.ChoiceField(
        label=_("How much did you work?"),
        choices=[
            (WHOLE, _("All day")),
            (MORNING, _("Morning")),
            (AFTERNOON, _("Afternoon")),
        ],
        widget=TapOne(even=True),
    )
    tasks = forms.CharField(
        label=_("What did you do?"),
        required=False,
        widget=ShortText,
        help_text=_("A few words are enough. No names of clients."),
        max_length=2000,
    )
    competences = CompetenceChips(
        label=_("What did you practise?"),
        required=False,
        help_text=_("What you chose last stands in front."),
    )
    workload = forms.TypedChoiceField(
        label=_("How much work did you have?"),
        choices=[(value, capfirst(label)) for value, label in Workload.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=TapOne(even=True),
    )
    learnt_something_new = forms.TypedChoiceField(
        label=_("Did you learn something new?"),
        choices=YES_NO,
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=TapOne(even=True),
    )
    got_feedback = forms.TypedChoiceField(
        label=_("Did you get feedback?"),
        choices=YES_NO,
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=TapOne(even=True),
    )

    file = forms.FileField(
        label=_("A photo of your work"),
        required=False,
        allow_empty_file=True,  # the sentence about it comes from where files are looked at
        widget=forms.FileInput(
            attrs={"class": "form-control", "accept": "image/*", "capture": "environment"}
        ),
        help_text=_("No people and no names of clients in the picture."),
    )
    file_audience = forms.ChoiceField(
        label=_("Who may see this photo?"),
        required=False,
        widget=AudienceChoice(voices=PHOTO_READERS),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self,
        *args: Any,
        competences: Sequence[Competence],
        placement: Placement,
        user: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competences"].offer(competences)
        self.fields["file_audience"].choices = photo_audiences(placement.dossier, user)
        self.fields["file_audience"].initial = EvidenceAudience.COACH

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, by the names of the fields and as it came; without the photo."""
        names = [name for name in self.fields if name not in ("file", "file_audience", "key")]
        return {name: self[name].value() for name in names}

    @property
    def content(self) -> DayContent:
        """What was filled in, as the action takes it."""
        cleaned = self.cleaned_data
        return DayContent(
            date=cleaned["date"],
            morning=cleaned["part"] != AFTERNOON,
            afternoon=cleaned["part"] != MORNING,
            tasks=cleaned["tasks"],
            competences=list(cleaned["competences"]),
            workload=cleaned["workload"],
            learnt_something_new=cleaned["learnt_something_new"],
            got_feedback=cleaned["got_feedback"],
        )


def part_of(*, morning: bool, afternoon: bool) -> str:
    """The choice of `part` that says these halves of a day."""
    return WHOLE if morning and afternoon else MORNING if morning else AFTERNOON


def copied(day: WorkplaceDay) -> dict[str, object]:
    """What may be taken over from another day; how it felt belongs to that day alone."""
    said = said_of(day)
    return {name: said[name] for name in ("tasks", "competences")}


def said_of(day: WorkplaceDay) -> dict[str, object]:
    """The form's initial values for a day that was logged before."""

    def yes_no(said: bool | None) -> str:
        return {True: "yes", False: "no", None: ""}[said]

    return {
        "date": day.date,
        "part": part_of(morning=day.morning, afternoon=day.afternoon),
        "tasks": day.tasks,
        "competences": [competence.pk for competence in day.competences.all()],
        "workload": day.workload,
        "learnt_something_new": yes_no(day.learnt_something_new),
        "got_feedback": yes_no(day.got_feedback),
    }


class SettleForm(TrialoogForm):
    """Two texts about one day: one of them, or words of both."""

    say_optional = False
    FIRST, SECOND, BOTH = "first", "second", "both"
    keep = forms.ChoiceField(
        label=_("What does this day say from now on?"),
        choices=[
            (FIRST, _("The first text")),
            (SECOND, _("The second text")),
            (BOTH, _("Words of both")),
        ],
        widget=TapOne(even=True),
    )
    words = forms.CharField(
        label=_("Words of both"),
        required=False,
        max_length=2000,
        widget=Words(rows=6),
        help_text=_("Only used when you choose words of both. Change them as you like."),
    )


class CorrectionForm(TrialoogForm):
    reason = forms.CharField(
        label=_("What has to be corrected?"),
        max_length=2000,
        widget=ShortText(rows=2),
        help_text=_("Your mentor reads this and confirms the day again."),
    )
