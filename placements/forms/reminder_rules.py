from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Channel
from config.forms import DateInput, ShortText, TapOne, TrialoogForm
from placements.rules.reminder_rules import LANGUAGES, Kind, Setting


class ReminderRuleForm(TrialoogForm):
    """How one kind of reminder goes out; only what this kind can have is asked."""

    say_optional = False

    is_on = forms.TypedChoiceField(
        label=_("Remind of this"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda said: said == "yes",
        widget=TapOne(even=True),
    )
    offset = forms.IntegerField(label=_("Working days after that moment"), required=False)
    repeat = forms.IntegerField(
        label=_("Again after so many days"),
        required=False,
        help_text=_("As long as it is not done. Empty: once."),
    )
    channel = forms.ChoiceField(
        label=_("By which way"),
        choices=Channel.choices,
        widget=TapOne(even=True),
        help_text=_("An SMS only says what it is about; without a mobile number it is a mail."),
    )
    to_coach_after = forms.IntegerField(
        label=_("The coach hears of it after"),
        required=False,
        help_text=_("Working days after the first time. Empty: never."),
    )
    to_coordinator_after = forms.IntegerField(
        label=_("The coordinator hears of it after"),
        required=False,
        help_text=_("Working days after the first time. Empty: never."),
    )
    words_nl = forms.CharField(
        label=_("Your own sentence in Dutch"),
        max_length=300,
        required=False,
        widget=ShortText(rows=2),
        help_text=_("Stands under the title instead of ours. Empty: ours."),
    )
    words_en = forms.CharField(
        label=_("Your own sentence in English"),
        max_length=300,
        required=False,
        widget=ShortText(rows=2),
    )

    layout = (
        "is_on",
        Div("offset", "repeat", css_class="field-row"),
        "channel",
        Div("to_coach_after", "to_coordinator_after", css_class="field-row"),
        "words_nl",
        "words_en",
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind.is_ahead:
            self.fields["offset"].label = _("Working days before that moment")
        if kind.standard.offset is None:
            self.fields["offset"].help_text = _("Empty: the number of the course unit.")
        hidden = {
            "is_on": kind.legal,
            "channel": not kind.by_sms,
            "to_coach_after": not kind.may_reach_coach,
            "to_coordinator_after": not kind.may_reach_coordinator,
        }
        for name, is_hidden in hidden.items():
            if is_hidden:
                del self.fields[name]
        self.layout = _only(self.layout, self.fields)

    @staticmethod
    def of(kind: Kind, setting: Setting) -> dict[str, Any]:
        """What stands in the form for this setting."""
        ahead = kind.is_ahead and setting.offset is not None
        return {
            "is_on": "yes" if setting.is_on else "no",
            "offset": -setting.offset if ahead else setting.offset,
            "repeat": setting.repeat,
            "channel": setting.channel,
            "to_coach_after": setting.to_coach_after,
            "to_coordinator_after": setting.to_coordinator_after,
            **{f"words_{code}": setting.words.get(code, "") for code in LANGUAGES},
        }

    @property
    def setting(self) -> Setting:
        said = self.cleaned_data
        words = {code: said[f"words_{code}"].strip() for code in LANGUAGES}
        offset = said["offset"]
        return Setting(
            is_on=said.get("is_on", True),
            offset=-offset if self.kind.is_ahead and offset is not None else offset,
            repeat=said["repeat"],
            channel=said.get("channel", Channel.MAIL),
            words=words if any(words.values()) else {},
            to_coach_after=said.get("to_coach_after"),
            to_coordinator_after=said.get("to_coordinator_after"),
        )


def _only(layout: tuple[Any, ...], names: Any) -> tuple[Any, ...]:
    """The layout without what this form does not ask."""
    found = []
    for item in layout:
        if not isinstance(item, Div):
            found += [item] if item in names else []
        elif inside := [name for name in item.fields if name in names]:
            found.append(Div(*inside, css_class=item.css_class) if len(inside) > 1 else inside[0])
    return tuple(found)


class PreviewForm(TrialoogForm):
    say_optional = False
    date = forms.DateField(label=_("On which date"), widget=DateInput)
