"""Fewer days: the student's proposal, the mentor's advice, the coach's decision."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from competences.models import Competence
from config.forms import ShortText, TapMany, TapOne, TrialoogForm, Words
from placements.enums import Advice, ShorteningState
from placements.models import Trialogue


class ProposalForm(TrialoogForm):
    competences = forms.ModelMultipleChoiceField(
        label=_("Which competences do you master already?"),
        queryset=Competence.objects.none(),
        widget=TapMany,
        help_text=_("You find those here that you rated at their target level yourself."),
    )
    reason = forms.CharField(
        label=_("Which time do you no longer need, and what will you use it for?"),
        max_length=4000,
        widget=Words(rows=4),
    )

    def __init__(self, *args, at_target: Sequence[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competences"].queryset = Competence.objects.filter(pk__in=at_target)


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
