"""What a student puts into a statement, and why one is revoked."""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from competences.documents.statement import validated
from competences.enums import Shown
from competences.overviews.tracking import Tracking
from config.forms import ShortText, TapOne, TrialoogForm


class StatementForm(TrialoogForm):
    """Nothing is shown besides the competences unless the student ticks it."""

    say_optional = False
    competences = forms.TypedMultipleChoiceField(
        label=_("What goes in"),
        help_text=_("Everything your coach validated. Take out what this reader need not see."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one competence for the statement.")},
    )
    shown = forms.MultipleChoiceField(
        label=_("What else a reader may see"),
        help_text=_("On the page behind the link, in the badge and on paper."),
        choices=Shown.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=TapOne(even=True)
    )

    def __init__(self, *args, tracking: Tracking, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        words = validated(tracking)
        self.fields["competences"].choices = [
            (
                row.competence.pk,
                format_html(
                    "{}: <b>{}</b> {}",
                    row.competence.name,
                    words[row.competence.pk].level.code,
                    words[row.competence.pk].level.name,
                ),
            )
            for row in tracking.rows
            if row.competence.pk in words
        ]
        self.fields["competences"].initial = list(words)

    @property
    def chosen(self) -> list[tuple[str, object]]:
        """What was chosen, as a form that follows carries it on."""
        data = self.cleaned_data
        lists = [(name, one) for name in ("competences", "shown") for one in data[name]]
        return [*lists, ("language", data["language"])]


class RevocationForm(TrialoogForm):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_(
            "One sentence. The student, the coach and the coordinators of the programme read it."
        ),
        max_length=500,
        widget=ShortText(rows=2),
    )
