"""Looking back: a question if one likes, words, and always beside them who reads this."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from config.forms import AudienceChoice, TapOne, TrialoogForm, Words
from placements.enums import Audience
from placements.models import Placement
from placements.overviews.prompts import Asked, recall_for

READERS = {
    Audience.PRIVATE.value: [Role.STUDENT.value],
    Audience.COACH.value: [Role.STUDENT.value, Role.COACH.value],
    Audience.TRIAD.value: [Role.STUDENT.value, Role.MENTOR.value, Role.COACH.value],
}


def audiences(placement: Placement) -> list[tuple[str, str]]:
    """The three audiences with the names of who reads along."""
    coach = placement.coach.first_name if placement.coach else ""
    mentor = placement.mentor.first_name if placement.mentor else ""
    return [
        (Audience.PRIVATE.value, _("Only me")),
        (Audience.COACH.value, _("Me and my coach %(coach)s") % {"coach": coach}),
        (Audience.TRIAD.value, _("All three of us, %(mentor)s too") % {"mentor": mentor}),
    ]


class ReflectionForm(TrialoogForm):
    """`optional=True` beside a day: without words nothing is kept."""

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
        label=gettext_lazy("My reflection"), widget=Words, required=False, max_length=10_000
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who reads this?"), widget=AudienceChoice(voices=READERS)
    )

    def __init__(
        self,
        *args,
        placement: Placement,
        prompts: Sequence[Asked] = (),
        optional: bool = False,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
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
        self.fields["text"].required = not optional
        if not prompts:
            del self.fields["prompt"]

    @property
    def question(self) -> Asked | None:
        """The question on top: the one chosen, else the most fitting."""
        chosen = self["prompt"].value() if "prompt" in self.fields else ""
        return self.prompts.get(chosen or "")
