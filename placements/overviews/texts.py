"""The agreement texts of a programme: what is in force, what is written, what came before."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from competences.models import Programme
from config import clock
from placements.enums import PlacementKind
from placements.models import AgreementText, AgreementTextVersion, Placement


def text_in_force(
    programme: Programme, kind: str, language: str, day: dt.date
) -> AgreementTextVersion | None:
    """The programme's own text on this day; None: the standard articles."""
    return (
        AgreementTextVersion.objects.in_force(day)
        .filter(text__programme=programme, text__kind=kind, text__language=language)
        .first()
    )


@dataclass(frozen=True)
class TextLine:
    """One text (kind and language) with its versions, the newest first."""

    kind: str
    language: str
    versions: tuple[AgreementTextVersion, ...]
    in_force: AgreementTextVersion | None

    @property
    def kind_name(self) -> str:
        return str(PlacementKind(self.kind).label)

    @property
    def language_name(self) -> str:
        return _(dict(settings.LANGUAGES)[self.language])

    @property
    def draft(self) -> AgreementTextVersion | None:
        return next((one for one in self.versions if not one.published_at), None)

    @property
    def newest(self) -> AgreementTextVersion | None:
        return next((one for one in self.versions if one.published_at), None)


def lines_of(programme: Programme) -> list[TextLine]:
    """Each kind in each language, also those that have no text of their own yet."""
    versions = AgreementTextVersion.objects.select_related("edited_by", "published_by")
    held = {
        (text.kind, text.language): tuple(text.versions.all())
        for text in AgreementText.objects.filter(programme=programme).prefetch_related(
            Prefetch("versions", versions.order_by("-number"))
        )
    }
    today = clock.today()
    return [
        TextLine(kind, language, found, next((one for one in found if holds(one, today)), None))
        for kind in PlacementKind.values
        for language, _name in settings.LANGUAGES
        for found in [held.get((kind, language), ())]
    ]


def holds(version: AgreementTextVersion, day: dt.date) -> bool:
    """Whether its dates hold on this day; of several the newest is in force."""
    if version.published_at is None or version.valid_from > day:
        return False
    return version.valid_until is None or version.valid_until >= day


def state_of(version: AgreementTextVersion) -> str:
    """ "draft", "in-force", "coming" or "past"."""
    if version.published_at is None:
        return "draft"
    today = clock.today()
    if version.valid_from > today:
        return "coming"
    text = version.text
    current = text_in_force(text.programme, text.kind, text.language, today)
    return "in-force" if current == version else "past"


def sources_for(user: User) -> list[AgreementTextVersion]:
    """What a new text may start from: every version of the programmes this person coordinates."""
    found = AgreementTextVersion.objects.visible_to(user).select_related("text__programme")
    return list(found.order_by("text__programme", "text__kind", "-text__language", "-number"))


def name_of(version: AgreementTextVersion) -> str:
    """ "Accounting, placement at a workplace, Dutch, version 2"."""
    text = version.text
    return _("%(programme)s, %(kind)s, %(language)s, version %(number)s") % {
        "programme": text.programme.name,
        "kind": text.get_kind_display(),
        "language": _(text.get_language_display()),
        "number": version.number,
    }


def example_placement(user: User, text: AgreementText) -> Placement | None:
    """The newest placement of this programme and kind that this person coordinates."""
    return (
        Placement.objects.visible_to(user)
        .coordinated_by(user)
        .filter(enrolment__programme=text.programme_id, kind=text.kind)
        .with_people()
        .order_by("-created_at", "-pk")
        .first()
    )
