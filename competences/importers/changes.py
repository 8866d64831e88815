"""How many competences a file changes, counted against the newest version."""

from dataclasses import dataclass
from uuid import UUID

from .drafts import CompetenceDraft, FrameworkDraft


@dataclass(frozen=True)
class Changes:
    """Numbers of competences; `moved` are the same, under another heading."""

    new: int = 0
    changed: int = 0
    moved: int = 0
    gone: int = 0
    same: int = 0
    is_other_scale: bool = False


def changes(old: FrameworkDraft, new: FrameworkDraft) -> Changes:
    """Of two drafts with identifiers, what the second does to the first."""
    before, after = _placed(old), _placed(new)
    kept = before.keys() & after.keys()
    changed = {one for one in kept if before[one][1] != after[one][1]}
    moved = {one for one in kept - changed if before[one][0] != after[one][0]}
    return Changes(
        new=len(after.keys() - kept),
        changed=len(changed),
        moved=len(moved),
        gone=len(before.keys() - kept),
        same=len(kept) - len(changed) - len(moved),
        is_other_scale=old.levels != new.levels,
    )


def _placed(draft: FrameworkDraft) -> dict[UUID | None, tuple[UUID | None, CompetenceDraft]]:
    """Heading and content of each competence."""
    return {
        one.identifier: (heading.identifier, one)
        for heading in draft.headings
        for one in heading.competences
    }
