"""Rule 9: the coach finalises when all is there; the page lists what is not."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.enums import Moment
from config import clock
from config.refusal import Refusal
from mentors.actions import onboarding
from placements.actions import finalising, sign_offs, trialogues
from placements.documents.trialogue_report import report_hash
from placements.enums import AgreementState
from placements.models import Agreement, Placement, ShorteningProposal
from placements.overviews.board import board
from placements.overviews.finalising import ending
from tests.factories import make_placement, make_user, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

LATER = dt.date(2026, 11, 27)
QUERIES = 12
FINAL_MISSING = [f"final-missing-{role.value}" for role in TRIAD]


@pytest.fixture
def placement() -> Placement:
    """Three days to do, so that the end is near."""
    return make_placement(required_days=3)


def sign_agreement(placement: Placement) -> None:
    Agreement.objects.create(
        placement=placement,
        reference="OVK-1",
        state=AgreementState.SIGNED,
        opened_by=make_user("Wim", "Claes"),
        sent_at=clock.now(),
        signed_at=clock.now(),
        sha256="0" * 64,
        file="agreement.pdf",
    )


def complete(placement: Placement) -> None:
    sign_agreement(placement)
    work(placement, 3)
    for role in TRIAD:
        rate(placement, role, "V", moment=Moment.FINAL)


def coach(placement: Placement) -> User:
    return person(placement, Role.COACH)


def codes(placement: Placement) -> list[str]:
    with pytest.raises(Refusal) as refused:
        finalising.finalise(by=coach(placement), placement=placement)
    return refused.value.codes


def test_everything_that_is_missing_is_named_at_once(placement):
    work(placement, 2)

    assert codes(placement) == ["agreement-not-signed", "days-missing", *FINAL_MISSING]


def test_a_day_that_the_mentor_did_not_confirm_is_missing(placement):
    complete(placement)
    placement.days.filter(date=placement.starts_on).update(
        state="logged", confirmed_at=None, confirmed_by=None
    )

    assert codes(placement) == ["days-missing"]


@pytest.mark.parametrize("silent", TRIAD)
def test_each_voice_says_a_final_word_before_the_end(placement, silent):
    sign_agreement(placement)
    work(placement, 3)
    for role in TRIAD:
        rate(placement, role, "V", moment=Moment.PROCESS if role == silent else Moment.FINAL)

    assert codes(placement) == [f"final-missing-{silent.value}"]


def test_a_planned_meeting_is_held_or_cancelled_first(placement):
    complete(placement)
    on = placement.starts_on + dt.timedelta(days=3)
    with clock.at(on):
        moment = clock.now() + dt.timedelta(days=1)
        meeting = trialogues.plan(by=coach(placement), placement=placement, starts_at=moment)
        kinds = [reason.kind for row in board(coach(placement)).rows for reason in row.reasons]

    assert "ready" not in kinds
    assert codes(placement) == ["meeting-planned"]
    trialogues.cancel(by=coach(placement), trialogue=meeting, reason="Niet meer nodig.")
    finalising.finalise(by=coach(placement), placement=placement)


def test_a_proposal_for_fewer_days_is_decided_first(placement):
    complete(placement)
    meeting = hold_trialogue(placement, placement.starts_on + dt.timedelta(days=2))
    ShorteningProposal.objects.create(
        placement=placement,
        trialogue=meeting,
        days=5,
        reason="Inboeken kan ik al.",
        proposed_by=placement.student,
    )

    assert codes(placement) == ["proposal-open"]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_only_the_coach_finalises(placement, role):
    complete(placement)

    with pytest.raises(Refusal) as refused:
        finalising.finalise(by=person(placement, role), placement=placement)

    assert refused.value.codes == ["not-your-role"]


def test_the_coach_finalises_with_words_and_the_dossier_is_closed(placement):
    complete(placement)
    client = Client()
    client.force_login(coach(placement))
    address = reverse("placements:finalise", args=[placement.pk])

    with clock.at(LATER):
        client.post(address, {"words": "Mooi gedaan.", "sure": "on"})

    found = Placement.objects.get(pk=placement.pk)
    assert (found.finalised_by, found.final_words) == (coach(placement), "Mooi gedaan.")
    assert found.dossier.closed_at == found.finalised_at
    with pytest.raises(Refusal) as refused:
        rate(placement, Role.STUDENT, "A")
    assert refused.value.codes == ["dossier-closed"]


def test_a_hand_made_request_hears_what_is_missing(placement):
    work(placement, 3)
    client = Client()
    client.force_login(coach(placement))

    response = client.post(
        reverse("placements:finalise", args=[placement.pk]), {"words": "", "sure": "on"}
    )

    errors = response.context["form"].errors.as_data()["__all__"]
    assert [error.code for error in errors] == ["agreement-not-signed", *FINAL_MISSING]
    assert Placement.objects.get(pk=placement.pk).is_open


def test_the_board_says_that_a_placement_is_ready(placement):
    complete(placement)

    with clock.at(placement.starts_on + dt.timedelta(days=3)):
        rows = board(coach(placement)).rows

    assert [reason.kind for reason in rows[0].reasons] == ["ready"]


# --- the list of what is missing: who acts, and where


def lines_of(placement: Placement) -> list[tuple[str, str, list[str]]]:
    """(text, address, who acts) of what stands in the way, as the coach's page shows it."""
    client = Client()
    client.force_login(coach(placement))
    page = client.get(reverse("placements:finalise", args=[placement.pk]))
    return [
        (line.text, line.url, [name for name, _role in line.who])
        for line in page.context["ending"].needed
    ]


