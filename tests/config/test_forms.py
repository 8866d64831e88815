"""A form says what is wrong where it is wrong, and keeps its own words out of Python."""

import datetime as dt
import importlib
from collections.abc import Iterator

import pytest
from django import forms
from django.utils import translation

from config.forms import (
    AudienceChoice,
    DateInput,
    ShortText,
    TapMany,
    TapOne,
    TrialoogForm,
    Words,
    add_refusal,
    focus_first_error,
    render_bound_field,
    render_fields,
)
from config.refusal import Obstacle, Refusal
from config.templatetags.ui import error_summary


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


class DayForm(TrialoogForm):
    layout = ("tasks", "date", "amount", "audience")

    date = forms.DateField(label="Date", widget=DateInput)
    amount = forms.ChoiceField(
        label="How much?", choices=[("1", "Whole"), ("0", "None")], widget=TapOne(even=True)
    )
    tasks = forms.CharField(label="What?", widget=ShortText, required=False, help_text="Few words")
    audience = forms.ChoiceField(
        label="Who reads this?",
        choices=[("me", "Only me"), ("all", "All three")],
        widget=AudienceChoice(voices={"me": ["student"], "all": ["student", "mentor", "coach"]}),
    )
    reference = forms.CharField(widget=forms.HiddenInput, required=False)


def joined(html: str) -> str:
    """Without the line breaks and indentation that a template has for its reader."""
    return "".join(line.strip() for line in html.splitlines())


def test_the_fields_stand_in_the_order_the_form_states():
    html = render_fields(DayForm())
    places = [html.index(f'name="{name}"') for name in ("tasks", "date", "amount", "audience")]
    assert places == sorted(places)


def test_a_hidden_field_is_there_without_being_named_in_the_layout():
    assert render_fields(DayForm()).count('name="reference"') == 1


def test_no_form_tag_token_or_button_comes_from_python():
    html = render_fields(DayForm())
    assert [word for word in ("<form", "csrfmiddlewaretoken", "<button") if word in html] == []


def test_an_optional_field_says_that_it_may_stay_empty():
    labels = {name: str(field.label) for name, field in DayForm().fields.items()}
    assert labels["tasks"] == "What? (may stay empty)"
    assert labels["date"] == "Date"


def test_a_filter_does_not_say_of_everything_that_it_may_stay_empty():
    class Filter(DayForm):
        say_optional = False

    assert str(Filter().fields["tasks"].label) == "What?"


def test_the_browser_gets_a_date_in_the_only_form_it_understands():
    with translation.override("nl"):
        html = render_bound_field(DayForm(initial={"date": dt.date(2026, 11, 3)})["date"])
    assert html.count('type="date"') == 1
    assert html.count('value="2026-11-03"') == 1


def test_a_choice_is_a_group_with_a_name_and_one_label_for_each_answer():
    html = joined(render_bound_field(DayForm(initial={"amount": "1"})["amount"]))
    assert html.count("<legend>How much?") == 1
    assert html.count('<label for="id_amount_') == 2
    assert html.count(" checked") == 1
    assert html.count('class="choice choice-even choice-2"') == 1


def test_only_the_answer_apart_gets_a_dashed_edge():
    class Skills(TrialoogForm):
        skills = forms.MultipleChoiceField(
            label="Skills", choices=[(1, "Invoices"), (0, "No")], widget=TapMany(opt_out=[0])
        )

    html = render_bound_field(Skills()["skills"])
    assert html.count('<div class="opt-out">') == 1
    assert html.index("Invoices") < html.index('<div class="opt-out">') < html.index("No</label>")


def test_an_audience_shows_the_shape_of_each_reader():
    html = render_bound_field(DayForm()["audience"])
    assert [html.count(f"voice-{letter}") for letter in "smc"] == [2, 1, 1]


def test_the_words_of_people_are_written_in_their_own_letter():
    class Reflection(TrialoogForm):
        text = forms.CharField(label="Text", widget=Words)

    assert render_bound_field(Reflection()["text"]).count("serif-input") == 1


def test_a_refusal_stands_beside_its_field_or_above_the_form():
    form = DayForm({"date": "2026-11-24", "amount": "1", "audience": "me"})
    assert form.is_valid()
    future = Obstacle("day-future", "That day is yet to come.", field="date")
    elsewhere = Obstacle("no-agreement", "Sign the agreement first.", field="agreement")
    add_refusal(form, Refusal(obstacles=[future, elsewhere]))
    assert form.errors == {
        "date": ["That day is yet to come."],
        "__all__": ["Sign the agreement first."],
    }
    assert [error.code for error in form.errors.as_data()["date"]] == ["day-future"]


def test_the_first_wrong_field_gets_the_cursor_without_javascript():
    form = DayForm({"amount": "1"})
    focus_first_error(form)
    focused = [n for n, f in form.fields.items() if f.widget.attrs.get("autofocus")]
    assert focused == ["date"]
    assert DayForm().fields["date"].widget.attrs == {}


def test_the_summary_names_every_error_and_leads_to_its_field():
    form = DayForm({"date": "2026-11-24", "amount": "1"})
    add_refusal(form, Refusal("taken", "That day is taken."))
    html = joined(error_summary(form))
    assert html.count("2 things to put right") == 1
    assert html.count("<li>That day is taken.</li>") == 1
    assert html.count('<a href="#id_audience_0">Who reads this? This field is required.') == 1


def test_a_form_without_errors_has_no_summary():
    assert error_summary(DayForm()) == ""


def test_hint_and_error_are_tied_to_their_field():
    html = render_bound_field(DayForm({"amount": "9"})["amount"])
    assert html.count('aria-describedby="id_amount_error"') == 1
    assert html.count('id="id_amount_error"') == 1
    hinted = render_bound_field(DayForm()["tasks"])
    assert hinted.count('aria-describedby="id_tasks_helptext"') == 1
    assert hinted.count('id="id_tasks_helptext"') == 1


def test_what_people_typed_is_escaped_in_a_choice():
    class Rude(TrialoogForm):
        name = forms.ChoiceField(label="<b>", choices=[("<i>", "<u>x</u>")], widget=TapOne)

    html = render_bound_field(Rude()["name"])
    assert [tag for tag in ("<b>", "<i>", "<u>") if tag in html] == []


def forms_of_the_portal(base: type = TrialoogForm) -> Iterator[type[TrialoogForm]]:
    importlib.import_module("config.urls")  # and with it every view and form
    for form in base.__subclasses__():
        yield from forms_of_the_portal(form)
        if not form.__module__.startswith("tests."):
            yield form


def test_whatever_people_write_at_length_has_a_limit_so_that_it_fits_on_paper():
    written = [
        (f"{form.__name__}.{name}", field.max_length)
        for form in forms_of_the_portal()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea)
    ]

    assert len(written) > 10
    assert [name for name, limit in written if not limit or limit > 10_000] == []
