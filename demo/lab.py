"""A Talent lab group of the cast, from its start to the pitch; told in cast.yaml under `lab`."""

import datetime as dt
import uuid
from typing import Any

from accounts.models import User
from competences.actions import goals, groups, lab
from competences.actions.goals import GoalWords
from competences.actions.groups import LabDates
from competences.models import Competence, CourseUnit, GoalPlan, Programme
from config import clock
from demo.curriculum import academic_year
from placements.models import Placement

# The same goal has the same key in every demo.
KEYS = uuid.UUID("5f6b1f0c-6f0e-4a30-9a35-3f7a6f1f8a10")


def play(
    told: dict[str, Any],
    *,
    programme: Programme,
    teacher: User,
    placements: dict[str, Placement],
    today: dt.date,
) -> None:
    """`placements`: by the key of the student; days in `told` count back from `today`."""
    unit = programme.course_units.get(code=told["unit"])
    plans = _group(told, unit, teacher, placements, today)
    for key, said in told["plans"].items():
        for number, goal in enumerate(said["goals"]):
            _goal(goal, plans[key], f"{key}-{number}", teacher, today)
    for key, said in told["plans"].items():
        for stage, words in said.get("feedback", {}).items():
            with clock.at(_ago(today, told["feedback_ago"][stage])):
                lab.give_feedback(by=teacher, plan=plans[key], stage=stage, words=words)
    _pitches(told, plans, placements | {"teacher": teacher}, today)


def _ago(today: dt.date, days: int) -> dt.datetime:
    return dt.datetime.combine(today - dt.timedelta(days=days), dt.time(20))


def _group(
    told: dict[str, Any],
    unit: CourseUnit,
    teacher: User,
    placements: dict[str, Placement],
    today: dt.date,
) -> dict[str, GoalPlan]:
    answer, pitch, final = (today - dt.timedelta(days=days) for days in told["days_ago"])
    with clock.at(_ago(today, told["begun_ago"])):
        group = groups.make_group(
            by=teacher,
            course_unit=unit,
            academic_year=academic_year(today),
            name=told["name"],
            dates=LabDates(answer, pitch, final),
        )
        dossiers = {key: placements[key].dossier for key in told["plans"]}
        groups.choose_members(by=teacher, group=group, dossiers=list(dossiers.values()))
    plans = {plan.dossier_id: plan for plan in group.plans.with_people()}
    return {key: plans[dossier.pk] for key, dossier in dossiers.items()}


def _goal(told: dict[str, Any], plan: GoalPlan, name: str, teacher: User, today: dt.date) -> None:
    """Handed in, and answered unless it still waits."""
    competences = Competence.objects.filter(version=plan.dossier.version_id)
    with clock.at(_ago(today, told["handed_in_ago"])):
        goal = goals.hand_in(
            by=plan.student,
            plan=plan,
            key=uuid.uuid5(KEYS, name),
            competence=competences[told["competence"]],
            words=GoalWords(**told["words"]),
        )
    if "answer" in told:
        with clock.at(_ago(today, told["answered_ago"])):
            goals.reply(
                by=teacher,
                goal=goal,
                confirmed=told["answer"] == "confirmed",
                words=told.get("because", ""),
                seen=goal.changed_at,
            )


def _pitches(
    told: dict[str, Any],
    plans: dict[str, GoalPlan],
    people: dict[str, Placement | User],
    today: dt.date,
) -> None:
    with clock.at(_ago(today, told["pitched_ago"])):
        for key, said in told["plans"].items():
            if "pitch" in said:
                lab.prepare_pitch(
                    by=plans[key].student, plan=plans[key], text=said["pitch"], shown=True
                )
    with clock.at(_ago(today, told["pitched_ago"] - 1)):
        for key, said in told["plans"].items():
            for giver, kind, text, *url in said.get("ideas", []):
                person = people[giver]
                lab.add_idea(
                    by=person.student if isinstance(person, Placement) else person,
                    plan=plans[key],
                    kind=kind,
                    text=text,
                    url=url[0] if url else "",
                )
