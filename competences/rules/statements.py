"""When a competence statement may be issued, and when it may be revoked."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from competences.enums import Shown
from config.refusal import Obstacle


def issue_obstacles(
    *, role: str, validated: Collection[int], chosen: Collection[int], shown: Collection[str]
) -> Iterable[Obstacle]:
    """`role`: in which the asker speaks here; `validated`, `chosen`: ids of competences."""
    if role != Role.STUDENT:
        yield Obstacle("statement-is-the-students", _("Only the student makes a statement."))
    if not validated:
        yield Obstacle(
            "nothing-validated",
            _("The coach has not validated any competence yet. Ask when that will be."),
        )
    elif not chosen:
        yield Obstacle(
            "nothing-chosen", _("Choose at least one competence for the statement."), "competences"
        )
    elif not set(chosen) <= set(validated):
        yield Obstacle(
            "not-validated",
            _("The coach has not validated every competence you chose. Look at the list again."),
            "competences",
        )
    if not set(shown) <= set(Shown.values):
        yield Obstacle("shown-unknown", _("Choose what to show from the list."), "shown")


def revoke_obstacles(*, may: bool, revoked: bool, reason: str) -> Iterable[Obstacle]:
    """`may`: the student whose statement it is, the coach or a coordinator asks."""
    if not may:
        yield Obstacle(
            "statement-not-yours",
            _("The student, the coach and the coordinator can revoke a statement."),
        )
    if revoked:
        yield Obstacle("statement-revoked", _("This statement was revoked before."))
    if not reason.strip():
        yield Obstacle(
            "reason-missing",
            _("Say in one sentence why. Those who look after this placement can read it."),
            "reason",
        )
