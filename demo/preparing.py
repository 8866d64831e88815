"""What the three prepare for a meeting of a story, and put on its agenda."""

from typing import Any

from placements.actions import agenda_points, preparations
from placements.models import Trialogue


def prepare(meeting: Trialogue, event: dict[str, Any]) -> None:
    """`prepared`: role -> answers by question; `ready`: roles; `points`: role -> words."""
    placement = meeting.placement
    for role, answers in event.get("prepared", {}).items():
        preparations.write(
            by=placement.person(role), trialogue=meeting, answers=answers, seen_version=0
        )
    for role in event.get("ready", ()):
        preparations.say_ready(by=placement.person(role), trialogue=meeting)
    for role, words in event.get("points", {}).items():
        agenda_points.add(by=placement.person(role), trialogue=meeting, text=words)
