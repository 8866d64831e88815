"""The portfolio holds what its student chose, and is made for that student alone."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.actions import jobs
from accounts.enums import JobState, Role
from accounts.models import Job
from competences.actions import evidence
from competences.models import Competence
from config import clock
from config.frozen import freeze
from placements.actions import days, reflections
from placements.actions.days import DayContent
from placements.documents.portfolio import Choice, portfolio_document
from placements.enums import Audience
from placements.models import Placement, Reflection
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def placement() -> Placement:
    """Nine days, the last with words and a remark; a meeting; two reflections."""
    placement = make_placement()
    work(placement, 8)
    student = person(placement, Role.STUDENT)
    date = dt.date(2026, 10, 1)
    with clock.at(date):
        content = DayContent(date=date, tasks="Bank aangesloten")
        day = days.log(by=student, placement=placement, content=content)
        days.confirm(by=person(placement, Role.MENTOR), days=[day], remark="Zelf nagekeken.")
        for audience, text in ((Audience.PRIVATE, "mark-private"), (Audience.TRIAD, "mark-all")):
            reflections.write(
                by=student,
                placement=placement,
                day=day,
                prompt="felt",
                text=text,
                audience=audience,
            )
    hold_trialogue(placement, dt.date(2026, 10, 2))
    rate(placement, Role.STUDENT, "V")
    return Placement.objects.with_people().with_days().get(pk=placement.pk)


def document(placement: Placement, **chosen):
    with clock.at(FRIDAY):
        return portfolio_document(
            placement=placement,
            student=person(placement, Role.STUDENT),
            choice=Choice(**chosen),
        )


def test_nothing_goes_in_that_was_not_chosen(placement):
    made = document(placement, year=False, competences=False)

    assert (made.year, made.outcomes, made.reflections, made.feedback, made.remembered) == (
        None,
        (),
        (),
        (),
        (),
    )
    assert "mark-" not in str(freeze(made))


def test_the_chosen_reflection_goes_in_and_no_other(placement):
    chosen = Reflection.objects.get(text="mark-private")

    made = document(placement, reflections=[chosen.pk])

    assert [(one.text, one.day, one.date) for one in made.reflections] == [
        ("mark-private", 9, dt.date(2026, 10, 1))
    ]
    assert "mark-all" not in str(freeze(made))


def test_reflections_of_somebody_else_stay_out_whatever_is_asked(placement):
    other = make_placement()
    foreign = reflections.write(
        by=person(other, Role.STUDENT), placement=other, text="mark-foreign", audience="triad"
    )

    made = document(placement, reflections=[foreign.pk])

    assert made.reflections == ()


def test_evidence_is_named_where_the_student_chose_it(placement):
    student, competence = person(placement, Role.STUDENT), first_competence(placement)
    given = {"by": student, "dossier": placement.dossier, "audience": "coach"}
    with clock.at(FRIDAY):
        chosen = evidence.add_link(
            url="https://example.org/a", title="Stappenplan", competences=[competence], **given
        )
        evidence.add_link(url="https://example.org/b", title="mark-not-chosen", **given)

    made = document(placement, evidence=[chosen.pk])

    assert [(one.name, one.kind, one.date, one.competences) for one in made.evidence] == [
        ("Stappenplan", "link", FRIDAY, "C1")
    ]
    assert "mark-not-chosen" not in str(freeze(made))


def first_competence(placement: Placement) -> Competence:
    return Competence.objects.filter(version=placement.dossier.version_id)[0]


def test_days_words_and_facts_are_those_of_the_placement(placement):
    chosen = placement.days.get(tasks="Bank aangesloten")

    made = document(placement, days=[chosen.pk], feedback=True)

    assert [(one.number, one.words) for one in made.remembered] == [(9, "Bank aangesloten")]
    assert [(one.day, one.words) for one in made.feedback] == [(9, "Zelf nagekeken.")]
    assert (made.year.confirmed_days, made.year.required_days) == (9.0, 40.0)
    assert made.year.meetings == (dt.date(2026, 10, 2),)
    assert {one.target for one in made.competences} == {"V"}
    assert {(now.voice, now.level) for one in made.competences for now in one.now} == {
        ("student", "V")
    }


def test_the_document_speaks_the_language_that_was_chosen(placement):
    english = document(placement, language="en")

    assert english.competences[0].name == "Competence 1"
    assert english.stamp.language == "en"


def test_the_student_gets_a_file_that_nobody_else_can_open(
    placement, client, django_capture_on_commit_callbacks
):
    student = person(placement, Role.STUDENT)
    chosen = Reflection.objects.get(text="mark-private")
    client.force_login(student)
    with clock.at(FRIDAY), django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("placements:portfolio-make", args=[placement.pk]),
            {"year": "on", "reflections": [chosen.pk], "language": "nl"},
        )

    job = Job.objects.get()
    assert (job.problem, job.file_name) == ("", "portfolio-amina-bouzid.pdf")
    address = reverse("accounts:job-file", args=[job.pk])
    answer = client.get(address)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.getvalue())).pages)
    assert ("mark-private" in text, "mark-all" in text) == (True, False)
    for role in (Role.MENTOR, Role.COACH):
        client.force_login(person(placement, role))
        assert client.get(address).status_code == 404


def test_who_is_no_longer_the_student_gets_no_file(placement):
    mentor = person(placement, Role.MENTOR)
    job = jobs.start("portfolio", by=mentor, placement=placement.pk, choice={})
    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.file.name, job.state) == ("", JobState.FAILED)
