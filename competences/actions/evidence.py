import datetime as dt
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import rates
from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from competences.actions.assessments import voice_of
from competences.enums import EvidenceAudience, EvidenceKind
from competences.models import Competence, Dossier, Evidence, Voice
from competences.overviews.evidence import room_used
from competences.rules.evidence import (
    adding_obstacles,
    audience_obstacles,
    changing_obstacles,
    content_obstacles,
    reader_obstacles,
    room_obstacles,
)
from competences.uploads import Upload, accept
from config import clock
from config.files import names_under
from config.refusal import Refusal, refuse_if

FOLDER = "evidence"
MOST_IN_AN_HOUR = 60
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Words:
    """What a piece is called, what it shows in words, and of which competences."""

    title: str
    text: str
    competences: Collection[Competence]


def receive(*, by: User, file: BinaryIO, name: str) -> Upload:
    """Look at a file that somebody sent and make it fit to keep; drawing a picture anew takes
    seconds, so this is counted before it is done."""
    if not rates.allow(f"evidence-file:{by.pk}", limit=MOST_IN_AN_HOUR, seconds=3600):
        raise Refusal(
            "too-many-files",
            _("Those were many files in an hour. Go on a little later."),
            field="file",
        )
    return accept(file, name)


def add_file(
    *,
    by: User,
    dossier: Dossier,
    upload: Upload,
    audience: str,
    title: str = "",
    text: str = "",
    competences: Collection[Competence] = (),
    topic: str = "",
) -> Evidence:
    """Keep a file as evidence; without a title it is called as the file. The same bytes of the
    same person twice are one piece: a form that was sent twice answers with the first."""
    with stored(upload) as name:
        piece = _add(
            by=by,
            dossier=dossier,
            topic=topic,
            competences=competences,
            kind=EvidenceKind.FILE,
            title=title.strip() or upload.name.rpartition(".")[0],
            text=text.strip(),
            audience=audience,
            file=name,
            file_name=upload.name,
            content_type=upload.content_type,
            size=upload.size,
            sha256=upload.sha256,
        )
        if piece.file.name != name:  # the same bytes are here already
            default_storage.delete(name)
    return piece


def add_link(
    *,
    by: User,
    dossier: Dossier,
    url: str,
    audience: str,
    title: str = "",
    text: str = "",
    competences: Collection[Competence] = (),
    topic: str = "",
) -> Evidence:
    """Keep an address as evidence; without a title the address is its name. We never open it."""
    return _add(
        by=by,
        dossier=dossier,
        topic=topic,
        competences=competences,
        kind=EvidenceKind.LINK,
        title=title.strip() or url.partition("://")[2][:LONGEST_TITLE],
        text=text.strip(),
        audience=audience,
        url=url.strip(),
    )


@transaction.atomic
def give_feedback(
    *,
    by: User,
    dossier: Dossier,
    task: str,
    text: str,
    competences: Collection[Competence] = (),
    topic: str = "",
) -> Evidence:
    """Say something about a task that the student did, for all three to read; the student hears
    that it is there."""
    piece = _add(
        by=by,
        dossier=dossier,
        topic=topic,
        competences=competences,
        kind=EvidenceKind.FEEDBACK,
        title=task.strip(),
        text=text.strip(),
        audience=EvidenceAudience.TRIAD,
    )
    student = Voice.objects.current().filter(dossier=dossier, role=Role.STUDENT).first()
    if student:
        notify(
            "task-feedback-given",
            subject=piece,
            recipient=student.person,
            due_on=timezone.localdate(piece.added_at),
            context={"name": by.first_name, "role": piece.added_role},
            url=f"/evidence/{piece.pk}/",
        )
    return piece


@transaction.atomic
def _add(
    *,
    by: User,
    dossier: Dossier,
    kind: str,
    competences: Collection[Competence],
    topic: str,
    **content,
) -> Evidence:
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    voice = voice_of(dossier, by)
    refuse_if(adding_obstacles(dossier=dossier, role=voice.role, kind=kind))
    _check(dossier, kind, competences=competences, **content)
    if (same := _same(dossier, by, kind, content)) is not None:
        return same
    refuse_if(
        room_obstacles(
            used=room_used(dossier),
            size=content.get("size", 0),
            most=settings.UPLOAD_MAX_BYTES_PER_DOSSIER,
        )
    )
    piece = Evidence.objects.create(
        dossier=dossier, kind=kind, added_by=by, added_role=voice.role, **content
    )
    piece.competences.set(competences)
    _record("evidence-added", piece, by, topic)
    return piece


