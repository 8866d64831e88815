"""What the portal already knows by name: programmes, course units, academic years."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from .cells import fold

_KINDS = ("graduaat", "graduaat in de", "graduaat in het", "associate degree in", "graduate in")


@dataclass(frozen=True)
class KnownYear:
    key: int
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class KnownNames:
    """Names are folded; make one with `KnownNames.of`, which folds and keeps names to suggest."""

    programmes: Mapping[str, int] = field(default_factory=dict)
    course_units: Mapping[tuple[int, str], int] = field(default_factory=dict)
    academic_years: Mapping[str, KnownYear] = field(default_factory=dict)
    programme_names: tuple[str, ...] = ()
    course_unit_names: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        programmes: Iterable[tuple[int, Iterable[str]]],
        course_units: Iterable[tuple[int, int, Iterable[str]]],
        academic_years: Mapping[str, KnownYear],
    ) -> "KnownNames":
        """Each programme as (key, names), each course unit as (programme's key, key, names).

        The first of the names is the one to suggest; the others are codes and translations.
        """
        programmes = [(key, [name for name in names if name]) for key, names in programmes]
        units = [(top, key, [name for name in names if name]) for top, key, names in course_units]
        suggested: dict[int, tuple[str, ...]] = {}
        for top, _key, names in units:
            suggested[top] = (*suggested.get(top, ()), names[0])
        return cls(
            programmes={_programme(name): key for key, names in programmes for name in names},
            course_units={(top, fold(name)): key for top, key, names in units for name in names},
            academic_years=academic_years,
            programme_names=tuple(names[0] for _key, names in programmes),
            course_unit_names=suggested,
        )

    def programme(self, name: str) -> int | None:
        return self.programmes.get(_programme(name))

    def course_unit(self, programme: int, name: str) -> int | None:
        return self.course_units.get((programme, fold(name)))

    def like_programme(self, name: str) -> str | None:
        return _closest(name, self.programme_names)

    def like_course_unit(self, programme: int, name: str) -> str | None:
        return _closest(name, self.course_unit_names.get(programme, ()))


def _programme(name: str) -> str:
    """“Graduaat Accounting Administration” and “Accounting Administration” are the same."""
    folded = fold(name)
    for kind in sorted(_KINDS, key=len, reverse=True):
        folded = folded.removeprefix(f"{kind} ")
    return folded


def _closest(name: str, names: Iterable[str]) -> str | None:
    by_key = {fold(candidate): candidate for candidate in names}
    found = get_close_matches(fold(name), by_key, n=1, cutoff=0.75)
    return by_key[found[0]] if found else None
