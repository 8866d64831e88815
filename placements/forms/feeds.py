"""The choices of somebody's own calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import TrialoogForm


class FeedForm(TrialoogForm):
    """`learns`: a student of an open placement, who has planned days to show."""

    with_days = forms.BooleanField(label=_("My planned days at the workplace too"), required=False)

    def __init__(self, *args: Any, learns: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not learns:
            del self.fields["with_days"]
