"""What the mentor said by phone: the mentor's voice, written down by the coach, who says so."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from accounts import delivery, reminders
from accounts.actions import notifications
from accounts.enums import Role
from accounts.models import HistoryEntry, Notification
from competences.models import Assessment, CourseUnit, Dossier
from competences.overviews.tracking import tracking
from config import clock
from config.refusal import Refusal
from placements.actions import placements
from placements.models import Placement
from tests.competences.voicing import after, competences_of, dossier_of, level_of, speak
from tests.factories import make_placement, make_user, person


@pytest.fixture
def placement(db) -> Placement:
    return make_placement()


@pytest.fixture
def competence(placement):
    return competences_of(placement)[0]


def enter(placement, competence, code="V", *, by=Role.COACH, note="aan de telefoon", **more):
    return speak(
        placement, by, competence, code, on_behalf_of=Role.MENTOR, note_on_entry=note, **more
    )


def refused(placement, competence, **more) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        enter(placement, competence, **more)
    return refusal.value.codes


def test_it_is_the_mentors_voice_and_says_who_wrote_it_down(placement, competence):
    said = enter(placement, competence, comment="Doet ze vlot.")

    mentor, coach = person(placement, Role.MENTOR), person(placement, Role.COACH)
    assert (said.role, said.voice.person, said.entered_by) == ("mentor", mentor, coach)
    spoken = tracking(dossier_of(placement)).row(competence.pk).voices["mentor"]
    assert (spoken.person, spoken.entered_by, spoken.note) == (
        mentor.get_full_name(),
        coach.get_full_name(),
        "aan de telefoon",
    )
    assert HistoryEntry.objects.get(action="competence-entered").by == coach


def test_the_mentor_hears_what_was_entered(placement, competence):
    mentor = person(placement, Role.MENTOR)

    enter(placement, competence, comment="Doet ze vlot.")

    told = Notification.objects.get()
    with translation.override("en"):
        line = reminders.rule(told.rule).render(told)
    assert (told.recipient, told.url) == (
        mentor,
        reverse("competences:competence", args=[placement.dossier_id, competence.pk]),
    )
    assert line.title == "Katrien entered what you said about Amina"
    assert line.detail.startswith("Doet taak 1: verdiept. “Doet ze vlot.” Heard: aan de telefoon.")


def test_the_mail_goes_with_the_daily_ones(placement, competence):
    enter(placement, competence)

    with clock.at(after(days=1)):
        notifications.gather(clock.now())
        delivery.send_due(clock.now())

    assert [(one.to, "Katrien" in one.body) for one in mail.outbox] == [
        ([person(placement, Role.MENTOR).email], True)
    ]


def test_what_was_corrected_before_the_mail_is_not_told(placement, competence):
    said = enter(placement, competence)
    speak(placement, Role.MENTOR, competence, "K", at=after(minutes=5), corrects=said)

    told = Notification.objects.get()
    assert not reminders.rule(told.rule).still_true(told)


def test_the_mentor_corrects_it_and_so_does_who_entered_it(placement, competence):
    first = enter(placement, competence, "A")
    second = enter(placement, competence, "K", at=after(minutes=5), corrects=first)
    third = speak(placement, Role.MENTOR, competence, "V", at=after(minutes=9), corrects=second)

    assert (third.entered_by, third.note_on_entry) == (person(placement, Role.MENTOR), "")
    assert list(Assessment.objects.standing()) == [third]


def test_what_the_mentor_said_the_coach_does_not_correct(placement, competence):
    said = speak(placement, Role.MENTOR, competence, "K")

    assert refused(placement, competence, at=after(minutes=5), corrects=said) == ["not-your-entry"]


@pytest.mark.parametrize("by", [Role.STUDENT, Role.MENTOR])
def test_only_the_coach_enters_for_another(placement, competence, by):
    assert refused(placement, competence, by=by) == ["not-on-their-behalf"]


def test_for_the_student_nobody_enters_anything(placement, competence):
    with pytest.raises(Refusal) as refusal:
        speak(
            placement, Role.COACH, competence, "K", on_behalf_of=Role.STUDENT, note_on_entry="mail"
        )

    assert refusal.value.codes == ["not-on-their-behalf"]


def test_how_it_was_heard_is_said(placement, competence):
    assert refused(placement, competence, note=" ") == ["no-note-on-entry"]


def test_it_is_the_voice_of_the_mentor_of_today(placement, competence):
    coach, successor = person(placement, Role.COACH), make_user("Griet", "Moerman")
    with clock.at(after(hours=-1)):
        placements.change_person(by=coach, placement=placement, role=Role.MENTOR, person=successor)

    said = enter(placement, competence)

    assert said.voice.person == successor


def test_in_a_blind_first_round_the_coach_speaks_first(placement, competence):
    CourseUnit.objects.update(first_round_is_blind=True)
    Dossier.objects.update(voices_opened_at=None)
    assert refused(placement, competence) == ["own-word-first"]

    speak(placement, Role.COACH, competence, "K")

    assert enter(placement, competence).role == "mentor"


def test_the_page_enters_it_in_the_mentors_words(placement, competence, client):
    client.force_login(person(placement, Role.COACH))
    address = reverse("competences:assessment-enter", args=[placement.dossier_id, competence.pk])
    prefix = f"c{competence.pk}"

    with clock.at(after()):
        form = client.get(address).context["form"]
        client.post(
            address,
            {
                f"{prefix}-said": str(level_of(placement, "V").pk),
                f"{prefix}-about": "trialogue",
                f"{prefix}-note_on_entry": "aan de telefoon",
            },
        )

    said = Assessment.objects.get()
    assert form.row.competence.workplace_name == "Doet taak 1"
    assert (said.role, said.level.code, said.moment) == ("mentor", "V", "trialogue")
