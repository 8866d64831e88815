from accounts.enums import Role
from config import clock
from placements.actions import sign_offs, trialogue_notes
from placements.models import Trialogue
from placements.rules.agenda import CLOSING
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import TODAY, Cast

THREE = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
THREE_WRITE = {"student": SENT_ON, "mentor": SENT_ON, "coach": SENT_ON, "coordinator": FORBIDDEN}
OTHERS = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": FORBIDDEN, "coordinator": FORBIDDEN}


def held(cast: Cast) -> list[int]:
    return [cast.held.pk]


def action(cast: Cast) -> list[int]:
    return [cast.action.pk]


def noted(cast: Cast) -> list[object]:
    """The note that closes the meeting; where an earlier row froze the report, it is opened."""
    meeting = Trialogue.objects.get(pk=cast.held.pk)
    with clock.at(TODAY):
        if meeting.is_frozen:
            sign_offs.correct(
                by=cast.coach, trialogue=meeting, version=meeting.report_version, reason="Nota."
            )
        if not meeting.notes.filter(item=CLOSING).exists():
            trialogue_notes.note(by=cast.mentor, trialogue=cast.held, notes="Ja.", seen_version=0)
    return [cast.held.pk, CLOSING]


def voice(role: Role):
    def args(cast: Cast) -> list[object]:
        return [cast.held.pk, role.value, cast.competence.pk]

    return args


def did_not_come_up(role: Role):
    return lambda cast: {f"{role.value}-c{cast.competence.pk}-said": "-"}


def agreed(cast: Cast) -> dict[str, str]:
    return {
        f"agreed-{cast.action.pk}-{name}": value
        for name, value in (("what", "Samen nalezen"), ("who", Role.MENTOR.value), ("due_on", ""))
    }


ROWS = [
    Row("placements:trialogue-live", args=held, expect=THREE),
    Row(
        "placements:trialogue-note",
        args=held,
        method="post",
        data=lambda cast: {"item": CLOSING, "notes": "Goed gesprek.", "seen_version": 0},
        expect=THREE_WRITE,
    ),
    Row("placements:trialogue-note-history", args=noted, expect=THREE),
    Row(
        "placements:trialogue-say",
        args=voice(Role.STUDENT),
        method="post",
        data=did_not_come_up(Role.STUDENT),
        expect={**OTHERS, "student": SENT_ON},
    ),
    Row(
        "placements:trialogue-say",
        args=voice(Role.MENTOR),
        method="post",
        data=did_not_come_up(Role.MENTOR),
        expect={**OTHERS, "mentor": SENT_ON, "coach": SENT_ON},
    ),
    Row(
        "placements:trialogue-say",
        args=voice(Role.COACH),
        method="post",
        data=did_not_come_up(Role.COACH),
        expect={**OTHERS, "coach": SENT_ON},
    ),
    Row(
        "placements:trialogue-agree",
        args=held,
        method="post",
        data=lambda cast: {"what": "Samen nalezen", "who": Role.MENTOR.value, "due_on": ""},
        expect=THREE_WRITE,
    ),
    Row(
        "placements:trialogue-action-change",
        args=action,
        method="post",
        data=agreed,
        expect=THREE_WRITE,
    ),
    Row("placements:trialogue-action-remove", args=action, method="post", expect=THREE_WRITE),
    Row(
        "placements:trialogue-action-finish",
        args=action,
        method="post",
        expect={
            "student": SENT_ON,
            "coach": SENT_ON,
            "mentor": FORBIDDEN,
            "coordinator": FORBIDDEN,
        },
    ),
]
