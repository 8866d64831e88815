"""After a dossier went to a newer version, what was tagged before stands where it belongs."""

import datetime as dt

import pytest

from accounts.enums import Role
from competences.actions import drafts, evidence, frameworks, prior_learning
from competences.actions.moves import move_dossier
from competences.actions.prior_learning import Told, Verdict
from competences.enums import EvidenceAudience, PriorLearningKind
from competences.models import Competence, Dossier, Evidence, PriorLearning
from competences.overviews.evidence import as_they_are_now, by_competence
from competences.overviews.prior_learning import recognised, told, waiting_for
from competences.surroundings import around
from config import clock
from placements.models import Placement, WorkplaceDay
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import work

FRIDAY = dt.date(2026, 11, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def wim():
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim) -> Placement:
    return make_placement(programme=make_programme("accounting", coordinator=wim))


@pytest.fixture
def old(placement) -> Competence:
    return Competence.objects.filter(version=placement.dossier.version_id)[0]


@pytest.fixture
def piece(placement, old) -> Evidence:
    with clock.at(FRIDAY):
        return evidence.add_link(
            by=person(placement, Role.STUDENT),
            dossier=placement.dossier,
            url="https://example.org",
            audience=EvidenceAudience.COACH,
            competences=[old],
        )


@pytest.fixture
def day(placement, old) -> WorkplaceDay:
    (day,) = work(placement, 1)
    day.competences.add(old)
    return day


@pytest.fixture
def asked(placement, old) -> PriorLearning:
    with clock.at(FRIDAY):
        return prior_learning.add(
            by=person(placement, Role.STUDENT),
            dossier=placement.dossier,
            told=Told(
                kind=PriorLearningKind.FORMAL,
                title="Diploma",
                text="Boekhouden.",
                audience=EvidenceAudience.COACH,
                competences=[old],
            ),
        )


def moved(placement: Placement, wim) -> Dossier:
    """The dossier in a next version of its framework, each competence going on as itself."""
    version = placement.dossier.version
    with clock.at(FRIDAY):
        newer = frameworks.publish(by=wim, version=drafts.start_draft(by=wim, version=version))
        before = {one.identifier: one.pk for one in version.competences.all()}
        steps = {one.code: one.pk for one in newer.levels.all()}
        move_dossier(
            by=wim,
            dossier=placement.dossier,
            version=newer,
            origins={one.pk: before[one.identifier] for one in newer.competences.all()},
            levels={one.pk: steps[one.code] for one in version.levels.all()},
        )
    return Dossier.objects.get(pk=placement.dossier_id)


def test_evidence_and_days_stand_behind_what_their_competence_became(
    placement, wim, old, piece, day
):
    dossier, student = moved(placement, wim), person(placement, Role.STUDENT)
    became = Competence.objects.get(version=dossier.version_id, identifier=old.identifier)

    with clock.at(FRIDAY):
        days = around(dossier, student).behind
        pieces = by_competence(dossier, student)

    assert {key: [one.date for one in found] for key, found in days.items()} == {
        became.pk: [day.date]
    }
    assert pieces == {became.pk: [piece]}
    assert as_they_are_now(dossier, [old]) == [became]


def test_prior_learning_that_was_open_is_decided_on_the_new_competence(placement, wim, old, asked):
    dossier, coach = moved(placement, wim), person(placement, Role.COACH)
    became = Competence.objects.get(version=dossier.version_id, identifier=old.identifier)
    level = dossier.version.levels.get(code="V")

    with clock.at(FRIDAY):
        (line,) = waiting_for(coach)
        prior_learning.decide(
            by=coach, prior_learning=asked, verdicts=[Verdict(became, level, "Diploma gezien.")]
        )
        left = waiting_for(coach)

    assert [competence for competence, _answer in line.answers] == [became]
    assert left == []
    assert recognised(dossier)[became.pk].level == level


def test_a_decision_from_before_the_move_goes_on_counting(placement, wim, old, asked):
    coach, level = person(placement, Role.COACH), placement.dossier.version.levels.get(code="V")
    with clock.at(FRIDAY):
        prior_learning.decide(
            by=coach, prior_learning=asked, verdicts=[Verdict(old, level, "Diploma gezien.")]
        )
    dossier = moved(placement, wim)
    became = Competence.objects.get(version=dossier.version_id, identifier=old.identifier)

    with clock.at(FRIDAY):
        (line,) = told(dossier, coach)
        left = waiting_for(coach)

    assert recognised(dossier)[became.pk].level.code == "V"
    assert [(one, answer.level.code) for one, answer in line.answers] == [(became, "V")]
    assert left == []
