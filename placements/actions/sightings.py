"""What a party was shown before they signed: the one thing that looking writes down.

It is a record of access, as of who read a file: it changes nothing that anybody sees, and reading
twice writes nothing more.
"""

from accounts.models import User
from placements.enums import AgreementState, SightingKind
from placements.models import Agreement, Sighting
from placements.rules.signing import party_role


def opened(*, by: User, agreement: Agreement) -> None:
    """A party opened the page on which they sign."""
    _note(by, agreement, SightingKind.OPENED)


def shown(*, by: User, agreement: Agreement) -> None:
    """A party was given the document that is out for signature."""
    _note(by, agreement, SightingKind.READ)


def _note(by: User, agreement: Agreement, kind: SightingKind) -> None:
    """Once, and only of a party while it is out; two requests at once write one row."""
    if agreement.state != AgreementState.OUT or party_role(agreement, by) is None:
        return
    row = Sighting(agreement=agreement, person=by, kind=kind)
    Sighting.objects.bulk_create([row], ignore_conflicts=True)
