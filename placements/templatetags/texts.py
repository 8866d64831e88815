"""Words of agreement texts on a page: a field of the palette is shown as what it will be."""

from collections.abc import Iterator

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.pdf_clauses import FIELD
from placements.rules.texts import FIELDS

register = template.Library()


@register.filter
def fielded(words: str) -> SafeString:
    """ "{mentor}" as a mark that names it; what is no field stands as it was typed."""
    return format_html_join("", "{}", ((part,) for part in _parts(words)))


def _parts(words: str) -> Iterator[SafeString]:
    at = 0
    for found in FIELD.finditer(words):
        yield conditional_escape(words[at : found.start()])
        yield _part(found[0], found["name"] or "")
        at = found.end()
    yield conditional_escape(words[at:])


def _part(written: str, name: str) -> SafeString:
    if written == "{{":
        return SafeString("{")
    if name in FIELDS:
        return format_html('<span class="text-field">{}</span>', FIELDS[name])
    if name.startswith("article:"):
        return format_html('<span class="text-field">{}</span>', _("number"))
    return format_html('<span class="text-field text-unknown">{}</span>', written)
