"""What shows a competence: a file or a link, or feedback on a task; always with who may see it."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from competences.actions.evidence import Words as EvidenceWords
from competences.enums import EvidenceAudience, EvidenceKind
from competences.forms.chips import CompetenceChips
from competences.models import Competence, Dossier, Evidence
from config.forms import AudienceChoice, ShortText, TrialoogForm, Words

READERS = {
    EvidenceAudience.COACH.value: [Role.STUDENT.value, Role.COACH.value],
    EvidenceAudience.TRIAD.value: [Role.STUDENT.value, Role.MENTOR.value, Role.COACH.value],
}
# Without HEIC an iPhone hands its photos over as JPEG.
ACCEPT = (
    "image/jpeg,image/png,image/webp,application/pdf,text/plain,audio/mpeg,audio/mp4,video/mp4,"
    ".docx,.xlsx,.pptx,.odt,.ods,.odp,.mp3,.m4a"
)


def audiences(dossier: Dossier, user: User) -> list[tuple[str, str]]:
    """The two audiences in the words of who chooses, with the names of who reads along."""
    people = {
        voice.role: voice.person.first_name
        for voice in dossier.voices.current().filter(is_deputy=False).select_related("person")
    }
    names = {role.value: people.get(role.value, "") for role in Role}
    mine = dossier.voices.current().filter(person=user, role=Role.STUDENT).exists()
    return [
        (
            EvidenceAudience.COACH.value,
            (_("Me and my coach %(coach)s") if mine else _("%(student)s and I")) % names,
        ),
        (
            EvidenceAudience.TRIAD.value,
            (_("All three of us, %(mentor)s too")) % names,
        ),
    ]


class EvidenceForm(TrialoogForm):
    """A file or a link, and what it shows; the action looks at what is in the file."""

    say_optional = False
    file = forms.FileField(
        label=gettext_lazy("Take a photo or choose a file"),
        required=False,
        allow_empty_file=True,  # the sentence about it comes from where files are looked at
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPT}),
    )
    url = forms.CharField(
        label=gettext_lazy("Or a link"),
        required=False,
        max_length=1000,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    title = forms.CharField(
        label=gettext_lazy("What is it?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Left empty it is called as the file or the link."),
    )
    text = forms.CharField(
        label=gettext_lazy("What does it show?"),
        required=False,
        max_length=2000,
        widget=ShortText(rows=2),
        help_text=gettext_lazy("One sentence is enough. No names of clients."),
    )
    competences = CompetenceChips(
        label=gettext_lazy("Which competences does it show?"),
        required=False,
        help_text=gettext_lazy("What you chose last stands in front."),
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

    def clean_url(self) -> str:
        """A site typed as people say it gets its https."""
        said = self.cleaned_data["url"].strip()
        return f"https://{said}" if said and "://" not in said else said

    def clean(self) -> dict:
        cleaned = super().clean()
        file, url = cleaned.get("file"), cleaned.get("url")
        if bool(file is not None) == bool(url) and not self.errors:
            both = _("Choose a file or fill in a link, not both; add the other one after this.")
            raise ValidationError({"file": both if url else _("Choose a file, or fill in a link.")})
        return cleaned

    @property
    def content(self) -> dict:
        """What both kinds share, as the actions take it."""
        names = ("title", "text", "audience", "competences")
        return {name: self.cleaned_data[name] for name in names}


class FeedbackForm(TrialoogForm):
    say_optional = False
    task = forms.CharField(
        label=gettext_lazy("Which task?"),
        max_length=200,
        help_text=gettext_lazy("In a few words, as you would say it at work."),
    )
    text = forms.CharField(
        label=gettext_lazy("What did you see?"), max_length=4000, widget=Words(rows=4)
    )
    competences = CompetenceChips(
        label=gettext_lazy("What was it about?"),
        required=False,
        help_text=gettext_lazy("What you chose last stands in front."),
    )

    def __init__(self, *args, competences: Sequence[Competence], at_work: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competences"].offer(competences, at_work=at_work)


class EvidenceChangeForm(TrialoogForm):
    """Words for who added it, readers for the student; only the fields that are theirs."""

    say_optional = False
    title = forms.CharField(label=gettext_lazy("What is it?"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What does it show?"),
        required=False,
        max_length=4000,
        widget=ShortText(rows=3),
    )
    competences = CompetenceChips(
        label=gettext_lazy("Which competences does it show?"), required=False
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may see this?"), widget=AudienceChoice(voices=READERS)
    )

    def __init__(
        self,
        *args,
        evidence: Evidence,
        user: User,
        competences: Sequence[Competence],
        may_word: bool,
        may_show: bool,
        at_work: bool = False,
        **kwargs,
    ) -> None:
        said = {name: getattr(evidence, name) for name in ("title", "text", "audience")}
        said["competences"] = [competence.pk for competence in evidence.competences.all()]
        super().__init__(*args, initial=said, **kwargs)
        self.fields["competences"].offer(competences, at_work=at_work)
        self.fields["audience"].choices = audiences(evidence.dossier, user)
        self.fields["text"].required = evidence.kind == EvidenceKind.FEEDBACK
        if not may_word:
            for name in ("title", "text", "competences"):
                del self.fields[name]
        if not may_show:
            del self.fields["audience"]

    @property
    def words(self) -> EvidenceWords | None:
        """What `evidence.change` takes; None when the words are somebody else's."""
        if "title" not in self.fields:
            return None
        said = (self.cleaned_data[name] for name in ("title", "text", "competences"))
        return EvidenceWords(*said)
