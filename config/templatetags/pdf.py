"""Filters and tags of `templates/pdf`: dates as people write them, paragraphs, shapes."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

register = template.Library()

SHORT = 50  # characters
LONG = 500  # characters: in a narrow column about a third of a page


@register.filter
def long_date(day: dt.date) -> str:
    """29 September 2026, never broken over two lines."""
    return formats.date_format(day, "j\u00a0F\u00a0Y")


@register.filter
def short_date(day: dt.date) -> str:
    """Tue 29 Sep."""
    return formats.date_format(day, f"D\u00a0j\u00a0{_month()}")


@register.filter
def day_date(day: dt.date) -> str:
    """Tuesday 29 September 2026."""
    return formats.date_format(day, "l j\u00a0F\u00a0Y")


@register.filter
def moment(at: dt.datetime) -> str:
    """29 September 2026, 16.20: local time of the institution."""
    return formats.date_format(timezone.localtime(at), "j\u00a0F\u00a0Y, H.i")


@register.filter
def short_moment(at: dt.datetime) -> str:
    """24 Sep 2026, 21.14."""
    return formats.date_format(timezone.localtime(at), f"j\u00a0{_month()}\u00a0Y, H.i")


def _month() -> str:
    """Short months are lower case in Dutch."""
    return "M" if get_language() == "en" else "b"


@register.filter
def paragraphs(words: str) -> list[str]:
    """The paragraphs of a text; none of them ends on a line with one short word."""
    return [_tidy(line.strip()) for line in words.splitlines() if line.strip()]


def _tidy(words: str) -> str:
    head, _, tail = words.rpartition(" ")
    return f"{head}\u00a0{tail}" if len(words) > 90 and len(tail) < 9 else words


@register.filter
def is_long(row: Any) -> bool:
    """Whether any words of this row of a table are too many to be kept on one page at any price."""
    return any(isinstance(said, str) and len(said) > LONG for said in vars(row).values())


@register.filter
def is_short(named: Any) -> bool:
    """Whether a name fits on any line, so that it need not be broken over two."""
    return len(named.name) < SHORT


@register.filter
def batches(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Rows of `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]


@register.filter
def spaced(code: str, size: int = 4) -> str:
    """A code or hash in groups, to be read aloud."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


@register.filter
def level_name(code: str, levels: Sequence[Any]) -> str:
    """The name of a level by its code, "" when the scale has none."""
    return next((level.name for level in levels if level.code == code), "")


@register.filter
def voice_name(voice: str) -> str:
    """The word for a role, in running text."""
    return {
        "student": gettext("student"),
        "mentor": gettext("mentor"),
        "coach": gettext("coach"),
        "coordinator": gettext("coordinator"),
        "workplace": gettext("workplace"),
        "programme": gettext("programme"),
    }.get(voice, "")


@register.filter
def called(voice: str) -> str:
    """A role in a sentence, as an agreement calls its parties."""
    return {
        "student": gettext("the student"),
        "mentor": gettext("the mentor"),
        "coach": gettext("the coach"),
        "workplace": gettext("the workplace"),
        "programme": gettext("the programme"),
    }.get(voice, voice_name(voice))


@register.filter
def answer_name(answer: str) -> str:
    """The word for an answer to a point of the checklist."""
    return {
        "yes": pgettext("answer", "yes"),
        "partly": pgettext("answer", "partly"),
        "no": pgettext("answer", "no"),
        "na": pgettext("answer", "n/a"),
    }[answer]


@register.filter
def in_words(count: int) -> str:
    """A small number as a sentence wants it."""
    names = (
        *(gettext("none"), gettext("one"), gettext("two"), gettext("three"), gettext("four")),
        *(gettext("five"), gettext("six"), gettext("seven"), gettext("eight"), gettext("nine")),
        *(gettext("ten"), gettext("eleven"), gettext("twelve")),
    )
    return names[count] if count < len(names) else str(count)


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.filter
def signs_for(voice: str) -> str:
    """The line above a signature."""
    return {
        "student": pgettext("signature", "The student"),
        "mentor": pgettext("signature", "The mentor"),
        "coach": pgettext("signature", "The coach"),
        "coordinator": pgettext("signature", "The coordinator"),
        "workplace": pgettext("signature", "The workplace"),
        "programme": pgettext("signature", "The programme"),
    }.get(voice, "")


@register.simple_tag
def shape(voice: str, silent: bool = False) -> SafeString | str:
    """The voice's shape with its letter; other roles have none."""
    if voice not in ("student", "mentor", "coach"):
        return ""
    kind = "silent" if silent else "voice"
    return format_html(
        '<img class="v" src="art/{}-{}.svg" alt="{}">', kind, voice, voice_name(voice)
    )


@register.filter
def without_scheme(address: str) -> str:
    """An address as people read it on paper."""
    return address.partition("://")[2] or address
