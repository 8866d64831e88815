"""The signature pictures: pure functions from plain values to SVG text, the same in pages and PDFs.

Every picture takes a dataclass and a prefix `pid` for its ids (unique on a page), has a title and
a description in the reader's language, and a `*_table` with the same facts in words. Colours are
presentation attributes for paper; on a page the classes `p-*` of components.css take over and
follow the dark theme. `standalone=True` leaves the classes out (PDFs, files).
"""

from config.pictures.coverage import CoveragePicture, coverage, coverage_table
from config.pictures.days import DaysPicture, days_ring, days_row, days_table
from config.pictures.mastery import DID_NOT_COME_UP, MasteryPicture, mastery_strip, mastery_table
from config.pictures.overlay import OverlayPicture, OverlayRow, in_parts, overlay, overlay_table
from config.pictures.paint import PictureTable, logo
from config.pictures.radar import RadarPicture, radar, radar_table
from config.pictures.route import RoutePicture, RouteStop, route, route_table
from config.pictures.shares import SharesPicture, shares, shares_table
from config.pictures.sides import SidesPicture, sides, sides_table
from config.pictures.sparkline import WayPicture, sparkline, sparkline_table
from config.pictures.timeline import placement_timeline
from config.pictures.year import Meeting, Tick, TimelinePicture, Window, timeline_table

__all__ = [
    "DID_NOT_COME_UP",
    "CoveragePicture",
    "DaysPicture",
    "MasteryPicture",
    "Meeting",
    "OverlayPicture",
    "OverlayRow",
    "PictureTable",
    "RadarPicture",
    "RoutePicture",
    "RouteStop",
    "SharesPicture",
    "SidesPicture",
    "Tick",
    "TimelinePicture",
    "WayPicture",
    "Window",
    "coverage",
    "coverage_table",
    "days_ring",
    "days_row",
    "days_table",
    "in_parts",
    "logo",
    "mastery_strip",
    "mastery_table",
    "overlay",
    "overlay_table",
    "placement_timeline",
    "radar",
    "radar_table",
    "route",
    "route_table",
    "shares",
    "shares_table",
    "sides",
    "sides_table",
    "sparkline",
    "sparkline_table",
    "timeline_table",
]
