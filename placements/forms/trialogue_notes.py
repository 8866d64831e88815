"""What is written and said in an open meeting."""

from collections.abc import Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD
from competences.enums import Moment
from competences.forms.assessments import AssessmentForm
from competences.models import MasteryLevel
from competences.overviews.tracking import CompetenceRow
from config.forms import DateInput, TrialoogForm, Words
from placements.models import Placement, TrialogueAction
from placements.rules.room import LONGEST_NOTE


class NoteForm(TrialoogForm):
    """`seen_version` is the version that the text was based on."""

    say_optional = False
    notes = forms.CharField(
        label=_("Note on this item"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=Words(rows=4),
        strip=False,
    )
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AgreeForm(TrialoogForm):
    """Who does what by when; people are named, with their first name."""

    say_optional = False
    what = forms.CharField(label=_("New agreed action"), max_length=300)
    who = forms.ChoiceField(label=_("Who"))
    due_on = forms.DateField(label=_("By"), required=False, widget=DateInput)

    def __init__(self, *args, placement: Placement, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = [(role.value, placement.person(role)) for role in TRIAD]
        self.fields["who"].choices = [
            (role, person.first_name) for role, person in people if person is not None
        ]


class AgreedForm(AgreeForm):
    """The same about something that was agreed already; several stand on one page."""

    def __init__(self, *args, action: TrialogueAction, **kwargs) -> None:
        initial = {"what": action.what, "who": action.who, "due_on": action.due_on}
        super().__init__(*args, initial=initial, prefix=f"agreed-{action.pk}", **kwargs)
        self.action = action
        self.fields["what"].label = _("What was agreed")


class SpokenForm(AssessmentForm):
    """What `voice` (a role) says in the room: one's own, or `name`'s as the coach hears it."""

    def __init__(
        self,
        *args,
        row: CompetenceRow,
        levels: Sequence[MasteryLevel],
        voice: str,
        name: str = "",
        **kwargs,
    ) -> None:
        self.heard_from = name
        super().__init__(
            *args, row=row, levels=levels, moment=Moment.TRIALOGUE, role=voice, **kwargs
        )
        self.prefix = f"{voice}-{self.prefix}"

    @property
    def question(self) -> str | Promise:
        if self.heard_from:
            return _("What does %(name)s say?") % {"name": self.heard_from}
        return super().question

    @property
    def question_in_words(self) -> str | Promise:
        if self.heard_from:
            return _("In one sentence, as %(name)s says it") % {"name": self.heard_from}
        return super().question_in_words
