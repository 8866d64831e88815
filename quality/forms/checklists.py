from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config.forms import ShortText, TapMany, TapOne, TrialoogForm
from quality.enums import AnswerValue, Level, Weight
from quality.models import Question
from quality.overviews import Point


class AnswersForm(TrialoogForm):
    """The points asked of the reader on one page; only what differs from before is said again."""

    say_optional = False

    def __init__(self, *args: Any, points: list[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            said = point.mine
            self.fields[f"value-{point.item.pk}"] = forms.ChoiceField(
                label=point.item.name,
                choices=AnswerValue.choices,
                widget=TapOne(opt_out=[AnswerValue.NOT_APPLICABLE]),
                required=False,
                initial=said.value if said else "",
            )
            self.fields[f"remark-{point.item.pk}"] = forms.CharField(
                label=_("Remark"),
                widget=ShortText(rows=2),
                required=False,
                max_length=1000,
                initial=said.remark if said else "",
            )

    def rows(self) -> list[tuple[Point, Any, Any]]:
        """(point, answer field, remark field) in order, for the page."""
        return [
            (point, self[f"value-{point.item.pk}"], self[f"remark-{point.item.pk}"])
            for point in self.points
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for point in self.points:
            said, remark = (cleaned.get(f"{part}-{point.item.pk}") for part in ("value", "remark"))
            if remark and not said:
                self.add_error(
                    f"value-{point.item.pk}", _("Choose an answer to go with your remark.")
                )
        return cleaned

    def changed_answers(self) -> list[tuple[Point, str, str]]:
        """What is new or different: (point, value, remark)."""
        found = []
        for point in self.points:
            value, remark = (
                self.cleaned_data.get(f"{part}-{point.item.pk}", "") for part in ("value", "remark")
            )
            said = point.mine
            before = (said.value, said.remark) if said else ("", "")
            if value and (value, remark) != before:
                found.append((point, value, remark))
        return found


class PointForm(TrialoogForm):
    """A point of the checklist as the institution words it."""

    name_nl = forms.CharField(label=_("In Dutch"), widget=ShortText(rows=2), max_length=400)
    name_en = forms.CharField(label=_("In English"), widget=ShortText(rows=2), max_length=400)
    weight = forms.ChoiceField(label=_("Weight"), choices=Weight.choices, widget=TapOne)
    parties = forms.MultipleChoiceField(
        label=_("Who answers"),
        choices=[(role.value, role.label) for role in Role if role != Role.TEACHER],
        widget=TapMany,
    )


class NewPointForm(PointForm):
    question = forms.ModelChoiceField(
        label=_("Under which question"), queryset=None, empty_label=_("Choose a question")
    )
    level = forms.ChoiceField(
        label=_("What it is about"),
        choices=Level.choices,
        widget=TapOne,
        initial=Level.PLACEMENT,
    )
    field_order = ["question", "name_nl", "name_en", "weight", "level", "parties"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = Question.objects.all()
