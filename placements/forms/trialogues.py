"""Planning a meeting, and what is written in it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD
from config.forms import DateInput, DateTimeInput, ShortText, TapOne, TrialoogForm, Words
from placements.enums import TrialogueKind
from placements.models import Placement

MINUTES = [(30, "30"), (45, "45"), (60, "60"), (90, "90")]


class MomentForm(TrialoogForm):
    """When and where; also to move a meeting."""

    starts_at = forms.DateTimeField(label=_("Day and time"), widget=DateTimeInput)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    video_link = forms.URLField(
        label=_("Link for a video call"), required=False, assume_scheme="https"
    )


class PlanForm(MomentForm):
    kind = forms.ChoiceField(label=_("Which meeting"), choices=TrialogueKind.choices, widget=TapOne)
    minutes = forms.TypedChoiceField(
        label=_("How many minutes"), choices=MINUTES, coerce=int, widget=TapOne
    )
    field_order = ["kind", "starts_at", "minutes", "place", "video_link"]


class CancelForm(TrialoogForm):
    reason = forms.CharField(
        label=_("Why does the meeting not take place?"),
        max_length=300,
        widget=ShortText(rows=2),
        help_text=_("All three read this in the mail."),
    )


class NoteForm(TrialoogForm):
    """`seen_version` is the version that the text was based on."""

    say_optional = False
    notes = forms.CharField(
        label=_("Note on this item"),
        required=False,
        max_length=10_000,
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


class SignOffForm(TrialoogForm):
    """`shown` is the hash of the report on the page: the yes is bound to it."""

    remark = forms.CharField(
        label=_("A remark of your own"),
        required=False,
        max_length=2000,
        widget=ShortText(rows=2),
        help_text=_("It stands with your name in the report."),
    )
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
