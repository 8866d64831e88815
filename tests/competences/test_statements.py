"""Issuing and revoking a statement: what is frozen, who may, and what is refused."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from accounts.enums import Role
from accounts.models import HistoryEntry, Notification
from competences.actions import statements
from competences.actions.dossiers import close_dossier
from competences.documents.statement import IssuedContent, Stated, extent, facts
from competences.enums import Shown
from competences.models import Competence, Statement
from competences.overviews.statements import overtaken_of
from competences.rules.statements import issue_obstacles, revoke_obstacles
from config import clock
from config.frozen import thaw
from config.refusal import Refusal
from placements.models import Placement
from tests.competences.statements import (
    AT_THE_END,
    LATER,
    issue,
    issued,
    open_placement,
    revoke,
    validate,
)
from tests.factories import make_user, person

pytestmark = pytest.mark.django_db
LATEST = LATER + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def placement() -> Placement:
    placement = open_placement()
    validate(placement, "V", "A", "")
    return placement


def said(statement: Statement) -> Stated:
    return thaw(IssuedContent, statement.content).stated


def levels(statement: Statement) -> list[tuple[str, str]]:
    return [(one.name, one.level) for one in said(statement).competences]


def test_it_says_the_chosen_competences_at_the_coachs_level(placement):
    both, one = issue(placement, 0, 1), issue(placement, 1)

    assert levels(both) == [("Competence 1", "V"), ("Competence 2", "A")]
    assert levels(one) == [("Competence 2", "A")]


def test_several_statements_stand_beside_each_other_and_no_reference_links_them(placement):
    made = [issue(placement, 0, on=on) for on in (AT_THE_END, LATER, LATEST)]

    assert len({one.token for one in made}) == 3
    assert [one.reference for one in made] == [f"CV-2025-N{one.pk:05d}" for one in made]


def test_a_press_that_comes_twice_is_one_statement(placement):
    """Whoever revokes the one they know of has no other link left open."""
    first, again = issue(placement, 0, 1), issue(placement, 1, 0)
    narrower, other_words = issue(placement, 0), issue(placement, 0, 1, shown=[Shown.NAME])

    assert again == first
    assert Statement.objects.count() == len({first.pk, narrower.pk, other_words.pk}) == 3


def test_after_a_revocation_the_same_is_made_anew_at_once(placement):
    revoked = revoke(issue(placement, 0))

    assert issue(placement, 0) != revoked


def test_the_link_cannot_be_guessed():
    tokens = {statements.new_token() for _again in range(500)}

    assert len(tokens) == 500
    assert {len(token) for token in tokens} == {26}
    assert len(statements.LETTERS) ** 26 == 2**130


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"role": Role.COACH}, ["statement-is-the-students"]),
        ({"role": ""}, ["statement-is-the-students"]),
        ({"validated": set(), "chosen": set()}, ["nothing-validated"]),
        ({"chosen": set()}, ["nothing-chosen"]),
        ({"chosen": {1, 9}}, ["not-validated"]),
        ({"shown": ["name", "born_on"]}, ["shown-unknown"]),
    ],
)
def test_what_stands_in_the_way_of_a_statement(change, codes):
    given = {"role": Role.STUDENT, "validated": {1, 2}, "chosen": {1}, "shown": ["name"]}

    assert [one.code for one in issue_obstacles(**(given | change))] == codes


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"may": False}, ["statement-not-yours"]),
        ({"revoked": True}, ["statement-revoked"]),
        ({"reason": "  "}, ["reason-missing"]),
    ],
)
def test_what_stands_in_the_way_of_revoking(change, codes):
    given = {"may": True, "revoked": False, "reason": "Vergissing"}

    assert [one.code for one in revoke_obstacles(**(given | change))] == codes


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COACH])
def test_nobody_but_the_student_issues(placement, role):
    with pytest.raises(Refusal) as refused:
        statements.issue(
            by=person(placement, role),
            dossier=placement.dossier,
            competences=Competence.objects.filter(version=placement.dossier.version_id)[:1],
            shown=[],
            language="nl",
        )

    assert refused.value.codes == ["statement-is-the-students"]
    assert Statement.objects.count() == 0


def test_what_the_coach_did_not_validate_cannot_be_stated(placement):
    for position in (2, 3):  # did not come up; no final word
        with pytest.raises(Refusal) as refused:
            issue(placement, position)
        assert refused.value.codes == ["not-validated"]


def test_a_later_final_word_leaves_the_statement_as_it_was_and_is_told(placement):
    before, untouched = issue(placement, 0), issue(placement, 1)
    validate(placement, "A", on=LATER)
    after = issue(placement, 0, on=LATER)

    assert (levels(before), levels(after)) == ([("Competence 1", "V")], [("Competence 1", "A")])
    assert overtaken_of([before, untouched, after]) == {before.pk}


def test_the_same_final_word_said_again_overtakes_nothing(placement):
    statement = issue(placement, 0)
    validate(placement, "V", on=LATER)

    assert overtaken_of([statement]) == set()


def test_a_placement_that_ended_early_is_stated_as_a_part(placement):
    with clock.at(LATER):
        close_dossier(dossier=placement.dossier, moment=clock.now())
    part = said(issue(placement, 0, shown=[Shown.PERIOD]))

    assert extent(part) == (
        "1 of the 4 competences of the course unit. The others were not validated when this was "
        "issued, or the student left them out."
    )
    state = {fact.label: fact.value for fact in facts(part, [Shown.PERIOD])}["State"]
    assert state == "partial: the placement ended early, on 30 April 2025"


def test_a_complete_statement_says_so():
    placement = open_placement()
    validate(placement, "V", "V", "V", "A")

    assert extent(said(issue(placement, 0, 1, 2, 3))) == ("All 4 competences of the course unit.")


@pytest.mark.parametrize(
    ("shown", "labels"),
    [
        ([], []),
        ([Shown.NAME], []),
        ([Shown.UNIT], ["Programme", "Course unit", "Framework"]),
        ([Shown.WORKPLACE], ["Workplace"]),
        ([Shown.PERIOD], ["At work", "State"]),
    ],
)
def test_facts_are_told_only_as_agreed(placement, shown, labels):
    found = [fact.label for fact in facts(said(issue(placement, 0)), shown)]

    assert found == [*labels, "Validated", "Extent"]


@pytest.mark.parametrize(("role", "told"), [(Role.STUDENT, []), (Role.COACH, ["Katrien"])])
def test_the_student_and_the_coach_take_it_back_and_the_student_knows(placement, role, told):
    statement = revoke(issue(placement, 0), role=role)

    assert statement.revoked_by == person(placement, role)
    assert list(Statement.objects.valid()) == []
    sent = Notification.objects.filter(rule="statement-revoked", recipient=placement.student)
    assert [one.context["who"].split()[0] for one in sent] == told


def test_a_coordinator_of_the_programme_takes_it_back_and_another_does_not(placement):
    here, elsewhere = make_user("Wim"), make_user("Dries")
    placement.course_unit.programme.coordinators.add(here)
    statement = issue(placement, 0)

    with pytest.raises(Refusal) as refused:
        statements.revoke(by=elsewhere, statement=statement, reason="Zomaar")
    assert refused.value.codes == ["statement-not-yours"]
    assert statements.revoke(by=here, statement=statement, reason="Fout").revoked_by == here


def test_the_mentor_does_not_take_it_back(placement):
    with pytest.raises(Refusal) as refused:
        revoke(issue(placement, 0), role=Role.MENTOR)

    assert refused.value.codes == ["statement-not-yours"]


def test_the_database_keeps_an_issued_statement_as_it_is():
    statement = issued()
    tries = [
        lambda: Statement.objects.filter(pk=statement.pk).update(badge="x"),
        lambda: Statement.objects.filter(pk=statement.pk).update(content={}),
        lambda: Statement.objects.filter(pk=statement.pk).delete(),
    ]
    refused = 0

    for attempt in tries:
        try:
            with transaction.atomic():
                attempt()
        except DatabaseError:
            refused += 1

    assert refused == 3


def test_history_knows_that_it_happened_and_not_the_link(placement):
    statement = revoke(issue(placement, 0))
    entries = HistoryEntry.objects.filter(action__startswith="statement-").order_by("pk")

    assert [entry.action for entry in entries] == ["statement-issued", "statement-revoked"]
    assert {entry.topic for entry in entries} == {placement.topic}
    assert statement.token not in json.dumps([entry.data for entry in entries])


def test_without_a_key_to_sign_with_nothing_is_issued(placement, settings):
    settings.BADGE_KEY_FILE = ""

    with pytest.raises(Refusal) as refused:
        issue(placement, 0)

    assert refused.value.codes == ["no-badge-key"]
    assert Statement.objects.count() == 0
