"""Saying how far somebody is: three voices, each in its own name, and nothing typed is lost."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Assessment, Competence, Dossier, MasteryLevel
from competences.overviews.tracking import tracking
from competences.pictures import mastery, way
from competences.surroundings import around
from config import clock
from config.pictures import DID_NOT_COME_UP
from config.refusal import Refusal
from placements.actions import days
from placements.actions.days import DayContent
from placements.models import Placement
from tests.factories import make_placement, make_programme, make_user, person

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture
def competence(placement) -> Competence:
    return Competence.objects.filter(version=placement.dossier.version_id)[0]


def level(placement: Placement, code: str) -> MasteryLevel | None:
    return MasteryLevel.objects.filter(version=placement.dossier.version_id, code=code).first()


def speak(placement, role, competence, code, moment=Moment.PROCESS, on=FRIDAY) -> Assessment:
    """This role says this level; "" for: did not come up."""
    with clock.at(on):
        return say(
            by=person(placement, role),
            dossier=placement.dossier,
            competence=competence,
            came_up=bool(code),
            level=level(placement, code),
            moment=moment,
            topic=placement.topic,
        )


def sign_in(client: Client, placement: Placement, role: Role) -> Client:
    client.force_login(person(placement, role))
    return client


def address(name: str, *args: int) -> str:
    return reverse(f"competences:{name}", args=args)


# --- what may be said --------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COACH])
def test_the_starting_situation_is_told_by_the_student(placement, competence, role):
    with pytest.raises(Refusal) as refused:
        speak(placement, role, competence, "K", Moment.BASELINE)

    assert refused.value.codes == ["baseline-is-the-students"]


def test_a_level_of_another_scale_is_refused(placement, competence):
    foreign = make_programme("marketing").frameworks.get().versions.get()

    with pytest.raises(Refusal) as refused:
        say(
            by=person(placement, Role.STUDENT),
            dossier=placement.dossier,
            competence=competence,
            came_up=True,
            level=foreign.levels.first(),
            moment=Moment.PROCESS,
        )

    assert refused.value.codes == ["other-scale"]


def test_who_has_no_voice_says_nothing(placement, competence):
    with pytest.raises(Refusal) as refused:
        say(
            by=make_user("Bram"),
            dossier=placement.dossier,
            competence=competence,
            came_up=False,
            level=None,
            moment=Moment.PROCESS,
        )

    assert refused.value.codes == ["no-voice"]


def test_nothing_is_said_once_the_dossier_is_closed(placement, competence, client):
    Dossier.objects.filter(pk=placement.dossier_id).update(closed_at=clock.now())

    with pytest.raises(Refusal) as refused:
        speak(placement, Role.STUDENT, competence, "K")

    assert refused.value.codes == ["dossier-closed"]
    sign_in(client, placement, Role.COACH)
    for page in (
        address("assessment-say", placement.dossier_id, competence.pk),
        address("assessment-say-all", placement.dossier_id),
    ):
        assert "data-draft-key" not in client.get(page).content.decode()


# --- what the pages show -----------------------------------------------------------------------


def test_the_strip_shows_start_target_and_each_voice_as_it_is_now(placement, competence):
    speak(placement, Role.STUDENT, competence, "K", Moment.BASELINE)
    speak(placement, Role.STUDENT, competence, "A")
    speak(placement, Role.MENTOR, competence, "K")
    speak(placement, Role.MENTOR, competence, "")
    found = tracking(placement.dossier)

    picture = mastery(found.row(competence.pk), found.levels)

    assert (picture.start, picture.target, picture.attained) == (1, 2, None)
    assert picture.voices == {"student": 3, "mentor": DID_NOT_COME_UP, "coach": None}


def test_attained_is_the_final_word_of_the_coach_and_nothing_else(placement, competence):
    def attained() -> str | None:
        found = tracking(placement.dossier).row(competence.pk).attained
        return found.code if found else None

    speak(placement, Role.STUDENT, competence, "A", Moment.FINAL)
    speak(placement, Role.MENTOR, competence, "A", Moment.FINAL)
    speak(placement, Role.COACH, competence, "V", Moment.PROCESS)
    assert attained() is None

    speak(placement, Role.COACH, competence, "V", Moment.FINAL)
    assert attained() == "V"


def test_the_way_counts_in_workplace_days_and_the_days_stand_behind_it(placement, competence):
    student = person(placement, Role.STUDENT)
    for date in (dt.date(2026, 9, 21), dt.date(2026, 9, 22)):
        with clock.at(date):
            content = DayContent(date=date, tasks="Geboekt", competences=[competence])
            days.log(by=student, placement=placement, content=content)
    speak(placement, Role.STUDENT, competence, "K", Moment.BASELINE, on=dt.date(2026, 9, 18))
    speak(placement, Role.STUDENT, competence, "V", on=dt.date(2026, 9, 22))
    found, known = tracking(placement.dossier), around(placement.dossier, student)

    drawn = way(found.row(competence.pk), found.levels, known.day_number, 2)

    assert drawn.ways == {"student": [(0, 1), (2, 2)], "mentor": [], "coach": []}
    assert [work.date.day for work in known.behind[competence.pk]] == [22, 21]
    assert known.topic == placement.topic


def test_the_mentor_reads_the_words_of_the_workplace(placement, competence, client):
    with clock.at(FRIDAY):
        answer = sign_in(client, placement, Role.MENTOR).get(
            address("assessment-say", placement.dossier_id, competence.pk)
        )

    assert answer.context["strip"]["name"] == "Doet taak 1"


@pytest.mark.parametrize(
    ("role", "asked", "moment"),
    [
        (Role.STUDENT, "", Moment.BASELINE),
        (Role.STUDENT, "final", Moment.FINAL),
        (Role.MENTOR, "", Moment.PROCESS),
        (Role.MENTOR, "baseline", Moment.PROCESS),
        (Role.COACH, "nonsense", Moment.PROCESS),
    ],
)
def test_the_moment_is_the_one_that_fits_the_voice(placement, client, role, asked, moment):
    with clock.at(FRIDAY):
        answer = sign_in(client, placement, role).get(
            address("assessment-say-all", placement.dossier_id), {"moment": asked}
        )

    assert answer.context["moment"] == moment


# --- saying it ---------------------------------------------------------------------------------


def test_one_competence_is_said_with_one_sentence(placement, competence, client):
    with clock.at(FRIDAY):
        sign_in(client, placement, Role.MENTOR).post(
            address("assessment-say", placement.dossier_id, competence.pk),
            {
                f"c{competence.pk}-said": str(level(placement, "V").pk),
                f"c{competence.pk}-comment": "Ze keek zelf na.",
            },
        )

    event = Assessment.objects.get()
    assert (event.role, event.level.code, event.comment, event.moment) == (
        "mentor",
        "V",
        "Ze keek zelf na.",
        Moment.PROCESS,
    )


def test_that_it_did_not_come_up_is_a_full_answer(placement, competence, client):
    with clock.at(FRIDAY):
        sign_in(client, placement, Role.MENTOR).post(
            address("assessment-say", placement.dossier_id, competence.pk),
            {f"c{competence.pk}-said": "-"},
        )

    event = Assessment.objects.get()
    assert (event.came_up, event.level) == (False, None)


def test_the_whole_page_keeps_what_was_filled_and_only_that(placement, client):
    first, second, *_others = Competence.objects.filter(version=placement.dossier.version_id)
    with clock.at(FRIDAY):
        sign_in(client, placement, Role.STUDENT).post(
            address("assessment-say-all", placement.dossier_id),
            {
                f"c{first.pk}-said": str(level(placement, "K").pk),
                f"c{second.pk}-said": str(level(placement, "0").pk),
                f"c{second.pk}-comment": "Nog nooit gedaan.",
            },
        )

    said = Assessment.objects.values_list("competence", "level__code", "moment", "comment")
    assert list(said) == [
        (first.pk, "K", "baseline", ""),
        (second.pk, "0", "baseline", "Nog nooit gedaan."),
    ]


def test_words_without_a_level_are_asked_about_and_nothing_is_lost(placement, client):
    first, second, *_others = Competence.objects.filter(version=placement.dossier.version_id)
    with clock.at(FRIDAY):
        answer = sign_in(client, placement, Role.STUDENT).post(
            address("assessment-say-all", placement.dossier_id),
            {
                f"c{first.pk}-said": str(level(placement, "K").pk),
                f"c{second.pk}-comment": "Dit wil ik leren.",
            },
        )

    forms = {form.row.competence: form for form in answer.context["forms"]}
    assert not Assessment.objects.exists()
    assert [form.row.competence for form in answer.context["wrong"]] == [second]
    assert forms[second]["comment"].value() == "Dit wil ik leren."
    assert forms[first]["said"].value() == str(level(placement, "K").pk)


def test_an_empty_page_saves_nothing_and_says_so(placement, client):
    with clock.at(FRIDAY):
        answer = sign_in(client, placement, Role.STUDENT).post(
            address("assessment-say-all", placement.dossier_id), {}
        )

    assert (answer.status_code, Assessment.objects.count()) == (200, 0)
    assert len(list(answer.context["messages"])) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    placement, client, count, django_assert_num_queries: Callable
):
    for competence in Competence.objects.filter(version=placement.dossier.version_id)[:count]:
        for role in (Role.STUDENT, Role.MENTOR, Role.COACH):
            speak(placement, role, competence, "V")
    sign_in(client, placement, Role.STUDENT)
    with clock.at(FRIDAY), django_assert_num_queries(26):
        client.get(address("dossier", placement.dossier_id))


def test_a_competence_of_another_framework_is_not_on_this_page(placement, client):
    elsewhere = make_programme("marketing")
    foreign = Competence.objects.filter(version__framework__programme=elsewhere)[0]
    with clock.at(FRIDAY):
        answer = sign_in(client, placement, Role.STUDENT).get(
            address("competence", placement.dossier_id, foreign.pk)
        )

    assert answer.status_code == 404
