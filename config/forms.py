"""One base for all forms: a form states order and grouping; words stand in templates."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.refusal import Refusal

FIELD_TEMPLATE = "components/forms/field.html"
EVEN_CHOICES = (2, 3)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ShortText(forms.Textarea):
    """A few words to a few lines."""

    def __init__(self, attrs: dict[str, Any] | None = None, rows: int = 3) -> None:
        super().__init__({"rows": rows, **(attrs or {})})


class Words(forms.Textarea):
    """The words of a person (a reflection, feedback): set in serif, as they will be read."""

    def __init__(self, attrs: dict[str, Any] | None = None, rows: int = 5) -> None:
        super().__init__({"rows": rows, "class": "serif-input", **(attrs or {})})


class TapMixin:
    """Choices as words one can tap (`.choice`).

    `even=True` joins two or three of them to one bar; `opt_out` holds the values that are an
    answer apart ("did not come up") and get a dashed edge.
    """

    layout_template = "components/forms/choice.html"

    def __init__(
        self, *args: Any, even: bool = False, opt_out: Collection[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.even = even
        self.opt_out = frozenset(str(value) for value in opt_out)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["opt_out"] = str(value) in self.opt_out
        return option

    @property
    def css(self) -> str:
        count = len(self.choices)
        return f"choice-even choice-{count}" if self.even and count in EVEN_CHOICES else ""


class TapOne(TapMixin, forms.RadioSelect):
    """One of a few."""


class TapMany(TapMixin, forms.CheckboxSelectMultiple):
    """Any of several, such as the competences practised on a day."""


class AudienceChoice(forms.RadioSelect):
    """Who reads this; always beside the text. `voices`: value -> roles whose shapes are shown."""

    layout_template = "components/forms/audience.html"

    def __init__(
        self, *args: Any, voices: Mapping[str, Sequence[str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.attrs.setdefault("class", "form-check-input")
        self.voices = dict(voices or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["voices"] = self.voices.get(str(value), ())
        return option


class TrialoogFormMixin:
    """Adds the crispy helper. `layout` lists field names and crispy layout objects in order;
    left empty, all fields in the order of the class. `say_optional`: mark what may stay empty."""

    layout: Sequence[str | LayoutObject] = ()
    say_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.say_optional:
            for field in self.fields.values():
                _say_optional(field)

    @property
    def helper(self) -> FormHelper:
        return helper_for(self, self.layout)


class TrialoogForm(TrialoogFormMixin, forms.Form):
    """The base of every form on a page."""


def helper_for(form: forms.BaseForm, layout: Sequence[str | LayoutObject] = ()) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.field_template = FIELD_TEMPLATE
    helper.layout = Layout(*(layout or [bound.name for bound in form.visible_fields()]))
    return helper


def render_fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form, without form tag, token, buttons or general errors."""
    helper = getattr(form, "helper", None) or helper_for(form)
    form.crispy_field_template = helper.field_template
    context = Context({"form_show_errors": True, "form_show_labels": True})
    return helper.render_layout(form, context, template_pack=TEMPLATE_PACK)


def render_bound_field(bound: forms.BoundField) -> SafeString:
    """One field with its label, hint and errors."""
    return render_to_string(
        FIELD_TEMPLATE, {"field": bound, "form_show_errors": True, "form_show_labels": True}
    )


def focus_first_error(form: forms.BaseForm) -> None:
    """Without JavaScript too, the cursor stands where something must be mended."""
    for bound in form:
        if bound.errors and not bound.is_hidden:
            bound.field.widget.attrs["autofocus"] = True
            return


def add_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Show why an action said no: beside the field an obstacle names, else above the form."""
    for obstacle in refusal.obstacles:
        field = obstacle.field if obstacle.field in form.fields else None
        form.add_error(field, ValidationError(obstacle.message, code=obstacle.code))


def _say_optional(field: forms.Field) -> None:
    quiet = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.HiddenInput)
    if field.required or field.disabled or not field.label or isinstance(field.widget, quiet):
        return
    field.label = format_lazy("{} ({})", field.label, _("may stay empty"))
