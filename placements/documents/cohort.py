"""A cohort in pictures, as a workbook and on paper: three forms of the same published counts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.pdf_cohort import CohortBar, CohortChart, CohortDocument, CohortOutcome
from config.pdf_values import Fact, Stamp, letterhead
from config.pictures import PictureTable, SharesPicture
from config.pictures.shares import hidden_in_words, percent
from config.spreadsheets import Value
from placements.overviews.cohort import Cohort, CompetenceCount, Group, OutcomeCount
from placements.rules.cohort import (
    BY_COVERAGE,
    BY_TARGET,
    CAME_UP,
    KINDS,
    NEVER,
    NOT_REACHED,
    ON_THE_WAY,
    REACHED,
    Counted,
)


def word(kind: str) -> str:
    return {
        NEVER: _("never came up"),
        ON_THE_WAY: _("on the way"),
        REACHED: _("target reached"),
        NOT_REACHED: _("target not reached yet"),
        CAME_UP: _("came up"),
    }[kind]


def kinds_of(counted: Counted) -> tuple[str, ...]:
    return {BY_TARGET: (NOT_REACHED, REACHED), BY_COVERAGE: (NEVER, CAME_UP)}.get(
        counted.way, KINDS
    )


def name_of(group: Group) -> str:
    if group.unit is None:
        return _("Everybody")
    unit = capfirst(group.unit.name)
    return f"{group.workplace} ({unit})" if group.workplace else unit


def in_words(counted: Counted) -> str:
    """What one group shows of one competence, as a sentence or two."""
    sentences = []
    if counted.reached is not None:
        sentences.append(_("Target reached: %(share)s.") % {"share": _of(counted.reached, counted)})
    if counted.never is not None:
        sentences.append(_("Never came up: %(share)s.") % {"share": _of(counted.never, counted)})
    return " ".join(sentences)


def _of(count: int, counted: Counted) -> str:
    return _("%(count)d of %(size)d (%(percent)s)") % {
        "count": count,
        "size": counted.size,
        "percent": percent(count, counted.size),
    }


def _bar(counted: Counted | None, kinds: Sequence[str]) -> tuple[int, ...]:
    if counted is None:
        return ()
    found = counted.in_three or counted.kinds
    return tuple(found.get(kind, 0) for kind in kinds)


@dataclass(frozen=True)
class CompetenceShown:
    """One competence of the page: its picture over the groups of a cut, and the table behind it."""

    found: CompetenceCount
    groups: Sequence[Group]
    cohort: Cohort

    @property
    def summary(self) -> str:
        return in_words(self.found.total) if self.found.total else hidden_in_words()

    @property
    def chart(self) -> CohortChart | None:
        """None where nothing of this competence may be shown."""
        first = next(iter(self.found.by_group.values()), None)
        if first is None:
            return None
        kinds = kinds_of(first)
        return CohortChart(
            title=self.found.competence.name,
            parts=tuple(word(kind) for kind in kinds),
            bars=tuple(
                CohortBar(name=name_of(group), counts=_bar(self.found.of(group), kinds))
                for group in self.groups
            ),
            summary=self.summary,
        )

    @property
    def picture(self) -> SharesPicture | None:
        return self.chart and picture_of(self.chart)

    @property
    def table(self) -> PictureTable:
        columns = [_("Group"), _("Placements"), *(word(kind) for kind in KINDS)]
        columns += [f"{level.code} {level.name}" for level in self.cohort.levels]
        rows = [
            [name_of(group), *("–" if cell is None else str(cell) for cell in self.cells(group))]
            for group in self.groups
        ]
        return PictureTable(self.found.competence.name, columns, rows)

    def cells(self, group: Group) -> list[int | None]:
        """Size, each of the three parts, each level; None is "not shown"."""
        counted = self.found.of(group)
        if counted is None:
            return [None] * (4 + len(self.cohort.levels))
        three, levels = counted.in_three, counted.levels
        middle = three[ON_THE_WAY] if three else None
        by_level = [None if levels is None else levels.get(i, 0) for i in range(self._scale)]
        return [counted.size, counted.never, middle, counted.reached, *by_level]

    @property
    def _scale(self) -> int:
        return len(self.cohort.levels)


def picture_of(chart: CohortChart) -> SharesPicture:
    return SharesPicture(chart.title, chart.parts, [(bar.name, bar.counts) for bar in chart.bars])


def lagging(cohort: Cohort) -> CohortChart | None:
    """The learning outcomes, those that lag first; None where nothing may be shown."""
    rows = [(one.outcome.name, one.total) for one in cohort.lagging]
    if not any(total for _name, total in rows):
        return None
    bars = [CohortBar(name=name, counts=total or ()) for name, total in rows]
    parts = (word(NOT_REACHED), word(REACHED))
    return CohortChart(title=_("Learning outcomes"), parts=parts, bars=tuple(bars))


def outcomes(
    cohort: Cohort, groups: Sequence[Group]
) -> list[tuple[OutcomeCount, list[CompetenceShown]]]:
    return [
        (one, [CompetenceShown(found, groups, cohort) for found in one.competences])
        for one in cohort.lagging
    ]


def header(cohort: Cohort) -> list[str]:
    levels = [f"{level.code} {level.name}" for level in cohort.levels]
    parts = [capfirst(word(kind)) for kind in KINDS]
    place = [_("Course unit"), _("Workplace"), _("Placements")]
    return [_("Learning outcome"), _("Code"), _("Competence"), *place, *parts, *levels]


def rows(cohort: Cohort) -> Iterator[list[Value]]:
    """A row for each competence and group; an empty cell may not be shown."""
    for outcome, shown in outcomes(cohort, cohort.groups):
        for one in shown:
            for group in cohort.groups:
                yield [
                    outcome.outcome.name,
                    one.found.competence.code,
                    one.found.competence.name,
                    capfirst(group.unit.name) if group.unit else _("Everybody"),
                    str(group.workplace) if group.workplace else "",
                    *one.cells(group),
                ]


def paper(cohort: Cohort, language: str, made_at: dt.datetime) -> CohortDocument:
    """The counts by course unit, for publication."""
    with translation.override(language):
        programme = cohort.framework.programme
        total, chart = cohort.total, lagging(cohort)
        return CohortDocument(
            stamp=Stamp(
                reference=f"CO-{made_at:%Y%m%d}-{cohort.framework.pk:04d}",
                language=language,
                created=made_at,
                letterhead=letterhead(programme.name),
            ),
            name=f"{programme.name}, {cohort.year.name}",
            facts=(
                Fact(label=_("Programme"), value=programme.name),
                Fact(label=_("Academic year"), value=cohort.year.name),
                Fact(label=_("Framework"), value=cohort.framework.name),
                Fact(label=_("Placements"), value=size_in_words(total)),
            ),
            lagging=chart,
            outcomes=tuple(_outcomes(cohort)),
        )


def size_in_words(total: Group | None) -> str:
    if total is None:
        return hidden_in_words()
    return ngettext("%(n)d placement", "%(n)d placements", total.size) % {"n": total.size}


def _outcomes(cohort: Cohort) -> Iterator[CohortOutcome]:
    for outcome, found in outcomes(cohort, cohort.cut("unit")):
        charts = tuple(chart for one in found if (chart := one.chart))
        if charts:
            yield CohortOutcome(name=outcome.outcome.name, charts=charts)
