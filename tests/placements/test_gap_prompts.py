"""The question to look back with comes from what is missing, and says why."""

import datetime as dt
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.enums import Role
from competences.actions.assessments import say
from competences.enums import EvidenceAudience, EvidenceKind, GapKind, Moment
from competences.models import Competence, Evidence, MasteryLevel
from competences.rules.gaps import Gap
from config import clock
from placements.actions import days, reflections
from placements.actions.days import DayContent
from placements.enums import ReflectionDimension
from placements.gap_prompts import parse, wording_for, wordings
from placements.models import Placement, Reflection
from placements.overviews.gaps import known_to, missing, on_the_table
from placements.overviews.prompts import GAPS_OFFERED, prompts_for, recall
from placements.prompts import OFFERED
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import rate, work

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 10, 9)
GAP_QUERIES = 7
PROMPT_QUERIES = 11


@pytest.fixture
def placement() -> Placement:
    return make_placement(student=make_user("Amina", "Bouzid", language="en"))


def competences(placement: Placement) -> list[Competence]:
    return list(Competence.objects.filter(version=placement.dossier.version_id))


def speak(placement: Placement, role: str, number: int, code: str) -> None:
    say(
        by=person(placement, role),
        dossier=placement.dossier,
        competence=competences(placement)[number],
        came_up=True,
        level=MasteryLevel.objects.get(version=placement.dossier.version_id, code=code),
        moment=Moment.PROCESS,
    )


def show(placement: Placement, number: int, audience: str) -> Evidence:
    """A link of the student behind one competence."""
    with clock.at(TODAY):
        piece = Evidence.objects.create(
            dossier=placement.dossier,
            kind=EvidenceKind.LINK,
            title="Draaiboek",
            url="https://example.org/",
            audience=audience,
            added_by=person(placement, Role.STUDENT),
            added_role=Role.STUDENT,
        )
    piece.competences.set([competences(placement)[number]])
    return piece


def gaps_for(placement: Placement, role: str) -> list[tuple[str, str]]:
    """(kind, code of the competence) of all that this person could be asked about."""
    with clock.at(TODAY):
        found = missing([placement], known_to(person(placement, role)))
    return [(gap.kind.value, found.competences[gap.competence].code) for gap in found.gaps]


def page(placement: Placement, **asked: str) -> Client:
    client = Client()
    client.force_login(person(placement, Role.STUDENT))
    with clock.at(TODAY):
        return client.get(reverse("placements:reflection-write", args=[placement.pk]), asked)


# --- the facts


def test_a_day_with_a_competence_shows_that_it_came_up(placement):
    work(placement, 3)
    first = competences(placement)[0]
    with clock.at(TODAY):
        days.log(
            by=person(placement, Role.STUDENT),
            placement=placement,
            content=DayContent(date=TODAY, competences=[first]),
        )

    assert gaps_for(placement, Role.STUDENT) == [
        ("unseen", "C2"),
        ("unseen", "C3"),
        ("unseen", "C4"),
    ]


def test_a_starting_situation_is_not_something_that_came_up(placement):
    work(placement, 3)
    rate(placement, Role.STUDENT, "K", moment=Moment.BASELINE)

    assert gaps_for(placement, Role.STUDENT) == [("unseen", f"C{n}") for n in (1, 2, 3, 4)]


def test_workplace_days_after_the_last_movement_count_for_a_standstill(placement):
    work(placement, 1)
    with clock.at(dt.datetime(2026, 9, 21, 19)):
        speak(placement, Role.MENTOR, 0, "K")
    show(placement, 0, EvidenceAudience.TRIAD)
    work(placement, 7)
    seven = ("still", "C1") in gaps_for(placement, Role.COACH)
    work(placement, 1)

    assert (seven, ("still", "C1") in gaps_for(placement, Role.COACH)) == (False, True)


def test_saying_the_same_again_is_no_movement(placement):
    work(placement, 1)
    for day in (21, 30):
        with clock.at(dt.datetime(2026, 9, day, 19)):
            speak(placement, Role.MENTOR, 0, "K")
    show(placement, 0, EvidenceAudience.TRIAD)
    work(placement, 8)

    assert ("still", "C1") in gaps_for(placement, Role.COACH)


