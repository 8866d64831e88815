"""The Talent lab: a plan between student and teacher, a pitch for the group, nothing for others."""

from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

ORGANISE = {"teacher": OK, "coordinator": OK, "student": FORBIDDEN, "classmate": FORBIDDEN}
ORGANISED = ORGANISE | {"teacher": SENT_ON, "coordinator": SENT_ON}
MINE = {"student": OK, "teacher": FORBIDDEN}
DONE = {"student": SENT_ON, "teacher": FORBIDDEN}
TEACH = {"teacher": OK, "student": FORBIDDEN}
TAUGHT = {"teacher": SENT_ON, "student": FORBIDDEN}
GIVE = {"student": OK, "classmate": SENT_ON, "teacher": SENT_ON}  # one's own pitch: refused
TAKE_AWAY = {"classmate": OK, "teacher": OK, "student": FORBIDDEN}
# The goal and the looking back of the classmate, in the same programme.
CONCLUDE = {"teacher": OK, "classmate": FORBIDDEN}
DAYS = {"answer_by": "2026-10-16", "pitch_on": "2026-11-06", "final_on": "2026-11-20"}


def group(cast: Cast) -> list[int]:
    return [cast.lab.group.pk]


def plan(cast: Cast) -> list[int]:
    return [cast.lab.plan.pk]


def waiting(cast: Cast) -> list[int]:
    return [cast.lab.waiting.pk]


def idea(cast: Cast) -> list[int]:
    return [cast.lab.idea.pk]


def classmates_goal(cast: Cast) -> list[int]:
    return [cast.lab.classmates_goal.pk]


def programme(cast: Cast) -> list[int]:
    return [cast.placement.enrolment.programme_id]


def new_group(cast: Cast) -> dict:
    year = cast.placement.enrolment.academic_year_id
    unit = cast.placement.course_unit_id
    return {"name": "Nog een groep", "course_unit": unit, "academic_year": year, **DAYS}


def members(cast: Cast) -> dict:
    return {"dossiers": [cast.lab.plan.dossier_id, cast.lab.classmates_plan.dossier_id]}


def written(cast: Cast) -> dict:
    return {
        "key": "0b7e5f6e-4a43-4a53-9c36-3f1d6c0f8a11",
        "competence": cast.competence.pk,
        "reached_when": "ik een aangifte alleen voorbereid",
    }


def rewritten(cast: Cast) -> dict:
    more = {"actions": "oefenen", "moments": "elke week", "feedback_from": "Griet"}
    return {**written(cast), **more, "key": cast.lab.waiting.key, "hand_in": "1"}


def seen(goal) -> dict:
    return {"seen": goal.changed_at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")}


def challenge(cast: Cast) -> dict:
    return {**seen(cast.lab.waiting), "answer": "challenge", "words": "Wie ziet dat?"}


def conclusion(cast: Cast) -> dict:
    return {**seen(cast.lab.classmates_goal), "reached": "yes", "words": "Ja, met een verslag."}


ROWS = [
    Row(
        "competences:group-list",
        expect={
            **dict.fromkeys(("student", "classmate", "teacher"), OK),
            **dict.fromkeys(("coordinator", "other_coordinator"), OK),
        },
        otherwise=FORBIDDEN,
    ),
    Row(
        "competences:group-make",
        expect=dict.fromkeys(("teacher", "coordinator", "other_coordinator"), OK),
        otherwise=FORBIDDEN,
    ),
    Row(
        "competences:group-make",
        method="post",
        data=new_group,
        expect={"teacher": SENT_ON, "coordinator": SENT_ON, "other_coordinator": OK},
        otherwise=FORBIDDEN,
    ),
    Row(
        "competences:group",
        group,
        expect=dict.fromkeys(("student", "classmate", "teacher", "coordinator"), OK),
    ),
    Row("competences:group-change", group, expect=ORGANISE),
    Row(
        "competences:group-change",
        group,
        method="post",
        data=lambda cast: {"name": "Talent lab, woensdag", **DAYS},
        expect=ORGANISED,
    ),
    Row("competences:group-members", group, expect=ORGANISE),
    Row("competences:group-members", group, method="post", data=members, expect=ORGANISED),
    Row("competences:teacher-list", programme, expect={"coordinator": OK}),
    Row(
        "competences:teacher-list",
        programme,
        method="post",
        data=lambda cast: {"email": cast.other_coach.email},
        expect={"coordinator": SENT_ON},
    ),
    Row(
        "competences:teacher-remove",
        programme,
        method="post",
        data=lambda cast: {"teacher": cast.teacher.pk},
        expect={"coordinator": SENT_ON},
    ),
    Row("competences:plan", plan, expect={"student": OK, "teacher": OK}),
    Row("competences:plan-paper", plan, expect=MINE),
    Row("competences:goal-write", plan, expect=MINE),
    Row("competences:goal-write", plan, method="post", data=written, expect=DONE),
    Row("competences:goal-change", waiting, expect=MINE),
    Row("competences:goal-change", waiting, method="post", data=rewritten, expect=DONE),
    Row("competences:goal-drop", waiting, expect=MINE),
    Row("competences:goal-drop", waiting, method="post", expect=DONE),
    Row("competences:goal-reply", waiting, expect=TEACH),
    Row("competences:goal-reply", waiting, method="post", data=challenge, expect=TAUGHT),
    Row("competences:goal-conclude", classmates_goal, expect=CONCLUDE),
    Row(
        "competences:goal-conclude",
        classmates_goal,
        method="post",
        data=conclusion,
        expect=CONCLUDE | {"teacher": SENT_ON},
    ),
    # A goal that is not handed in exists for nobody but its student.
    Row("competences:goal-reply", lambda cast: [cast.lab.draft.pk], expect={"student": FORBIDDEN}),
    Row("competences:pitch", plan, expect=dict.fromkeys(("student", "classmate", "teacher"), OK)),
    Row(
        "competences:pitch",
        plan,
        method="post",
        data=lambda cast: {"kind": "tip", "text": "Vraag het ook aan de zaakvoerder."},
        expect=GIVE,
    ),
    # A pitch that is not open yet is its student's; the teacher sees that it is not there.
    Row(
        "competences:pitch",
        lambda cast: [cast.lab.classmates_plan.pk],
        expect={"classmate": OK, "teacher": OK},
    ),
    Row("competences:pitch-prepare", plan, expect=MINE),
    Row(
        "competences:pitch-prepare",
        plan,
        method="post",
        data=lambda cast: {"pitch": "Wat ik breng."},
        expect=DONE,
    ),
    Row("competences:pitch-idea-remove", idea, expect=TAKE_AWAY),
    Row(
        "competences:pitch-idea-remove",
        idea,
        method="post",
        expect=TAKE_AWAY | {"classmate": SENT_ON, "teacher": SENT_ON},
    ),
    Row("competences:product-show", plan, expect=MINE),
    Row(
        "competences:product-show",
        plan,
        method="post",
        data=lambda cast: {"product": "Een digitale map."},
        expect=DONE,
    ),
    Row("competences:self-reflection", plan, expect=MINE),
    Row(
        "competences:self-reflection",
        plan,
        method="post",
        data=lambda cast: {"variant": "B", "made": "Een map."},
        expect=DONE,
    ),
    Row("competences:feedback-give", plan, expect=TEACH),
    Row(
        "competences:feedback-give",
        plan,
        method="post",
        data=lambda cast: {"stage": "pitch", "progress": "Goed op weg."},
        expect=TAUGHT,
    ),
]
