"""What a mentor takes back or puts right from the desk, and what a deputy finds there."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from competences.models import Assessment, MasteryLevel
from config import clock
from mentors.overviews import desk as overviews
from placements.actions import days, mandates, moments
from placements.actions.days import DayContent
from placements.enums import DayState
from placements.models import Placement, Trialogue, WorkplaceDay
from tests.factories import make_placement, make_user
from tests.mentors.desks import TODAY, open_desk, send, states
from tests.placements.stories import hold_trialogue, work

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
REASON = "Toen was je op school."


@pytest.fixture
def mentor() -> User:
    return make_user("Griet", "Moerman", language="en")


@pytest.fixture
def placement(mentor: User) -> Placement:
    return make_placement(
        student=make_user("Amina", "Bouzid"), mentor=mentor, coach=make_user("Katrien")
    )


@pytest.fixture
def returned(mentor: User, placement: Placement) -> WorkplaceDay:
    [day] = work(placement, 1, confirm=False)
    with clock.at(TODAY):
        return days.give_back(by=mentor, day=day, reason=REASON)


@pytest.fixture
def deputy(mentor: User, placement: Placement) -> User:
    person = make_user("Bea", "Stevens", language="en")
    with clock.at(TODAY):
        mandates.add_deputy(
            by=mentor, placement=placement, person=person, last_day=dt.date(2026, 10, 16)
        )
    return person


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def page_of(user: User, at: dt.datetime = TODAY, url: str = "mentors:desk") -> str:
    with clock.at(at):
        return open_desk(user).get(reverse(url)).content.decode()


# --- a day that was returned


def test_a_return_is_taken_back_from_the_desk_and_its_words_come_along(mentor, returned):
    with clock.at(TODAY + HOUR):
        response = send(mentor, f"back:{returned.pk}")

    assert states(returned) == [DayState.LOGGED]
    assert told(response) == [f"1 day waits for you again. You wrote: “{REASON}”"]


def test_the_desk_offers_it_for_24_hours_while_the_day_is_as_it_was(mentor, placement, returned):
    def offered(at: dt.datetime) -> list[int]:
        with clock.at(at):
            [card] = overviews.desk(mentor).cards
            return [one.day.pk for one in card.just_returned]

    late = TODAY + 24 * HOUR
    within, after = offered(late), offered(late + dt.timedelta(seconds=1))
    with clock.at(TODAY + HOUR):
        content = DayContent(date=returned.date, tasks="Op kantoor")
        days.change(by=placement.student, day=returned, content=content)

    assert (within, after, offered(TODAY + HOUR)) == ([returned.pk], [], [])


def test_a_page_that_grew_old_hears_that_the_student_was_first(mentor, placement, returned):
    with clock.at(TODAY + HOUR):
        days.change(by=placement.student, day=returned, content=DayContent(date=returned.date))
        response = send(mentor, f"back:{returned.pk}")

    assert told(response) == [
        "This day is not with the student any more; there is nothing to take back."
    ]


@pytest.mark.parametrize("which", ["9" * 5000, "x", ""])
def test_a_day_that_is_not_there_is_not_taken_back(mentor, returned, which):
    with clock.at(TODAY):
        response = send(mentor, f"back:{which}")

    assert told(response) == ["There is nothing left here to take back."]
    assert states(returned) == [DayState.RETURNED]


def test_the_return_of_another_mentor_is_out_of_reach(returned):
    other = make_placement(mentor=make_user("Olga", language="en")).mentor
    with clock.at(TODAY):
        response = send(other, f"back:{returned.pk}")

    assert states(returned) == [DayState.RETURNED]
    assert told(response) == ["There is nothing left here to take back."]


# --- an answer


def answer(user: User, code: str) -> Assessment:
    """Answer the first question of this person's desk."""
    question = overviews.desk(user).questions[0]
    level = MasteryLevel.objects.get(version=question.competence.version_id, code=code)
    send(user, "answers", **{f"question-{question.key}-answer": str(level.pk)})
    return Assessment.objects.latest("pk")


def said(user: User, at: dt.datetime) -> list[int]:
    with clock.at(at):
        return [one.event.pk for one in overviews.desk(user).said]


def correct(user: User, event: Assessment, code: str):
    """Follow the link of the desk and choose another level."""
    level = MasteryLevel.objects.get(version=event.competence.version_id, code=code)
    page = reverse(
        "competences:assessment-correct", args=[event.dossier_id, event.competence_id, event.pk]
    )
    client, prefix = Client(), f"c{event.competence_id}"
    client.force_login(user)
    data = {f"{prefix}-said": str(level.pk), "about": event.moment, f"{prefix}-about": event.moment}
    return client.post(f"{page}?next={reverse('mentors:desk')}", data)


