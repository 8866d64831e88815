"""A pattern week in words."""

from collections.abc import Collection

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def week_in_words(mornings: Collection[int], afternoons: Collection[int]) -> str:
    """'Monday, Tuesday and Wednesday morning'."""
    names = [_weekday(day, mornings, afternoons) for day in sorted({*mornings, *afternoons})]
    return get_text_list(names, pgettext("list", "and"))


def _weekday(day: int, mornings: Collection[int], afternoons: Collection[int]) -> str:
    if day in mornings and day in afternoons:
        return str(WEEKDAYS[day])
    half = _("%(day)s morning") if day in mornings else _("%(day)s afternoon")
    return half % {"day": WEEKDAYS[day]}
