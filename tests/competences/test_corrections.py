"""Putting right what one said: a new event; the old one stays readable and counts no more."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import HistoryEntry
from competences.enums import EvidenceAudience, EvidenceKind, Moment
from competences.models import Assessment, Evidence
from competences.overviews.tracking import finals_of, positions_of, tracking
from competences.pictures import mastery, way
from competences.rules.assessments import SAME_PRESS
from config import clock
from config.refusal import Refusal
from placements.actions import placements
from placements.models import Placement
from tests.accounts.factories import at_once
from tests.competences.voicing import FRIDAY, after, competences_of, dossier_of, level_of, speak
from tests.factories import make_placement, make_user, person


@pytest.fixture
def placement(db) -> Placement:
    return make_placement()


@pytest.fixture
def competence(placement):
    return competences_of(placement)[0]


def row_of(placement, competence):
    found = tracking(dossier_of(placement), history=True)
    return found, found.row(competence.pk)


# --- what counts -------------------------------------------------------------------------------


def test_a_corrected_event_stays_and_counts_as_nothing(placement, competence):
    slip = speak(placement, Role.MENTOR, competence, "A")
    right = speak(placement, Role.MENTOR, competence, "K", at=after(minutes=5), corrects=slip)

    found, row = row_of(placement, competence)

    assert [event.pk for event in row.history] == [slip.pk, right.pk]
    assert row.voices["mentor"].level.code == "K"
    assert way(row, found.levels, lambda _date: 1, 1).ways["mentor"] == [(1, 1)]
    assert mastery(row, found.levels).voices["mentor"] == 1
    assert positions_of(placement.dossier, "mentor")[competence.pk].position == 1


def test_a_corrected_start_is_the_start_no_more(placement, competence):
    slip = speak(placement, Role.STUDENT, competence, "A", moment=Moment.BASELINE)
    speak(
        placement,
        Role.STUDENT,
        competence,
        "0",
        at=after(minutes=5),
        moment=Moment.BASELINE,
        corrects=slip,
    )

    assert row_of(placement, competence)[1].start.level.code == "0"


def test_a_final_word_said_by_mistake_is_final_no_more(placement, competence):
    slip = speak(placement, Role.COACH, competence, "A", moment=Moment.FINAL)
    assert row_of(placement, competence)[1].attained.code == "A"

    speak(placement, Role.COACH, competence, "A", at=after(minutes=5), corrects=slip)

    assert row_of(placement, competence)[1].attained is None
    assert finals_of([placement.dossier_id])[placement.dossier_id]["coach"] == set()


def test_as_it_stood_before_the_correction_the_slip_counts(placement, competence):
    slip = speak(placement, Role.MENTOR, competence, "A")
    speak(placement, Role.MENTOR, competence, "K", at=after(minutes=5), corrects=slip)

    with clock.at(after(minutes=1)):
        before = tracking(dossier_of(placement), until=clock.now()).row(competence.pk)

    assert before.voices["mentor"].level.code == "A"


def test_history_says_that_it_was_a_correction(placement, competence):
    slip = speak(placement, Role.MENTOR, competence, "A")
    speak(placement, Role.MENTOR, competence, "K", at=after(minutes=5), corrects=slip)

    actions = HistoryEntry.objects.filter(action__startswith="competence-").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "competence-rated",
        "competence-corrected",
    ]


# --- what cannot be corrected ------------------------------------------------------------------


def refused(placement, role, competence, code="K", **more) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        speak(placement, role, competence, code, at=after(hours=1), **more)
    return refusal.value.codes


def test_only_the_last_word_is_corrected(placement, competence):
    first = speak(placement, Role.MENTOR, competence, "A")
    speak(placement, Role.MENTOR, competence, "V", at=after(minutes=5))

    assert refused(placement, Role.MENTOR, competence, corrects=first) == ["not-the-last-word"]


def test_nobody_corrects_another_voice(placement, competence):
    said = speak(placement, Role.MENTOR, competence, "A")

    assert refused(placement, Role.COACH, competence, corrects=said) == [
        "not-your-words",
        "not-the-last-word",
    ]


def test_a_new_mentor_does_not_correct_the_former_one(placement, competence):
    said = speak(placement, Role.MENTOR, competence, "A")
    coach, successor = person(placement, Role.COACH), make_user("Griet")
    with clock.at(FRIDAY.date()):
        placements.change_person(by=coach, placement=placement, role=Role.MENTOR, person=successor)
    changed = Placement.objects.with_people().get(pk=placement.pk)

    assert refused(changed, Role.MENTOR, competence, corrects=said) == ["not-your-words"]


def test_a_start_stays_a_start(placement, competence):
    said = speak(placement, Role.STUDENT, competence, "A", moment=Moment.BASELINE)

    assert refused(placement, Role.STUDENT, competence, corrects=said) == ["another-moment"]


def test_another_competence_is_not_corrected(placement):
    first, second, *_others = competences_of(placement)
    said = speak(placement, Role.MENTOR, first, "A")

    assert refused(placement, Role.MENTOR, second, corrects=said) == ["not-the-last-word"]


# --- one press that came twice -----------------------------------------------------------------


def test_the_same_words_at_once_are_one_event_and_later_they_are_two(placement, competence):
    first = speak(placement, Role.MENTOR, competence, "V", comment="Zag ik.")
    again = speak(placement, Role.MENTOR, competence, "V", comment="Zag ik.", at=after(seconds=9))
    later = speak(
        placement, Role.MENTOR, competence, "V", comment="Zag ik.", at=FRIDAY + SAME_PRESS * 2
    )

    assert again == first
    assert list(Assessment.objects.values_list("pk", flat=True)) == [first.pk, later.pk]
    assert HistoryEntry.objects.filter(action="competence-rated").count() == 2


@pytest.mark.parametrize(("code", "comment"), [("K", "Zag ik."), ("V", "Zag ik zelf.")])
def test_other_words_at_once_are_another_event(placement, competence, code, comment):
    speak(placement, Role.MENTOR, competence, "V", comment="Zag ik.")
    speak(placement, Role.MENTOR, competence, code, comment=comment, at=after(seconds=1))

    assert Assessment.objects.count() == 2


def test_a_correction_pressed_twice_is_one_correction(placement, competence):
    slip = speak(placement, Role.MENTOR, competence, "A")
    once = speak(placement, Role.MENTOR, competence, "K", at=after(minutes=5), corrects=slip)
    twice = speak(
        placement, Role.MENTOR, competence, "K", at=after(minutes=5, seconds=1), corrects=slip
    )

    assert (once, Assessment.objects.count()) == (twice, 2)


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_the_same_moment_are_one_event():
    placement = make_placement()
    competence = competences_of(placement)[0]

    answers = at_once(lambda _: speak(placement, Role.MENTOR, competence, "V").pk, 8)

    assert len(set(answers)) == 1
    assert Assessment.objects.count() == 1


# --- evidence ----------------------------------------------------------------------------------


def piece(placement, audience=EvidenceAudience.COACH) -> Evidence:
    return Evidence.objects.create(
        dossier=placement.dossier,
        kind=EvidenceKind.LINK,
        title="Aangifte",
        url="https://example.org/aangifte",
        audience=audience,
        added_by=person(placement, Role.STUDENT),
        added_role=Role.STUDENT,
    )


def test_what_is_said_names_its_evidence(placement, competence):
    shown = piece(placement)

    said = speak(placement, Role.STUDENT, competence, "V", evidence=[shown])

    assert list(said.evidence.all()) == [shown]


def test_a_voice_names_no_evidence_that_it_may_not_see(placement, competence):
    hidden = piece(placement)

    assert refused(placement, Role.MENTOR, competence, evidence=[hidden]) == ["evidence-not-seen"]


# --- the pages ---------------------------------------------------------------------------------


def test_the_page_strikes_what_was_corrected_and_says_what_replaced_it(
    placement, competence, client
):
    mentor = person(placement, Role.MENTOR)
    client.force_login(mentor)
    slip = speak(placement, Role.MENTOR, competence, "A")
    address = reverse(
        "competences:assessment-correct", args=[placement.dossier_id, competence.pk, slip.pk]
    )
    said = {
        f"c{competence.pk}-said": str(level_of(placement, "K").pk),
        f"c{competence.pk}-about": "process",
    }

    with clock.at(after(minutes=5)):
        client.post(address, said)
        page = client.get(
            reverse("competences:competence", args=[placement.dossier_id, competence.pk])
        )

    assert Assessment.objects.get(corrects=slip).level.code == "K"
    marks = [(event.corrects_id, may_correct) for event, may_correct in page.context["history"]]
    assert marks == [(slip.pk, True), (None, False)]
    assert page.content.decode().count("<del>") == 1


def test_the_form_starts_from_what_was_said(placement, competence, client):
    client.force_login(person(placement, Role.MENTOR))
    said = speak(placement, Role.MENTOR, competence, "", comment="Nog niet gezien.")
    address = reverse(
        "competences:assessment-correct", args=[placement.dossier_id, competence.pk, said.pk]
    )

    with clock.at(after(minutes=5)):
        form = client.get(address).context["form"]

    assert (form["said"].value(), form["comment"].value()) == ("-", "Nog niet gezien.")
