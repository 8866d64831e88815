"""The evidence behind competences, as pages and papers show it; always as one reader may see it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Max, Sum

from accounts.models import User
from competences.enums import EvidenceAudience
from competences.models import Competence, Dossier, Evidence
from competences.overviews.lineage import carried_on, origins


def evidence_of(dossier: Dossier, reader: User) -> list[Evidence]:
    """What is there now and the reader may see, newest first, each with who added it and its
    competences; two queries."""
    return list(
        Evidence.objects.visible_to(reader)
        .present()
        .filter(dossier=dossier)
        .select_related("added_by")
        .prefetch_related("competences")
    )


def by_competence(
    dossier: Dossier, reader: User, found: Sequence[Evidence] | None = None
) -> dict[int, list[Evidence]]:
    """Competence id -> the evidence behind it, newest first; three queries, one when `found` is
    given. What was tagged with a competence of an older framework version stands with what that
    became."""
    became = origins(dossier)
    behind: dict[int, list[Evidence]] = {}
    for piece in evidence_of(dossier, reader) if found is None else found:
        tags = (competence.pk for competence in piece.competences.all())
        for competence in {now for tag in tags for now in carried_on(became, tag)}:
            behind.setdefault(competence, []).append(piece)
    return behind


def as_they_are_now(dossier: Dossier, tagged: Iterable[Competence]) -> list[Competence]:
    """What was tagged, as competences of the dossier's present version; what goes on nowhere stays
    as it was. No query as long as all are of that version, two after a move."""
    tags = list(tagged)
    if all(tag.version_id == dossier.version_id for tag in tags):
        return tags
    became = origins(dossier)
    known = {tag.pk: tag for tag in tags}
    keys = dict.fromkeys(now for tag in tags for now in carried_on(became, tag.pk))
    known |= Competence.objects.in_bulk(keys.keys() - known.keys())
    return sorted((known[key] for key in keys), key=lambda one: one.position)


def known_to_all(dossiers: Iterable[int]) -> dict[int, set[int]]:
    """Dossier id -> competences (ids, as tagged) with evidence that all three may see; one query.

    For questions and overviews that several people read: what the student kept from the mentor
    is not counted, or its absence would tell.
    """
    rows = Evidence.objects.present().filter(
        dossier__in=dossiers, audience=EvidenceAudience.TRIAD, competences__isnull=False
    )
    found: dict[int, set[int]] = {}
    for dossier, competence in rows.values_list("dossier_id", "competences").order_by():
        found.setdefault(dossier, set()).add(competence)
    return found


def choices(dossier: Dossier, reader: User) -> list[Evidence]:
    """What this person can name when they say something: all they may see, newest first."""
    return list(Evidence.objects.visible_to(reader).present().filter(dossier=dossier))


def chips(
    dossier: Dossier, reader: User, worked: Mapping[int, dt.date] | None = None
) -> list[Competence]:
    """The competences of this dossier to choose from, the last used first: by this reader as
    evidence, or on a workplace day (`worked`: competence id -> its last date); two queries."""
    tagged = (
        Evidence.objects.filter(dossier=dossier, added_by=reader, competences__isnull=False)
        .order_by()
        .values_list("competences")
        .annotate(Max("added_at"))
    )
    last = {competence: at.date() for competence, at in tagged}
    for competence, date in (worked or {}).items():
        last[competence] = max(date, last.get(competence, date))
    competences = Competence.objects.filter(version=dossier.version_id)
    return sorted(
        competences,
        key=lambda one: (-last[one.pk].toordinal() if one.pk in last else 0, one.position),
    )


def room_used(dossier: Dossier) -> int:
    """Bytes that the files of this dossier take; one query."""
    held = Evidence.objects.present().filter(dossier=dossier).order_by()
    return held.aggregate(total=Sum("size"))["total"] or 0
