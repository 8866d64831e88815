"""Who is fine, and why: the facts behind it, as few words each."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.templatetags.ui import near_day
from placements.rules.attention_facts import Facts


def why_fine(facts: Facts) -> str:
    """One line: the last sign, the pace, the next meeting, how close the voices are; only what is
    known. Nothing here is a judgement."""
    if facts.starts_on > facts.today:
        return _("starts %(date)s") % {"date": near_day(facts.starts_on)}
    return get_text_list([part for part in _parts(facts) if part], _("and"))


def _parts(facts: Facts) -> list[str]:
    return [_last_sign(facts), _pace(facts), _away(facts), _meeting(facts), _voices(facts)]


def _last_sign(facts: Facts) -> str:
    if facts.last_sign is None:
        return _("nothing to log yet")
    return _("last logged %(date)s") % {"date": near_day(facts.last_sign)}


def _pace(facts: Facts) -> str:
    if not facts.required or not facts.days:
        return ""
    if facts.days_logged >= facts.required:
        return _("all days done")
    ahead = -facts.behind
    if ahead == 0:
        return _("on pace")
    days = abs(ahead)
    text = (
        ngettext("%(n)s day ahead", "%(n)s days ahead", 1 if days == 1 else 2)
        if ahead > 0
        else ngettext(
            "%(n)s day behind, which still fits",
            "%(n)s days behind, which still fit",
            1 if days == 1 else 2,
        )
    )
    return text % {"n": number_format(days.normalize())}


def _away(facts: Facts) -> str:
    span = next((one for one in facts.away if one.holds(facts.today)), None)
    if span is None:
        return ""
    if span.last is None:
        return _("away for now")
    return _("away until %(date)s") % {"date": near_day(span.last)}


def _meeting(facts: Facts) -> str:
    return _("meets %(date)s") % {"date": near_day(facts.meets_on)} if facts.meets_on else ""


def _voices(facts: Facts) -> str:
    if not facts.compared or facts.apart:
        return ""
    return ngettext(
        "voices close on %(n)s competence", "voices close on %(n)s competences", facts.compared
    ) % {"n": facts.compared}
