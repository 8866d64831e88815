"""The scan of a workplace: three views, given alone, laid over each other, never added up."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import User
from config import clock
from config.append_only import HistoryIsAppendOnly
from config.refusal import Refusal
from placements.models import Placement
from quality.actions import scans
from quality.models import ScanRound, ScanView
from quality.overviews.scans import ScanFacts, facts_of, facts_of_all, latest_of, scan_of
from quality.scan_guide import guide
from quality.todos import scans_to_answer
from tests.factories import make_placement, make_programme, make_user, person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
KEYS = [topic.key for topic in guide().characteristics]


@pytest.fixture
def placement() -> Placement:
    wim = make_user("Wim", email="wim@example.org")
    return make_placement(programme=make_programme("accounting", coordinator=wim))


@pytest.fixture
def opened(placement) -> ScanRound:
    return scans.open_round(by=person(placement, Role.COACH), placement=placement)


def all_at(value: int | None, **other: int | None) -> dict[str, int | None]:
    return dict.fromkeys(KEYS, value) | other


def said(placement: Placement, found: ScanRound, role: str, values, **remarks: str) -> ScanView:
    by = person(placement, role)
    return scans.give_view(by=by, scan=found, values=values, remarks=remarks)


def seen(placement: Placement, found: ScanRound, by: User):
    return scan_of(ScanRound.objects.get(pk=found.pk), placement, by)


def todo_kinds(user: User) -> list[str]:
    return [one.kind for one in scans_to_answer(user, TODAY)]


def test_everything_that_is_asked_has_words_and_suggestions_in_both_languages():
    topics = [*guide().characteristics, *guide().job_content, *guide().mentor_roles]

    counts = [len(topic.suggestions) for topic in topics]
    assert (len(guide().characteristics), len(guide().job_content), len(guide().scale)) == (5, 8, 5)
    assert set(counts) <= {2, 3}
    assert all(one.nl and one.en for topic in topics for one in [topic.name, *topic.suggestions])


@pytest.mark.parametrize("role", [Role.STUDENT, Role.COACH])
def test_the_student_or_the_coach_opens_a_scan(placement, role):
    found = scans.open_round(by=person(placement, role), placement=placement)

    assert (found.number, found.closed_at) == (1, None)


def test_the_mentor_does_not_open_one(placement):
    with pytest.raises(Refusal) as refused:
        scans.open_round(by=person(placement, Role.MENTOR), placement=placement)

    assert refused.value.codes == ["not-your-role"]


def test_one_scan_at_a_time(placement, opened):
    with pytest.raises(Refusal) as refused:
        scans.open_round(by=person(placement, Role.STUDENT), placement=placement)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScanRound.objects.create(
            placement=placement, number=2, opened_by=person(placement, Role.COACH)
        )

    assert refused.value.codes == ["scan-open"]


def test_nobody_sees_another_view_before_the_own_is_given(placement, opened):
    said(placement, opened, Role.MENTOR, all_at(4), feedback="Elke avond vijf minuten.")
    student, coach = person(placement, Role.STUDENT), person(placement, Role.COACH)

    before = seen(placement, opened, student)
    said(placement, opened, Role.STUDENT, all_at(1))
    after = seen(placement, opened, student)

    assert (before.answered, before.is_blind, list(before.views)) == (("mentor",), True, [])
    assert list(after.views) == ["student", "mentor"]
    assert list(seen(placement, opened, coach).views) == []
    assert list(ScanView.objects.visible_to(coach)) == []


def test_a_coordinator_sees_the_views_once_the_scan_is_closed(placement, opened):
    wim = placement.enrolment.programme.coordinators.get()
    said(placement, opened, Role.MENTOR, all_at(4))
    before = list(seen(placement, opened, wim).views)

    scans.close_round(by=person(placement, Role.COACH), scan=opened)

    assert before == []
    assert list(seen(placement, opened, wim).views) == ["mentor"]


def test_the_last_of_the_three_closes_it(placement, opened):
    open_after = []
    for role in (Role.COACH, Role.STUDENT, Role.MENTOR):
        said(placement, opened, role, all_at(3))
        open_after.append(ScanRound.objects.get(pk=opened.pk).closed_at is None)

    assert open_after == [True, True, False]


def test_a_view_is_given_once(placement, opened):
    view = said(placement, opened, Role.STUDENT, all_at(3))

    with pytest.raises(Refusal) as refused:
        said(placement, opened, Role.STUDENT, all_at(0))
    with pytest.raises(HistoryIsAppendOnly):
        view.save()

    assert refused.value.codes == ["already-said"]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, ["not-answered"] * 5),
        (all_at(None), ["says-nothing"]),
        (all_at(5), ["unknown-answer"]),
        (all_at(2, autonomy=2), ["unknown-answer"]),
    ],
)
def test_a_view_says_something_about_what_is_asked(placement, opened, values, codes):
    with pytest.raises(Refusal) as refused:
        said(placement, opened, Role.STUDENT, values)

    assert refused.value.codes == codes


def test_only_the_coach_closes_and_only_what_somebody_answered(placement, opened):
    refusals = []
    for role in (Role.STUDENT, Role.COACH):
        with pytest.raises(Refusal) as refused:
            scans.close_round(by=person(placement, role), scan=opened)
        refusals.append(refused.value.codes)

    assert refusals == [["not-your-role", "nobody-answered"], ["nobody-answered"]]


def test_suggestions_fit_where_one_voice_sees_it_low(placement, opened):
    said(placement, opened, Role.STUDENT, all_at(3, reflection=1, coaching=2))
    said(placement, opened, Role.MENTOR, all_at(4, coaching=None))
    found = seen(placement, opened, person(placement, Role.STUDENT))

    assert [spot.topic.key for spot in found.low] == ["reflection", "coaching"]
    assert [spot.topic.key for spot in found.spots if spot.is_apart] == ["reflection"]


def test_a_second_scan_shows_what_each_voice_sees_otherwise(placement, opened):
    for role in (Role.STUDENT, Role.MENTOR, Role.COACH):
        said(placement, opened, role, all_at(2))
    second = scans.open_round(by=person(placement, Role.STUDENT), placement=placement)
    said(placement, second, Role.STUDENT, all_at(2, feedback=3, coaching=None))

    found = seen(placement, second, person(placement, Role.STUDENT))

    assert (second.number, [spot.topic.key for spot in found.moved]) == (2, ["feedback"])
    (one,) = found.moved[0].said
    assert (one.role, one.before, one.value) == ("student", 2, 3)


def test_it_waits_for_who_did_not_answer(placement, opened):
    said(placement, opened, Role.MENTOR, all_at(3))

    waiting = [todo_kinds(person(placement, role)) for role in ("student", "mentor", "coach")]
    scans.close_round(by=person(placement, Role.COACH), scan=opened)

    assert waiting == [["scan-view"], [], ["scan-view"]]
    assert todo_kinds(person(placement, Role.STUDENT)) == []


def test_more_scans_that_wait_cost_no_more_queries(placement, opened):
    coach = person(placement, Role.COACH)
    with CaptureQueriesContext(connection) as one:
        assert len(todo_kinds(coach)) == 1
    for _number in range(2):
        more = make_placement(coach=coach)
        scans.open_round(by=coach, placement=more)

    with CaptureQueriesContext(connection) as three:
        assert len(todo_kinds(coach)) == 3
    assert len(three) == len(one)


def test_others_learn_when_it_was_and_not_what_was_said(placement):
    coach = person(placement, Role.COACH)
    assert facts_of(placement) == ScanFacts()
    with clock.at(TODAY):
        found = scans.open_round(by=coach, placement=placement)
        assert facts_of(placement) == ScanFacts(is_open=True)
        said(placement, found, Role.STUDENT, all_at(3))
        scans.close_round(by=coach, scan=found)

    assert facts_of(placement) == ScanFacts(1, TODAY, ("student",))


def test_the_facts_of_many_placements_cost_two_queries(
    placement, opened, django_assert_num_queries
):
    other = make_placement()

    with django_assert_num_queries(2):
        found = facts_of_all([placement, other])

    assert found == {placement.pk: ScanFacts(is_open=True), other.pk: ScanFacts()}


def test_the_latest_of_a_workplace_is_for_who_sees_the_placement(placement, opened):
    coach, stranger = person(placement, Role.COACH), make_user("Olga")
    said(placement, opened, Role.STUDENT, all_at(3))
    assert latest_of(placement.workplace, coach) is None
    scans.close_round(by=coach, scan=opened)

    found = latest_of(placement.workplace, coach)

    assert found is not None
    assert (found.round, list(found.views)) == (opened, ["student"])
    assert latest_of(placement.workplace, stranger) is None


def test_the_page_and_the_paper_say_the_same_and_no_more_than_one_may_see(
    client, placement, opened
):
    said(placement, opened, Role.MENTOR, all_at(2), feedback="Elke avond vijf minuten.")
    student = person(placement, Role.STUDENT)
    client.force_login(student)
    page, paper = (reverse(name, args=[opened.pk]) for name in ("quality:scan", "quality:scan-pdf"))
    blind = client.get(page).content.decode(), text_of(client.get(paper).content)

    answers = {key: "none" if key == "coaching" else "1" for key in KEYS}
    answered = client.post(reverse("quality:scan-answer", args=[opened.pk]), answers)
    seen_now = client.get(page).content.decode(), text_of(client.get(paper).content)

    assert answered.status_code == 302
    assert ["Elke avond vijf minuten." in words for words in blind] == [False, False]
    assert ["Elke avond vijf minuten." in words for words in seen_now] == [True, True]


def test_a_view_that_is_not_complete_is_asked_again_in_the_page(client, placement, opened):
    client.force_login(person(placement, Role.STUDENT))

    response = client.post(reverse("quality:scan-answer", args=[opened.pk]), {"feedback": "2"})

    assert response.status_code == 200
    assert sorted(response.context["form"].errors) == sorted(set(KEYS) - {"feedback"})
    assert ScanView.objects.count() == 0


def text_of(paper: bytes) -> str:
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    return " ".join(words.split())
