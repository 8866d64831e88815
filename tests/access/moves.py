"""Taking a placement to a newer version: its coach, or the coordinators of its programme."""

from competences.actions import drafts, frameworks
from competences.actions.moves import move_dossier
from competences.models import Dossier, FrameworkVersion
from competences.overviews.moves import way
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

SEE_IT = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
MOVE_IT = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": OK, "coordinator": OK}
MOVED = MOVE_IT | {"coach": SENT_ON, "coordinator": SENT_ON}


def a_version(cast: Cast) -> list[int]:
    return [cast.placement.dossier.version_id]


def a_newer_version(cast: Cast) -> FrameworkVersion:
    version = Dossier.objects.get(pk=cast.placement.dossier_id).version
    # Where a world lasts, an editor's row began one already.
    waiting = version.framework.versions.filter(published_at=None).first()
    draft = waiting or drafts.start_draft(by=cast.coordinator, version=version)
    return frameworks.publish(by=cast.coordinator, version=draft)


def with_a_newer_version(cast: Cast) -> list[int]:
    a_newer_version(cast)
    return [cast.placement.dossier_id]


def moved(cast: Cast) -> list[int]:
    dossier = Dossier.objects.get(pk=cast.placement.dossier_id)
    old, new = dossier.version, a_newer_version(cast)
    plan = way(old, new)
    move_dossier(
        by=cast.coordinator, dossier=dossier, version=new, origins=plan.origins, levels=plan.levels
    )
    return [dossier.pk, old.pk]


ROWS = [
    Row(
        "competences:dossier-versions",
        args=lambda cast: [cast.placement.dossier_id],
        expect=SEE_IT,
    ),
    Row("competences:dossier-move", args=with_a_newer_version, expect=MOVE_IT),
    Row("competences:dossier-move", args=with_a_newer_version, method="post", expect=MOVED),
    Row("competences:dossier-before", args=moved, expect=SEE_IT),
    Row("competences:version-move", args=a_version, expect={"coordinator": OK}),
    Row("competences:version-move", args=a_version, method="post", expect={"coordinator": SENT_ON}),
]
