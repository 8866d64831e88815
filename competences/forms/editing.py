"""The words of a draft, both languages side by side, and where things go."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from competences.models import Competence, CourseUnit, MasteryLevel, Outcome
from competences.rules.editing import (
    CompetenceWords,
    HeadingWords,
    LevelWords,
    Words,
    fingerprint,
)
from competences.rules.outlines import Outline
from config.forms import ShortText, TapOne, TrialoogForm
from config.web import key_of

INDENT = "\u2003"
Cell = tuple[CourseUnit, str, int | None, int | None]


def label_of(name: str) -> str:
    """What a field of a framework is called, wherever its words stand."""
    return str(FIELDS[name])


FIELDS = {
    "code": _("Code"),
    "name_nl": _("In Dutch"),
    "name_en": _("In English"),
    "workplace_nl": _("At the workplace, in Dutch"),
    "workplace_en": _("At the workplace, in English"),
    "knowledge_nl": _("Knowledge, in Dutch"),
    "knowledge_en": _("Knowledge, in English"),
    "skills_nl": _("Skills, in Dutch"),
    "skills_en": _("Skills, in English"),
    "references": _("Its numbers in other lists"),
    "description_nl": _("What it means, in Dutch"),
    "description_en": _("What it means, in English"),
}


LONGEST = 10_000


class LinesField(forms.CharField):
    """A list, one line each; empty lines do not count."""

    def __init__(self, **kwargs: Any) -> None:
        # The browser counts letters; `to_python` does so before the text becomes a list.
        super().__init__(required=False, widget=ShortText(rows=4), max_length=LONGEST, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> tuple[str, ...]:
        text = super().to_python(value) or ""
        if len(text) > LONGEST:
            raise ValidationError(_("Longer than %(limit)s characters.") % {"limit": LONGEST})
        lines = (line.strip() for line in text.splitlines())
        return tuple(line for line in lines if line)


def _text(name: str, *, rows: int = 2, required: bool = False, limit: int = 2000, **more: Any):
    return forms.CharField(
        label=FIELDS[name],
        required=required,
        max_length=limit,
        widget=ShortText(rows=rows),
        **more,
    )


def _code(limit: int = 100) -> forms.CharField:
    return forms.CharField(
        label=FIELDS["code"],
        max_length=limit,
        widget=forms.TextInput(attrs={"class": "field-narrow"}),
    )


class WordsForm(TrialoogForm):
    """The words of one thing; `seen` tells the action which words stood on the page."""

    kind: type[Words]
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: Words | None = None, **kwargs: Any) -> None:
        if words is not None:
            kwargs["initial"] = asdict(words) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    @property
    def words(self) -> Words:
        names = [one.name for one in fields(self.kind)]
        return self.kind(**{name: self.cleaned_data[name] for name in names})

    def see(self, *now: Words) -> None:
        """The page shows the words of today from here on; what was typed stays in the form."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = fingerprint(*now)


class HeadingForm(WordsForm):
    kind = HeadingWords
    layout = ("code", Div("name_nl", "name_en", css_class="field-row in-two"), "seen")
    code = _code()
    name_nl = _text("name_nl", required=True)
    name_en = _text("name_en")


class LevelForm(WordsForm):
    kind = LevelWords
    layout = (
        "code",
        Div("name_nl", "name_en", css_class="field-row in-two"),
        Div("description_nl", "description_en", css_class="field-row in-two"),
        "seen",
    )
    code = _code(limit=4)
    name_nl = forms.CharField(label=FIELDS["name_nl"], max_length=60)
    name_en = forms.CharField(label=FIELDS["name_en"], max_length=60, required=False)
    description_nl = _text("description_nl", limit=300)
    description_en = _text("description_en", limit=300)


class CompetenceForm(WordsForm):
    """The formal words, what a mentor would say, and what belongs to it."""

    kind = CompetenceWords
    code = _code()
    name_nl = _text("name_nl", rows=3, required=True)
    name_en = _text("name_en", rows=3)
    workplace_nl = _text(
        "workplace_nl", limit=300, help_text=_("As a mentor would say it; mentors read this first.")
    )
    workplace_en = _text("workplace_en", limit=300)
    knowledge_nl = LinesField(label=FIELDS["knowledge_nl"], help_text=_("One on each line."))
    knowledge_en = LinesField(label=FIELDS["knowledge_en"])
    skills_nl = LinesField(label=FIELDS["skills_nl"], help_text=_("One on each line."))
    skills_en = LinesField(label=FIELDS["skills_en"])
    references = LinesField(label=FIELDS["references"], help_text=_("One on each line."))


