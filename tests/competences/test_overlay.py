"""All competences of a dossier in one picture, on the page and in the portfolio alike."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.enums import Role
from competences.models import CourseUnit
from config import clock, pdf
from config.pictures import DID_NOT_COME_UP
from config.templatetags import pdf_pictures
from placements.documents.portfolio import Choice, portfolio_document
from placements.models import Placement
from tests.factories import make_placement, person
from tests.placements.stories import rate, work

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def placement(db) -> Placement:
    """The mentor saw two competences; the student told where all four start."""
    placement = make_placement()
    with clock.at(dt.date(2026, 9, 20)):
        rate(placement, Role.STUDENT, "0", moment="baseline")
    work(placement, 2)
    with clock.at(dt.date(2026, 10, 1)):
        rate(placement, Role.MENTOR, "A", count=2)
        rate(placement, Role.COACH, "", count=1)
    return Placement.objects.with_people().with_days().get(pk=placement.pk)


def shown(client, placement: Placement, role: str) -> dict:
    client.force_login(person(placement, role))
    with clock.at(TODAY):
        address = reverse("competences:dossier-overlay", args=[placement.dossier_id])
        return client.get(address).context


def test_the_overlay_shows_each_voice_and_what_did_not_come_up(placement, client):
    rows = shown(client, placement, Role.STUDENT)["overlay"].rows

    assert rows[0].voices == {"student": 0, "mentor": 3, "coach": DID_NOT_COME_UP}
    assert rows[2].voices == {"student": 0, "mentor": None, "coach": None}


def test_a_blind_first_round_stays_blind_in_the_picture(placement, client):
    CourseUnit.objects.filter(pk=placement.course_unit_id).update(first_round_is_blind=True)

    rows = shown(client, placement, Role.STUDENT)["overlay"].rows

    assert {row.voices["mentor"] for row in rows} == {None}


def test_what_never_came_up_stands_first_on_page_and_paper(placement, client):
    picture = shown(client, placement, Role.STUDENT)["coverage"]
    student = person(placement, Role.STUDENT)
    with clock.at(TODAY):
        document = portfolio_document(placement=placement, student=student, choice=Choice())

    assert [times for _name, times in picture.in_order] == [0, 0, 1, 1]
    (drawn,) = pdf_pictures.coverage(document, 96)
    assert all(name in drawn.split("<title>")[1].split("</title>")[0] for name in picture.never)


def test_the_portfolio_carries_both_pictures(placement):
    student = person(placement, Role.STUDENT)
    with clock.at(TODAY):
        choice = Choice(language="en")
        document = portfolio_document(placement=placement, student=student, choice=choice)

    assert len(pdf_pictures.voices_overlay(document, 96)) == 2  # one for each outcome
    assert pdf.render_document(document).startswith(b"%PDF")
