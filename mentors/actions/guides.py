"""Short guides: brought in, read, written anew as a new version, retired."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from django.db import transaction
from django.db.models import Max

from accounts.actions.history import record
from accounts.models import User
from competences.models import Programme
from config import clock
from config.refusal import Refusal, refuse_if
from mentors.models import Guide, GuideReading, GuideVersion
from mentors.rules import guides as rules

SOURCE = Path(__file__).parent.parent / "data" / "guides"
WORDS = ("title_nl", "title_en", "body_nl", "body_en")


@cache
def told(folder: Path = SOURCE) -> tuple[dict[str, Any], ...]:
    """The guides that come with the portal, by position."""
    found = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder.glob("*.yaml")]
    return tuple(sorted(found, key=lambda guide: guide["position"]))


@transaction.atomic
def load(folder: Path = SOURCE) -> int:
    """Bring in the guides that come with the portal; where their words are newer than ours, as a
    new version. A guide that a coordinator wrote or retired stays as it is.

    Returns how many versions were added.
    """
    latest = {one.guide.key: one for one in GuideVersion.objects.latest_of_each()}
    return sum(_bring_in(guide, latest.get(guide["key"])) for guide in told(folder))


def _bring_in(guide: Mapping[str, Any], latest: GuideVersion | None) -> bool:
    words = {
        f"{part}_{code}": guide[part][code].strip()
        for part in ("title", "body")
        for code in ("nl", "en")
    }
    if latest is None:
        place = {name: guide[name] for name in ("key", "role", "moment", "position")}
        _write(Guide.objects.create(**place), 1, words, by=None)
        return True
    if latest.by_id is not None or latest.guide.retired_at is not None or words_of(latest) == words:
        return False
    _write(latest.guide, latest.number + 1, words, by=None)
    return True


def words_of(version: GuideVersion) -> dict[str, str]:
    return {name: getattr(version, name) for name in WORDS}


def _write(guide: Guide, number: int, words: Mapping[str, str], by: User | None) -> GuideVersion:
    version = GuideVersion.objects.create(guide=guide, number=number, by=by, **words)
    record("guide-written", guide, by=by, version=number)
    return version


@transaction.atomic
def read(*, by: User, version: GuideVersion) -> GuideReading:
    """This person read this version; tapped twice it was read once, the first time."""
    return GuideReading.objects.get_or_create(version=version, person=by)[0]


def _require_coordinator(user: User) -> None:
    if not Programme.objects.coordinated_by(user).exists():
        raise Refusal("not-your-role", rules.ONLY_COORDINATORS)


def _trimmed(words: Mapping[str, str]) -> dict[str, str]:
    """As it is kept: browsers send line ends of their own."""
    return {name: "\n".join(words[name].strip().splitlines()) for name in WORDS}


@transaction.atomic
def change(*, by: User, guide: Guide, words: Mapping[str, str], seen: int) -> GuideVersion:
    """Other words from now on, as a new version; `seen`: number of the version they had before
    them. `words`: title_nl, title_en, body_nl, body_en."""
    _require_coordinator(by)
    guide = Guide.objects.select_for_update().get(pk=guide.pk)
    current = GuideVersion.objects.filter(guide=guide).order_by("-number")[0]
    words = _trimmed(words)
    refuse_if(
        rules.change_obstacles(
            current=current.number, seen=seen, before=words_of(current), words=words
        )
    )
    return _write(guide, current.number + 1, words, by)


@transaction.atomic
def add(*, by: User, role: str, moment: str, words: Mapping[str, str]) -> GuideVersion:
    """A guide of the institution's own, after the others of that role."""
    _require_coordinator(by)
    words = _trimmed(words)
    refuse_if(rules.word_obstacles(words))
    last = Guide.objects.filter(role=role).aggregate(last=Max("position"))["last"] or 0
    guide = Guide.objects.create(
        key=f"own-{uuid4().hex[:8]}", role=role, moment=moment, position=last + 1
    )
    return _write(guide, 1, words, by)


@transaction.atomic
def retire(*, by: User, guide: Guide) -> Guide:
    """No longer offer it; who has the address can still read what it said."""
    _require_coordinator(by)
    guide = Guide.objects.select_for_update().get(pk=guide.pk)
    if guide.retired_at is None:
        guide.retired_at = clock.now()
        guide.save(update_fields=["retired_at"])
        record("guide-retired", guide, by=by)
    return guide


@transaction.atomic
def restore(*, by: User, guide: Guide) -> Guide:
    """Offer a retired guide again."""
    _require_coordinator(by)
    guide = Guide.objects.select_for_update().get(pk=guide.pk)
    if guide.retired_at is not None:
        guide.retired_at = None
        guide.save(update_fields=["retired_at"])
        record("guide-restored", guide, by=by)
    return guide