def test_an_answer_is_put_right_from_the_desk_and_the_old_one_stays(mentor, placement):
    work(placement, 3)
    with clock.at(TODAY):
        event = answer(mentor, "V")
    with clock.at(TODAY + HOUR):
        response = correct(mentor, event, "K")

    newer = Assessment.objects.get(corrects=event)
    assert response.url == reverse("mentors:desk")
    assert (event.level.code, newer.level.code) == ("V", "K")
    assert said(mentor, TODAY + HOUR) == [newer.pk]


def test_an_answer_stands_on_the_desk_for_24_hours(mentor, placement):
    work(placement, 3)
    with clock.at(TODAY):
        event = answer(mentor, "V")

    late = TODAY + 24 * HOUR
    assert said(mentor, late - HOUR) == [event.pk]
    assert said(mentor, late + HOUR) == []


def test_thanks_lead_to_where_it_is_undone_or_put_right(mentor, placement):
    work(placement, 2)
    work(placement, 1, confirm=False)
    desk = reverse("mentors:desk")

    with clock.at(TODAY):
        answered = send(mentor, "answers", **first_answer(mentor))
        confirmed = send(mentor, "confirm:all")

    assert told(answered) == [f'1 answer sent. <a href="{desk}#said">Correct an answer</a>']
    assert told(confirmed) == [
        f'1 day confirmed. <a href="{desk}#student-{placement.pk}">Undo, until tomorrow 17:00</a>'
    ]


def first_answer(user: User) -> dict[str, str]:
    question = overviews.desk(user).questions[0]
    return {f"question-{question.key}-answer": "none"}


# --- a deputy


def test_a_deputy_has_the_same_desk_and_reads_for_whom_they_stand_in(mentor, placement, deputy):
    waiting = work(placement, 2, confirm=False)
    sentence = "You stand in for Griet Moerman, up to and including Fri 16 Oct."

    assert sentence in " ".join(page_of(deputy).split())
    assert "You stand in for" not in page_of(mentor)
    assert "You stand in for Griet Moerman." in page_of(deputy, url="home")
    assert "You stand in for" not in page_of(mentor, url="home")
    with clock.at(TODAY):
        send(deputy, "confirm:all")
    assert states(*waiting) == [DayState.CONFIRMED] * 2
    assert {day.confirmed_by for day in placement.days.all()} == {deputy}


def test_a_deputy_takes_back_what_they_did_and_nothing_of_the_mentor(
    mentor, placement, deputy, returned
):
    [day] = work(placement, 1, confirm=False)
    with clock.at(TODAY + HOUR):
        days.give_back(by=deputy, day=day, reason="Niet gezien.")
        send(deputy, f"back:{day.pk}")
        response = send(deputy, f"back:{returned.pk}")

    assert states(day, returned) == [DayState.LOGGED, DayState.RETURNED]
    assert told(response) == ["Somebody else returned this day."]


def test_a_deputy_puts_an_own_answer_right_in_the_voice_of_the_mentor(mentor, placement, deputy):
    work(placement, 3)
    with clock.at(TODAY):
        event = answer(deputy, "V")
        correct(deputy, event, "K")

    newer = Assessment.objects.get(corrects=event)
    assert (newer.voice, newer.entered_by, newer.note_on_entry) == (event.voice, deputy, "")
    assert said(deputy, TODAY) == [newer.pk]
    assert said(mentor, TODAY) == []


def test_after_the_last_day_a_deputy_finds_an_empty_desk(placement, deputy):
    work(placement, 1, confirm=False)

    assert "Amina Bouzid" not in page_of(deputy, TODAY + dt.timedelta(days=15))


# --- what comes first


@pytest.fixture
def asked(placement: Placement):
    """A report that waits for sign-off, and two moments for another meeting."""
    hold_trialogue(placement, dt.date(2026, 9, 25), kind="extra")
    with clock.at(TODAY):
        proposed = [moments.Moment(TODAY + dt.timedelta(days=days)) for days in (5, 6)]
        return moments.propose(by=placement.coach, placement=placement, moments=proposed)


def test_papers_to_sign_come_first_and_then_dates_to_pick(mentor, asked):
    with clock.at(TODAY):
        page = open_desk(mentor).get(reverse("mentors:desk"))

    kinds = [one.kind for one in page.context["todos"]]
    assert kinds[:3] == ["report-to-sign-off", "onboarding", "choose-moment"]


def test_a_date_is_picked_with_one_tap_on_the_desk(mentor, placement, asked):
    with clock.at(TODAY):
        client = open_desk(mentor)
        page = client.get(reverse("mentors:desk"))
        [todo] = [one for one in page.context["todos"] if one.kind == "choose-moment"]
        option = todo.options[1]
        moments.answer(
            by=placement.student, proposal=asked, suits=[slot.pk for slot in asked.slots.all()]
        )
        back = reverse("mentors:desk")
        response = client.post(todo.done_in_place, {option.name: option.value, "next": back})

    assert [one.verb for one in todo.options] == ["Wed 7 Oct at 17:00", "Thu 8 Oct at 17:00"]
    assert response.url == back
    assert Trialogue.objects.latest("pk").starts_at == TODAY + dt.timedelta(days=6)