class HalfForm(CompetenceForm):
    """One half of a split: knowledge and skills go along with both, and can be sorted out later."""

    layout = (
        "code",
        Div("name_nl", "name_en", css_class="field-row in-two"),
        Div("workplace_nl", "workplace_en", css_class="field-row in-two"),
        "seen",
    )

    def __init__(self, *args: Any, words: CompetenceWords, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.whole = words
        for name in ("knowledge_nl", "knowledge_en", "skills_nl", "skills_en", "references"):
            del self.fields[name]

    @property
    def words(self) -> CompetenceWords:
        kept = asdict(self.whole) | {
            name: value for name, value in self.cleaned_data.items() if name != "seen"
        }
        return CompetenceWords(**kept)


class OtherForm(TrialoogForm):
    """With which competence this one is merged."""

    other = forms.ModelChoiceField(
        label=_("The other competence"), queryset=Competence.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, competence: Competence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Competence.objects.filter(version=competence.version_id)
        self.fields["other"].queryset = others.exclude(pk=competence.pk).order_by("position")
        self.fields["other"].label_from_instance = lambda one: f"{one.code} · {one.name}"


class PlaceForm(TrialoogForm):
    """Under which heading something stands, indented as in the outline."""

    under = forms.TypedChoiceField(
        label=_("Under which heading"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self,
        *args: Any,
        outline: Outline,
        headings: dict[int, Outcome],
        but: set[int],
        at_top: bool,
        **kwargs: Any,
    ) -> None:
        """`but`: headings that cannot be chosen; `at_top`: a place of its own is one of them."""
        super().__init__(*args, **kwargs)
        depth: dict[int | None, int] = {None: 0}
        choices = [("", _("At the top"))] if at_top else []
        for pk, parent in outline.headings():
            depth[pk] = depth[parent] + 1
            if pk not in but:
                one = headings[pk]
                choices.append((str(pk), f"{INDENT * depth[parent]}{one.code} · {one.name}"))
        self.fields["under"].choices = choices
        self.fields["under"].required = not at_top
        self.fields["under"].label = _("Under which heading")


class HeirForm(TrialoogForm):
    """Which level takes the place of one that goes; asked only where targets stand on it."""

    heir = forms.ModelChoiceField(
        label=_("Which level takes its place?"),
        queryset=MasteryLevel.objects.none(),
        widget=TapOne,
        required=False,
        empty_label=None,
    )

    def __init__(self, *args: Any, level: MasteryLevel, targets: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = MasteryLevel.objects.filter(version=level.version_id).exclude(pk=level.pk)
        self.fields["heir"].queryset = others.order_by("position")
        self.fields["heir"].label = _("Which level takes its place?")
        if not targets:
            del self.fields["heir"]


@dataclass(frozen=True)
class TargetTable:
    """Levels to reach by competence and course unit, as they stand or as they were sent.

    Read by hand: a framework of 120 competences has hundreds of cells. What stood on the page comes
    along as `was-<competence>-<unit>`, so that only what somebody changed is written.
    """

    competences: list[Competence]
    units: list[CourseUnit]
    targets: Mapping[tuple[int, int], int]
    sent: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[Competence, list[Cell]]]:
        """Each competence with its cells: course unit, name of the field, chosen and kept level."""
        wanted, seen = self.read(), self.read("was-")
        for one in self.competences:
            keys = [(unit, (one.pk, unit.pk)) for unit in self.units]
            yield (
                one,
                [
                    (
                        unit,
                        f"{one.pk}-{unit.pk}",
                        self.targets.get(key) if wanted[key] == seen[key] else wanted[key],
                        self.targets.get(key),
                    )
                    for unit, key in keys
                ],
            )

    def read(self, prefix: str = "") -> dict[tuple[int, int], int | None]:
        """What was sent for every cell; with "was-" what stood on the page."""
        cells = [(one.pk, unit.pk) for one in self.competences for unit in self.units]
        sent = {cell: self.sent.get(f"{prefix}{cell[0]}-{cell[1]}", "") for cell in cells}
        return {cell: key_of(one) for cell, one in sent.items()}
