"""Words of the editor of frameworks and of what changed between two versions."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competences.forms.editing import label_of
from competences.rules.differences import Op, Piece
from competences.rules.editing import Words

register = template.Library()


@register.filter
def line_of(item: Any, kind: str) -> str:
    """How a line of the outline is called: `heading|line_of:"heading"` -> "heading-12"."""
    return f"{kind}-{item.pk}"


@register.simple_tag
def words_of(holder: Any) -> Words:
    """A level is its words; a heading or a competence has them."""
    return holder if isinstance(holder, Words) else holder.words


@register.simple_tag
def field_name(name: str) -> str:
    return label_of(name)


@register.simple_tag
def changed_words(pieces: Iterable[Piece], between: str = "") -> SafeString:
    """What went and what came as <del> and <ins>, which also say so to who cannot see them."""
    marks = {Op.GONE: ("del", _("gone:")), Op.NEW: ("ins", _("new:"))}
    found = [_marked(*marks[op], text) if op in marks else text for op, text in pieces]
    return format_html_join(between, "{}", ((one,) for one in found))


@register.simple_tag
def went(text: str) -> SafeString:
    return changed_words([(Op.GONE, text)])


@register.simple_tag
def came(text: str) -> SafeString:
    return changed_words([(Op.NEW, text)])


def _marked(mark: str, said: str, text: str) -> SafeString:
    tag = SafeString(mark)
    hidden = format_html('<span class="visually-hidden">{} </span>', said)
    return format_html("<{}>{}{}</{}>", tag, hidden, text, tag)
