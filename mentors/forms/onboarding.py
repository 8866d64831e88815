"""A step or a task in a few words, a step of a task signed off, a list of a workplace."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from competences.models import Competence
from config.forms import ShortText, TapOne, TrialoogForm, Words
from mentors.actions.templates import TemplateWords
from mentors.enums import TemplateKind
from mentors.models import WorkTemplate
from mentors.overviews.tasks import TaskLine
from mentors.rules.onboarding import LONGEST
from mentors.rules.templates import parse, written

SEEN = "%Y-%m-%dT%H:%M:%S.%f%z"


class StepForm(TrialoogForm):
    text = forms.CharField(label=_("One more step"), max_length=LONGEST)


class CompetenceField(forms.ModelChoiceField):
    def label_from_instance(self, competence: Competence) -> str:
        return capfirst(competence.workplace_name)


class TaskForm(TrialoogForm):
    text = forms.CharField(label=_("Which task?"), max_length=LONGEST)
    competence = CompetenceField(
        Competence.objects.none(),
        label=_("Which competence does it practise?"),
        required=False,
        empty_label=_("None in particular"),
    )

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competence"].queryset = Competence.objects.filter(version=version)


class TemplateChoiceForm(TrialoogForm):
    """Which list of the workplace; left empty it is our own."""

    template = forms.ModelChoiceField(WorkTemplate.objects.none(), required=False)

    def __init__(self, *args: Any, templates: Sequence[WorkTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = WorkTemplate.objects.filter(pk__in=[one.pk for one in templates])
        self.fields["template"].queryset = known


class SignOffForm(TrialoogForm):
    """A step that this person can still sign off, with a sentence when they have one."""

    stage = forms.TypedChoiceField(label=_("How far is it?"), coerce=int, widget=TapOne)
    words = forms.CharField(
        label=_("What do you want to say about it?"),
        help_text=_("When you skip a step: say why."),
        max_length=300,
        required=False,
        widget=Words(rows=2),
    )

    def __init__(self, *args: Any, line: TaskLine, verbs: Iterable[Any], **kwargs: Any) -> None:
        """`verbs`: (stage, what this person says of it)."""
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = list(verbs)
        self.initial["stage"] = line.offered


class OneTapForm(TrialoogForm):
    stage = forms.TypedChoiceField(coerce=int, choices=[(n, n) for n in range(1, 5)])


class TemplateForm(TrialoogForm):
    """`lines`: one a line, "Dutch | English" when both are there."""

    name_nl = forms.CharField(label=_("Name of the list"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    lines = forms.CharField(
        max_length=10_000,
        label=_("The list, one line each"),
        help_text=_("You can add the English behind a bar: Rondleiding | Tour"),
        widget=ShortText(rows=12),
    )

    layout: Sequence[Any] = (Div("name_nl", "name_en", css_class="field-row"), "lines")

    @property
    def words(self) -> TemplateWords:
        said = self.cleaned_data
        return TemplateWords(said["name_nl"], parse(said["lines"]), said["name_en"])


class TemplateWriteForm(TemplateForm):
    kind = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[(kind.value, capfirst(kind.label)) for kind in TemplateKind],
        widget=TapOne(even=True),
    )

    layout = ("kind", *TemplateForm.layout)


class TemplateChangeForm(TemplateForm):
    """Carries when the text dates from that was on the screen."""

    seen = forms.DateTimeField(widget=forms.HiddenInput, input_formats=[SEEN])

    @staticmethod
    def of(template: WorkTemplate) -> dict[str, Any]:
        return {
            "name_nl": template.name_nl,
            "name_en": template.name_en,
            "lines": written(template.lines),
            "seen": template.changed_at.astimezone(dt.UTC).strftime(SEEN),
        }


class CopyForm(TrialoogForm):
    template = forms.ModelChoiceField(WorkTemplate.objects.none(), label=_("Which list?"))

    def __init__(self, *args: Any, templates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates
