"""A dossier goes to a newer version of its framework, and what was said goes with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.models import (
    Assessment,
    Competence,
    Dossier,
    DossierMove,
    FrameworkVersion,
    MasteryLevel,
    MovedCompetence,
    Programme,
    Recognition,
    Voice,
)
from competences.overviews.moves import Way
from competences.rules.moves import Held, move_obstacles, together_obstacles
from competences.surroundings import around
from config.refusal import Refusal, refuse_if

AT_ONCE = 50
"""Placements that go over in one request."""


@transaction.atomic
def move_dossier(
    *,
    by: User,
    dossier: Dossier,
    version: FrameworkVersion,
    origins: Mapping[int, int | None],
    levels: Mapping[int, int],
    reason: str = "",
    topic: str = "",
) -> DossierMove:
    """Let the coach or a coordinator take a dossier to `version`.

    `origins`: new competence -> the old one whose story it goes on with, or None; a new competence
    that is not named starts empty. `levels`: old level -> the one that takes its place. All ids.
    Every event and recognition of an old competence that goes on is said again, word for word and
    with its own moment, about the new one; the old ones stay as they are.
    """
    # Without a join: who waited here for another move must meet the row as that move left it.
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    version = FrameworkVersion.objects.get(pk=version.pk)
    if not may_move(by, dossier):
        raise Refusal(
            "not-yours-to-move",
            _("Only the coach or a coordinator takes a placement to another version."),
        )
    origins = {new: old for new, old in origins.items() if old is not None}
    carrying = Carrying.of(dossier, origins, levels)
    refuse_if(
        move_obstacles(
            dossier=dossier,
            version=version,
            old=held(dossier.version),
            new=held(version),
            used=carrying.used_levels,
            origins=origins,
            levels=levels,
        )
    )
    move = _write(by, dossier, version, origins, reason.strip())
    carrying.write()
    record(
        "dossier-moved",
        move,
        by=by,
        topic=topic,
        old=move.from_version.number,
        new=version.number,
    )
    return move


@dataclass(frozen=True)
class Moved:
    """How many placements went over, how many are left for another time, and why some stayed."""

    count: int
    left: int
    refused: list[str]


def move_together(*, by: User, way: Way, reason: str = "", limit: int = AT_ONCE) -> Moved:
    """Take open placements of one version to a newer one, at most `limit`, each on its own: what
    one of them is refused does not keep the others. Only where the mapping needs no choices."""
    if not Programme.objects.coordinated_by(by).filter(frameworks=way.old.framework_id).exists():
        raise Refusal(
            "not-coordinator", _("Only a coordinator of this programme looks after its framework.")
        )
    refuse_if(together_obstacles(needs_choices=way.needs_choices))
    waiting = Dossier.objects.visible_to(by).filter(version=way.old, closed_at__isnull=True)
    count, refused = 0, []
    for dossier in waiting.order_by("pk")[:limit]:
        around_it = around(dossier, by)
        try:
            move_dossier(
                by=by,
                dossier=dossier,
                version=way.new,
                origins=way.origins,
                levels=way.levels,
                reason=reason,
                topic=around_it.topic,
            )
        except Refusal as refusal:
            refused.append(f"{around_it.student}: {refusal.message}")
        else:
            count += 1
    return Moved(count, waiting.count() - len(refused), refused)


def may_move(user: User, dossier: Dossier) -> bool:
    """The coach of today, or who coordinates the programme."""
    coaching = Voice.objects.current().filter(dossier=dossier, person=user, role=Role.COACH)
    coordinated = Programme.objects.coordinated_by(user).filter(course_units__dossiers=dossier)
    return coaching.exists() or coordinated.exists()


def held(version: FrameworkVersion) -> Held:
    return Held(
        competences=set(Competence.objects.filter(version=version).values_list("pk", flat=True)),
        levels=dict(MasteryLevel.objects.filter(version=version).values_list("pk", "code")),
    )


def _write(
    by: User,
    dossier: Dossier,
    version: FrameworkVersion,
    origins: Mapping[int, int],
    reason: str,
) -> DossierMove:
    move = DossierMove.objects.create(
        dossier=dossier, from_version=dossier.version, to_version=version, by=by, reason=reason
    )
    MovedCompetence.objects.bulk_create(
        MovedCompetence(move=move, competence_id=new, origin_id=old) for new, old in origins.items()
    )
    dossier.version = version
    dossier.save(update_fields=["version"])
    return move


@dataclass(frozen=True)
class Carrying:
    """What goes over to the new version: the events and recognitions of what goes on."""

    events: list[Assessment]
    recognitions: list[Recognition]
    heirs: dict[int, list[int]]
    levels: Mapping[int, int]

    @classmethod
    def of(
        cls, dossier: Dossier, origins: Mapping[int, int], levels: Mapping[int, int]
    ) -> "Carrying":
        heirs: dict[int, list[int]] = {}
        for new, old in origins.items():
            heirs.setdefault(old, []).append(new)
        said = Assessment.objects.filter(dossier=dossier, competence__in=heirs)
        recognised = Recognition.objects.filter(dossier=dossier, competence__in=heirs)
        return cls(
            list(said.prefetch_related("evidence").order_by("at", "pk")),
            list(recognised.order_by("at", "pk")),
            heirs,
            levels,
        )

    @property
    def used_levels(self) -> set[int]:
        every: Iterable[Assessment | Recognition] = chain(self.events, self.recognitions)
        return {one.level_id for one in every if one.level_id is not None}

    def write(self) -> None:
        """In the order in which it was said, which also tells apart what has the same moment."""
        self._write_events()
        Recognition.objects.bulk_create(
            Recognition(
                prior_learning_id=one.prior_learning_id,
                dossier_id=one.dossier_id,
                competence_id=heir,
                level_id=self._level(one),
                reason=one.reason,
                voice_id=one.voice_id,
                at=one.at,
                carried_from=one,
            )
            for one in self.recognitions
            for heir in self.heirs[one.competence_id]
        )

    def _write_events(self) -> None:
        pairs = [(one, heir) for one in self.events for heir in self.heirs[one.competence_id]]
        numbers = reserve(Assessment, len(pairs))
        twins = {(one.pk, heir): number for (one, heir), number in zip(pairs, numbers, strict=True)}
        Assessment.objects.bulk_create(
            Assessment(
                pk=twins[one.pk, heir],
                dossier_id=one.dossier_id,
                competence_id=heir,
                voice_id=one.voice_id,
                role=one.role,
                came_up=one.came_up,
                level_id=self._level(one),
                moment=one.moment,
                comment=one.comment,
                at=one.at,
                entered_by_id=one.entered_by_id,
                note_on_entry=one.note_on_entry,
                corrects_id=twins[one.corrects_id, heir] if one.corrects_id else None,
                carried_from=one,
            )
            for one, heir in pairs
        )
        behind = Assessment.evidence.through
        behind.objects.bulk_create(
            behind(assessment_id=twins[one.pk, heir], evidence_id=piece.pk)
            for one, heir in pairs
            for piece in one.evidence.all()
        )

    def _level(self, one: Assessment | Recognition) -> int | None:
        return None if one.level_id is None else self.levels[one.level_id]


def reserve(model: type[models.Model], count: int) -> list[int]:
    """So many primary keys of their own, rising: rows that name each other go in at once."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return sorted(number for (number,) in cursor.fetchall())
