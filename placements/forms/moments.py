"""Proposing moments, and saying that none suits."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import DateTimeInput, ShortText, TapOne, TrialoogForm
from placements.actions.moments import Moment
from placements.enums import TrialogueKind
from placements.forms.trialogues import LONGEST_LINK, MINUTES
from placements.rules.moments import MOST_SLOTS

NUMBERS = range(1, MOST_SLOTS + 1)


class ProposeForm(TrialoogForm):
    """Up to three moments, each with its place or video link. `moves`: about a meeting that is
    planned already, whose kind and length stay."""

    say_optional = False

    kind = forms.ChoiceField(label=_("Which meeting"), choices=TrialogueKind.choices, widget=TapOne)
    minutes = forms.TypedChoiceField(
        label=_("How many minutes"), choices=MINUTES, coerce=int, widget=TapOne
    )
    words = forms.CharField(
        label=_("A sentence with it"),
        required=False,
        max_length=300,
        widget=ShortText(rows=2),
        help_text=_("May stay empty. The student and the mentor both read it."),
    )

    def __init__(self, *args: Any, moves: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if moves:
            del self.fields["kind"], self.fields["minutes"]
        for number in NUMBERS:
            self.fields[f"starts_at_{number}"] = forms.DateTimeField(
                label=_("Day and time"), widget=DateTimeInput, required=number == 1
            )
            self.fields[f"place_{number}"] = forms.CharField(
                label=_("Place"), max_length=200, required=False
            )
            self.fields[f"video_link_{number}"] = forms.URLField(
                label=_("Link for a video call"),
                max_length=LONGEST_LINK,
                required=False,
                assume_scheme="https",
            )

    @property
    def moments(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields of each moment, as the page shows them."""
        names = ("starts_at", "place", "video_link")
        return [tuple(self[f"{name}_{number}"] for name in names) for number in NUMBERS]

    def chosen(self) -> list[Moment]:
        """The moments that were filled in."""
        said = self.cleaned_data
        return [
            Moment(said[f"starts_at_{n}"], said[f"place_{n}"], said[f"video_link_{n}"])
            for n in NUMBERS
            if said[f"starts_at_{n}"]
        ]

    @staticmethod
    def starting_from(moments: list[dt.datetime], place: str) -> dict[str, Any]:
        """Initial values: these moments, all at one place."""
        starts = {f"starts_at_{n}": moment for n, moment in zip(NUMBERS, moments, strict=False)}
        return starts | {f"place_{n}": place for n in NUMBERS}


class NoneSuitsForm(TrialoogForm):
    words = forms.CharField(
        label=_("When could you come?"),
        max_length=300,
        widget=ShortText(rows=2),
        help_text=_("The coach and the other one read this, and the coach proposes other moments."),
    )
