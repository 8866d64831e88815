"""Which text an agreement is written with."""

import datetime as dt

from competences.models import Programme
from placements.models import AgreementTextVersion


def text_in_force(
    programme: Programme, kind: str, language: str, day: dt.date
) -> AgreementTextVersion | None:
    """The programme's own text on this day; None: the standard articles."""
    return (
        AgreementTextVersion.objects.in_force(day)
        .filter(text__programme=programme, text__kind=kind, text__language=language)
        .first()
    )
