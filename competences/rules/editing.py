"""What keeps somebody from changing a draft of a framework."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import FrameworkVersion


def start_obstacles(*, version: FrameworkVersion, open_drafts: int) -> Iterable[Obstacle]:
    """Why no draft can be made of this version (`open_drafts` of the same framework)."""
    if not version.is_published:
        yield Obstacle("still-a-draft", _("This version is a draft itself; go on in it."))
    if open_drafts:
        yield Obstacle(
            "draft-open",
            _("There is a draft already. Go on in it, or discard it first."),
        )


def edit_obstacles(version: FrameworkVersion) -> Iterable[Obstacle]:
    if version.is_published:
        yield Obstacle("already-published", _("This version is published; it never changes again."))
