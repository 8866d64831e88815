"""What people at a workplace allow: a photo, their words. Taken back, it is gone."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from competences.actions.evidence import stored
from competences.uploads import IMAGES, Upload
from config import clock
from config.refusal import Refusal, refuse_if
from placements.rules.access import coordinates
from quality.actions.visits import locked, topic
from quality.enums import ConsentKind
from quality.models import Visit, VisitConsent
from quality.rules import visits as rules

FOLDER = "visits"


def testimonial(
    *, by: User, visit: Visit, person_name: str, purpose: str, words: str, allowed: bool, **who: str
) -> VisitConsent:
    """Keep what somebody said, for a purpose to which they agreed. `who`: `person_email`."""
    return _keep(
        by,
        visit,
        allowed=allowed,
        kind=ConsentKind.TESTIMONIAL,
        person_name=person_name,
        purpose=purpose,
        words=words.strip(),
        **who,
    )


def photo(
    *,
    by: User,
    visit: Visit,
    upload: Upload | None,
    person_name: str,
    purpose: str,
    allowed: bool,
    **who: str,
) -> VisitConsent:
    """Keep a photo, drawn anew, for a purpose to which who stands on it agreed."""
    said = {"person_name": person_name, "purpose": purpose, **who}
    if upload is None:
        return _keep(by, visit, allowed=allowed, kind=ConsentKind.PHOTO, **said)
    if upload.content_type not in IMAGES:
        raise Refusal("not-a-photo", _("Choose a photo: JPEG, PNG or WebP."), field="file")
    with stored(upload, FOLDER) as name:
        said |= {"file": name, "file_name": upload.name}
        return _keep(by, visit, allowed=allowed, kind=ConsentKind.PHOTO, **said)


@transaction.atomic
def _keep(by: User, visit: Visit, *, allowed: bool, kind: str, **said: str) -> VisitConsent:
    visit = locked(visit)
    if not rules.makes(by, visit):
        raise Refusal("not-yours", rules.ONLY_VISITOR)
    words, has_file = said.get("words", ""), bool(said.get("file"))
    refuse_if(rules.consent_obstacles(visit, kind, words=words, has_file=has_file, allowed=allowed))
    made = VisitConsent.objects.create(visit=visit, kind=kind, noted_by=by, **said)
    record("visit-consent-given", made, by=by, topic=topic(visit), kind=kind)
    return made


@transaction.atomic
def revoke(*, by: User, consent: VisitConsent) -> VisitConsent:
    """Whoever allowed it does so no longer: words and file go, now."""
    held = VisitConsent.objects.select_for_update(of=("self",)).select_related("visit__programme")
    consent = held.get(pk=consent.pk)
    if not (rules.makes(by, consent.visit) or coordinates(by, consent.visit.programme)):
        raise Refusal("not-yours", rules.ONLY_VISITOR)
    refuse_if(rules.revoke_obstacles(consent))
    if name := consent.file.name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)
    consent.words, consent.file, consent.file_name = "", "", ""
    consent.revoked_at = clock.now()
    consent.save()
    record("visit-consent-revoked", consent, by=by, topic=topic(consent.visit), kind=consent.kind)
    return consent
