"""Who is who between two versions: identifiers for files that name things by their code only."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .drafts import CompetenceDraft, FrameworkDraft, OutcomeDraft

OUTCOME, COMPETENCE = "outcome", "competence"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "trialoog.competences")


@dataclass(frozen=True)
class Known:
    """Identifiers by code, of the version before."""

    outcomes: Mapping[str, uuid.UUID] = field(default_factory=dict)
    competences: Mapping[str, uuid.UUID] = field(default_factory=dict)


def identified(
    draft: FrameworkDraft, *, programme: str, known: Known | None = None
) -> FrameworkDraft:
    """The draft with an identifier on everything in it.

    What has none keeps the identifier of the same code in the version before, else gets one that
    follows from the codes of programme, framework and item: the same file twice says the same.
    """
    known = known or Known()
    namer = _Namer(f"{programme}/{draft.code}", known)
    namer.taken |= {one.identifier for one in draft.headings if one.identifier}
    namer.taken |= {one.identifier for one in draft.competences if one.identifier}
    return replace(
        draft,
        identifier=draft.identifier or uuid.uuid5(NAMESPACE, f"{programme}/{draft.code}"),
        outcomes=tuple(namer.outcome(one) for one in draft.outcomes),
    )


class _Namer:
    def __init__(self, prefix: str, known: Known) -> None:
        self.prefix, self.known = prefix, known
        self.taken: set[uuid.UUID | None] = set()

    def outcome(self, draft: OutcomeDraft) -> OutcomeDraft:
        return replace(
            draft,
            identifier=draft.identifier or self._new(OUTCOME, draft.code, self.known.outcomes),
            competences=tuple(self.competence(one) for one in draft.competences),
            parts=tuple(self.outcome(one) for one in draft.parts),
        )

    def competence(self, draft: CompetenceDraft) -> CompetenceDraft:
        if draft.identifier:
            return draft
        return replace(draft, identifier=self._new(COMPETENCE, draft.code, self.known.competences))

    def _new(self, kind: str, code: str, known: Mapping[str, uuid.UUID]) -> uuid.UUID:
        """Where something else bears the identifier already, the next one in a fixed row."""
        found = known.get(code) or uuid.uuid5(NAMESPACE, f"{self.prefix}/{kind}/{code}")
        while found in self.taken:
            found = uuid.uuid5(NAMESPACE, f"{found}/{kind}/{code}")
        self.taken.add(found)
        return found
