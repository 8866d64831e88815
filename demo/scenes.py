"""What happens in a story besides days and meetings: prior learning, evidence, corrections.

Every scene is one line in cast.yaml and one or two actions; `competences` count from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from accounts.enums import Role
from competences.actions import evidence, prior_learning, statements
from competences.actions.assessments import say
from competences.actions.prior_learning import Told, Verdict
from competences.enums import Moment, Shown
from competences.models import Assessment, Competence
from competences.uploads import accept
from demo import moments
from demo.photo import checklist

if TYPE_CHECKING:
    from demo.story import Story

Event = dict[str, Any]


def learnt_before(story: Story, event: Event) -> None:
    """The student tells what was learnt before; the coach decides on each competence."""
    told = Told(
        kind=event["learnt_before"],
        title=event["title"],
        place=event["place"],
        period=event["period"],
        text=event["text"],
        audience=event["audience"],
        competences=_named(story, event["decided"]),
    )
    dossier, topic = story.placement.dossier, story.placement.topic
    piece = prior_learning.add(by=story.who("student"), dossier=dossier, told=told, topic=topic)
    verdicts = [
        Verdict(story.competences[place], story.levels.get(level), reason)
        for place, (level, reason) in event["decided"].items()
    ]
    prior_learning.decide(
        by=story.who("coach"), prior_learning=piece, verdicts=verdicts, topic=topic
    )


def photo(story: Story, event: Event) -> None:
    evidence.add_file(
        by=story.who("student"),
        dossier=story.placement.dossier,
        topic=story.placement.topic,
        upload=accept(checklist(), event["photo"]),
        title=event["title"],
        text=event["text"],
        audience=event["audience"],
        competences=_named(story, event["competences"]),
    )


def link(story: Story, event: Event) -> None:
    evidence.add_link(
        by=story.who("student"),
        dossier=story.placement.dossier,
        topic=story.placement.topic,
        url=event["link"],
        title=event["title"],
        text=event["text"],
        audience=event["audience"],
        competences=_named(story, event["competences"]),
    )


def feedback(story: Story, event: Event) -> None:
    evidence.give_feedback(
        by=story.who(event["feedback"]),
        dossier=story.placement.dossier,
        topic=story.placement.topic,
        task=event["task"],
        text=event["text"],
        competences=_named(story, event["competences"]),
    )


def heard(story: Story, event: Event) -> None:
    """The coach enters what the mentor said, and how they heard it."""
    for place, level in event["levels"].items():
        say(
            by=story.who("coach"),
            dossier=story.placement.dossier,
            competence=story.competences[place],
            came_up=True,
            level=story.levels[level],
            moment=Moment.PROCESS,
            comment=event["words"].get(place, ""),
            topic=story.placement.topic,
            on_behalf_of=Role.MENTOR,
            note_on_entry=event["heard"],
        )


def correct(story: Story, event: Event) -> None:
    """Somebody takes back the last thing they said on a competence, and says what it should be."""
    by, competence = story.who(event["correct"]), story.competences[event["competence"]]
    said = Assessment.objects.filter(dossier=story.placement.dossier, competence=competence)
    last = said.filter(role=event["correct"]).latest("at", "pk")
    say(
        by=by,
        dossier=story.placement.dossier,
        competence=competence,
        came_up=True,
        level=story.levels[event["level"]],
        moment=last.moment,
        comment=event["words"],
        topic=story.placement.topic,
        corrects=last,
    )


def statement(story: Story, event: Event) -> None:
    statements.issue(
        by=story.who("student"),
        dossier=story.placement.dossier,
        competences=_named(story, event["competences"]),
        shown=[Shown(which) for which in event["statement"]],
        language="nl",
    )


SCENES: dict[str, Callable[[Story, Event], None]] = {
    "learnt_before": learnt_before,
    "photo": photo,
    "link": link,
    "feedback": feedback,
    "heard": heard,
    "correct": correct,
    "statement": statement,
    "moments": moments.propose,
}


def _named(story: Story, places: Iterable[int]) -> list[Competence]:
    return [story.competences[place] for place in places]