def test_what_a_student_keeps_from_the_mentor_shapes_no_question_to_the_mentor(placement):
    with clock.at(TODAY):
        speak(placement, Role.MENTOR, 0, "V")
    before = gaps_for(placement, Role.MENTOR)
    show(placement, 0, EvidenceAudience.COACH)

    assert before == gaps_for(placement, Role.MENTOR) == [("unshown", "C1")]
    assert gaps_for(placement, Role.STUDENT) == gaps_for(placement, Role.COACH) == []


def test_the_same_words_in_reflections_or_not_ask_the_same_of_the_mentor(placement):
    work(placement, 3)
    before = gaps_for(placement, Role.MENTOR)
    with clock.at(TODAY):
        for audience in ("private", "coach", "triad"):
            reflections.write(
                by=person(placement, Role.STUDENT),
                placement=placement,
                text="Competentie 1 lukt niet.",
                audience=audience,
                prompt=f"unseen_where:c{competences(placement)[0].pk}",
            )

    assert gaps_for(placement, Role.MENTOR) == before


def test_a_blind_first_round_asks_nobody_about_what_they_do_not_hear(placement):
    placement.course_unit.first_round_is_blind = True
    placement.course_unit.save()
    show(placement, 0, EvidenceAudience.TRIAD)
    with clock.at(TODAY):
        speak(placement, Role.STUDENT, 0, "A")
        student_alone = gaps_for(placement, Role.MENTOR)
        speak(placement, Role.MENTOR, 0, "0")

    assert student_alone == []
    assert gaps_for(placement, Role.MENTOR) == [("apart", "C1")]
    assert gaps_for(placement, Role.COACH) == []


def test_what_lies_on_the_table_is_what_it_was_at_that_moment(placement):
    with clock.at(dt.datetime(2026, 10, 1, 12)):
        speak(placement, Role.STUDENT, 0, "A")
    with clock.at(dt.datetime(2026, 10, 5, 12)):
        speak(placement, Role.MENTOR, 0, "K")
        then = clock.now() - dt.timedelta(days=1)
        now = clock.now()

    kinds = [
        [gap.kind.value for gap in missing([placement], on_the_table(moment)).gaps]
        for moment in (then, now)
    ]
    assert kinds == [["unshown"], ["apart", "unshown"]]


def test_many_placements_cost_as_many_queries_as_one(placement, django_assert_num_queries):
    reader = person(placement, Role.COACH)
    others = [
        make_placement(programme=make_programme(code), coach=reader) for code in ("one", "two")
    ]
    for each in (placement, *others):
        work(each, 3)
        rate(each, Role.MENTOR, "K", count=2)
        show(each, 0, EvidenceAudience.TRIAD)
    with clock.at(TODAY):
        with django_assert_num_queries(GAP_QUERIES):
            missing([placement], known_to(reader))
        with django_assert_num_queries(GAP_QUERIES):
            missing([placement, *others], known_to(reader))


# --- the question


def test_the_first_question_is_about_what_is_missing_and_says_why(placement):
    work(placement, 3)

    with override("en"):
        asked = page(placement).context["form"].question

        assert str(asked) == wordings()[asked.wording.key].en.replace("{name}", asked.name)
        assert (asked.name, str(asked.why)) == (
            "Competence 1",
            "This question, because it did not come up in 3 workplace days.",
        )


def test_a_few_come_from_what_is_missing_and_the_rest_fits_the_moment(placement):
    work(placement, 3)

    with clock.at(TODAY):
        offered = prompts_for(placement, person(placement, Role.STUDENT))

    assert [bool(parse(one.key)) for one in offered] == [True] * GAPS_OFFERED + [False] * 2
    assert len({str(one) for one in offered}) == len(offered) == OFFERED
    assert len({one.wording.key for one in offered[:GAPS_OFFERED]}) == GAPS_OFFERED


def test_what_was_answered_rests_for_two_weeks_and_another_is_asked(placement):
    work(placement, 3)
    student = person(placement, Role.STUDENT)
    with clock.at(TODAY):
        first = prompts_for(placement, student)[0]
        reflections.write(
            by=student, placement=placement, text="Bij Griet.", audience="coach", prompt=first.key
        )
        next_time = prompts_for(placement, student)[0]
    with clock.at(TODAY + dt.timedelta(days=14)):
        later = {one.about for one in prompts_for(placement, student)[:GAPS_OFFERED]}

    assert next_time.about != first.about
    assert first.about in later


