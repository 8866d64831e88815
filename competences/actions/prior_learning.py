from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.models import User
from competences.actions.assessments import voice_of
from competences.enums import EvidenceAudience
from competences.models import (
    Competence,
    Dossier,
    Evidence,
    MasteryLevel,
    PriorLearning,
    Recognition,
    Voice,
)
from competences.overviews.prior_learning import asked_for, decisions
from competences.rules.evidence import reader_obstacles
from competences.rules.prior_learning import (
    audience_obstacles,
    changing_obstacles,
    content_obstacles,
    deciding_obstacles,
    telling_obstacles,
    verdict_obstacles,
)
from config import clock
from config.refusal import Refusal, refuse_if


@dataclass(frozen=True)
class Told:
    """What a student tells of something learnt before."""

    kind: str
    title: str
    text: str
    audience: str
    competences: Collection[Competence]
    place: str = ""
    period: str = ""
    evidence: Collection[Evidence] = ()

    @property
    def words(self) -> dict[str, str]:
        """The plain fields, as the row keeps them."""
        names = ("kind", "title", "text", "audience", "place", "period")
        return {name: getattr(self, name).strip() for name in names}


@dataclass(frozen=True)
class Verdict:
    """The coach's answer on one competence: a level, or None for not recognised, and why."""

    competence: Competence
    level: MasteryLevel | None
    reason: str


@transaction.atomic
def add(*, by: User, dossier: Dossier, told: Told, topic: str = "") -> PriorLearning:
    """Tell what was learnt before; from now on it waits for the coach. The same words twice are
    one piece: a form that was sent twice answers with the first."""
    dossier = _locked(dossier.pk)
    refuse_if(telling_obstacles(dossier, voice_of(dossier, by).role))
    _check(dossier, told)
    same = PriorLearning.objects.present().filter(dossier=dossier, added_by=by, **told.words)
    if (found := same.first()) is not None:
        return found
    piece = PriorLearning.objects.create(dossier=dossier, added_by=by, **told.words)
    _tie(piece, told)
    _record("prior-learning-told", piece, by, topic)
    return piece


@transaction.atomic
def change(*, by: User, prior_learning: PriorLearning, told: Told, topic: str = "") -> None:
    """Tell it in other words, until the coach has decided."""
    piece = _still_open(by, prior_learning)
    _check(piece.dossier, told)
    for name, value in told.words.items():
        setattr(piece, name, value)
    piece.save(update_fields=list(told.words))
    _tie(piece, told)
    _record("prior-learning-changed", piece, by, topic)


@transaction.atomic
def withdraw(*, by: User, prior_learning: PriorLearning, topic: str = "") -> None:
    """Take the question back, until the coach has decided."""
    piece = _still_open(by, prior_learning)
    piece.withdrawn_at = clock.now()
    piece.save(update_fields=["withdrawn_at"])
    _record("prior-learning-withdrawn", piece, by, topic)


@transaction.atomic
def show_to(*, by: User, prior_learning: PriorLearning, audience: str) -> None:
    """Let the student choose who reads it, also after the decision; it holds at once."""
    piece = _present(prior_learning)
    refuse_if(audience_obstacles(piece, voice_of(piece.dossier, by).role))
    refuse_if(reader_obstacles(audience))
    if piece.audience != audience:
        piece.audience = audience
        piece.save(update_fields=["audience"])
        _record("prior-learning-shown-to", piece, by, topic="")


@transaction.atomic
def decide(
    *, by: User, prior_learning: PriorLearning, verdicts: Collection[Verdict], topic: str = ""
) -> list[Recognition]:
    """Decide on competences of one piece, all of `verdicts` or none; the student hears of it.

    What was decided before in the same words is not written again; answers the new decisions.
    """
    piece = _present(prior_learning)
    voice = voice_of(piece.dossier, by)
    refuse_if(deciding_obstacles(piece, voice.role))
    if not verdicts:
        raise Refusal("nothing-decided", _("Choose an answer for at least one competence."))
    asked = {competence.pk for competence in asked_for(piece)}
    for verdict in verdicts:
        refuse_if(
            verdict_obstacles(
                dossier=piece.dossier,
                asked=asked,
                competence=verdict.competence,
                level=verdict.level,
                reason=verdict.reason,
            )
        )
    before = {row.competence_id: row for row in decisions(piece)}
    made = [_write(piece, voice, one) for one in verdicts if not _stands(before, one)]
    if made:
        levels = {row.competence.code: row.level.code if row.level else "" for row in made}
        _record("prior-learning-decided", piece, by, topic, levels=levels)
        _tell_the_student(piece, by, made)
    return made


def _stands(before: Mapping[int, Recognition], verdict: Verdict) -> bool:
    row = before.get(verdict.competence.pk)
    return row is not None and row.level == verdict.level and row.reason == verdict.reason.strip()


def _write(piece: PriorLearning, voice: Voice, verdict: Verdict) -> Recognition:
    return Recognition.objects.create(
        prior_learning=piece,
        dossier=piece.dossier,
        competence=verdict.competence,
        level=verdict.level,
        reason=verdict.reason.strip(),
        voice=voice,
    )


def _tell_the_student(piece: PriorLearning, by: User, made: list[Recognition]) -> None:
    notify(
        "prior-learning-decided",
        subject=made[-1],  # a changed decision is another one, also on the same day
        recipient=piece.added_by,
        due_on=timezone.localdate(made[-1].at),
        context={"name": by.first_name, "prior_learning": piece.pk},
        url=f"/prior-learning/{piece.pk}/",
    )


def _locked(dossier: int) -> Dossier:
    return Dossier.objects.select_for_update().get(pk=dossier)


def _present(prior_learning: PriorLearning) -> PriorLearning:
    """The piece as it is now, for one writer at a time: first the dossier, as everywhere."""
    _locked(prior_learning.dossier_id)
    return PriorLearning.objects.select_related("dossier", "added_by").get(pk=prior_learning.pk)


def _still_open(by: User, prior_learning: PriorLearning) -> PriorLearning:
    piece = _present(prior_learning)
    decided = piece.recognitions.exists()
    refuse_if(changing_obstacles(piece, voice_of(piece.dossier, by).role, is_decided=decided))
    return piece


def _check(dossier: Dossier, told: Told) -> None:
    refuse_if(
        content_obstacles(
            dossier=dossier,
            kind=told.kind,
            title=told.title,
            text=told.text,
            audience=told.audience,
            competences=told.competences,
            evidence=told.evidence,
        )
    )


def _tie(piece: PriorLearning, told: Told) -> None:
    piece.competences.set(told.competences)
    piece.evidence.set(told.evidence)


def _record(action: str, piece: PriorLearning, by: User, topic: str, **data) -> None:
    # As with evidence: no words of it, and no place in a story that others read.
    shared = piece.audience == EvidenceAudience.TRIAD
    record(action, piece, by=by, topic=topic if shared else "", kind=piece.kind, **data)
