from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.forms import DateInput, ShortText, TapOne, TrialoogForm
from placements.models import FactCheck
from placements.overviews.fact_checks import CheckedFact, lines
from placements.rules.fact_checks import tidy
from placements.rules.facts import LONGEST

RIGHT, OTHERWISE = "right", "otherwise"
TAKE, DECLINE = "take", "decline"
TRUE = {"email": forms.EmailInput, "date": DateInput}


class FactsForm(TrialoogForm):
    """Per fact what it should be, and a word why; left alone they are right. Which button was
    pressed (`say`) must fit what stands there."""

    say_optional = False

    remark = forms.CharField(
        label=_("Something else?"), max_length=500, required=False, widget=ShortText
    )

    def __init__(self, *args: Any, check: FactCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check
        self.said = self.data.get("say", "")
        for line in lines(check):
            self._add(line)

    def _add(self, line: CheckedFact) -> None:
        key, label = line.fact.key, line.fact.label
        if line.fact.correctable:
            self.fields[key] = forms.CharField(
                label=_("It should be"),
                max_length=line.fact.longest,
                required=False,
                initial=self.check.facts[key],
                widget=TRUE.get(line.fact.kind, forms.TextInput)(attrs={"aria-label": label}),
            )
        self.fields[f"{key}_why"] = forms.CharField(
            label=_("Remark"), max_length=LONGEST, required=False
        )

    def rows(self) -> list[tuple[CheckedFact, Any, Any]]:
        """Each fact with its two fields, the first None where only a remark is possible."""
        return [
            (
                line,
                self[line.fact.key] if line.fact.key in self.fields else None,
                self[f"{line.fact.key}_why"],
            )
            for line in lines(self.check)
        ]

    def corrections(self) -> dict[str, dict[str, str]]:
        said = {
            key: {
                "value": self.cleaned_data.get(key, ""),
                "why": self.cleaned_data.get(f"{key}_why", ""),
            }
            for key in self.check.facts
        }
        return tidy(self.check.facts, said)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            corrected = bool(self.corrections())
            if self.said == RIGHT and corrected:
                raise ValidationError(
                    _("You changed something. Send your corrections, or set it back first."),
                    code="changed",
                )
            if self.said != RIGHT and not corrected:
                raise ValidationError(
                    _("Nothing is otherwise yet. Open a fact that is not right, and change it."),
                    code="unchanged",
                )
        return cleaned


class AnswerForm(TrialoogForm):
    """Each correction taken, or declined with a reason."""

    say_optional = False

    def __init__(self, *args: Any, corrected: list[CheckedFact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.corrected = corrected
        for line in corrected:
            take = _("Take it") if line.value else _("Seen to")
            self.fields[line.fact.key] = forms.ChoiceField(
                label=line.fact.label,
                choices=[(TAKE, take), (DECLINE, _("Decline"))],
                widget=TapOne(even=True),
            )
            self.fields[f"{line.fact.key}_why"] = forms.CharField(
                label=_("Why not, if you decline it"), max_length=LONGEST, required=False
            )

    def rows(self) -> list[tuple[CheckedFact, Any, Any]]:
        return [
            (line, self[line.fact.key], self[f"{line.fact.key}_why"]) for line in self.corrected
        ]

    def answers(self) -> dict[str, dict[str, Any]]:
        return {
            line.fact.key: {
                "taken": self.cleaned_data[line.fact.key] == TAKE,
                "why": self.cleaned_data[f"{line.fact.key}_why"],
            }
            for line in self.corrected
        }
