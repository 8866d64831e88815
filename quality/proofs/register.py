"""The register of proofs: one small function per key of the checklist."""

from collections.abc import Callable
from dataclasses import dataclass

from quality.proofs.facts import PlacementFacts


@dataclass(frozen=True)
class Proof:
    """`fact` in words; `holds`: True speaks for the point, False against it, None cannot tell."""

    holds: bool | None
    fact: str


ProofFunction = Callable[[PlacementFacts], Proof]


@dataclass(frozen=True)
class Known:
    """`see`: the page of `quality.overviews.links` on which the fact can be seen. `wide`: the fact
    is of the whole programme, the same for each of its placements. `only`: the roles that may read
    it, when the fact is not for everybody around the placement."""

    function: ProofFunction
    see: str
    wide: bool
    only: frozenset[str]


_proofs: dict[str, Known] = {}


def proof(
    *, see: str, wide: bool = False, only: tuple[str, ...] = ()
) -> Callable[[ProofFunction], ProofFunction]:
    """Decorator: register a proof under its own name, which is the key in the checklist."""

    def register(function: ProofFunction) -> ProofFunction:
        _proofs[function.__name__] = Known(function, see, wide, frozenset(only))
        return function

    return register


def known() -> list[str]:
    return sorted(_proofs)


def told_of(key: str) -> Known | None:
    """How a proof was registered; None for a key that nobody registered."""
    return _proofs.get(key)


def prove(key: str, facts: PlacementFacts) -> Proof | None:
    """What the data say about the point with this proof key; None where only people can say."""
    return _proofs[key].function(facts) if key in _proofs else None
