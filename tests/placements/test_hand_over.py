"""A mentor hands over: asked by the mentor, done by coach or coordinator, and all that is open
follows at once."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts import todo
from accounts.actions.notifications import gather, notify
from accounts.delivery import send_due
from accounts.enums import Role
from accounts.models import Mail, Notification
from config import clock
from config.refusal import Refusal
from mentors.overviews.desk import my_placements
from placements.actions import days, mandates, placements, rerouting, shortenings, trialogues
from placements.actions.days import DayContent
from placements.models import HandOverRequest, Placement, WorkplaceDay
from tests.cast import TODAY, Cast
from tests.factories import make_user

pytestmark = pytest.mark.django_db
REROUTING_QUERIES = 18


@pytest.fixture
def cast(fresh_cast) -> Cast:
    return fresh_cast


def codes(act) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        act()
    return [obstacle.code for obstacle in refusal.value.obstacles]


def hand_over(cast: Cast, *, by=None):
    nadia = make_user("Nadia", "Ozturk", email="nadia@example.org")
    placements.change_person(
        by=by or cast.coach, placement=cast.placement, role=Role.MENTOR, person=nadia
    )
    cast.placement = Placement.objects.with_people().get(pk=cast.placement.pk)
    return nadia


# --- asking


def test_the_mentor_says_it_once_and_coach_and_coordinator_hear_it_at_once(cast):
    with clock.at(TODAY):
        request = mandates.ask(
            by=cast.mentor,
            placement=cast.placement,
            suggested_name="Nadia Ozturk",
            reason="Ik verander van werk.",
        )
        again = codes(lambda: mandates.ask(by=cast.mentor, placement=cast.placement))
        told = Notification.objects.filter(rule="hand-over-asked")
        waiting = {
            who: [one.kind for one in todo.waiting_for(user, clock.today())]
            for who, user in (("coach", cast.coach), ("coordinator", cast.coordinator))
        }

    assert again == ["asked-already"]
    assert {one.recipient for one in told} == {cast.coach, cast.coordinator}
    assert all(one.urgent and "Ik verander" not in str(one.context) for one in told)
    assert all("hand-over-asked" in kinds for kinds in waiting.values())
    assert request.placement.mentor == cast.mentor


def test_nobody_but_the_mentor_asks_and_not_for_somebody_with_another_role(cast):
    with clock.at(TODAY):
        bo = make_user("Bo", "Rys")
        mandates.add_deputy(by=cast.mentor, placement=cast.placement, person=bo)

        def ask(by, email=""):
            return codes(
                lambda: mandates.ask(by=by, placement=cast.placement, suggested_email=email)
            )

        assert [ask(by) for by in (bo, cast.student, cast.coach)] == [["not-the-mentor"]] * 3
        assert ask(cast.mentor, cast.coach.email) == ["two-roles"]
        assert ask(cast.mentor, cast.mentor.email) == ["yourself"]


def test_a_mentor_who_stays_takes_the_question_back(cast):
    with clock.at(TODAY):
        request = mandates.ask(by=cast.mentor, placement=cast.placement)
        strangers = [
            codes(lambda by=by: mandates.close(by=by, request=request))
            for by in (cast.student, cast.former_mentor)
        ]
        mandates.close(by=cast.mentor, request=request)
        kinds = [one.kind for one in todo.waiting_for(cast.coach, clock.today())]

    assert strangers == [["not-your-role"]] * 2
    assert not HandOverRequest.objects.open().exists()
    assert "hand-over-asked" not in kinds


def test_handing_over_settles_what_was_asked(cast):
    with clock.at(TODAY):
        request = mandates.ask(by=cast.mentor, placement=cast.placement)
        hand_over(cast)
        request.refresh_from_db()

    assert (request.settled_by, bool(request.settled_at)) == (cast.coach, True)


# --- what is open follows


def test_the_desk_goes_to_the_successor_and_what_was_said_stays_with_the_old_one(cast):
    with clock.at(TODAY):
        nadia = hand_over(cast)

        assert my_placements(nadia) == [cast.placement]
        assert my_placements(cast.mentor) == []
        assert WorkplaceDay.objects.get(pk=cast.confirmed_day.pk).confirmed_by == cast.mentor
        [done] = days.confirm(by=nadia, days=[cast.logged_day])
    assert done.confirmed_by == nadia


def test_a_message_that_has_not_left_is_asked_of_the_successor_instead(cast):
    with clock.at(TODAY):
        nadia = hand_over(cast)
        subject = f"placements.weekpattern:{cast.plan.week.pk}"
        asked = {
            one.recipient: bool(one.cancelled_at)
            for one in Notification.objects.filter(rule="week-proposed", subject=subject)
        }

    assert asked == {cast.mentor: True, nadia: False}


def test_what_was_mailed_and_still_waits_is_asked_of_the_successor_too(cast):
    with clock.at(TODAY):
        deliver(clock.now())
    with clock.at(TODAY + dt.timedelta(days=1)):
        nadia = hand_over(cast)
        asked = Notification.objects.get(
            rule="week-proposed",
            subject=f"placements.weekpattern:{cast.plan.week.pk}",
            recipient=nadia,
        )

    assert asked.due_on == TODAY.date() + dt.timedelta(days=1)


@pytest.mark.parametrize("days_logged", [1, 8])
def test_handing_over_asks_as_many_questions_about_much_that_was_told_as_about_little(
    cast, days_logged, django_assert_max_num_queries
):
    """Each note is about another row, and none of them is asked of the successor."""
    for number in range(days_logged):
        notify(
            "deputy-added",
            subject=f"placements.workplaceday:{number + 1}",
            recipient=cast.mentor,
            due_on=TODAY.date(),
        )
    old, new = cast.mentor, make_user("Nadia", "Ozturk")

    with clock.at(TODAY), django_assert_max_num_queries(REROUTING_QUERIES):
        rerouting.reroute(placement=cast.placement, old=old, new=new)


def test_a_meeting_changes_calendars(cast):
    with clock.at(TODAY):
        nadia = hand_over(cast)
        told = {
            (one.rule, one.recipient.first_name): method(one.calendar)
            for one in Notification.objects.filter(
                subject__startswith=f"placements.trialogue:{cast.planned.pk}#1"
            )
        }

    assert told == {
        ("trialogue-left", "Griet"): "CANCEL",
        ("trialogue-planned", nadia.first_name): "REQUEST",
        ("trialogue-people", "Amina"): "REQUEST",
        ("trialogue-people", "Katrien"): "REQUEST",
    }


def method(calendar: str) -> str:
    return next(
        line.partition(":")[2] for line in calendar.splitlines() if line.startswith("METHOD")
    ).strip()


def test_advice_on_a_shortening_is_asked_of_the_successor(cast):
    with clock.at(TODAY):
        nadia = hand_over(cast)
        kinds = [one.kind for one in todo.waiting_for(nadia, clock.today())]
        proposal = shortenings.advise(
            by=nadia, proposal=cast.proposal, advice="agrees", words="Dat kan."
        )

    assert "shortening-advice" in kinds
    assert proposal.advised_by == nadia


# --- the same day, the same session


def deliver(now: dt.datetime) -> None:
    gather(now)
    send_due(now)


def test_a_replaced_mentor_gets_no_mail_that_was_on_its_way(cast, mailoutbox):
    with clock.at(TODAY):
        trialogues.move(
            by=cast.coach,
            trialogue=cast.planned,
            starts_at=clock.now() + dt.timedelta(days=15),
            place="Zaal Leie",
            video_link="",
        )
        gather(clock.now())
        waiting = Mail.objects.filter(recipient=cast.mentor).values_list("notifications__rule")
        assert ("trialogue-moved",) in waiting
        hand_over(cast)
        deliver(clock.now())

    said = [mail.body for mail in mailoutbox if mail.to == [cast.mentor.email]]
    assert len(said) == 1
    assert "Zaal Leie" not in said[0]
    assert "Nadia Ozturk" in said[0]


def test_a_page_that_was_open_answers_no_more_after_handing_over(cast):
    client = Client()
    client.force_login(cast.mentor)
    page = reverse("placements:placement", args=[cast.placement.pk])
    with clock.at(TODAY):
        before = client.get(page).status_code
        hand_over(cast)
        after = client.get(page).status_code

    assert (before, after) == (200, 404)


def test_a_deputy_of_the_old_mentor_stays_and_is_told_of_nothing_that_is_not_theirs(cast):
    with clock.at(TODAY):
        bo = make_user("Bo", "Rys")
        voice = mandates.add_deputy(by=cast.mentor, placement=cast.placement, person=bo)
        nadia = hand_over(cast)
        assert cast.placement.people(Role.MENTOR) == [nadia, bo]
        mandates.end_deputy(by=nadia, placement=cast.placement, voice=voice)

    farewell = Notification.objects.get(rule="mandate-ended", recipient=bo)
    assert (farewell.context["deputy"], farewell.url) == (True, "")


def test_only_mentor_coach_and_coordinator_decide_about_deputies(cast):
    with clock.at(TODAY):
        bo, an = make_user("Bo", "Rys"), make_user("An", "Rys")
        mandates.add_deputy(by=cast.mentor, placement=cast.placement, person=bo)
        found = [
            codes(lambda by=by: mandates.add_deputy(by=by, placement=cast.placement, person=an))
            for by in (cast.student, bo, cast.former_mentor, cast.other_coordinator)
        ]
        mandates.add_deputy(by=cast.coordinator, placement=cast.placement, person=an)

    assert found == [["not-your-role"]] * 4


def test_a_day_logged_after_a_hand_over_waits_for_the_successor(cast):
    with clock.at(TODAY):
        nadia = hand_over(cast)
        content = DayContent(date=TODAY.date(), tasks="Facturen")
        day = days.log(by=cast.student, placement=cast.placement, content=content)

        assert [one.pk for one in days.confirm(by=nadia, days=[day])] == [day.pk]
        assert codes(lambda: days.confirm(by=cast.mentor, days=[cast.logged_day])) == [
            "not-your-role"
        ]
