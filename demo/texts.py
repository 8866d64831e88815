"""One programme's own agreement text: in use in Dutch, with a draft of the next version."""

from typing import Any

from accounts.models import User
from competences.models import Programme
from config import clock
from placements.actions import texts
from placements.models import AgreementTextVersion
from placements.rules.texts import fingerprint

KIND, LANGUAGE = "workplace", "nl"
KEYS = {
    "key": "own-1",
    "title": "Wie waarvoor zorgt",
    "gist": "Leren vraagt tijd en passende taken.",
    "blocks": [
        {
            "type": "clause",
            "text": "{student} leert bij {workplace} in echt werk. Wat tot het gewone werk hoort "
            "en wat leren is, spreken student en mentor vooraf af.",
        },
        {"type": "heading", "text": "Wat elk van de drie doet"},
        {
            "type": "table",
            "header": ["Wat", "Wie"],
            "rows": [
                ["Tijd om te leren, elke week", "{workplace}"],
                ["Taken die bij de competenties passen", "{mentor}"],
                ["Gesprekken met drie", "{coach}"],
            ],
        },
    ],
}
NEXT_GIST = "Leren vraagt elke week tijd, en passende taken."
ORDER = ["mentor", "student", "coach"]
WHY = "De werkplek zegt eerst of er tijd is om te leren."


def write(programme: Programme, *, coordinator: User) -> None:
    """What the coordinator published at the start of the year, and works on today."""
    first = texts.start(by=coordinator, programme=programme, kind=KIND, language=LANGUAGE)
    empty = texts.add_article(by=coordinator, version=first, revision=first.revision, subject="")
    first = _put(first, coordinator, empty, KEYS)
    texts.publish(
        by=coordinator,
        version=first,
        revision=first.revision,
        valid_from=clock.today(),
    )


def draft_next(programme: Programme, *, coordinator: User) -> None:
    newest = AgreementTextVersion.objects.get(text__programme=programme, text__kind=KIND)
    draft = texts.start(
        by=coordinator, programme=programme, kind=KIND, language=LANGUAGE, source=newest
    )
    old = next(one for one in draft.content if one["key"] == KEYS["key"])
    new = {**old, "gist": NEXT_GIST}
    new["blocks"] = [*old["blocks"], {"type": "clause", "text": "Uren om te leren: {uren}."}]
    draft = _put(draft, coordinator, old, new)
    texts.set_order(by=coordinator, version=draft, revision=draft.revision, order=ORDER, reason=WHY)


def _put(
    version: AgreementTextVersion, by: User, old: dict[str, Any], new: dict[str, Any]
) -> AgreementTextVersion:
    return texts.save_article(
        by=by, version=version, key=old["key"], article=new, seen=fingerprint(old)
    )
