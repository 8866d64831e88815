"""The history of a placement in sentences: what happened and who did it, never anybody's words.

Only actions named here are told. Reflections are not, whoever asks.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from accounts.models import HistoryEntry
from placements.models import Placement

SENTENCES = {
    "placement-opened": _("opened the placement"),
    "plan-changed": _("changed the plan"),
    "week-proposed": _("proposed another week"),
    "week-withdrawn": _("took back the proposal for another week"),
    "week-agreed": _("agreed to another week"),
    "week-declined": _("said which week would suit better"),
    "plan-date-changed": _("changed a date of the plan"),
    "plan-date-cleared": _("let a date follow the usual week again"),
    "away-reported": _("reported a time away"),
    "away-changed": _("changed the dates of a time away"),
    "away-removed": _("took back a time away"),
    "workplace-changed": _("changed the workplace"),
    "kind-changed": _("changed the kind of placement"),
    "voice-handed-over": _("changed who speaks for a role"),
    "deputy-added": _("let somebody stand in for the mentor"),
    "deputy-ended": _("ended the mandate of a deputy"),
    "hand-over-asked": _("can no longer be the mentor"),
    "hand-over-closed": _("said that the mentor stays"),
    "dossier-moved": _("took the competences to a newer version of the framework"),
    "placement-ended": _("ended the placement"),
    "placement-finalised": _("finalised the placement"),
    "agreement-opened": _("prepared the agreement"),
    "agreement-sent": _("sent the agreement out for signature"),
    "agreement-signed": _("signed the agreement"),
    "agreement-complete": _("All three have signed the agreement"),
    "agreement-withdrawn": _("withdrew the agreement"),
    "agreement-replaced": _("The renewed agreement came in place of the earlier one"),
    "agreement-refused": _("refused to sign the agreement"),
    "agreement-ended": _("The agreement ended with the placement"),
    "facts-check-asked": _("asked the workplace to check the facts of the agreement"),
    "facts-confirmed": _("confirmed the facts of the agreement"),
    "facts-corrected": _("proposed corrections to the facts of the agreement"),
    "facts-answered": _("answered the corrections of the workplace"),
    "fact-changed": _("changed a fact of the agreement"),
    "agreement-asked-again": _("asked again for the agreement"),
    "day-logged": _("logged a workplace day"),
    "day-confirmed": _("confirmed a workplace day"),
    "day-confirmation-undone": _("took back the confirmation of a workplace day"),
    "day-returned": _("sent a workplace day back"),
    "day-return-undone": _("took back that a workplace day had to be changed"),
    "day-reopened": _("asked to correct a confirmed day"),
    "voices-opened": _("laid the three voices open to each other"),
    "trialogue-planned": _("planned a trialogue"),
    "trialogue-moved": _("moved a trialogue"),
    "trialogue-cancelled": _("cancelled a trialogue"),
    "trialogue-held": _("opened the trialogue on the day itself"),
    "trialogue-signed": _("signed off a trialogue"),
    "onboarding-signed": _("signed the onboarding"),
    "shortening-proposed": _("proposed a shortening"),
    "shortening-advised": _("advised on the shortening"),
    "shortening-ratified": _("ratified the shortening"),
    "shortening-refused": _("refused the shortening"),
    "shortening-revoked": _("revoked the shortening"),
    "nudge-given": _("asked for a next step"),
}

NAMES_PEOPLE = {"voice-handed-over", "deputy-added", "deputy-ended"}
PORTAL = {"placement-opened": "Trialoog"}  # what a list that was read in did


@dataclass(frozen=True)
class StoryLine:
    """`name` is "" when the portal did it; `detail` are names of people at most. `times` it was
    done in a row, `at` is the last of them."""

    at: dt.datetime
    name: str
    text: str
    detail: str = ""
    times: int = 1


def story_of(placement: Placement, *, limit: int = 100) -> list[StoryLine]:
    """The last steps of the process, newest first, what repeats itself in one line; one query."""
    entries = (
        HistoryEntry.objects.filter(topic=placement.topic, action__in=SENTENCES)
        .select_related("by")
        .order_by("-at", "-pk")[:limit]
    )
    return [
        _line(list(row))
        for _same, row in groupby(entries, key=lambda entry: (entry.action, entry.by_id))
    ]


def _line(entries: list[HistoryEntry]) -> StoryLine:
    last = entries[0]
    return StoryLine(
        at=last.at,
        name=last.by.get_full_name() if last.by else PORTAL.get(last.action, ""),
        text=str(SENTENCES[last.action]),
        detail=_names(last),
        times=len(entries),
    )


def _names(entry: HistoryEntry) -> str:
    if entry.action == "nudge-given":
        return entry.data.get("to", "")
    return _hand_over(entry.data) if entry.action == "voice-handed-over" else ""


def _hand_over(data: dict) -> str:
    return " → ".join(name for name in (data.get("old"), data.get("new")) if name)
