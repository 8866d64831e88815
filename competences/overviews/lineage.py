"""What became of the competences of older versions in a dossier that was moved."""

from collections.abc import Iterable

from django.db.models import F, Q

from competences.models import Dossier, MovedCompetence


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
