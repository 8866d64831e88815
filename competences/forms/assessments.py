"""Saying how far somebody is: one competence, or as many as one likes on one page."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from competences.enums import Moment
from competences.models import Assessment, Evidence, MasteryLevel
from competences.overviews.tracking import CompetenceRow, Tracking
from config.forms import ShortText, TapMany, TapOne, TrialoogForm

NOT_COME_UP = "-"


class AssessmentForm(TrialoogForm):
    """What one voice says of one competence: a level, or that it did not come up."""

    say_optional = False
    said = forms.ChoiceField(
        label="",
        widget=TapOne(opt_out=[NOT_COME_UP]),
        error_messages={"required": _("Choose what fits; “did not come up” is an answer too.")},
    )
    comment = forms.CharField(
        label="",
        max_length=2000,
        widget=ShortText(rows=2),
    )

    def __init__(
        self,
        *args,
        row: CompetenceRow,
        levels: Sequence[MasteryLevel],
        moment: str,
        role: str,
        whole_page: bool = False,
        **kwargs,
    ) -> None:
        super().__init__(*args, prefix=f"c{row.competence.pk}", **kwargs)
        self.row, self.levels, self.moment, self.role = row, levels, moment, role
        self.fields["said"].label = self.question
        self.fields["said"].choices = self._choices()
        self.fields["said"].required = not whole_page
        self.fields["comment"].label = self.question_in_words
        self.fields["comment"].required = False

    @property
    def question(self) -> str | Promise:
        if self.moment == Moment.BASELINE:
            return _("Where do you start?")
        return {
            Role.STUDENT: _("How far are you?"),
            Role.MENTOR: _("What did you see?"),
        }.get(Role(self.role), _("How far is the student?"))

    @property
    def question_in_words(self) -> str | Promise:
        if self.role == Role.STUDENT:
            return _("In one sentence: what did you do?")
        return _("In one sentence: what did you see?")

    @property
    def name(self) -> str:
        """The competence in the words of who is asked."""
        competence = self.row.competence
        return competence.workplace_name if self.role == Role.MENTOR else competence.name

    def _choices(self) -> list[tuple[str, str | Promise]]:
        levels = [(str(level.pk), f"{level.code} · {level.name}") for level in self.levels]
        # Before the first day nothing can have come up at the workplace.
        silent = [] if self.moment == Moment.BASELINE else [(NOT_COME_UP, _("did not come up"))]
        return [*levels, *silent]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("comment") and not cleaned.get("said") and "said" not in self.errors:
            self.add_error("said", _("Choose a level to go with what you wrote."))
        return cleaned

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("said"))

    @property
    def came_up(self) -> bool:
        return self.cleaned_data["said"] != NOT_COME_UP

    @property
    def level(self) -> MasteryLevel | None:
        chosen = self.cleaned_data["said"]
        return next((level for level in self.levels if str(level.pk) == chosen), None)


class OneAssessmentForm(AssessmentForm):
    """The same on a page of its own: with the evidence that the speaker names beside it."""

    evidence = forms.MultipleChoiceField(
        label=_("What shows it?"),
        help_text=_("Choose what is in the dossier already; workplace days count by themselves."),
        required=False,
        widget=TapMany(),
    )

    def __init__(self, *args, pieces: Sequence[Evidence] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = {str(piece.pk): piece for piece in pieces}
        if self.pieces:
            self.fields["evidence"].choices = [(pk, one.title) for pk, one in self.pieces.items()]
        else:
            del self.fields["evidence"]

    @property
    def evidence_named(self) -> list[Evidence]:
        return [self.pieces[pk] for pk in self.cleaned_data.get("evidence", ())]


class CorrectionForm(OneAssessmentForm):
    """What it should have been: starts from what was said. Only a starting situation stays one."""

    about = forms.ChoiceField(label=_("What was it about?"), widget=TapOne())

    def __init__(self, *args, event: Assessment, **kwargs) -> None:
        initial = {
            "said": str(event.level_id) if event.level_id else NOT_COME_UP,
            "comment": event.comment,
            "evidence": [str(piece.pk) for piece in event.evidence.all()],
            "about": event.moment,
        }
        super().__init__(*args, initial=initial, moment=event.moment, **kwargs)
        self.fields["about"].choices = about_choices()
        if event.moment == Moment.BASELINE:
            del self.fields["about"]


class EntryForm(AssessmentForm):
    """What the coach heard the mentor say, and how they heard it."""

    about = forms.ChoiceField(label=_("What was it about?"), widget=TapOne())
    note_on_entry = forms.CharField(label=_("How did you hear it?"), max_length=200)

    def __init__(self, *args, **kwargs) -> None:
        initial = {"about": Moment.PROCESS.value, "note_on_entry": _("by phone")}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["about"].choices = about_choices()

    @property
    def question(self) -> str | Promise:
        return _("What did the mentor see?")

    @property
    def question_in_words(self) -> str | Promise:
        return _("In one sentence, as the mentor said it")


def about_choices() -> list[tuple[str, str]]:
    """The moments that are not the starting situation."""
    return [choice for choice in Moment.choices if choice[0] != Moment.BASELINE]


def assessment_forms(
    tracking: Tracking, *, data: dict | None, moment: str, role: str
) -> list[AssessmentForm]:
    """One form for each competence, in the framework's order; none of them has to be filled."""
    return [
        AssessmentForm(
            data, row=row, levels=tracking.levels, moment=moment, role=role, whole_page=True
        )
        for row in tracking.rows
    ]


def all_valid(found: Iterable[AssessmentForm]) -> bool:
    """Ask every form, so that everything to mend is shown at once."""
    answers = [form.is_valid() for form in found]
    return all(answers)
