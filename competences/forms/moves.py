"""What of an older version goes on as what in a newer one."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from competences.models import Competence
from competences.overviews.moves import Way
from config.forms import ShortText, TrialoogForm


class MoveForm(TrialoogForm):
    """The proposed way, with a question only where it is not plain.

    What goes on as itself is not asked. A competence that was split off, merged or is new gets a
    choice between what it came from, what else would go on nowhere, and a start without a story.
    """

    reason = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=ShortText(rows=2)
    )

    def __init__(self, *args: Any, way: Way, used: set[int], **kwargs: Any) -> None:
        """`used`: levels (ids) that were said; only they need one in their place."""
        super().__init__(*args, **kwargs)
        self.way, self.used = way, used
        questions = {f"origin_{one.pk}": self._origin(one) for one in self.asked}
        questions |= {f"level_{one.pk}": self._level(one) for one in way.levels_without}
        self.fields = questions | self.fields

    @property
    def asked(self) -> list[Competence]:
        """New competences of which somebody may decide what they go on with."""
        plain = self.way.plain
        return [
            one
            for pk, one in self.way.new_competences.items()
            if pk not in plain and (self.way.before.get(pk) or self.way.leftover)
        ]

    def _origin(self, one: Competence) -> forms.Field:
        way = self.way
        offered = dict.fromkeys((*way.before.get(one.pk, ()), *(old.pk for old in way.leftover)))
        choices = [(pk, _named(way.old_competences[pk])) for pk in offered]
        merged = one.pk in way.merged
        return forms.TypedChoiceField(
            label=format_lazy(_("{code} goes on with"), code=one.code),
            help_text=one.name,
            choices=[("", _("choose one")), *choices, ("0", _("nothing: it begins anew"))]
            if merged
            else [*choices, ("0", _("nothing: it begins anew"))],
            coerce=int,
            initial="" if merged else way.origins[one.pk] or 0,
        )

    def _level(self, level: Any) -> forms.Field:
        choices = [(one.pk, f"{one.code} · {one.name}") for one in self.way.new_levels]
        return forms.TypedChoiceField(
            label=format_lazy(_("{level} becomes"), level=f"{level.code} · {level.name}"),
            choices=[("", _("choose one")), *choices],
            coerce=int,
            empty_value=None,
            required=level.pk in self.used,
        )

    @property
    def origins(self) -> dict[int, int | None]:
        """As the action takes it: new competence -> old one or None."""
        chosen = {one.pk: self.cleaned_data[f"origin_{one.pk}"] or None for one in self.asked}
        return self.way.origins | self.way.plain | chosen

    @property
    def levels(self) -> dict[int, int]:
        chosen = {one.pk: self.cleaned_data[f"level_{one.pk}"] for one in self.way.levels_without}
        return self.way.levels | {old: new for old, new in chosen.items() if new}


def _named(one: Competence) -> str:
    return f"{one.code} · {one.name}"
