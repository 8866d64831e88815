"""What one prepares in private, and a point for the agenda."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import TrialoogForm, Words
from placements.preparation_guides import Question

LONGEST = 4000


class PreparationForm(TrialoogForm):
    """A field for each question of the guide; `seen_version` is the version the text builds on."""

    say_optional = False
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, questions: Sequence[Question], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [one.key for one in questions]
        for one in questions:
            self.fields[one.key] = forms.CharField(
                label=one.words,
                required=False,
                max_length=LONGEST,
                strip=False,
                widget=Words(rows=3),
            )

    @property
    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.keys}


class AgendaPointForm(TrialoogForm):
    text = forms.CharField(label=_("What do you want to talk about?"), max_length=300)
