"""The small words of our visual language: voices, icons, states, dates near and far."""

import datetime as dt
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from config import clock
from config.forms import focus_first_error, render_bound_field, render_fields

register = template.Library()

FAR = 300  # days from now on, a date needs its year
VOICES = {"student": "s", "mentor": "m", "coach": "c"}
# Drawn in place: a shape behind <use> from another file would not follow our colour tokens.
SHAPES = {
    "s": SafeString('<circle cx="11" cy="11" r="10" fill="currentColor"/>'),
    "m": SafeString(
        '<rect x="1.8" y="1.8" width="18.4" height="18.4" rx="1.5" fill="currentColor"/>'
    ),
    "c": SafeString('<path d="M11 0L22 11L11 22L0 11Z" fill="currentColor"/>'),
}
STATES = {
    "device": ("device", ""),
    "received": ("inbox", ""),
    "seen": ("eye", ""),
    "confirmed": ("check", "state-confirmed"),
    "done": ("check", "state-confirmed"),
    "waiting": ("clock", ""),
    "late": ("clock", "state-late"),
    "warning": ("warn", "state-late"),
    "stop": ("x", "state-stop"),
    "private": ("lock", ""),
    "draft": ("pen", ""),
    "document": ("file", ""),
    "information": ("info", ""),
}


@register.simple_tag
def icon(name: str, css: str = "icon") -> SafeString:
    """One icon of static/img/icons.svg; always beside a word, so hidden from screen readers."""
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        '<use href="{}#i-{}"/></svg>',
        css,
        static("img/icons.svg"),
        name,
    )


@register.filter
def voice_letter(role: str | None) -> str:
    """'student' -> 's', 'mentor' -> 'm', 'coach' -> 'c'; '' for anybody else."""
    return VOICES.get(str(role or ""), "")


@register.filter
def role_label(role: str) -> str:
    """The word for a role: 'mentor' -> "mentor", 'coordinator' -> "coordinator"."""
    return voice_name(role) or {"coordinator": _("coordinator"), "teacher": _("teacher")}.get(
        role, ""
    )


def voice_name(role: str) -> str:
    return {"student": _("student"), "mentor": _("mentor"), "coach": _("coach")}.get(role, "")


@register.simple_tag
def voice(role: str | None, named: bool = False) -> SafeString:
    """Shape and letter of a voice; nothing for who has none.

    `named=True` when no name or role stands beside it: then it says its own name.
    """
    letter = voice_letter(role)
    if not letter:
        return SafeString("")
    hidden = (
        format_html('role="img" aria-label="{}"', voice_name(str(role)))
        if named
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="voice voice-{}" viewBox="0 0 22 22" {}>{}'
        '<text class="voice-letter" x="11" y="15.2" text-anchor="middle">{}</text></svg>',
        letter,
        hidden,
        SHAPES[letter],
        letter.upper(),
    )


@register.simple_tag
def who(name: Any, role: str | None = None) -> SafeString:
    """A person in a line of text: shape and name."""
    return format_html('<span class="who">{} {}</span>', voice(role), name)


@register.simple_tag
def state(kind: str, text: Any) -> SafeString:
    """Where something is, in words with an icon; `kind` is a key of STATES."""
    icon_name, css = STATES[kind]
    return format_html('<span class="state {}">{} {}</span>', css, icon(icon_name), text)


@register.simple_tag
def passport(steps: Any, label: str = "") -> SafeString:
    """The road of an entry: `steps` is a list of (name, when, "done" | "now" | "")."""
    items = format_html_join(
        "",
        "<li{}>{}{}</li>",
        (
            (
                {
                    "done": SafeString(' class="done"'),
                    "now": SafeString(' class="now" aria-current="step"'),
                }.get(where, ""),
                name,
                format_html("<br>{}", when) if when else "",
            )
            for name, when, where in steps
        ),
    )
    return format_html(
        '<ol class="passport"{}>{}</ol>',
        format_html(' aria-label="{}"', label) if label else "",
        items,
    )


@register.filter
def near_day(value: dt.date | dt.datetime | None) -> str:
    """A day as people say it: today, yesterday, tomorrow, 'di 12 mei', with the year if far."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    away = (value - clock.today()).days
    if away in (-1, 0, 1):
        return {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}[away]
    pattern = pgettext("date near", "D j M") if abs(away) < FAR else pgettext("date far", "j M Y")
    return formats.date_format(value, pattern)


@register.filter
def long_day(value: dt.date | dt.datetime | None) -> str:
    """'vrijdag 20 november', for headings and sentences; with the year if far."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    pattern = pgettext("date long", "l j F")
    far = abs((value - clock.today()).days) >= FAR
    return formats.date_format(value, f"{pattern} Y" if far else pattern)


@register.filter
def clock_time(value: dt.datetime | dt.time | None) -> str:
    """'16.52' in Dutch, '16:52' in English."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, pgettext("time", "H:i"))


@register.filter
def day_count(value: Any) -> str:
    """'1 day', 'half a day', '9.5 days': in the reader's notation."""
    number = float(value)
    if number == 0.5:
        return _("half a day")
    shown = formats.number_format(number, decimal_pos=0 if number.is_integer() else 1)
    return ngettext("%(n)s day", "%(n)s days", 1 if number == 1 else 2) % {"n": shown}


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's own query string with some keys changed (None drops one): for sort, page, tab."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    return "?" + params.urlencode()


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """The numbers worth showing around a page; None stands for a gap."""
    return [
        number if isinstance(number, int) else None
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """A whole form: what is wrong on top, then its fields in the order the form states."""
    return format_html("{}{}", error_summary(form), render_fields(form))


@register.simple_tag
def field(bound: forms.BoundField) -> SafeString:
    """One field with label, hint and errors, in our own markup where its widget has one."""
    return render_bound_field(bound)


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString:
    """What is wrong, with links to the fields; the first of them gets the focus."""
    if not form.errors:
        return SafeString("")
    focus_first_error(form)
    general = form.non_field_errors()
    wrong = [bound for bound in form if bound.errors]
    total = len(general) + sum(len(bound.errors) for bound in wrong)
    return render_to_string(
        "components/forms/errors.html", {"general": general, "wrong": wrong, "total": total}
    )


@register.simple_tag(takes_context=True)
def sort_header(context: template.Context, key: str, label: str, css: str = "") -> SafeString:
    """A column head that sorts by `?sort=key`, and the other way round when pressed again."""
    now = context["request"].GET.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', direction) if direction else "",
        query(context, sort=f"-{key}" if direction == "ascending" else key, page=None),
        label,
        {"ascending": icon("up"), "descending": icon("sort")}.get(direction, ""),
    )