def test_the_question_stays_with_its_answer_when_the_reason_is_gone(placement):
    work(placement, 3)
    [key] = [page(placement).context["form"].question.key]
    with clock.at(TODAY):
        speak(placement, Role.MENTOR, 0, "V")
        client = Client()
        client.force_login(person(placement, Role.STUDENT))
        client.post(
            reverse("placements:reflection-write", args=[placement.pk]),
            {"prompt": key, "text": "Aan de balie.", "audience": "triad"},
        )

    entry = Reflection.objects.get()
    with override("en"):
        assert entry.prompt == key
        assert "Competence 1" in str(recall([entry.prompt])[key])


def test_the_list_shows_the_question_to_whoever_reads_the_answer(placement):
    work(placement, 3)
    with clock.at(TODAY):
        [first, *_] = prompts_for(placement, person(placement, Role.STUDENT))
        reflections.write(
            by=person(placement, Role.STUDENT),
            placement=placement,
            text="Bij de aangiften.",
            audience="triad",
            prompt=first.key,
        )
        client = Client()
        client.force_login(person(placement, Role.MENTOR))
        listed = client.get(reverse("placements:reflection-list", args=[placement.pk]))

    [entry] = listed.context["entries"]
    question = entry.question
    assert question.key == first.key
    assert str(question) in unescape(listed.content.decode())


def test_a_question_about_somebody_elses_competence_is_refused(placement):
    strange = competences(make_placement())[0]
    client = Client()
    client.force_login(person(placement, Role.STUDENT))
    with clock.at(TODAY):
        answer = client.post(
            reverse("placements:reflection-write", args=[placement.pk]),
            {"prompt": f"unseen_where:c{strange.pk}", "text": "x", "audience": "triad"},
        )

    assert "prompt" in answer.context["form"].errors
    assert not Reflection.objects.exists()


def test_another_question_can_be_chosen_by_its_address(placement):
    work(placement, 3)
    second = page(placement).context["form"].prompts
    wanted = list(second)[1]

    assert page(placement, prompt=wanted).context["form"].question.key == wanted
    assert page(placement, prompt="").context["form"].question is None


def test_wordings_change_with_what_was_answered():
    gap = Gap(kind=GapKind.STANDSTILL, dossier=1, size=9, competence=4)
    answered: list[str] = []
    for _time in range(4):
        answered.append(f"{wording_for(gap, answered).key}:c4")

    assert len(set(answered)) == 4


def test_the_bank_has_several_wordings_of_each_kind_in_both_languages_from_several_sides():
    by_kind = {
        kind: [one for one in wordings().values() if one.kind == kind] for kind in GapKind.values
    }

    assert all(len(found) >= 4 for found in by_kind.values())
    assert all(len({one.dimension for one in found}) >= 3 for found in by_kind.values())
    assert all("{name}" in text for one in wordings().values() for text in (one.nl, one.en))
    assert {one.dimension for one in wordings().values()} == set(ReflectionDimension.values)
    assert max(len(key) for key in wordings()) <= 20  # with its id it fits the column


@pytest.mark.parametrize("key", ["unseen_where", "unseen_where:", "unseen_where:x1", "felt:c1", ""])
def test_what_is_no_key_of_a_question_is_none(key):
    assert parse(key) is None


def test_the_page_costs_the_same_whatever_was_answered(placement, django_assert_num_queries):
    student = person(placement, Role.STUDENT)
    placement = Placement.objects.with_people().with_days().get(pk=placement.pk)
    with clock.at(TODAY), django_assert_num_queries(PROMPT_QUERIES):
        prompts_for(placement, student)
    work(placement, 3)
    with clock.at(TODAY):
        for _time in range(2):
            key = prompts_for(placement, student)[0].key
            reflections.write(
                by=student, placement=placement, text="Ja.", audience="coach", prompt=key
            )
        placement = Placement.objects.with_people().with_days().get(pk=placement.pk)
        with django_assert_num_queries(PROMPT_QUERIES):
            prompts_for(placement, student)
