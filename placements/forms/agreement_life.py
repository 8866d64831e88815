from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from competences.models import Programme
from config.forms import ShortText, TrialoogForm
from placements.models.placement import PlacementQuerySet
from placements.overviews.agreement_board import PARTIES
from placements.overviews.placements import turn_order


class CopyForm(TrialoogForm):
    """What is out is withdrawn by a copy, and everybody it went to reads why."""

    reason = forms.CharField(label=_("Why is it withdrawn?"), max_length=300, widget=ShortText)

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            self.fields["reason"].required = False
            self.fields["reason"].widget = forms.HiddenInput()


class BoardFilterForm(TrialoogForm):
    """In the address bar: a wrong value counts as none."""

    say_optional = False

    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programme"),
        required=False,
        empty_label=_("All my programmes"),
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.is_valid()

    @property
    def chosen(self) -> int | None:
        chosen = self.cleaned_data.get("programme")
        return chosen.pk if chosen else None

    @property
    def party(self) -> str:
        asked = self.data.get("who", "")
        return asked if asked in PARTIES else ""

    def apply(self, placements: PlacementQuerySet) -> PlacementQuerySet:
        """Those that wait for the party that was asked for."""
        return placements.filter(waits_for=self.party) if self.party else placements

    @property
    def order(self) -> list[Any]:
        """Party by party as the board has them, and in each the longest waiting first."""
        return [turn_order(), F("waits_since").asc(nulls_last=True), "pk"]
