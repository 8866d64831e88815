"""Pictures in templates, each with the table that says the same in words behind it."""

import secrets
from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config import pictures

register = template.Library()


def _prefix(key: str) -> str:
    """A prefix for ids; drawn by lot, so that a part fetched later by HTMX never repeats one."""
    return key or f"p{secrets.token_hex(4)}"


@register.simple_tag
def mastery_strip(row: pictures.MasteryPicture, key: str = "") -> SafeString:
    return pictures.mastery_strip(row, pid=_prefix(key))


@register.simple_tag
def days_ring(counts: pictures.DaysPicture, key: str = "") -> SafeString:
    return pictures.days_ring(counts, pid=_prefix(key))


@register.simple_tag
def days_row(counts: pictures.DaysPicture, key: str = "") -> SafeString:
    return pictures.days_row(counts, pid=_prefix(key))


@register.simple_tag
def sparkline(events: pictures.WayPicture, key: str = "") -> SafeString:
    return pictures.sparkline(events, pid=_prefix(key))


@register.simple_tag
def radar(scan: pictures.RadarPicture, key: str = "") -> SafeString:
    return pictures.radar(scan, pid=_prefix(key))


@register.simple_tag
def placement_timeline(timeline: pictures.TimelinePicture, key: str = "") -> SafeString:
    """One row on a desktop, two half rows on a phone; the style sheet shows one of them."""
    pid = _prefix(key)
    return format_html(
        '<div class="only-wide">{}</div><div class="only-narrow">{}</div>',
        pictures.placement_timeline(timeline, pid=f"{pid}-w"),
        pictures.placement_timeline(timeline, pid=f"{pid}-n", narrow=True),
    )


@register.simple_tag
def voices_overlay(picture: pictures.OverlayPicture, key: str = "") -> SafeString:
    return pictures.overlay(picture, pid=_prefix(key))


@register.simple_tag
def coverage(picture: pictures.CoveragePicture, key: str = "") -> SafeString:
    return pictures.coverage(picture, pid=_prefix(key))


@register.simple_tag
def route(picture: pictures.RoutePicture, key: str = "") -> SafeString:
    return pictures.route(picture, pid=_prefix(key))


@register.simple_tag
def shares(picture: pictures.SharesPicture, key: str = "") -> SafeString:
    return pictures.shares(picture, pid=_prefix(key))


@register.simple_tag
def sides(picture: pictures.SidesPicture, key: str = "") -> SafeString:
    return pictures.sides(picture, pid=_prefix(key))


def _table_tag(name: str, make: Callable[[Any], pictures.PictureTable]) -> None:
    @register.inclusion_tag("components/picture_table.html", name=name)
    def tag(picture: Any) -> dict[str, pictures.PictureTable]:
        return {"table": make(picture)}


_table_tag("mastery_strip_table", pictures.mastery_table)
_table_tag("days_ring_table", pictures.days_table)
_table_tag("sparkline_table", pictures.sparkline_table)
_table_tag("radar_table", pictures.radar_table)
_table_tag("placement_timeline_table", pictures.timeline_table)
_table_tag("voices_overlay_table", pictures.overlay_table)
_table_tag("coverage_table", pictures.coverage_table)
_table_tag("route_table", pictures.route_table)
_table_tag("shares_table", pictures.shares_table)
_table_tag("sides_table", pictures.sides_table)
