"""The onboarding of a placement: ticked by two, signed by both, and what was signed stays."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts import news, todo
from accounts.enums import Role
from accounts.models import HistoryEntry
from config import clock
from config.refusal import Refusal
from mentors.actions import onboarding, templates
from mentors.actions.templates import TemplateWords
from mentors.models import OnboardingSignature, OnboardingStep
from mentors.overviews.onboarding import onboarding as read
from mentors.standard import onboarding_lines
from placements.actions import placements
from placements.models import Placement
from tests.factories import make_placement, person
from tests.mentors.starts import begin, page_of, queries_of, sign, tick_all

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.datetime(2026, 9, 21, 9)  # on which the placement starts


@pytest.fixture
def placement():
    with clock.at(FIRST_DAY):
        yield make_placement()


def texts(placement: Placement) -> list[str]:
    return [line.step.text for line in read(placement).lines]


def refused(action, **given) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        action(**given)
    return refusal.value.codes


def as_(placement: Placement, role: str) -> Client:
    client = Client()
    client.force_login(person(placement, role))
    return client


def test_our_own_list_begins_in_the_language_of_the_student(placement):
    student = person(placement, Role.STUDENT)
    student.language = "en"
    student.save()

    with override("nl"):
        onboarding.start(by=person(placement, Role.MENTOR), placement=placement)

    assert texts(placement) == [line["en"] for line in onboarding_lines()]
    assert len(onboarding_lines()) == 11


def test_every_line_of_our_own_list_has_both_languages():
    assert [line for line in onboarding_lines() if not (line["nl"] and line["en"])] == []


def test_starting_twice_puts_nothing_there_twice(placement):
    for role in (Role.STUDENT, Role.MENTOR):
        onboarding.start(by=person(placement, role), placement=placement)

    assert len(texts(placement)) == 11
    assert HistoryEntry.objects.filter(action="onboarding-started").count() == 1


def test_a_list_of_the_workplace_is_copied_and_changing_it_changes_no_placement(placement):
    mentor = person(placement, Role.MENTOR)
    words = TemplateWords("Bij ons", [{"nl": "Sleutel", "en": ""}, {"nl": "Badge", "en": ""}])
    template = templates.write(
        by=mentor, workplace=placement.workplace, kind="onboarding", words=words
    )
    onboarding.start(by=mentor, placement=placement, template=template)

    templates.change(
        by=mentor,
        template=template,
        words=TemplateWords("Bij ons", [{"nl": "Niets", "en": ""}]),
        seen=template.changed_at,
    )

    assert texts(placement) == ["Sleutel", "Badge"]


def test_a_list_of_another_workplace_or_kind_is_refused(placement):
    elsewhere, mentor = make_placement(), person(placement, Role.MENTOR)
    words = TemplateWords("Taken", [{"nl": "Inboeken", "en": ""}])
    other = templates.write(
        by=person(elsewhere, Role.MENTOR),
        workplace=elsewhere.workplace,
        kind="onboarding",
        words=words,
    )
    tasks = templates.write(by=mentor, workplace=placement.workplace, kind="tasks", words=words)

    assert [
        refused(onboarding.start, by=mentor, placement=placement, template=template)
        for template in (other, tasks)
    ] == [["other-template"], ["other-template"]]


def test_a_tick_keeps_its_first_date_and_can_be_taken_away(placement):
    [step] = begin(placement, "Rondleiding")
    student, mentor = person(placement, Role.STUDENT), person(placement, Role.MENTOR)

    onboarding.tick(by=student, step=step)
    with clock.at(FIRST_DAY + dt.timedelta(days=1)):
        onboarding.tick(by=mentor, step=step)
    step.refresh_from_db()
    assert (step.done_by, step.done_at) == (student, clock.now())

    onboarding.untick(by=mentor, step=step)
    step.refresh_from_db()
    assert (step.done_by, step.done_at) == (None, None)


def test_only_student_and_mentor_tick_and_sign(placement):
    [step] = begin(placement, "Rondleiding")
    coach = person(placement, Role.COACH)

    assert refused(onboarding.tick, by=coach, step=step) == ["not-your-role"]
    assert refused(onboarding.sign, by=coach, placement=placement, shown="") == ["not-your-role"]


def test_a_list_with_a_step_open_is_not_signed(placement):
    first, _second = begin(placement, "Rondleiding", "Huisregels")
    onboarding.tick(by=person(placement, Role.MENTOR), step=first)

    assert refused(
        onboarding.sign,
        by=person(placement, Role.STUDENT),
        placement=placement,
        shown=read(placement).edition,
    ) == ["steps-left"]


def test_an_empty_list_is_not_signed(placement):
    shown = read(placement).edition

    assert refused(
        onboarding.sign, by=person(placement, Role.STUDENT), placement=placement, shown=shown
    ) == ["no-steps"]


def test_nobody_signs_a_list_that_changed_after_it_was_read(placement):
    begin(placement, "Rondleiding")
    tick_all(placement)
    shown = read(placement).edition
    begin(placement, "Huisregels")
    tick_all(placement)

    assert refused(
        onboarding.sign, by=person(placement, Role.STUDENT), placement=placement, shown=shown
    ) == ["list-changed"]


def test_both_sign_the_list_as_it_reads(placement):
    begin(placement, "Rondleiding", "Huisregels")
    tick_all(placement)

    sign(placement, Role.STUDENT)
    assert not read(placement).is_signed
    signed = sign(placement, Role.MENTOR)

    assert read(placement).is_signed
    assert [(line["text"], line["done_by"]) for line in signed.steps] == [
        ("Rondleiding", "Amina Bouzid"),
        ("Huisregels", "Amina Bouzid"),
    ]


def test_who_signs_again_gets_the_same_signature(placement):
    begin(placement, "Rondleiding")
    tick_all(placement)

    first = sign(placement, Role.STUDENT)
    again = onboarding.sign(by=person(placement, Role.STUDENT), placement=placement, shown="old")

    assert first == again
    assert HistoryEntry.objects.filter(action="onboarding-signed").count() == 1


def test_what_was_signed_stays_and_what_came_later_is_named_beside_it(placement):
    [step] = begin(placement, "Rondleiding")
    tick_all(placement)
    sign(placement, Role.STUDENT)
    begin(placement, "Nieuwe kassa")

    mentor = person(placement, Role.MENTOR)
    assert refused(onboarding.untick, by=mentor, step=step) == ["step-signed"]
    assert refused(onboarding.remove, by=mentor, step=step) == ["step-signed", "step-done"]
    student, other = read(placement).seats
    assert (student.later, other.later) == (["Nieuwe kassa"], [])

    tick_all(placement)
    sign(placement, Role.MENTOR)
    assert [seat.later for seat in read(placement).seats] == [["Nieuwe kassa"], []]


def test_a_step_taken_off_keeps_its_words_in_the_history(placement):
    [step] = begin(placement, "Laptop")

    onboarding.remove(by=person(placement, Role.STUDENT), step=step)

    assert texts(placement) == []
    entry = HistoryEntry.objects.get(action="onboarding-step-removed")
    assert (entry.data, entry.topic) == ({"text": "Laptop"}, placement.topic)


def test_the_database_keeps_one_signature_a_role_and_never_changes_it(placement):
    begin(placement, "Rondleiding")
    tick_all(placement)
    signed = sign(placement, Role.STUDENT)

    with pytest.raises(IntegrityError), transaction.atomic():
        OnboardingSignature.objects.create(
            placement=placement, role=Role.STUDENT, person=signed.person
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        OnboardingSignature.objects.filter(pk=signed.pk)._raw_delete("default")


def test_nothing_changes_once_the_placement_ended(placement):
    [step] = begin(placement, "Rondleiding")
    coach, student = person(placement, Role.COACH), person(placement, Role.STUDENT)
    placements.end(by=coach, placement=placement, moment=clock.now(), reason="Andere job.")

    assert refused(onboarding.tick, by=student, step=step) == ["placement-closed"]
    assert refused(onboarding.add, by=student, placement=placement, text="Nog iets") == [
        "placement-closed"
    ]


def test_it_waits_for_both_in_the_first_two_weeks_until_they_signed(placement):
    def waits(role: str, day: int) -> list[tuple[str, dt.date | None]]:
        with clock.at(FIRST_DAY + dt.timedelta(days=day)), override("en"):
            found = todo.waiting_for(person(placement, role), clock.today())
        return [(item.title, item.due) for item in found if item.kind == "onboarding"]

    due = dt.date(2026, 10, 4)
    mine, theirs = "Tick and sign your onboarding", "Tick and sign the onboarding of Amina"
    assert waits(Role.STUDENT, -1) == []
    assert waits(Role.STUDENT, 0) == waits(Role.STUDENT, 13) == [(mine, due)]
    assert waits(Role.STUDENT, 14) == []
    assert waits(Role.MENTOR, 3) == [(theirs, due)]
    assert waits(Role.COACH, 3) == []

    begin(placement, "Rondleiding")
    tick_all(placement)
    sign(placement, Role.STUDENT)

    assert waits(Role.STUDENT, 3) == []
    assert waits(Role.MENTOR, 3) == [(theirs, due)]


def test_the_others_read_that_it_was_signed(placement):
    begin(placement, "Rondleiding")
    tick_all(placement)
    sign(placement, Role.MENTOR)

    def read_by(role: str) -> list[str]:
        with override("en"):
            lines = news.recent(person(placement, role))
        return [line.text for line in lines if "onboarding" in line.url]

    assert read_by(Role.STUDENT) == ["Griet signed the onboarding."]
    assert read_by(Role.COACH) == ["Amina: Griet signed the onboarding."]
    assert read_by(Role.MENTOR) == []


def test_a_list_is_begun_ticked_and_signed_from_the_page(placement):
    page = reverse("mentors:onboarding", args=[placement.pk])
    client = as_(placement, Role.STUDENT)
    client.post(reverse("mentors:onboarding-start", args=[placement.pk]))
    for step in OnboardingStep.objects.all():
        client.post(reverse("mentors:onboarding-tick", args=[step.pk]))
    shown = client.get(page).context["found"].edition

    answer = client.post(
        reverse("mentors:onboarding-sign", args=[placement.pk]), {"shown": shown}, follow=True
    )

    assert answer.status_code == 200
    assert answer.context["found"].has_signed(Role.STUDENT)
    assert not answer.context["may_sign"]


def test_who_cannot_sign_yet_reads_what_is_left(placement):
    begin(placement, "Rondleiding")

    page = page_of(placement, Role.STUDENT, reverse("mentors:onboarding", args=[placement.pk]))

    assert "<li>1 step has not been ticked yet.</li>" in page


def test_the_page_costs_as_much_for_three_steps_as_for_one(placement, django_assert_num_queries):
    address = reverse("mentors:onboarding", args=[placement.pk])
    begin(placement, "Rondleiding")
    with django_assert_num_queries(2):  # steps, signatures
        read(placement)
    page = queries_of(placement, Role.MENTOR, address)

    begin(placement, "Huisregels", "Collega's")
    tick_all(placement)
    sign(placement, Role.STUDENT)

    with django_assert_num_queries(2):
        read(placement)
    assert queries_of(placement, Role.MENTOR, address) == page