def _check(
    dossier: Dossier,
    kind: str,
    *,
    title: str,
    text: str,
    audience: str,
    competences: Collection[Competence],
    url: str = "",
    **_file,
) -> None:
    refuse_if(
        content_obstacles(
            dossier=dossier,
            kind=kind,
            title=title,
            text=text,
            url=url,
            audience=audience,
            competences=competences,
        )
    )


def _same(dossier: Dossier, by: User, kind: str, content: dict) -> Evidence | None:
    """What this person added before with the same bytes, or the same address or words and name."""
    keys = {"sha256"} if kind == EvidenceKind.FILE else {"title", "url", "text"}
    same = {key: content[key] for key in keys if key in content}
    found = Evidence.objects.present().filter(dossier=dossier, kind=kind, added_by=by, **same)
    return found.first()


@transaction.atomic
def change(
    *,
    by: User,
    evidence: Evidence,
    words: Words | None = None,
    audience: str | None = None,
    topic: str = "",
) -> Evidence:
    """Other words of who added it, other readers as the student chooses; None leaves them. What it
    holds stays: another file is another piece. Who may see it holds from the next request on."""
    evidence = _locked(evidence)
    role = voice_of(evidence.dossier, by).role
    if words is not None:
        refuse_if(changing_obstacles(evidence, by, role))
        _check(
            evidence.dossier,
            evidence.kind,
            title=words.title,
            text=words.text,
            audience=evidence.audience,
            url=evidence.url,
            competences=words.competences,
        )
        evidence.title, evidence.text = words.title.strip(), words.text.strip()
        evidence.competences.set(words.competences)
    if audience is not None and audience != evidence.audience:
        refuse_if(audience_obstacles(evidence, role))
        refuse_if(reader_obstacles(audience))
        evidence.audience = audience
    evidence.save(update_fields=["title", "text", "audience"])
    _record("evidence-changed", evidence, by, topic)
    return evidence


@transaction.atomic
def remove(*, by: User, evidence: Evidence, topic: str = "") -> Evidence:
    """Take it away: the file goes for good, the row stays for what was said on its strength."""
    evidence = _locked(evidence)
    refuse_if(changing_obstacles(evidence, by, voice_of(evidence.dossier, by).role))
    name, evidence.file, evidence.removed_at = evidence.file.name, "", clock.now()
    evidence.save(update_fields=["file", "removed_at"])
    _record("evidence-removed", evidence, by, topic)
    if name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)
    return evidence


def forget_strays(*, before: dt.datetime) -> int:
    """Delete files that no piece of evidence names: of work that was broken off after the file was
    written, or before it was deleted. Answers how many went; younger ones are left alone."""
    strays = [
        name for name in names_under(FOLDER) if default_storage.get_modified_time(name) < before
    ]
    kept = set(Evidence.objects.filter(file__in=strays).values_list("file", flat=True))
    gone = [name for name in strays if name not in kept]
    for name in gone:
        default_storage.delete(name)
    return len(gone)


@contextmanager
def stored(upload: Upload, folder: str = FOLDER) -> Iterator[str]:
    """Write the file under a name that tells nothing; it goes again when the work inside fails.

    Where a whole process dies, or a transaction around all this is taken back, `forget_strays`
    comes by.
    """
    month = timezone.localtime(clock.now()).strftime("%Y/%m")
    name = default_storage.save(
        f"{folder}/{month}/{secrets.token_hex(16)}", ContentFile(upload.content)
    )
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def _locked(evidence: Evidence) -> Evidence:
    """First the dossier, as everywhere, then the piece as it is now."""
    Dossier.objects.select_for_update().get(pk=evidence.dossier_id)
    return Evidence.objects.select_related("dossier").get(pk=evidence.pk)


def _record(action: str, piece: Evidence, by: User, topic: str) -> None:
    # The story of a placement has several readers: what not all may see has no place in it, and
    # names and words of a piece stand in no history at all.
    shared = piece.audience == EvidenceAudience.TRIAD
    record(
        action,
        piece,
        by=by,
        topic=topic if shared else "",
        kind=piece.kind,
        audience=piece.audience,
    )
