from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from accounts import phones
from accounts.actions import limits
from accounts.actions.limits import Asker
from accounts.enums import MailPace, MessageGroup
from accounts.models import User
from accounts.rules import own_path
from accounts.secrets import CODE_DIGITS
from config.forms import TapMany, TapOne, TimeInput, TrialoogForm, TrialoogFormMixin

LONGEST_EMAIL = User._meta.get_field("email").max_length


class NextMixin(forms.Form):
    """Where to go afterwards: a path of this site, or nowhere in particular."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_next(self) -> str:
        return own_path(self.cleaned_data["next"])


class AskForm(TrialoogForm, NextMixin):
    """Have a link and code mailed."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The address our message came to. You need no password."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PasswordForm(TrialoogForm, NextMixin):
    """Sign in with a password; afterwards `user` is who it is."""

    user: User
    asker: Asker | None

    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, asker: Asker | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker

    def clean(self) -> dict[str, Any]:
        email, password = self.cleaned_data.get("email"), self.cleaned_data.get("password")
        if not email or not password:
            return self.cleaned_data
        if not limits.may_try_password(email=email, asker=self.asker):
            raise forms.ValidationError(
                _("Too many tries. Wait a quarter of an hour, or ask for a link by mail."),
                code="too_often",
            )
        user = authenticate(username=email.strip().lower(), password=password)
        if user is None:
            raise forms.ValidationError(
                _(
                    "This address and password do not go together. Try again, or ask for a link"
                    " by mail."
                ),
                code="wrong",
            )
        self.user = user
        return self.cleaned_data


class CodeForm(TrialoogForm):
    """The code of the message, typed or pasted, with or without its space."""

    code = forms.CharField(
        label=_("The code"),
        help_text=_("Eight digits, in the same message as the link."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """What cannot be a code is no guess: it is not counted, and a scanner that fills in
        forms spoils nothing with it."""
        digits = "".join(self.cleaned_data["code"].split())
        if len(digits) != CODE_DIGITS or not digits.isdecimal():
            raise forms.ValidationError(
                _("The code has eight digits; have another look at the message."), code="shape"
            )
        return digits


class ProfileForm(TrialoogFormMixin, forms.ModelForm):
    class Meta:
        model = User
        fields = ("language", "phone")
        help_texts = {
            "language": _("For the pages, and for the mails we send you."),
            "phone": _(
                "For the people you work with on a placement. On a mobile number you can also get"
                " the code to come in."
            ),
        }
        widgets = {"phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"})}

    def clean_phone(self) -> str:
        """As one writes it here; what was on file already may stay as it is."""
        said = self.cleaned_data["phone"].strip()
        if not said or said == self.initial.get("phone"):
            return said
        tidy = phones.tidy(said)
        if tidy is None:
            raise forms.ValidationError(
                _("This is not a whole number. For example 0470 12 34 56 or +31 6 12 34 56 78."),
                code="phone",
            )
        return tidy


class MessagesForm(TrialoogForm):
    """How often, about what and when not; what the law asks or cannot wait comes anyway."""

    pace = forms.ChoiceField(
        label=_("How often"), choices=MailPace.choices, widget=TapOne(even=True)
    )
    groups = forms.MultipleChoiceField(
        label=_("About what"), choices=MessageGroup.choices, widget=TapMany, required=False
    )
    quiet_from = forms.TimeField(label=_("No messages from"), widget=TimeInput, required=False)
    quiet_until = forms.TimeField(label=_("until"), widget=TimeInput, required=False)

    say_optional = False
    layout = ("pace", "groups", Div("quiet_from", "quiet_until", css_class="field-row"))


class PasswordChoiceForm(TrialoogFormMixin, SetPasswordForm):
    """A new password, twice; Django's validators say what is wrong with it."""

    new_password1, new_password2 = SetPasswordForm.create_password_fields(
        label1=_("New password"), label2=_("The same once more")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = _(
            "At least 12 characters, and nothing that others use or that is about you. A few words"
            " in a row work well."
        )
        self.fields["new_password2"].help_text = ""


class PersonForm(TrialoogForm):
    """Somebody to give a role to: known already by the address, or new with a name."""

    say_optional = False

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_EMAIL,
        help_text=_("Somebody we know already needs nothing more than this."),
    )
    first_name = forms.CharField(
        label=_("First name"), max_length=80, required=False, help_text=_("Only for somebody new.")
    )
    last_name = forms.CharField(label=_("Last name"), max_length=120, required=False)

    layout = ("email", Div("first_name", "last_name", css_class="field-row"))


class LanguageForm(NextMixin):
    language = forms.ChoiceField(choices=User._meta.get_field("language").choices)
