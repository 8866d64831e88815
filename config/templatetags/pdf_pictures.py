"""The signature pictures on paper, from the values of `config.pdf_story`.

WeasyPrint reads the alternative text of a drawing from its `<title>` alone, so on paper the title
carries the description too; ids, which would have to be unique in the document, are left out.
"""

import re
from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from config import pictures
from config.pdf_cohort import CohortChart
from config.pdf_story import CompetenceProgress, PortfolioDocument, Scan, Year
from config.pdf_values import Level
from config.pictures.paint import line, path, shape, svg

register = template.Library()

FRAME = re.compile(
    r'width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)" role="img" aria-labelledby="[^"]*"'
)
WORDS = re.compile(r"<title [^>]*>(?P<title>.*?)</title>\s*<desc [^>]*>(?P<desc>.*?)</desc>", re.S)


def _on_paper(drawn: SafeString, millimetres: float) -> SafeString:
    """The picture at this width; its text was escaped where it was drawn."""

    def size(found: re.Match[str]) -> str:
        height = millimetres * float(found["height"]) / float(found["width"])
        return f'role="img" style="width:{millimetres:g}mm;height:{height:.2f}mm"'

    framed = FRAME.sub(size, drawn, count=1)
    return mark_safe(WORDS.sub(r"<title>\g<title> \g<desc></title>", framed, count=1))  # noqa: S308


def _index(levels: Sequence[Level], code: str, missing: int) -> int:
    return next((place for place, level in enumerate(levels) if level.code == code), missing)


def _scale(levels: Sequence[Level]) -> list[tuple[str, str]]:
    return [(level.code, level.name) for level in levels]


@register.simple_tag
def mastery_strip(
    competence: CompetenceProgress, levels: Sequence[Level], millimetres: float
) -> SafeString | str:
    if not levels:
        return ""
    voices = {
        said.voice: _index(levels, said.level, 0) if said.level else pictures.DID_NOT_COME_UP
        for said in competence.now
    }
    attained = _index(levels, competence.attained, 0) if competence.attained else None
    picture = pictures.MasteryPicture(
        name=competence.name,
        levels=_scale(levels),
        start=_index(levels, competence.start, 0),
        target=_index(levels, competence.target, len(levels) - 1),
        voices=voices,
        attained=attained,
    )
    return _on_paper(pictures.mastery_strip(picture, pid="x", standalone=True), millimetres)


@register.simple_tag
def way(competence: CompetenceProgress, document: PortfolioDocument) -> SafeString | str:
    levels = document.levels
    if not levels:
        return ""
    ways: dict[str, list[tuple[float, int]]] = {}
    for step in competence.way:
        ways.setdefault(step.voice, []).append((step.day, _index(levels, step.level, 0)))
    picture = pictures.WayPicture(
        name=competence.name,
        levels=_scale(levels),
        target=_index(levels, competence.target, len(levels) - 1),
        ways=ways,
        last_day=len(document.year.worked) if document.year else 0,
    )
    return _on_paper(pictures.sparkline(picture, pid="x", standalone=True), 32)


@register.simple_tag
def voices_overlay(document: PortfolioDocument, millimetres: float) -> list[SafeString]:
    """All competences under each other, over as many pictures as a page breaks well."""
    levels = document.levels
    if not levels:
        return []
    groups = [
        (outcome.name, [_overlay_row(one, levels) for one in outcome.competences])
        for outcome in document.outcomes
    ]
    picture = pictures.OverlayPicture(gettext("Three voices"), _scale(levels), groups)
    return [
        _on_paper(pictures.overlay(part, pid="x", standalone=True), millimetres)
        for part in pictures.in_parts(picture)
    ]


def _overlay_row(one: CompetenceProgress, levels: Sequence[Level]) -> pictures.OverlayRow:
    voices = {
        said.voice: _index(levels, said.level, 0) if said.level else pictures.DID_NOT_COME_UP
        for said in one.now
    }
    return pictures.OverlayRow(one.name, _index(levels, one.target, len(levels) - 1), voices)


@register.simple_tag
def coverage(document: PortfolioDocument, millimetres: float) -> list[SafeString]:
    """On how many days each competence came up; what never did stands first."""
    rows = [(one.name, one.days or int(_was_seen(one))) for one in document.competences]
    rows.sort(key=lambda row: row[1])
    parts = [rows[start : start + 16] for start in range(0, len(rows), 16)]
    title = gettext("How often each competence came up")
    return [
        _on_paper(
            pictures.coverage(pictures.CoveragePicture(title, part), pid="x", standalone=True),
            millimetres,
        )
        for part in parts
    ]


def _was_seen(one: CompetenceProgress) -> bool:
    """A voice named a level; what the student says before the first day is where they start."""
    return any(step.voice != "student" or step.day > 0 for step in one.way)


@register.simple_tag
def shares(chart: CohortChart, millimetres: float) -> SafeString:
    picture = pictures.SharesPicture(
        chart.title, chart.parts, [(bar.name, bar.counts) for bar in chart.bars]
    )
    return _on_paper(pictures.shares(picture, pid="x", standalone=True), millimetres)


@register.simple_tag
def days_ring(year: Year, millimetres: float) -> SafeString:
    picture = pictures.DaysPicture(
        required=year.required_days, confirmed=year.confirmed_days, logged=year.logged_days
    )
    return _on_paper(pictures.days_ring(picture, pid="x", standalone=True), millimetres)


@register.simple_tag
def days_timeline(year: Year) -> SafeString:
    picture = pictures.TimelinePicture(
        title=gettext("The year at the workplace"),
        first=year.starts.replace(day=1),
        last=year.ends,
        today=None,
        days=[pictures.Tick(tick.date, tick.state) for tick in year.ticks],
        required=year.required_days,
        required_before=year.required_before,
        windows=[pictures.Window(w.starts, w.ends, w.name, w.days) for w in year.windows],
        meetings=[pictures.Meeting(day, gettext("trialogue meeting")) for day in year.meetings],
    )
    return _on_paper(pictures.placement_timeline(picture, pid="x", standalone=True), 160)


@register.simple_tag
def scan_radar(scan: Scan, millimetres: float) -> SafeString:
    views = {view.voice: view.values for view in scan.views}
    picture = pictures.RadarPicture(title=scan.title, axes=scan.axes, views=views)
    return _on_paper(pictures.radar(picture, pid="x", standalone=True), millimetres)


@register.simple_tag
def year_line(year: Year) -> SafeString:
    """The cover's picture: every day worked and nothing else; the three voices where they met."""
    days = year.worked
    span = max((days[-1] - days[0]).days, 1)
    body = [path("M0 124H1000", line("ink", 1.2))]
    for day in days:
        x = 1.5 + 997 * (day - days[0]).days / span
        met = day in year.meetings
        body.append(path(f"M{x:g} 124V{34 if met else 74}", line("ink", 3)))
        if met:
            centre = min(max(x, 32), 968)
            body += [
                shape("student", centre - 19, 14, 8.6, letter=False),
                shape("mentor", centre, 14, 8.6, letter=False),
                shape("coach", centre + 20, 14, 8.2, letter=False),
            ]
    drawn = svg(
        "year",
        (1000, 126),
        body,
        pid="x",
        title=gettext("The days worked, one line each"),
        desc=gettext("%(days)s days; on %(meetings)s of them the three voices sat together.")
        % {"days": len(days), "meetings": len(year.meetings)},
        standalone=True,
    )
    return _on_paper(drawn, 160)
