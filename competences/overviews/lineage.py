"""What became of the competences of older versions in a dossier that was moved."""

from collections.abc import Iterable, Iterator

from django.db.models import F, Q

from competences.models import Competence, Dossier, FrameworkVersion, MovedCompetence


def origins(dossier: Dossier) -> dict[int, tuple[int, ...]]:
    """Old competence (id) -> those it goes on as in the dossier's version now, over all its moves.

    Empty without moves; a competence that goes on nowhere is left out. One query.
    """
    return origins_of([dossier.pk])[dossier.pk]


def origins_of(dossiers: Iterable[int]) -> dict[int, dict[int, tuple[int, ...]]]:
    """The same for several dossiers (ids), in one query; each of them is a key."""
    found: dict[int, dict[int, tuple[int, ...]]] = {dossier: {} for dossier in dossiers}
    rows = (
        MovedCompetence.objects.filter(move__dossier__in=found)
        .annotate(is_now=Q(competence__version=F("move__dossier__version")))
        .order_by("-move_id", "competence__position", "competence_id")
        .values_list("move__dossier_id", "origin_id", "competence_id", "is_now")
    )
    for dossier, origin, competence, is_now in rows:  # the last move first
        ways = found[dossier]
        arrived = (competence,) if is_now else ways.get(competence, ())
        if arrived:
            ways[origin] = tuple(dict.fromkeys((*ways.get(origin, ()), *arrived)))
    return found


def carried_on(ways: dict[int, tuple[int, ...]], competence: int) -> tuple[int, ...]:
    """What a competence (id) is called now: itself, or what it goes on as."""
    return ways.get(competence, (competence,))


def ancestors(old: FrameworkVersion, new: FrameworkVersion) -> dict[int, tuple[int, ...]]:
    """Competence of `new` -> those of `old` it came from, over the versions between; one query."""
    rows = Competence.predecessors.through.objects.filter(
        from_competence__version__framework=new.framework_id
    ).values_list(
        "from_competence", "from_competence__version", "to_competence", "to_competence__version"
    )
    before: dict[int, list[int]] = {}
    version_of: dict[int, int] = {}
    for competence, version, origin, origin_version in rows.order_by("pk"):
        before.setdefault(competence, []).append(origin)
        version_of |= {competence: version, origin: origin_version}

    def reach(competence: int) -> Iterator[int]:
        for origin in before.get(competence, ()):
            if version_of[origin] == old.pk:
                yield origin
            else:
                yield from reach(origin)

    starts = [competence for competence, version in version_of.items() if version == new.pk]
    return {one: tuple(dict.fromkeys(reach(one))) for one in starts}
