"""What Amina shows: evidence and prior learning, for the coach alone and for all three."""

import datetime as dt
import io
from dataclasses import dataclass

from accounts.models import User
from competences.actions import evidence, prior_learning
from competences.actions.prior_learning import Told, Verdict
from competences.enums import EvidenceAudience, PriorLearningKind
from competences.models import Competence, Evidence, MasteryLevel, PriorLearning
from competences.uploads import accept
from config import clock
from placements.models import Placement

EVIDENCE_MARKS = {
    EvidenceAudience.COACH: "mark-9d44-shown-to-coach",
    EvidenceAudience.TRIAD: "mark-3b70-shown-to-all",
}


@dataclass
class Shown:
    """`files` and `told` by audience; on what is told to all three the coach has decided."""

    files: dict[str, Evidence]
    told: dict[str, PriorLearning]
    feedback: Evidence


def marks_for(actor: str) -> set[str]:
    """The marks of evidence and prior learning that this actor may come across."""
    if actor in {"student", "coach"}:
        return set(EVIDENCE_MARKS.values())
    open_to = {"mentor", "coordinator"}
    return {EVIDENCE_MARKS[EvidenceAudience.TRIAD]} if actor in open_to else set()


def show(placement: Placement, *, student: User, mentor: User, coach: User) -> Shown:
    competence = Competence.objects.filter(version=placement.dossier.version_id)[0]
    level = MasteryLevel.objects.get(version=placement.dossier.version_id, code="K")
    given = {"dossier": placement.dossier, "topic": placement.topic}
    with clock.at(dt.date(2026, 10, 6)):
        files = {
            audience: evidence.add_file(
                by=student,
                upload=accept(io.BytesIO(mark.encode()), f"{mark}.txt"),
                audience=audience,
                text=mark,
                competences=[competence],
                **given,
            )
            for audience, mark in EVIDENCE_MARKS.items()
        }
        told = {
            audience: prior_learning.add(
                by=student,
                told=Told(
                    kind=PriorLearningKind.INFORMAL,
                    title=f"Kassa, {mark}",
                    text=mark,
                    audience=audience,
                    competences=[competence],
                    evidence=[files[audience]],
                ),
                **given,
            )
            for audience, mark in EVIDENCE_MARKS.items()
        }
        prior_learning.decide(
            by=coach,
            prior_learning=told[EvidenceAudience.TRIAD],
            verdicts=[Verdict(competence, level, EVIDENCE_MARKS[EvidenceAudience.TRIAD])],
            topic=placement.topic,
        )
        feedback = evidence.give_feedback(
            by=mentor,
            dossier=placement.dossier,
            task="Aanmaning opgesteld",
            text="Netjes, en op tijd.",
            competences=[competence],
            topic=placement.topic,
        )
    return Shown(files, told, feedback)
