"""Writing agreement texts: started, saved without losing anybody's words, published, ended.

Every verb locks the text (programme, kind, language), so that one version after the other is
written. `revision` names what somebody was looking at; where an article was opened, `seen` is its
fingerprint: who works on other articles does not stand in the way.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.history import record
from accounts.models import User
from competences.models import Programme
from config import clock
from config.pdf_clauses import standard
from config.refusal import Obstacle, Refusal, refuse_if
from placements.actions.parties import require_coordinator
from placements.models import AgreementText, AgreementTextVersion
from placements.rules import texts as rules
from placements.rules.text_edits import new_article, renamed
from placements.rules.text_faults import publish_obstacles, size_obstacles

DAY = dt.timedelta(days=1)


@transaction.atomic
def start(
    *,
    by: User,
    programme: Programme,
    kind: str,
    language: str,
    source: AgreementTextVersion | None = None,
) -> AgreementTextVersion:
    """A draft of the next version: a copy of `source`, or of the standard text."""
    require_coordinator(by, programme)
    if source is not None:
        require_coordinator(by, source.text.programme)
    text, _made = AgreementText.objects.get_or_create(
        programme=programme, kind=kind, language=language
    )
    text = AgreementText.objects.select_for_update().get(pk=text.pk)
    if text.versions.filter(published_at__isnull=True).exists():
        raise Refusal("draft-exists", _("There is a draft already; go on with that one."))
    newest = text.versions.first()
    version = AgreementTextVersion.objects.create(
        text=text,
        number=newest.number + 1 if newest else 1,
        content=source.content if source else standard(language),
        signing_order=source.signing_order if source else [],
        order_reason=source.order_reason if source else "",
        edited_by=by,
        edited_at=clock.now(),
    )
    _record("text-started", version, by, source=source.pk if source else None)
    return version


@transaction.atomic
def save_article(
    *,
    by: User,
    version: AgreementTextVersion,
    key: str,
    article: dict[str, Any],
    seen: str,
) -> AgreementTextVersion:
    """Keep one article as somebody wrote it over what they saw (`seen`, its fingerprint; "" for
    one that was removed meanwhile and comes back). The same words again change nothing."""
    version = _locked_draft(version, by)
    content = list(version.content)
    stored = next((one for one in content if one["key"] == key), None)
    if not (stored is None and seen == ""):
        refuse_if(rules.article_obstacles(version, stored, seen, article))
    if stored == article:
        return version
    refuse_if(_key_obstacles(content, key, article["key"]))
    if stored is None:
        content.append(article)
    else:
        content[content.index(stored)] = {**article, "key": key}
    if article["key"] != key:
        content = renamed(content, key, article["key"])
    return _save(version, by, content)


def _key_obstacles(content: rules.Content, old: str, new: str) -> list[Obstacle]:
    if new == old or new not in {one["key"] for one in content}:
        return []
    return [
        Obstacle(
            "subject-taken", _("Another article is about this already; choose another subject.")
        )
    ]


@transaction.atomic
def add_article(
    *, by: User, version: AgreementTextVersion, revision: int, subject: str
) -> dict[str, Any]:
    """An empty article at the end, on a subject that has none yet; "" for one of their own."""
    version = _locked_draft(version, by, revision)
    article = new_article(version.content, subject)
    refuse_if(_key_obstacles(version.content, "", article["key"]))
    _save(version, by, [*version.content, article])
    return article


@transaction.atomic
def move_article(
    *, by: User, version: AgreementTextVersion, revision: int, key: str, steps: int
) -> AgreementTextVersion:
    """Up (-1) or down (1); numbers in references follow by themselves."""
    version = _locked_draft(version, by, revision)
    content = list(version.content)
    at = _at(content, key)
    to = min(max(at + steps, 0), len(content) - 1)
    if to == at:
        return version
    content.insert(to, content.pop(at))
    return _save(version, by, content)


@transaction.atomic
def remove_article(
    *, by: User, version: AgreementTextVersion, revision: int, key: str
) -> AgreementTextVersion:
    version = _locked_draft(version, by, revision)
    content = list(version.content)
    del content[_at(content, key)]
    return _save(version, by, content)


@transaction.atomic
def set_order(
    *,
    by: User,
    version: AgreementTextVersion,
    revision: int,
    order: Sequence[str],
    reason: str,
) -> AgreementTextVersion:
    """In which order the parties sign, and why; () is any order."""
    version = _locked_draft(version, by, revision)
    refuse_if(rules.order_obstacles(order, reason))
    version.signing_order = list(order)
    version.order_reason = reason.strip() if order else ""
    return _save(version, by, version.content)


@transaction.atomic
def publish(
    *,
    by: User,
    version: AgreementTextVersion,
    revision: int,
    valid_from: dt.date,
    valid_until: dt.date | None = None,
) -> AgreementTextVersion:
    """Agreements opened from `valid_from` on are written with it; the version before ends then."""
    version = _locked_draft(version, by, revision)
    published = version.text.versions.filter(published_at__isnull=False)
    newest = published.order_by("-number").first()
    before = newest.valid_from if newest else None
    dates = rules.date_obstacles(valid_from, valid_until, today=clock.today(), before=before)
    refuse_if([*dates, *publish_obstacles(version.content, version.text.language)])
    for earlier in published.exclude(valid_until__lt=valid_from):
        earlier.valid_until = max(earlier.valid_from, valid_from - DAY)
        earlier.save(update_fields=["valid_until"])
    version.valid_from, version.valid_until = valid_from, valid_until
    version.published_by, version.published_at = by, clock.now()
    version.save()
    _record("text-published", version, by, valid_from=valid_from.isoformat())
    return version


@transaction.atomic
def end(*, by: User, version: AgreementTextVersion, last_day: dt.date) -> AgreementTextVersion:
    """Not used for agreements opened after this day; without a next version the standard is."""
    version = _locked(version, by)
    refuse_if(rules.end_obstacles(version, last_day, clock.today()))
    version.valid_until = last_day
    version.save(update_fields=["valid_until"])
    _record("text-ended", version, by, valid_until=last_day.isoformat())
    return version


@transaction.atomic
def discard(*, by: User, version: AgreementTextVersion, revision: int) -> None:
    """Throw a draft away, as it was looked at."""
    version = _locked_draft(version, by, revision)
    _record("text-discarded", version, by, content=version.content)
    version.delete()


def _locked(version: AgreementTextVersion, by: User) -> AgreementTextVersion:
    AgreementText.objects.select_for_update().get(pk=version.text_id)
    found = AgreementTextVersion.objects.select_related("text__programme", "edited_by")
    version = found.filter(pk=version.pk).first()
    if version is None:
        raise Refusal("draft-gone", _("This draft was thrown away meanwhile."))
    require_coordinator(by, version.text.programme)
    return version


def _locked_draft(
    version: AgreementTextVersion, by: User, revision: int | None = None
) -> AgreementTextVersion:
    version = _locked(version, by)
    refuse_if(rules.draft_obstacles(version))
    if revision is not None:
        refuse_if(rules.revision_obstacles(version, revision))
    return version


def _save(
    version: AgreementTextVersion, by: User, content: list[dict[str, Any]]
) -> AgreementTextVersion:
    refuse_if(size_obstacles(content))
    version.content, version.revision = content, version.revision + 1
    version.edited_by, version.edited_at = by, clock.now()
    version.save()
    return version


def _at(content: list[dict[str, Any]], key: str) -> int:
    found = next((at for at, one in enumerate(content) if one["key"] == key), None)
    if found is None:
        raise Refusal("article-gone", _("This article is not there any more."))
    return found


def _record(action: str, version: AgreementTextVersion, by: User, **data: Any) -> None:
    text = version.text
    record(
        action,
        version,
        by=by,
        topic=f"programme:{text.programme_id}",
        kind=text.kind,
        language=text.language,
        number=version.number,
        **data,
    )
