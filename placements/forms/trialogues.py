"""Planning a meeting, and what is written in it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import DateTimeInput, ShortText, TapOne, TrialoogForm
from placements.enums import TrialogueKind
from placements.models import Trialogue

LONGEST_LINK = Trialogue._meta.get_field("video_link").max_length
MINUTES = [(30, "30"), (45, "45"), (60, "60"), (90, "90")]


class MomentForm(TrialoogForm):
    """When and where; also to move a meeting."""

    starts_at = forms.DateTimeField(label=_("Day and time"), widget=DateTimeInput)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    video_link = forms.URLField(
        label=_("Link for a video call"),
        max_length=LONGEST_LINK,
        required=False,
        assume_scheme="https",
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
