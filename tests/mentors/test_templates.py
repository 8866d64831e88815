"""Lists of a workplace: who writes them, how they are kept, copied and no longer used."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from config import clock
from config.refusal import Refusal
from mentors.actions import templates
from mentors.actions.templates import TemplateWords
from mentors.models import WorkTemplate
from mentors.overviews.templates import copyable, templates_for
from mentors.rules.templates import parse, said, written
from placements.models import Placement
from tests.factories import make_placement, make_programme, make_user, person
from tests.mentors.starts import queries_of

pytestmark = pytest.mark.django_db
LINES = [{"nl": "Rondleiding", "en": "Tour"}, {"nl": "Badge", "en": ""}]


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def write(placement: Placement, name: str = "Bij ons", kind: str = "onboarding") -> WorkTemplate:
    return templates.write(
        by=person(placement, Role.MENTOR),
        workplace=placement.workplace,
        kind=kind,
        words=TemplateWords(name, LINES),
    )


def refused(action, **given) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        action(**given)
    return refusal.value.codes


def test_a_list_is_one_line_each_with_the_english_behind_a_bar():
    text = "Rondleiding | Tour\n\n  Badge  "

    assert parse(text) == LINES
    assert parse(written(LINES)) == LINES
    assert said(LINES, "en") == ["Tour", "Badge"]
    assert said(LINES, "nl") == ["Rondleiding", "Badge"]


def test_mentor_coach_and_coordinator_write_and_the_student_does_not(placement):
    coordinator = make_user("Wim")
    placement.enrolment.programme.coordinators.add(coordinator)
    words = TemplateWords("Lijst", LINES)
    given = {"workplace": placement.workplace, "kind": "tasks", "words": words}

    for author in (person(placement, Role.MENTOR), person(placement, Role.COACH), coordinator):
        templates.write(by=author, **given)

    for stranger in (person(placement, Role.STUDENT), person(make_placement(), Role.MENTOR)):
        assert refused(templates.write, by=stranger, **given) == ["not-your-role"]


def test_the_same_list_sent_twice_is_one(placement):
    assert write(placement) == write(placement)
    assert WorkTemplate.objects.count() == 1


def test_a_list_without_lines_is_refused(placement):
    words = TemplateWords("Leeg", [])

    assert refused(
        templates.write,
        by=person(placement, Role.MENTOR),
        workplace=placement.workplace,
        kind="tasks",
        words=words,
    ) == ["no-lines"]


def test_nobody_writes_over_what_another_changed(placement):
    template, coach = write(placement), person(placement, Role.COACH)
    seen = template.changed_at
    with clock.at(clock.now() + dt.timedelta(minutes=5)):
        templates.change(
            by=coach, template=template, words=TemplateWords("Nieuw", LINES[:1]), seen=seen
        )

        assert refused(
            templates.change,
            by=person(placement, Role.MENTOR),
            template=template,
            words=TemplateWords("Anders", LINES),
            seen=seen,
        ) == ["template-changed"]
    template.refresh_from_db()
    assert (template.name_nl, template.changed_by) == ("Nieuw", coach)


def test_a_retired_list_begins_no_placement_and_can_be_copied_back(placement):
    template, mentor = write(placement), person(placement, Role.MENTOR)

    templates.retire(by=mentor, template=template)
    assert templates_for(placement, "onboarding") == []

    again = templates.copy(by=mentor, template=template, workplace=placement.workplace)
    assert templates_for(placement, "onboarding") == [again]
    assert again != template


def test_a_list_is_copied_from_a_workplace_one_sees_and_from_no_other(placement):
    mentor = person(placement, Role.MENTOR)
    second = make_placement(programme=make_programme("care"), mentor=mentor)
    theirs, foreign = write(second, "Van daar"), write(make_placement(), "Vreemd")

    copied = templates.copy(by=mentor, template=theirs, workplace=placement.workplace)
    twice = templates.copy(by=mentor, template=theirs, workplace=placement.workplace)

    assert (copied.workplace, copied.lines, twice) == (placement.workplace, LINES, copied)
    assert refused(templates.copy, by=mentor, template=foreign, workplace=placement.workplace) == [
        "other-template"
    ]
    assert foreign not in copyable(mentor, placement.workplace)


def test_a_list_is_changed_on_its_page_from_the_text_that_stood_there(placement):
    template, client = write(placement), Client()
    client.force_login(person(placement, Role.MENTOR))
    page = reverse("mentors:template-change", args=[template.pk])
    shown = client.get(page).context["form"].initial

    client.post(page, {**shown, "lines": "Rondleiding | Tour\nSleutel"})

    template.refresh_from_db()
    assert template.lines == [LINES[0], {"nl": "Sleutel", "en": ""}]


def test_the_page_costs_as_much_for_three_lists_as_for_one(placement):
    address = reverse("mentors:template-list", args=[placement.workplace_id])
    write(placement)
    page = queries_of(placement, Role.MENTOR, address)

    write(placement, "Tweede")
    write(placement, "Derde", kind="tasks")

    assert queries_of(placement, Role.MENTOR, address) == page
