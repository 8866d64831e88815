"""The values of the paper on a cohort: counts that may be published, and no name of a person."""

from dataclasses import dataclass

from config.pdf_values import Fact, Stamp


@dataclass(frozen=True, kw_only=True)
class CohortBar:
    """One bar: how many gave each answer; no counts where the group is too small to be shown."""

    name: str
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CohortChart:
    """Bars on the same answers, from the one that lags most to the one reached."""

    title: str
    parts: tuple[str, ...]
    bars: tuple[CohortBar, ...]
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class CohortOutcome:
    """A learning outcome with a chart for each competence."""

    name: str
    charts: tuple[CohortChart, ...]


@dataclass(frozen=True, kw_only=True)
class CohortDocument:
    """What a coordinator publishes about a cohort; `lagging` are its learning outcomes."""

    stamp: Stamp
    name: str  # "Accounting Administration, 2026-2027"
    facts: tuple[Fact, ...] = ()
    lagging: CohortChart | None = None
    outcomes: tuple[CohortOutcome, ...] = ()

    template = "cohort"

    @property
    def student_name(self) -> str:
        """What stands in the title of the file, where other papers name a student."""
        return self.name
