"""The 57 points: the institution's own data, answered in each party's own voice."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import User
from config.append_only import HistoryIsAppendOnly
from config.refusal import Refusal
from placements.models import Placement
from quality.actions import checklists
from quality.enums import AnswerValue
from quality.models import ChecklistAnswer, ChecklistItem
from quality.overviews import checklist
from tests.factories import make_placement, make_programme, make_user, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement() -> Placement:
    checklists.load()
    programme = make_programme("accounting", coordinator=make_user("Wim", email="wim@example.org"))
    return make_placement(programme=programme)


def point(key: str) -> ChecklistItem:
    return ChecklistItem.objects.get(key=key)


def coordinator(placement: Placement) -> User:
    return placement.enrolment.programme.coordinators.get()


def said(placement: Placement, role: Role, key: str, value: str = AnswerValue.YES, **words):
    return checklists.answer(
        by=person(placement, role), placement=placement, item=point(key), value=value, **words
    )


def test_the_guide_has_57_points_of_which_36_can_be_proved():
    assert checklists.load() == 57

    assert ChecklistItem.objects.count() == 57
    assert ChecklistItem.objects.exclude(proof="").count() == 36


def test_loading_again_adds_nothing_and_keeps_what_the_institution_wrote(placement):
    item = point("welcome")
    checklists.change_point(
        by=coordinator(placement),
        item=item,
        name_nl="Er was koffie.",
        name_en="There was coffee.",
        weight="important",
        parties=["student"],
    )

    assert checklists.load() == 0
    assert point("welcome").name_nl == "Er was koffie."


def test_each_party_answers_in_the_own_voice_side_by_side(placement):
    said(placement, Role.STUDENT, "welcome", AnswerValue.PARTLY, remark="Kort, maar warm.")
    said(placement, Role.MENTOR, "welcome", AnswerValue.YES)

    row = next(row for row in checklist(placement).points if row.item.key == "welcome")

    assert {role: answer.value for role, answer in row.answers.items()} == {
        "student": "partly",
        "mentor": "yes",
    }


def test_a_change_of_mind_is_a_new_answer(placement):
    first = said(placement, Role.STUDENT, "travel", AnswerValue.NO)
    said(placement, Role.STUDENT, "travel", AnswerValue.YES)

    row = next(row for row in checklist(placement).points if row.item.key == "travel")
    assert row.answers["student"].value == "yes"
    assert ChecklistAnswer.objects.count() == 2
    with pytest.raises(HistoryIsAppendOnly):
        first.save()


def test_who_is_not_asked_cannot_answer(placement):
    with pytest.raises(Refusal) as refused:
        said(placement, Role.STUDENT, "starting_competences")

    assert refused.value.codes == ["not-asked-of-you"]


def test_a_retired_point_is_not_asked_and_keeps_its_answers(placement):
    said(placement, Role.STUDENT, "travel")
    checklists.retire_point(by=coordinator(placement), item=point("travel"))

    with pytest.raises(Refusal) as refused:
        said(placement, Role.STUDENT, "travel")

    assert refused.value.codes == ["point-retired"]
    assert ChecklistAnswer.objects.count() == 1
    assert len(checklist(placement).points) == 56


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR, Role.COACH])
def test_only_coordinators_keep_the_points(placement, role):
    by, item = person(placement, role), point("travel")
    words = {"name_nl": "Anders", "name_en": "Other", "weight": "important", "parties": ["student"]}

    def refused(act, **told) -> list[str]:
        with pytest.raises(Refusal) as refusal:
            act(by=by, **told)
        return refusal.value.codes

    assert [
        refused(checklists.change_point, item=item, **words),
        refused(checklists.add_point, question=item.question, **words),
        refused(checklists.retire_point, item=item),
        refused(checklists.restore_point, item=item),
    ] == [["not-your-role"]] * 4


def test_the_page_saves_what_was_filled_in_and_only_that(placement, client):
    client.force_login(person(placement, Role.STUDENT))
    address = reverse("quality:checklist-answer", args=[placement.pk])
    key = point("travel").pk

    response = client.post(address, {f"value-{key}": "no", f"remark-{key}": "Geen bus."})
    client.post(address, {f"value-{key}": "no", f"remark-{key}": "Geen bus."})

    assert response.url == reverse("quality:checklist", args=[placement.pk])
    answer = ChecklistAnswer.objects.get()
    assert (answer.item.key, answer.value, answer.remark) == ("travel", "no", "Geen bus.")


def test_a_remark_without_an_answer_is_kept_on_the_page(placement, client):
    client.force_login(person(placement, Role.STUDENT))
    address = reverse("quality:checklist-answer", args=[placement.pk])

    response = client.post(address, {f"remark-{point('travel').pk}": "Geen bus."})

    assert response.status_code == 200
    assert "Geen bus." in response.content.decode()
    assert ChecklistAnswer.objects.count() == 0


def test_the_page_costs_the_same_whatever_was_answered(
    placement, client, django_assert_num_queries
):
    client.force_login(person(placement, Role.COACH))
    address = reverse("quality:checklist", args=[placement.pk])
    client.get(address)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(address)
    for key in ("views_and_readiness", "starting_competences", "student_attitude"):
        said(placement, Role.COACH, key)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(address)


PAGE_QUERIES = 40


def test_the_paper_names_every_point(placement, client):
    said(placement, Role.COACH, "starting_competences", AnswerValue.YES)
    client.force_login(person(placement, Role.COACH))

    response = client.get(reverse("quality:checklist-pdf", args=[placement.pk]))

    pages = PdfReader(io.BytesIO(response.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert response["Content-Type"] == "application/pdf"
    assert len(pages) > 3
    assert "De competenties waarmee de student start, zijn bekend." in text