def test_each_missing_thing_says_who_acts_and_where(placement):
    User.objects.filter(pk=coach(placement).pk).update(language="en")
    work(placement, 3, confirm=False)
    dossier = reverse("competences:dossier", args=[placement.dossier_id])
    say = reverse("competences:assessment-say-all", args=[placement.dossier_id]) + "?moment=final"
    page = reverse("placements:placement", args=[placement.pk])
    days = reverse("placements:day-list", args=[placement.pk])

    assert lines_of(placement) == [
        ("The agreement has not been signed by all parties.", f"{page}#agreement", []),
        ("0 of 3 days have been confirmed.", days, ["Griet Moerman"]),
        (
            "Student: the final word on 4 competences is missing.",
            dossier,
            ["Amina Bouzid"],
        ),
        (
            "Mentor: the final word on 4 competences is missing.",
            dossier,
            ["Griet Moerman"],
        ),
        (
            "Competence coach: the final word on 4 competences is missing.",
            say,
            ["Katrien Dhaeseleer"],
        ),
    ]


def test_every_address_in_the_list_opens_for_the_coach(placement):
    work(placement, 2)
    on = placement.starts_on + dt.timedelta(days=2)
    held = hold_trialogue(placement, on)
    ShorteningProposal.objects.create(
        placement=placement,
        trialogue=held,
        days=5,
        reason="Dit kan ik al.",
        proposed_by=placement.student,
    )
    with clock.at(on):
        trialogues.plan(
            by=coach(placement),
            placement=placement,
            starts_at=clock.now() + dt.timedelta(days=9),
            kind="assessment",
        )
    client = Client()
    client.force_login(coach(placement))
    with clock.at(on):
        left = client.get(reverse("placements:finalise", args=[placement.pk])).context["ending"]
        answers = [client.get(line.url).status_code for line in [*left.needed, *left.open]]

    assert answers == [200] * 8


def test_a_report_counts_only_the_sign_offs_of_its_present_version(placement):
    complete(placement)
    meeting = hold_trialogue(placement, placement.starts_on + dt.timedelta(days=2))
    shown = report_hash(meeting)
    for role in (Role.STUDENT, Role.COACH):
        sign_offs.sign_off(by=person(placement, role), trialogue=meeting, shown=shown)

    [before] = ending(placement).open
    meeting.refresh_from_db()
    sign_offs.correct(
        by=coach(placement), trialogue=meeting, reason="Een naam was fout.", version=1
    )
    [after] = ending(placement).open

    assert [role for _name, role in before.who] == ["mentor"]
    assert [role for _name, role in after.who] == ["student", "mentor", "coach"]
    assert ending(placement).needed == []


def test_an_onboarding_that_was_begun_may_stay_open_and_is_named(placement):
    complete(placement)
    onboarding.start(by=person(placement, Role.MENTOR), placement=placement)

    [line] = ending(placement).open

    assert line.url == reverse("mentors:onboarding", args=[placement.pk])
    assert sorted(role for _name, role in line.who) == ["mentor", "student"]


@pytest.mark.parametrize(("role", "sees"), [("coach", True), ("student", False), ("mentor", False)])
def test_the_coach_sees_early_on_the_placement_page_what_is_missing(placement, role, sees):
    client = Client()
    client.force_login(person(placement, role))

    page = client.get(reverse("placements:placement", args=[placement.pk]))

    left = page.context["ending"]
    assert (left is not None) == sees
    if sees:
        assert len(left.needed) == 5


@pytest.mark.parametrize("meetings", [1, 3])
def test_what_is_missing_costs_the_same_for_any_number_of_meetings(
    placement, meetings, django_assert_num_queries
):
    for number in range(meetings):
        hold_trialogue(placement, placement.starts_on + dt.timedelta(days=number), kind="extra")
    fresh = Placement.objects.with_people().with_days().get(pk=placement.pk)

    with django_assert_num_queries(QUERIES):
        ending(fresh)
