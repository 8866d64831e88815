"""What changed on the shared screen since somebody looked: asked every few seconds by everybody in
the room, so it costs the same few small queries however much was said."""

import hashlib
import json
from dataclasses import dataclass

from django.db.models import Max

from competences.models import Assessment
from placements.models import Trialogue, TrialogueNote


@dataclass(frozen=True)
class Pulse:
    """`rest` changes when anything but the words of a note did; `token` when anything did."""

    token: str
    rest: str
    note: TrialogueNote | None


def pulse(trialogue: Trialogue, item: str) -> Pulse:
    """The screen as it is now, for who has the note on `item` before them."""
    notes = list(trialogue.notes.select_related("changed_by"))
    placement = trialogue.placement
    said = Assessment.objects.filter(dossier=placement.dossier_id)
    rest = _hash(
        trialogue.state,
        trialogue.report_version,
        sorted(note.item for note in notes if note.text),
        list(trialogue.agreed.values_list("pk", "what", "who", "due_on", "done_at")),
        list(trialogue.sign_offs.values_list("pk")),
        list(trialogue.points.present().values_list("pk")),
        # Whether somebody wrote is nobody's business: a row that is not ready must not show.
        list(
            trialogue.preparations.filter(ready_at__isnull=False)
            .order_by("pk")
            .values_list("person", "ready_at")
        ),
        list(placement.shortenings.values_list("pk", "state", "advised_at", "decided_at")),
        said.aggregate(last=Max("pk")),
    )
    mine = next((note for note in notes if note.item == item), None)
    return Pulse(token=_hash(rest, mine and mine.version), rest=rest, note=mine)


def _hash(*values: object) -> str:
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:24]
