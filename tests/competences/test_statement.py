"""The competence statement: what the coach validated, and only that."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from competences.actions.assessments import say
from competences.documents.statement import competence_statement
from competences.enums import Moment
from competences.models import Competence, MasteryLevel
from config import clock
from placements.models import Placement
from tests.factories import make_placement, person

pytestmark = pytest.mark.django_db

AT_THE_END = dt.date(2027, 3, 31)


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def speak(
    placement: Placement, role: str, position: int, code: str, moment: str = Moment.FINAL
) -> None:
    version = placement.dossier.version_id
    with clock.at(AT_THE_END):
        say(
            by=person(placement, role),
            dossier=placement.dossier,
            competence=Competence.objects.get(version=version, position=position),
            came_up=bool(code),
            level=MasteryLevel.objects.filter(version=version, code=code).first(),
            moment=moment,
        )


def attained(placement: Placement) -> list[tuple[str, str]]:
    document = competence_statement(placement.dossier, "en")
    rows = [row for outcome in document.outcomes for row in outcome.competences]
    return [(row.name, row.level) for row in rows]


def test_only_the_coachs_final_words_on_what_came_up_are_stated(placement):
    speak(placement, Role.COACH, 0, "V")
    speak(placement, Role.COACH, 1, "")
    speak(placement, Role.COACH, 2, "A", Moment.TRIALOGUE)
    speak(placement, Role.MENTOR, 3, "A")
    speak(placement, Role.STUDENT, 3, "A")

    assert attained(placement) == [("Competence 1", "V")]


def test_a_later_final_word_replaces_the_earlier_one(placement):
    speak(placement, Role.COACH, 0, "V")
    speak(placement, Role.COACH, 1, "V")
    speak(placement, Role.COACH, 0, "A")
    speak(placement, Role.COACH, 1, "")

    assert attained(placement) == [("Competence 1", "A")]


def test_the_statement_names_framework_version_moment_and_who_validated(placement):
    speak(placement, Role.COACH, 0, "V")

    document = competence_statement(placement.dossier, "en")

    facts = {fact.label: fact.value for fact in document.facts}
    assert (facts["Framework"], facts["Moment"]) == ("Kader, version 1", "final")
    assert facts["State"] == "partial: the placement is still going on"
    assert [(block.voice, block.name) for block in document.signatures] == [
        ("coach", "Katrien Dhaeseleer")
    ]


def test_there_is_no_statement_before_anything_was_validated(client, placement):
    speak(placement, Role.MENTOR, 0, "A")
    client.force_login(placement.student)

    response = client.get(reverse("competences:statement", args=[placement.dossier_id]))

    assert competence_statement(placement.dossier, "nl") is None
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_student_gets_it_as_pdf_and_the_mentor_does_not(placement):
    speak(placement, Role.COACH, 0, "V")
    answers = {}
    for role in (Role.STUDENT, Role.MENTOR):
        client = Client()
        client.force_login(person(placement, role))
        answers[role] = client.get(reverse("competences:statement", args=[placement.dossier_id]))

    text = PdfReader(io.BytesIO(answers[Role.STUDENT].content)).pages[0].extract_text()
    assert "Amina Bouzid" in text
    assert answers[Role.MENTOR].status_code == 403
