"""Groups, goals, answers, pitch, looking back: one form for each thing somebody does."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competences.actions.goals import GoalWords
from competences.actions.groups import LabDates
from competences.enums import IdeaKind, LabStage, ReflectionVariant
from competences.lab import Question, feedback_questions, reflection_questions
from competences.models import (
    AcademicYear,
    Competence,
    CourseUnit,
    Dossier,
    GoalGroup,
    PersonalGoal,
)
from config.forms import DateInput, ShortText, TapOne, TrialoogForm, Words

LONG = 5000


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: CourseUnit) -> str:
        return f"{unit.name}, {unit.programme.name}"


class CompetenceField(forms.ModelChoiceField):
    def label_from_instance(self, competence: Competence) -> str:
        return f"{competence.code} · {competence.name}"


class GroupDatesForm(TrialoogForm):
    """The name of a group and its three days."""

    name = forms.CharField(label=_("Name of the group"), max_length=100)
    answer_by = forms.DateField(
        label=_("Goals are answered by"),
        widget=DateInput,
        help_text=_("By this day each goal is confirmed or challenged."),
    )
    pitch_on = forms.DateField(label=_("Day of the pitch"), required=False, widget=DateInput)
    final_on = forms.DateField(
        label=_("Day of the final evaluation"), required=False, widget=DateInput
    )

    layout: Sequence[Any] = (
        "name",
        "answer_by",
        Div("pitch_on", "final_on", css_class="field-row"),
    )

    @classmethod
    def of(cls, group: GoalGroup) -> dict[str, Any]:
        return {
            name: getattr(group, name) for name in ("name", "answer_by", "pitch_on", "final_on")
        }

    @property
    def dates(self) -> LabDates:
        said = self.cleaned_data
        return LabDates(said["answer_by"], said["pitch_on"], said["final_on"])


class GroupForm(GroupDatesForm):
    course_unit = UnitField(CourseUnit.objects.none(), label=_("Course unit"))
    academic_year = forms.ModelChoiceField(
        AcademicYear.objects.none(), label=_("Academic year"), empty_label=None
    )

    layout = (Div("course_unit", "academic_year", css_class="field-row"), *GroupDatesForm.layout)

    def __init__(self, *args: Any, units: QuerySet, years: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course_unit"].queryset = units
        self.fields["academic_year"].queryset = years


class MembersForm(TrialoogForm):
    """Whom the page ticks, by dossier; the page writes the list itself, with a search."""

    dossiers = forms.TypedMultipleChoiceField(label=_("Students"), coerce=int, required=False)

    def __init__(self, *args: Any, dossiers: Sequence[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.pk: one for one in dossiers}
        self.fields["dossiers"].choices = [(pk, one.student_name) for pk, one in self.known.items()]

    @property
    def chosen(self) -> list[Dossier]:
        return [self.known[pk] for pk in self.cleaned_data["dossiers"]]


class GoalForm(TrialoogForm):
    """The phrase is the form: what is written completes "I have reached this goal when ..."."""

    say_optional = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    competence = CompetenceField(
        Competence.objects.none(),
        label=_("Which goal of the course unit do you make your own?"),
        required=False,
        empty_label=_("Choose one"),
    )
    examples = forms.CharField(
        label=_("Where did you meet this already?"),
        help_text=_("Examples from your work and from your private life. May stay empty."),
        max_length=LONG,
        required=False,
        widget=Words(rows=3),
    )
    reached_when = forms.CharField(
        label=_("I have reached this goal when"),
        help_text=_("Finish the sentence: what can be seen, by whom, where."),
        max_length=2000,
        widget=Words(rows=4),
    )
    actions = forms.CharField(
        label=_("What will you do for it?"), max_length=LONG, required=False, widget=ShortText
    )
    moments = forms.CharField(
        label=_("When will you work on it?"),
        max_length=2000,
        required=False,
        widget=ShortText(rows=2),
    )
    feedback_from = forms.CharField(
        label=_("Whom will you ask for feedback, and how?"),
        max_length=2000,
        required=False,
        widget=ShortText(rows=2),
    )

    def __init__(
        self,
        *args: Any,
        competences: QuerySet,
        goal: PersonalGoal | None = None,
        asked: int | None = None,
        **kwargs: Any,
    ) -> None:
        """`asked`: the competence (id) that the student came from."""
        super().__init__(*args, **kwargs)
        self.fields["competence"].queryset = competences
        if goal is None:
            self.initial |= {"key": uuid.uuid4(), "competence": asked}
        else:
            names = ("key", "competence", *GoalWords.__dataclass_fields__)
            self.initial |= {name: getattr(goal, name) for name in names}

    @property
    def said(self) -> dict[str, Any]:
        """What the actions ask: key, competence and words."""
        kept = {name: self.cleaned_data[name] for name in GoalWords.__dataclass_fields__}
        return {
            "key": self.cleaned_data["key"],
            "competence": self.cleaned_data["competence"],
            "words": GoalWords(**kept),
        }


class SeenForm(TrialoogForm):
    """Carries when the text dates from that was on the screen."""

    say_optional = False
    seen = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])

    def __init__(self, *args: Any, goal: PersonalGoal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = goal.changed_at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")


class ReplyForm(SeenForm):
    answer = forms.ChoiceField(
        label=_("What do you say to this goal?"),
        choices=[("confirm", _("It stands: I confirm it")), ("challenge", _("I challenge it"))],
        widget=TapOne(even=True),
    )
    words = forms.CharField(
        label=_("Your words"),
        help_text=_("A challenge is a question that makes the goal stronger. It needs words."),
        max_length=LONG,
        required=False,
        widget=Words(rows=4),
    )

    @property
    def confirmed(self) -> bool:
        return self.cleaned_data["answer"] == "confirm"


class ConclusionForm(SeenForm):
    reached = forms.ChoiceField(
        label=_("Was this goal reached?"),
        choices=[("yes", _("Reached")), ("no", _("Not reached yet"))],
        widget=TapOne(even=True),
    )
    words = forms.CharField(
        label=_("How far did the student come, and what shows it?"),
        max_length=LONG,
        widget=Words(rows=4),
    )


class PitchForm(TrialoogForm):
    say_optional = False

    pitch = forms.CharField(
        label=_("What I bring"),
        help_text=_("What you do, what you still plan, and what you would like to hear."),
        max_length=10_000,
        required=False,
        widget=Words(rows=8),
    )


class IdeaForm(TrialoogForm):
    kind = forms.ChoiceField(
        label=_("What do you give?"),
        choices=IdeaKind.choices,
        initial=IdeaKind.IDEA,
        widget=TapOne(even=True),
    )
    text = forms.CharField(label=_("In your words"), max_length=2000, widget=ShortText)
    url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=1000, assume_scheme="https"
    )


class ProductForm(TrialoogForm):
    say_optional = False

    product = forms.CharField(
        label=_("What I show"), max_length=10_000, required=False, widget=Words(rows=6)
    )
    product_url = forms.URLField(
        label=_("Where it can be found"),
        help_text=_("A link to a site, a film, a map, a report. May stay empty."),
        required=False,
        max_length=1000,
        assume_scheme="https",
    )


class SelfReflectionForm(TrialoogForm):
    """The questions of one variant; `variant` names the one that the page was made for."""

    say_optional = False
    variant = forms.ChoiceField(choices=ReflectionVariant.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, variant: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = reflection_questions(variant)
        self.initial["variant"] = variant
        _ask(self, self.questions, rows=4)

    @property
    def answers(self) -> dict[str, str]:
        return {one.key: self.cleaned_data.get(one.key, "") for one in self.questions}


class FeedbackForm(TrialoogForm):
    """The lines of the teacher's form for one moment."""

    say_optional = False
    stage = forms.ChoiceField(choices=LabStage.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = feedback_questions(stage)
        self.initial["stage"] = stage
        _ask(self, self.questions, rows=3)

    @property
    def words(self) -> dict[str, str]:
        return {one.key: self.cleaned_data.get(one.key, "") for one in self.questions}


def _ask(form: forms.Form, questions: Iterable[Question], *, rows: int) -> None:
    for one in questions:
        form.fields[one.key] = forms.CharField(
            label=str(one),
            help_text=_("May stay empty.") if one.optional else "",
            max_length=LONG,
            required=False,
            widget=Words(rows=rows),
        )
