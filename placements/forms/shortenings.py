"""Fewer days: the student's proposal, the mentor's advice, the coach's decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competences.models import Competence, Evidence
from config.forms import ShortText, TapMany, TapOne, TrialoogForm, Words
from placements.enums import Advice, ShorteningState
from placements.models import Trialogue
from placements.overviews.shortenings import Choices
from placements.rules.shortening import Content


class PiecesField(forms.ModelMultipleChoiceField):
    """Pieces of evidence by their name."""

    widget = TapMany

    def label_from_instance(self, obj: Evidence) -> str:
        return obj.title


class ProposalForm(TrialoogForm):
    """What the student proposes. Evidence that only the coach sees is apart, with what choosing it
    means; `evidence` of the cleaned data holds both."""

    competences = forms.ModelMultipleChoiceField(
        label=_("Which competences do you master already?"),
        queryset=Competence.objects.none(),
        widget=TapMany,
        help_text=_("You find those here that you rated at their target level yourself."),
    )
    reason = forms.CharField(
        label=_("Which time do you no longer need, and why?"), max_length=4000, widget=Words(rows=4)
    )
    evidence = PiecesField(
        label=_("What shows it?"),
        queryset=Evidence.objects.none(),
        required=False,
        help_text=_("Of your evidence, what all three of you can see. You may leave this."),
    )
    evidence_to_open = PiecesField(
        label=_("Evidence between you and your coach"),
        queryset=Evidence.objects.none(),
        required=False,
        help_text=_("If you choose a piece here, you open it to all three of you."),
    )
    freed_time_for = forms.CharField(
        label=_("What will you use the freed time for?"),
        max_length=2000,
        widget=Words(rows=3),
        help_text=_("For instance a course you follow, or a task you want to learn elsewhere."),
    )

    def __init__(self, *args, choices: Choices, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competences"].queryset = Competence.objects.filter(pk__in=choices.mastered)
        for name, pieces in (
            ("evidence", choices.open_to_all),
            ("evidence_to_open", choices.with_coach),
        ):
            if pieces:
                keys = [piece.pk for piece in pieces]
                self.fields[name].queryset = Evidence.objects.filter(pk__in=keys)
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        pieces = [*cleaned.get("evidence", ()), *cleaned.pop("evidence_to_open", ())]
        return cleaned | {"evidence": pieces}

    @property
    def content(self) -> Content:
        """What is filled in so far, whether or not it is complete; the form was validated."""
        said = self.cleaned_data
        return Content(
            reason=said.get("reason", ""),
            freed_time_for=said.get("freed_time_for", ""),
            competences=[one.pk for one in said.get("competences", ())],
            evidence=said.get("evidence", ()),
        )


class AdviceForm(TrialoogForm):
    advice = forms.ChoiceField(
        label=_("Is it feasible?"),
        choices=[
            (Advice.AGREES.value, _("I see it as feasible")),
            (Advice.DOUBTS.value, _("I have doubts")),
        ],
        widget=TapOne(even=True),
    )
    words = forms.CharField(
        label=_("In one sentence: what do you base this on?"),
        required=False,
        max_length=2000,
        widget=ShortText(rows=2),
    )


class DecisionForm(TrialoogForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (ShorteningState.RATIFIED.value, _("I agree")),
            (ShorteningState.REFUSED.value, _("I do not agree")),
        ],
        widget=TapOne(even=True),
    )
    words = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2000,
        widget=ShortText(rows=2),
        help_text=_("Needed when you do not agree. All three read it."),
    )


class RevokeForm(TrialoogForm):
    trialogue = forms.ModelChoiceField(
        label=_("In which meeting was this decided?"),
        queryset=Trialogue.objects.none(),
        empty_label=None,
    )
    reason = forms.CharField(
        label=_("Which competences were not reached?"), max_length=2000, widget=ShortText(rows=3)
    )

    def __init__(self, *args, meetings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trialogue"].queryset = meetings
