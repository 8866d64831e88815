from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import ShortText, TapOne, TrialoogForm
from quality.scan_guide import Topic, guide

CANNOT_SAY = "none"
REMARK = 1000


def value_field(topic: Topic) -> forms.TypedChoiceField:
    """0 to 4 in words, or "I cannot say"."""
    steps = [(str(value), str(words)) for value, words in enumerate(guide().scale)]
    return forms.TypedChoiceField(
        label=str(topic.name),
        choices=[*steps, (CANNOT_SAY, _("I cannot say"))],
        coerce=lambda said: None if said == CANNOT_SAY else int(said),
        empty_value="",
        widget=TapOne(opt_out=[CANNOT_SAY]),
        error_messages={"required": _("Choose an answer; “I cannot say” is one too.")},
    )


class ScanOpenForm(TrialoogForm):
    with_job_content = forms.BooleanField(
        label=_("Also ask what the work itself offers (eight questions more)"), required=False
    )


class ScanViewForm(TrialoogForm):
    """How one sees the workplace: per topic a value and, where wanted, a remark."""

    def __init__(self, *args: Any, topics: tuple[Topic, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        for topic in topics:
            self.fields[topic.key] = value_field(topic)
            self.fields[f"remark-{topic.key}"] = forms.CharField(
                label=_("Remark"), required=False, max_length=REMARK, widget=ShortText(rows=2)
            )

    @property
    def rows(self) -> list[tuple[Topic, forms.BoundField, forms.BoundField]]:
        """(topic, value, remark) in order, for the page."""
        return [(one, self[one.key], self[f"remark-{one.key}"]) for one in self.topics]

    def said(self) -> dict[str, Mapping[str, Any]]:
        """As `scans.give_view` takes it."""
        keys = [topic.key for topic in self.topics]
        return {
            "values": {key: self.cleaned_data[key] for key in keys},
            "remarks": {key: self.cleaned_data[f"remark-{key}"] for key in keys},
        }
