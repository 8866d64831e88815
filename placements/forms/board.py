"""Asking somebody for the next step, letting a line rest, and what a student tells the coach."""

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config import clock
from config.forms import DateInput, ShortText, TapOne, TrialoogForm, Words
from placements.rules import nudges, quiet_words, snoozes


class NudgeForm(TrialoogForm):
    """`people` who can be asked; a choice only where there is one to make."""

    person = forms.ChoiceField(label=_("Whom do you ask?"), widget=TapOne)
    words = forms.CharField(
        label=_("What do you ask?"),
        max_length=nudges.LONGEST,
        widget=ShortText(rows=2),
        help_text=_("It goes out in these words, with your name."),
    )

    def __init__(self, *args, people: Sequence[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["autofocus"] = True  # in the panel the eye goes there
        self.people = {str(person.pk): person for person in people}
        field = self.fields["person"]
        field.choices = [(key, person.first_name) for key, person in self.people.items()]
        if len(people) == 1:
            field.widget = forms.HiddenInput()

    def clean_person(self) -> User:
        return self.people[self.cleaned_data["person"]]


class SnoozeForm(TrialoogForm):
    until = forms.DateField(label=_("Rests until"), widget=DateInput)
    reason = forms.CharField(
        label=_("Why can it rest?"),
        max_length=300,
        widget=ShortText(rows=2),
        help_text=_("Only you read this."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["until"].widget.attrs |= {
            "min": (today + dt.timedelta(days=1)).isoformat(),
            "max": (today + snoozes.LONGEST).isoformat(),
        }


class QuietWordForm(TrialoogForm):
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=quiet_words.LONGEST,
        widget=Words(rows=5),
        help_text=_("You need not explain anything. Empty says: I would like to talk."),
    )


class AnswerForm(TrialoogForm):
    answer = forms.CharField(
        label=_("Your answer"),
        required=False,
        max_length=quiet_words.LONGEST,
        widget=Words(rows=4),
        help_text=_("Only the student reads it. A moment to meet or call is often enough."),
    )
