"""The history of a placement in sentences: what happened and who did it, never anybody's words.

Only actions named here are told. Reflections are not, whoever asks.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import HistoryEntry
from placements.models import Placement

SENTENCES = {
    "placement-opened": _("opened the placement"),
    "plan-changed": _("changed the plan"),
    "workplace-changed": _("changed the workplace"),
    "voice-handed-over": _("changed who speaks for a role"),
    "placement-ended": _("ended the placement"),
    "placement-finalised": _("finalised the placement"),
    "agreement-opened": _("prepared the agreement"),
    "agreement-sent": _("sent the agreement out for signature"),
    "agreement-signed": _("signed the agreement"),
    "agreement-complete": _("All three have signed the agreement"),
    "agreement-withdrawn": _("withdrew the agreement"),
    "day-logged": _("logged a workplace day"),
    "day-confirmed": _("confirmed a workplace day"),
    "day-returned": _("sent a workplace day back"),
    "day-reopened": _("asked to correct a confirmed day"),
    "trialogue-planned": _("planned a trialogue"),
    "trialogue-moved": _("moved a trialogue"),
    "trialogue-cancelled": _("cancelled a trialogue"),
    "trialogue-held": _("opened the trialogue on the day itself"),
    "trialogue-signed": _("signed off a trialogue"),
    "shortening-proposed": _("proposed a shortening"),
    "shortening-advised": _("advised on the shortening"),
    "shortening-ratified": _("ratified the shortening"),
    "shortening-refused": _("refused the shortening"),
    "shortening-revoked": _("revoked the shortening"),
}


@dataclass(frozen=True)
class StoryLine:
    """`name` is "" when the portal did it; `detail` are names of people or a version, at most."""

    at: dt.datetime
    name: str
    text: str
    detail: str = ""


def story_of(placement: Placement, *, limit: int = 30) -> list[StoryLine]:
    """The last steps of the process, newest first; one query."""
    entries = (
        HistoryEntry.objects.filter(topic=placement.topic, action__in=SENTENCES)
        .select_related("by")
        .order_by("-at", "-pk")[:limit]
    )
    return [
        StoryLine(
            at=entry.at,
            name=entry.by.get_full_name() if entry.by else "",
            text=str(SENTENCES[entry.action]),
            detail=_hand_over(entry.data) if entry.action == "voice-handed-over" else "",
        )
        for entry in entries
    ]


def _hand_over(data: dict) -> str:
    return " → ".join(name for name in (data.get("old"), data.get("new")) if name)
