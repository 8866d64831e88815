"""What a coordinator writes for looking back: a way in steps, an example."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.forms import ShortText, TapOne, TrialoogForm, Words
from placements.actions.looking_back import ExampleContent, WayContent
from placements.enums import ReflectionDepth, ReflectionDimension
from placements.models import ReflectionExample, ReflectionModel

LONGEST = 4000


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


class WayForm(TrialoogForm):
    """A name, and a question on each line, in both languages."""

    layout = (Div("name_nl", "name_en", css_class="field-row"), "steps_nl", "steps_en")
    name_nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100, required=False)
    steps_nl = forms.CharField(
        label=gettext_lazy("Steps in Dutch"),
        help_text=gettext_lazy("One question on each line, two to eight of them."),
        widget=ShortText(rows=6),
        max_length=LONGEST,
    )
    steps_en = forms.CharField(
        label=gettext_lazy("Steps in English"),
        help_text=gettext_lazy("The same questions in the same order."),
        widget=ShortText(rows=6),
        max_length=LONGEST,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        dutch, english = _lines(cleaned.get("steps_nl", "")), _lines(cleaned.get("steps_en", ""))
        if english and len(english) != len(dutch):
            raise ValidationError({"steps_en": _("Give as many steps here as in Dutch, or none.")})
        pairs = zip(dutch, english or [""] * len(dutch), strict=True)
        return cleaned | {"steps": list(pairs)}

    @property
    def content(self) -> WayContent:
        said = self.cleaned_data
        return WayContent(said["name_nl"], said["name_en"], said["steps"])


def way_initial(way: ReflectionModel) -> dict[str, str]:
    return {
        "name_nl": way.name_nl,
        "name_en": way.name_en,
        "steps_nl": "\n".join(step["nl"] for step in way.steps),
        "steps_en": "\n".join(step["en"] for step in way.steps),
    }


class ExampleForm(TrialoogForm):
    """Of no real student, or with consent: the page says so above the form."""

    dimension = forms.ChoiceField(
        label=gettext_lazy("Which side of the work does it look at?"),
        choices=ReflectionDimension.choices,
        widget=TapOne,
    )
    depth = forms.ChoiceField(
        label=gettext_lazy("How deep does it ask?"), choices=ReflectionDepth.choices, widget=TapOne
    )
    text_nl = forms.CharField(
        label=gettext_lazy("The example in Dutch"), widget=Words, max_length=LONGEST
    )
    why_nl = forms.CharField(
        label=gettext_lazy("What makes it a good one, in Dutch"), widget=ShortText, max_length=1000
    )
    text_en = forms.CharField(
        label=gettext_lazy("The example in English"),
        widget=Words,
        max_length=LONGEST,
        required=False,
    )
    why_en = forms.CharField(
        label=gettext_lazy("What makes it a good one, in English"),
        widget=ShortText,
        max_length=1000,
        required=False,
    )

    @property
    def content(self) -> ExampleContent:
        return ExampleContent(**self.cleaned_data)


def example_initial(example: ReflectionExample) -> dict[str, str]:
    return {name: getattr(example, name) for name in ExampleForm.base_fields}
