"""Who adds what as evidence, who changes it, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from competences.enums import EvidenceAudience, EvidenceKind
from config.refusal import Obstacle

if TYPE_CHECKING:
    from accounts.models import User
    from competences.models import Competence, Dossier, Evidence

# What each voice brings: the mentor sees the work itself and says something about it.
BRINGS: dict[str, Collection[str]] = {
    Role.STUDENT: (EvidenceKind.FILE, EvidenceKind.LINK),
    Role.MENTOR: (EvidenceKind.FEEDBACK,),
    Role.COACH: (EvidenceKind.FILE, EvidenceKind.LINK, EvidenceKind.FEEDBACK),
}
ONLY_STUDENT_AND_COACH = _("The student and the coach add files and links.")
ONLY_MENTOR_AND_COACH = _("The mentor and the coach give feedback on a task.")


def may_bring(role: str, kind: str) -> bool:
    return kind in BRINGS.get(role, ())


def closed_obstacles(dossier: Dossier) -> Iterable[Obstacle]:
    if dossier.closed_at is not None:
        yield Obstacle("dossier-closed", _("This placement has ended; nothing is added to it."))


def adding_obstacles(*, dossier: Dossier, role: str, kind: str) -> Iterable[Obstacle]:
    """Why this voice cannot add this kind of evidence to this dossier now."""
    yield from closed_obstacles(dossier)
    if not may_bring(role, kind):
        feedback = kind == EvidenceKind.FEEDBACK
        sentence = ONLY_MENTOR_AND_COACH if feedback else ONLY_STUDENT_AND_COACH
        yield Obstacle("not-your-kind-of-evidence", sentence)


def content_obstacles(
    *,
    dossier: Dossier,
    kind: str,
    title: str,
    text: str,
    url: str,
    audience: str,
    competences: Iterable[Competence],
) -> Iterable[Obstacle]:
    """Why these words do not make a piece of evidence, whoever writes them."""
    if not title.strip():
        yield Obstacle("no-title", _("Give it a name, so that others know what it is."), "title")
    if kind == EvidenceKind.FEEDBACK and not text.strip():
        yield Obstacle("no-words", _("Write at least one sentence."), "text")
    if kind == EvidenceKind.LINK and not is_web_address(url):
        yield Obstacle(
            "not-a-web-address", _("A link starts with https:// and the name of a site."), "url"
        )
    yield from reader_obstacles(audience)
    if kind == EvidenceKind.FEEDBACK and audience != EvidenceAudience.TRIAD:
        yield Obstacle("feedback-is-open", _("Feedback on a task is for all three."), "audience")
    if any(competence.version_id != dossier.version_id for competence in competences):
        yield Obstacle(
            "other-framework",
            _("This competence belongs to another version of the framework."),
            "competences",
        )


def reader_obstacles(audience: str) -> Iterable[Obstacle]:
    if audience not in EvidenceAudience.values:
        yield Obstacle("no-audience", _("Choose who may see this."), "audience")


def is_web_address(url: str) -> bool:
    """An address that a browser opens over the web, without a name or password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port  # raises on "javascript:alert(1)" behind a scheme
    except ValueError:
        return False
    is_web = parts.scheme in {"http", "https"} and port != 0
    return is_web and bool(parts.hostname) and "@" not in parts.netloc


def changing_obstacles(evidence: Evidence, by: User, role: str) -> Iterable[Obstacle]:
    """Why this person cannot change or remove this piece; after the end one still can."""
    if evidence.removed_at is not None:
        yield Obstacle("evidence-removed", _("This was removed already."))
    if evidence.added_by_id != by.pk or role != evidence.added_role:
        yield Obstacle("not-yours", _("Only who added this can change or remove it."))


def audience_obstacles(evidence: Evidence, role: str) -> Iterable[Obstacle]:
    """Why this voice cannot choose who sees this piece: the student does, for all but feedback."""
    if evidence.removed_at is not None:
        yield Obstacle("evidence-removed", _("This was removed already."))
    if role != Role.STUDENT:
        yield Obstacle("student-decides", _("The student decides who may see this."))
    if evidence.kind == EvidenceKind.FEEDBACK:
        yield Obstacle("feedback-is-open", _("Feedback on a task is for all three."))


def room_obstacles(*, used: int, size: int, most: int) -> Iterable[Obstacle]:
    """Why this file (bytes) does not fit beside what the dossier holds already."""
    if used + size > most:
        yield Obstacle(
            "dossier-full",
            _("There is no room left for files here. Remove one, or add a link instead."),
            "file",
        )
