"""Papers to render in tests: as they usually are, as long and as empty as they plausibly get."""

import datetime as dt
from dataclasses import replace

from config.pdf_values import (
    AttainedCompetence,
    AttainedOutcome,
    CompetenceStatementDocument,
    Fact,
    Letterhead,
    Level,
    SignatureBlock,
    Stamp,
)

NAMES = "Žofie Świątek Łódź čeština Ünal Yıldız Ελένη Борис"
LONG = "Anne-Sophie Vanderstraeten-De Schrijver van Outryve d’Ydewalle"
MOMENT = dt.datetime(2027, 3, 31, 9, 30, tzinfo=dt.UTC)
HOUSE = Letterhead(
    name="Hogeschool Leiekant",
    unit="Graduaat Accounting Administration",
    address=("Leiekaai 12", "9000 Gent"),
    contact="werkplekleren@hogeschool.example",
    colour="#1F3B57",
)
LEVELS = (
    Level(code="0", name="nog niet getoond", meaning="Nog niet gezien op deze werkplek."),
    Level(code="K", name="verkent", meaning="Voert deelstappen uit met een voorbeeld erbij."),
    Level(code="V", name="verdiept", meaning="Voert gewone opdrachten zelf uit."),
    Level(code="A", name="autonoom", meaning="Werkt zelfstandig, ook bij uitzonderingen."),
)


def stamp(reference: str, language: str = "nl") -> Stamp:
    return Stamp(
        reference=reference,
        language=language,
        created=MOMENT,
        letterhead=HOUSE,
        code="8K4Q2MZR",
        verify_url="https://trialoog.hogeschool.example/v",
    )
