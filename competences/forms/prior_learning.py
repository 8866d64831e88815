"""Telling what one learnt before, and deciding on it, competence by competence."""

from collections.abc import Sequence

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from competences.actions.prior_learning import Told, Verdict
from competences.enums import EvidenceAudience, PriorLearningKind
from competences.forms.chips import CompetenceChips
from competences.forms.evidence import READERS, audiences
from competences.models import (
    Competence,
    Dossier,
    Evidence,
    MasteryLevel,
    PriorLearning,
    Recognition,
)
from config.forms import AudienceChoice, ShortText, TapOne, TrialoogForm, Words

NOT_RECOGNISED = "-"


class PriorLearningForm(TrialoogForm):
    say_optional = False
    kind = forms.ChoiceField(
        label=gettext_lazy("Where did you learn it?"),
        choices=[(value, capfirst(label)) for value, label in PriorLearningKind.choices],
        widget=TapOne,
        help_text=gettext_lazy(
            "A diploma or a certificate; a course at work or in the evening; from a colleague, by "
            "searching yourself, in a club."
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        help_text=gettext_lazy(
            "For instance: three years at the till, a course in Excel, treasurer of the judo club."
        ),
    )
    place = forms.CharField(
        label=gettext_lazy("Where was it?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("School, employer, club."),
    )
    period = forms.CharField(
        label=gettext_lazy("When?"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("In your own words: 2019 to 2023, two evenings."),
    )
    text = forms.CharField(
        label=gettext_lazy("What did you learn, and how does it show?"),
        max_length=4000,
        widget=Words(rows=4),
    )
    competences = CompetenceChips(label=gettext_lazy("Which competences is it about?"))
    evidence = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which evidence goes with it?"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may see this?"), widget=AudienceChoice(voices=READERS)
    )

    def __init__(
        self, *args, dossier: Dossier, user: User, competences: Sequence[Competence], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competences"].offer(competences)
        self.fields["audience"].choices = audiences(dossier, user)
        self.fields["audience"].initial = EvidenceAudience.COACH
        pieces = Evidence.objects.visible_to(user).present().filter(dossier=dossier)
        self.fields["evidence"].queryset = pieces
        if not pieces:
            del self.fields["evidence"]

    @property
    def told(self) -> Told:
        return Told(**self.cleaned_data)


def said_of(piece: PriorLearning) -> dict[str, object]:
    """The form's initial values for what was told before."""
    names = ("kind", "title", "place", "period", "text", "audience")
    return {name: getattr(piece, name) for name in names} | {
        "competences": [competence.pk for competence in piece.competences.all()],
        "evidence": [evidence.pk for evidence in piece.evidence.all()],
    }


class AudienceForm(TrialoogForm):
    """Who may see it, when nothing else can be changed any more."""

    say_optional = False
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may see this?"), widget=AudienceChoice(voices=READERS)
    )

    def __init__(self, *args, dossier: Dossier, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audiences(dossier, user)


class VerdictForm(TrialoogForm):
    """The coach's answer on one competence; what stays empty stays undecided."""

    say_optional = False
    level = forms.ChoiceField(label="", required=False, widget=TapOne(opt_out=[NOT_RECOGNISED]))
    reason = forms.CharField(
        label=gettext_lazy("Why? The student reads this."),
        required=False,
        max_length=2000,
        widget=ShortText(rows=2),
    )

    def __init__(
        self,
        *args,
        competence: Competence,
        levels: Sequence[MasteryLevel],
        before: Recognition | None = None,
        **kwargs,
    ) -> None:
        said = {}
        if before is not None:
            said = {"level": str(before.level_id or NOT_RECOGNISED), "reason": before.reason}
        super().__init__(*args, prefix=f"c{competence.pk}", initial=said, **kwargs)
        self.competence, self.levels, self.before = competence, levels, before
        self.fields["level"].label = _("From which level does the student start?")
        self.fields["level"].choices = [
            *((str(level.pk), f"{level.code} · {level.name}") for level in levels),
            (NOT_RECOGNISED, _("not recognised")),
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("level") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Write why, in a sentence; the student reads it."))
        if cleaned.get("reason") and not cleaned.get("level") and "level" not in self.errors:
            self.add_error("level", _("Choose a level, or that it is not recognised."))
        return cleaned

    @property
    def verdict(self) -> Verdict | None:
        """None when nothing was chosen."""
        chosen = self.cleaned_data.get("level")
        if not chosen:
            return None
        level = next((level for level in self.levels if str(level.pk) == chosen), None)
        return Verdict(self.competence, level, self.cleaned_data["reason"])
