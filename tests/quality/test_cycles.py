"""A self-evaluation from its opening to its conclusion, and what goes on in the next one."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import HistoryEntry, Notification, User
from accounts.todo import waiting_for
from config import clock
from config.refusal import Refusal
from placements.models import Placement
from quality.actions import checklists, cycle_reminders, cycles
from quality.enums import AnswerValue, CycleState
from quality.models import ChecklistAnswer, ChecklistItem, Cycle, CycleAction
from quality.overviews.cycles import Standing, compare, picture
from tests.factories import make_placement, make_programme, make_user, make_year, person
from tests.quality.proof_stories import last_year, sign_all

pytestmark = pytest.mark.django_db

OPENED, ANSWER_BY = dt.date(2026, 10, 5), dt.date(2026, 10, 23)
DISCUSSED, DUE = dt.date(2026, 10, 26), dt.date(2026, 11, 30)
ASKED = (Role.STUDENT, Role.MENTOR, Role.COACH, Role.COORDINATOR)


@pytest.fixture
def placement() -> Placement:
    checklists.load()
    wim = make_user("Wim", email="wim@example.org")
    return make_placement(programme=make_programme("accounting", coordinator=wim))


@pytest.fixture
def wim(placement) -> User:
    return placement.enrolment.programme.coordinators.get()


@pytest.fixture
def opened(placement, wim) -> Cycle:
    with clock.at(OPENED):
        return cycles.open_cycle(
            by=wim, programme=placement.enrolment.programme, academic_year=make_year()
        )


@pytest.fixture
def collecting(opened, wim) -> Cycle:
    with clock.at(OPENED):
        cycles.invite(by=wim, cycle=opened, roles=ASKED, answer_by=ANSWER_BY)
    return Cycle.objects.get(pk=opened.pk)


@pytest.fixture
def discussing(collecting, wim) -> Cycle:
    with clock.at(DISCUSSED):
        return cycles.discuss(by=wim, cycle=collecting)


def item(key: str) -> ChecklistItem:
    return ChecklistItem.objects.get(key=key)


def said(placement: Placement, role: Role, key: str, value: str = AnswerValue.YES):
    by = person(placement, role)
    return checklists.answer(by=by, placement=placement, item=item(key), value=value)


def agree(cycle: Cycle, wim: User, who: User, **told) -> CycleAction:
    told = {"what": "Gidsen herschrijven", "due_on": DUE} | told
    with clock.at(DISCUSSED):
        return cycles.agree(by=wim, cycle=cycle, who=who, **told)


def refused(act, **told) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        act(**told)
    return refusal.value.codes


# --- open and invite


def test_a_programme_has_one_self_evaluation_a_year_and_one_at_a_time(opened, placement, wim):
    told = {"by": wim, "programme": placement.enrolment.programme}

    assert [
        refused(cycles.open_cycle, academic_year=make_year(), **told),
        refused(cycles.open_cycle, academic_year=last_year(), **told),
    ] == [["cycle-exists"], ["cycle-runs"]]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR, Role.COACH])
def test_only_coordinators_of_the_programme_lead_it(discussing, placement, role):
    by = person(placement, role)
    words = {"cycle": discussing, "words": "Goed."}

    assert [
        refused(cycles.discuss, by=by, cycle=discussing),
        refused(cycles.conclude, by=by, **words),
        refused(cycles.conclude_point, by=by, item=item("agreement"), **words),
        refused(cycles.agree, by=by, cycle=discussing, what="Bellen", who=by, due_on=DUE),
    ] == [["not-your-role"]] * 4


def test_everybody_invited_hears_of_it_once_and_finds_it_among_what_waits(collecting, placement):
    mentor = person(placement, Role.MENTOR)
    wim = placement.enrolment.programme.coordinators.get()
    with clock.at(OPENED):
        again = cycles.invite(by=wim, cycle=collecting, roles=ASKED, answer_by=ANSWER_BY)

        waiting = [one for one in waiting_for(mentor, OPENED) if one.kind == "cycle-answers"]

    told = Notification.objects.filter(rule="cycle-invited").values_list("recipient__first_name")
    assert (again, sorted(name for (name,) in told)) == (0, ["Amina", "Griet", "Katrien", "Wim"])
    assert [(one.role, one.due) for one in waiting] == [("mentor", ANSWER_BY)]


def test_an_invitation_needs_somebody_and_a_day_to_come(opened, wim):
    with clock.at(OPENED):
        codes = refused(cycles.invite, by=wim, cycle=opened, roles=[], answer_by=OPENED)

    assert codes == ["nobody-invited", "answer-by-past"]


# --- collect


def test_an_answer_of_the_year_counts_in_its_self_evaluation(collecting, placement):
    answer = said(placement, Role.STUDENT, "travel")
    said(placement, Role.MENTOR, "safety_rules", AnswerValue.PARTLY)

    invited = collecting.invitations.get(role=Role.STUDENT)
    points = picture(collecting).by_key
    assert (answer.cycle, invited.answered_at) == (collecting, answer.at)
    assert (points["travel"].answers, points["safety_rules"].answers) == (
        {"student": {"yes": 1}},
        {"mentor": {"partly": 1}},
    )
    assert picture(collecting).turnout == [
        ("student", 1, 1),
        ("mentor", 1, 1),
        ("coach", 1, 0),
        ("coordinator", 1, 0),
    ]


def test_a_change_of_mind_counts_once(collecting, placement):
    for value in (AnswerValue.NO, AnswerValue.YES):
        said(placement, Role.STUDENT, "travel", value)

    assert picture(collecting).by_key["travel"].answers == {"student": {"yes": 1}}


def test_whoever_was_invited_answers_about_the_programme(collecting, placement, client):
    mentor, key = person(placement, Role.MENTOR), item("guide_training").pk
    client.force_login(mentor)
    address = reverse("quality:cycle-answer", args=[collecting.pk])

    client.post(address, {f"value-{key}": "no", f"remark-{key}": "Geen tijd."})

    answer = ChecklistAnswer.objects.get()
    assert (answer.programme, answer.cycle, answer.role, answer.remark) == (
        placement.enrolment.programme,
        collecting,
        "mentor",
        "Geen tijd.",
    )


def test_who_was_not_invited_and_who_comes_too_late_is_refused(discussing, placement, wim):
    told = {"cycle": discussing, "item": item("core_group"), "value": "yes"}

    assert [
        refused(checklists.answer_in_cycle, by=make_user("Olga"), role="coordinator", **told),
        refused(checklists.answer_in_cycle, by=wim, role="coordinator", **told),
    ] == [["cycle-not-collecting", "not-asked-of-you"], ["cycle-not-collecting"]]
    assert said(placement, Role.STUDENT, "travel").cycle is None


def test_data_that_contradict_what_people_say_stand_with_their_placement(collecting, placement):
    wim = placement.enrolment.programme.coordinators.get()
    told = {"by": wim, "placement": placement, "item": item("agreement")}
    checklists.answer(value=AnswerValue.YES, **told)

    before = [(one.item.key, one.placement) for one in Standing(collecting).contradictions()]
    sign_all(placement)

    assert before == [("agreement", placement)]
    assert Standing(collecting).contradictions() == []


# --- discuss, agree, conclude


def test_the_steps_go_in_order(opened, wim):
    assert [
        refused(cycles.discuss, by=wim, cycle=opened),
        refused(cycles.conclude, by=wim, cycle=opened, words="Goed."),
        refused(cycles.conclude_point, by=wim, cycle=opened, item=item("travel"), words="Goed."),
    ] == [["cycle-not-collecting"], ["cycle-not-discussed"], ["cycle-not-discussed"]]


def test_an_action_has_somebody_of_the_programme_and_a_day_to_come(discussing, wim):
    with clock.at(DISCUSSED):
        codes = refused(
            cycles.agree, by=wim, cycle=discussing, what=" ", who=make_user("Olga"), due_on=OPENED
        )

    assert codes == ["no-words", "not-of-the-programme", "due-in-the-past"]


def test_an_action_waits_for_who_does_it_and_is_done_by_them(discussing, placement, wim):
    coach = person(placement, Role.COACH)
    action = agree(discussing, wim, coach, item=item("core_group"))
    before = [one.title for one in waiting_for(coach, DUE) if one.kind == "cycle-action"]

    codes = refused(cycles.finish_action, by=person(placement, Role.MENTOR), action=action)
    with clock.at(DUE):
        done = cycles.finish_action(by=coach, action=action, words="In drie talen.")

    assert (before, codes) == (["Gidsen herschrijven"], ["not-your-role"])
    assert (done.done_by, done.done_words) == (coach, "In drie talen.")
    assert [one for one in waiting_for(coach, DUE) if one.kind == "cycle-action"] == []
    assert refused(cycles.finish_action, by=coach, action=action) == ["action-done"]


def test_what_was_concluded_stays_as_it_stood(collecting, placement, wim):
    said(placement, Role.STUDENT, "travel")
    with clock.at(DISCUSSED):
        cycle = cycles.discuss(by=wim, cycle=collecting)
        cycles.conclude_point(by=wim, cycle=cycle, item=item("travel"), words="Bus vroeger.")
        cycle = cycles.conclude(by=wim, cycle=cycle, words="Een goed jaar.")
    before = picture(Cycle.objects.get(pk=cycle.pk))
    parties = {"weight": "depends", "parties": ["student"]}
    words = {"name_nl": "Anders.", "name_en": "Otherwise.", **parties}
    checklists.change_point(by=wim, item=item("travel"), **words)
    sign_all(placement)

    after = picture(Cycle.objects.get(pk=cycle.pk))

    kept = after.by_key["travel"]
    assert before == after
    assert (kept.nl, kept.answers, kept.conclusion) == (
        "De student raakt vlot op de werkplek en terug.",
        {"student": {"yes": 1}},
        "Bus vroeger.",
    )
    assert refused(cycles.agree, by=wim, cycle=cycle, what="Bellen", who=wim, due_on=DUE) == [
        "cycle-concluded"
    ]
    assert set(HistoryEntry.objects.filter(topic=cycles.topic(cycle)).values_list("action")) == {
        ("cycle-opened",),
        ("cycle-invited",),
        ("cycle-discussed",),
        ("cycle-point-concluded",),
        ("cycle-concluded",),
    }


# --- the next one


def concluded_last_year(placement: Placement, wim: User) -> Cycle:
    """Amina said no to her way to work; two things were agreed and one of them was done."""
    with clock.at(dt.date(2026, 4, 1)):
        programme = placement.enrolment.programme
        cycle = cycles.open_cycle(by=wim, programme=programme, academic_year=last_year())
        cycles.invite(by=wim, cycle=cycle, roles=ASKED, answer_by=dt.date(2026, 4, 20))
        told = {"role": "coordinator", "item": item("core_group"), "value": "no"}
        checklists.answer_in_cycle(by=wim, cycle=cycle, **told)
        cycle = cycles.discuss(by=wim, cycle=cycle)
        due = dt.date(2026, 6, 1)
        done = cycles.agree(by=wim, cycle=cycle, what="Kerngroep kiezen", who=wim, due_on=due)
        cycles.agree(by=wim, cycle=cycle, what="Gidsen herschrijven", who=wim, due_on=due)
        cycles.finish_action(by=wim, action=done)
        return cycles.conclude(by=wim, cycle=cycle, words="Twee dingen te doen.")


def test_what_was_left_open_goes_on_and_is_closed_where_it_went(placement, wim):
    before = concluded_last_year(placement, wim)
    with clock.at(OPENED):
        told = {"programme": placement.enrolment.programme, "academic_year": make_year()}
        cycle = cycles.open_cycle(by=wim, **told)

    action = cycle.actions.get()
    old = before.actions.get(done_at__isnull=True)
    codes = refused(cycles.finish_action, by=wim, action=old)
    cycles.finish_action(by=wim, action=action)

    assert (cycle.predecessor, action.carried_from, action.what) == (
        before,
        old,
        "Gidsen herschrijven",
    )
    assert codes == ["action-went-on"]
    assert CycleAction.objects.open().count() == 0


def test_two_self_evaluations_are_compared_point_by_point(placement, wim):
    before = concluded_last_year(placement, wim)
    with clock.at(OPENED):
        told = {"programme": placement.enrolment.programme, "academic_year": make_year()}
        cycle = cycles.open_cycle(by=wim, **told)
        cycles.invite(by=wim, cycle=cycle, roles=[Role.COORDINATOR], answer_by=ANSWER_BY)
        told = {"role": "coordinator", "item": item("core_group"), "value": "yes"}
        checklists.answer_in_cycle(by=wim, cycle=cycle, **told)
        checklists.retire_point(by=wim, item=item("travel"))
        cycle = Cycle.objects.get(pk=cycle.pk)

        rows = {row.key: row for row in compare(picture(before), picture(cycle))}

    group = rows["core_group"]
    assert (group.before.answers, group.after.answers, group.differs) == (
        {"coordinator": {"no": 1}},
        {"coordinator": {"yes": 1}},
        True,
    )
    assert (rows["travel"].after, rows["outside_view"].differs) == (None, False)
    assert len(rows) == 57


# --- reminders


def test_reminders_come_once_and_only_while_they_hold(collecting, placement, wim):
    action = agree(collecting, wim, person(placement, Role.COACH))
    said(placement, Role.STUDENT, "travel")
    days = [ANSWER_BY - dt.timedelta(days=4), ANSWER_BY - dt.timedelta(days=3), ANSWER_BY]

    def swept(day: dt.date) -> int:
        with clock.at(dt.datetime.combine(day, dt.time(9))) as now:
            return cycle_reminders.collect(now)

    answers = [swept(day) for day in days]
    acting = [swept(DUE - dt.timedelta(days=7)), swept(DUE + dt.timedelta(days=1))]
    cycles.finish_action(by=person(placement, Role.COACH), action=action)

    assert answers == [0, 3, 0]
    assert acting == [1, 1]
    assert swept(DUE + dt.timedelta(days=9)) == 0
    assert collecting.state == CycleState.COLLECTING


# --- pages


def test_the_page_costs_the_same_for_one_and_three_placements(
    collecting, placement, wim, client, django_assert_num_queries
):
    client.force_login(wim)
    address = reverse("quality:cycle", args=[collecting.pk])
    said(placement, Role.STUDENT, "travel")
    client.get(address)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(address)
    for name in ("Noor", "Jonas"):
        programme = placement.enrolment.programme
        said(make_placement(programme=programme, student=make_user(name)), "student", "travel")
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(address)


PAGE_QUERIES = 46


def test_an_invited_person_sees_only_what_is_theirs_until_it_is_concluded(
    discussing, placement, wim, client
):
    coach = person(placement, Role.COACH)
    agree(discussing, wim, coach, what="Voor de coach")
    agree(discussing, wim, wim, what="Voor de coordinator")
    client.force_login(coach)
    address = reverse("quality:cycle", args=[discussing.pk])

    during = client.get(address).content.decode()
    with clock.at(DISCUSSED):
        cycles.conclude(by=wim, cycle=discussing, words="Een goed jaar.")
    after = client.get(address).content.decode()

    assert [words in during for words in ("Voor de coach", "Voor de coordinator")] == [True, False]
    assert [words in after for words in ("Voor de coordinator", "Een goed jaar.")] == [True, True]
