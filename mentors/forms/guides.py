from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config.forms import TapOne, TrialoogForm, Words
from mentors.actions.guides import WORDS
from mentors.enums import GuideMoment
from mentors.models import GuideVersion
from mentors.rules.guides import LONGEST

READERS = [(role.value, role.label) for role in Role if role != Role.TEACHER]
HOW = _("An empty line starts a paragraph. “# ” makes a heading, “- ” a list, “1. ” a step.")


class GuideForm(TrialoogForm):
    """The words of a guide in both languages; `seen` is the version they were written over."""

    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=160)
    body_nl = forms.CharField(
        label=_("Text in Dutch"), help_text=HOW, widget=Words(rows=14), max_length=LONGEST
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=160)
    body_en = forms.CharField(
        label=_("Text in English"), help_text=HOW, widget=Words(rows=14), max_length=LONGEST
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS}

    def as_version(self) -> GuideVersion:
        """What was typed as it would read, to look at; it is not kept."""
        return GuideVersion(**self.words())


class NewGuideForm(GuideForm):
    role = forms.ChoiceField(label=_("For whom"), choices=READERS, widget=TapOne)
    moment = forms.ChoiceField(label=_("When"), choices=GuideMoment.choices, widget=TapOne)
    field_order = ("role", "moment")

    def place(self) -> dict[str, Any]:
        return {"role": self.cleaned_data["role"], "moment": self.cleaned_data["moment"]}
