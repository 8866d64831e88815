from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.forms import TapOne, TrialoogForm, Words
from quality.forms.scans import value_field
from quality.scan_guide import guide


class MirrorForm(TrialoogForm):
    """How a mentor sees the four roles, in which they want to grow, and what they note."""

    wants = forms.ChoiceField(
        label=_("In which role do you want to grow?"),
        required=False,
        widget=TapOne,
    )
    words = forms.CharField(
        label=_("What I note for myself"), required=False, max_length=4000, widget=Words
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in guide().mentor_roles:
            self.fields[topic.key] = value_field(topic)
            self.fields[topic.key].help_text = str(topic.skill)
        roles = [(topic.key, str(topic.name)) for topic in guide().mentor_roles]
        self.fields["wants"].choices = [*roles, ("", _("none in particular"))]
        self.order_fields([topic.key for topic in guide().mentor_roles])

    def said(self) -> dict[str, Any]:
        """As `mirrors.make` takes it."""
        values = {topic.key: self.cleaned_data[topic.key] for topic in guide().mentor_roles}
        return {
            "values": values,
            "words": self.cleaned_data["words"],
            "wants": self.cleaned_data["wants"],
        }
