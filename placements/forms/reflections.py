"""Looking back: a question if one likes, or steps, words, and always beside them who reads this."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.forms import AudienceChoice, ShortText, TapOne, TrialoogForm, Words
from placements.enums import Audience
from placements.models import Placement, Reflection
from placements.overviews.prompts import Asked, recall_for
from placements.overviews.reflections import audiences
from placements.reflection_models import FREE, REST, Way, whole
from placements.rules.reflections import READERS

LONGEST = 10_000
PART = "part-"


class ReflectionForm(TrialoogForm):
    """`optional=True` beside a day: without words nothing is kept. `way`: its steps are fields of
    their own, and `text` is what belongs to none of them."""

    say_optional = False
    prompt = forms.ChoiceField(
        label=gettext_lazy("Questions that fit this moment"),
        required=False,
        widget=TapOne(
            attrs={
                "hx-get": "?",
                "hx-target": "#question",
                "hx-select": "#question",
                "hx-swap": "outerHTML",
            }
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("My reflection"), widget=Words, required=False, max_length=LONGEST
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who reads this?"), widget=AudienceChoice(voices=READERS)
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args,
        placement: Placement,
        prompts: Sequence[Asked] = (),
        optional: bool = False,
        way: Way = FREE,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.way, self.optional = way, optional
        self.prompts = {prompt.key: prompt for prompt in prompts}
        # What was offered when the page was opened may have changed meanwhile.
        sent = self.data.get(self.add_prefix("prompt"), "")
        if sent and sent not in self.prompts and (answered := recall_for(placement, sent)):
            self.prompts[sent] = answered
        self.fields["prompt"].choices = [
            *((prompt.key, str(prompt)) for prompt in self.prompts.values()),
            ("", _("No question, just my words")),
        ]
        self.fields["audience"].choices = audiences(placement)
        self.fields["audience"].initial = Audience.COACH
        self.fields["key"].initial = uuid.uuid4
        self.fields["text"].required = not optional and not way.steps
        if not prompts or way.steps:
            del self.fields["prompt"]
        if way.steps:
            self._ask_in_steps()

    def _ask_in_steps(self) -> None:
        for step in self.way.steps:
            self.fields[f"{PART}{step.key}"] = forms.CharField(
                label=str(step), widget=Words(rows=3), required=False, max_length=LONGEST
            )
        text = self.fields["text"]
        text.label = _("Anything else you want to keep")
        text.widget = Words(rows=2)

    @property
    def steps(self) -> list[forms.BoundField]:
        return [self[f"{PART}{step.key}"] for step in self.way.steps]

    @property
    def question(self) -> Asked | None:
        """The question on top: the one chosen, else the most fitting."""
        chosen = self["prompt"].value() if "prompt" in self.fields else ""
        return self.prompts.get(chosen or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.way.steps and not self.errors and not self.parts and not self.optional:
            # Under the first step: that is where one begins.
            self.add_error(self.steps[0].name, _("Write at least one sentence."))
        return cleaned

    @property
    def parts(self) -> dict[str, str]:
        """The words of each step that has some, and of what stands apart; {} for free words."""
        if not self.way.steps:
            return {}
        named = {step.key: f"{PART}{step.key}" for step in self.way.steps} | {REST: "text"}
        said = {key: (self.cleaned_data.get(name) or "").strip() for key, name in named.items()}
        return {key: words for key, words in said.items() if words}

    @property
    def said(self) -> dict[str, Any]:
        """What `reflections.change` keeps."""
        text = whole(self.way, self.parts) if self.way.steps else self.cleaned_data["text"]
        return {
            "text": text,
            "audience": self.cleaned_data["audience"],
            "model": self.way.code,
            "parts": self.parts,
        }


def initial_of(reflection: Reflection, way: Way) -> dict[str, Any]:
    """A reflection in the fields of its way; whatever has no step there stays in view."""
    known = {step.key for step in way.steps} | {REST}
    if not way.steps or not set(reflection.parts) <= known:
        return {"text": reflection.text, "audience": reflection.audience}
    steps = {f"{PART}{key}": words for key, words in reflection.parts.items() if key != REST}
    rest = reflection.parts.get(REST, "")
    return {**steps, "text": rest, "audience": reflection.audience}


def carried(data: Mapping[str, str], came_from: Way) -> dict[str, Any]:
    """What was typed in one way, for the fields of another: no word is lost on the way."""
    parts = {step.key: data.get(f"{PART}{step.key}", "").strip() for step in came_from.steps}
    parts[REST] = data.get("text", "").strip()
    kept = {name: data[name] for name in ("prompt", "audience", "key") if data.get(name)}
    return {**kept, "text": whole(came_from, {key: said for key, said in parts.items() if said})}


class CommentForm(TrialoogForm):
    """A few words under a reflection."""

    text = forms.CharField(
        label=gettext_lazy("Say something about it"), widget=ShortText, max_length=4000
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
