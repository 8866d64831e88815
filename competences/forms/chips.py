"""Competences as words to tap, of which only the first few stand open."""

from collections.abc import Sequence
from typing import Any

from django import forms

from competences.models import Competence
from config.forms import TapMany


class FoldedChips(TapMany):
    """Chips of which only the first few stand open: what was used last, and what is chosen."""

    layout_template = "competences/chips.html"
    shown = 6


class CompetenceChips(forms.ModelMultipleChoiceField):
    """Any of the competences that `offer` gave, in that order and in those words."""

    widget = FoldedChips

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Competence.objects.none(), **kwargs)

    def offer(self, competences: Sequence[Competence], *, at_work: bool = False) -> None:
        """`at_work`: in the words of the workplace, as a mentor would say it."""
        self.queryset = Competence.objects.filter(pk__in=[one.pk for one in competences])
        self.choices = [
            (one.pk, one.workplace_name if at_work else one.name) for one in competences
        ]
