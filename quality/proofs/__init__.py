"""What the portal itself knows that speaks for a point of the checklist.

Each proof is one small function from the facts of a placement to a `Proof`: the fact in words, and
whether it speaks for the point. `holds=None` says honestly that the data cannot tell (yet).
"""

from quality.proofs import followed, kept, ready
from quality.proofs.facts import PlacementFacts, ProgrammeFacts
from quality.proofs.register import Proof, known, prove, told_of

__all__ = [
    "PlacementFacts",
    "ProgrammeFacts",
    "Proof",
    "followed",
    "kept",
    "known",
    "prove",
    "ready",
    "told_of",
]
