"""Prior learning: told by the student, decided by the coach with a reason, counted as the start."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import reminders, todo
from accounts.enums import Role
from accounts.models import HistoryEntry, Notification
from competences.actions import prior_learning
from competences.actions.assessments import say
from competences.actions.dossiers import close_dossier
from competences.actions.prior_learning import Told, Verdict
from competences.enums import EvidenceAudience, Moment, PriorLearningKind
from competences.models import Competence, MasteryLevel, PriorLearning, Recognition
from competences.overviews.prior_learning import recognised, told, waiting_for
from competences.overviews.tracking import tracking
from config import clock
from config.append_only import HistoryIsAppendOnly
from config.refusal import Refusal
from placements.models import Placement
from tests.accounts.factories import at_once
from tests.factories import make_placement, person

FRIDAY = dt.date(2026, 11, 20)
COACH, TRIAD = EvidenceAudience.COACH, EvidenceAudience.TRIAD
pytestmark = pytest.mark.django_db


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def competences(placement: Placement) -> list[Competence]:
    return list(Competence.objects.filter(version=placement.dossier.version_id))


def level(placement: Placement, code: str) -> MasteryLevel:
    return MasteryLevel.objects.get(version=placement.dossier.version_id, code=code)


def words(placement: Placement, **other) -> Told:
    given = {
        "kind": PriorLearningKind.INFORMAL,
        "title": "Drie jaar kassa",
        "text": "Kasboek gehouden.",
        "audience": COACH,
        "competences": competences(placement)[:2],
        **other,
    }
    return Told(**given)


def tell(placement: Placement, role: str = Role.STUDENT, **other) -> PriorLearning:
    with clock.at(FRIDAY):
        return prior_learning.add(
            by=person(placement, role),
            dossier=placement.dossier,
            told=words(placement, **other),
            topic=placement.topic,
        )


def decide(
    placement: Placement, piece: PriorLearning, *verdicts: Verdict, role: str = Role.COACH
) -> list[Recognition]:
    with clock.at(FRIDAY):
        return prior_learning.decide(
            by=person(placement, role),
            prior_learning=piece,
            verdicts=verdicts,
            topic=placement.topic,
        )


def verdict(
    placement: Placement, code: str | None, place: int = 0, why: str = "Gezien."
) -> Verdict:
    found = level(placement, code) if code else None
    return Verdict(competences(placement)[place], found, why)


def codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refusal) as refused, clock.at(FRIDAY):
        act()
    return refused.value.codes


def starts(placement: Placement) -> list[str]:
    with clock.at(FRIDAY):
        rows = tracking(placement.dossier, reader=person(placement, Role.MENTOR)).rows
    return [row.start.level.code if row.start else "" for row in rows]


def test_a_recognised_level_counts_as_the_start_before_the_own_word(placement):
    for competence in competences(placement)[:2]:
        say(
            by=person(placement, Role.STUDENT),
            dossier=placement.dossier,
            competence=competence,
            came_up=True,
            level=level(placement, "K"),
            moment=Moment.BASELINE,
        )
    piece = tell(placement)

    decide(placement, piece, verdict(placement, "V"), verdict(placement, None, 1))

    assert starts(placement) == ["V", "K", "", ""]


def test_a_decision_is_changed_by_a_new_one(placement):
    piece = tell(placement)
    decide(placement, piece, verdict(placement, "V"))
    first = {key: known.level.code for key, known in recognised(placement.dossier).items()}

    decide(placement, piece, verdict(placement, None, why="Toch niet."))

    assert first == {competences(placement)[0].pk: "V"}
    assert recognised(placement.dossier) == {}
    assert Recognition.objects.count() == 2


def test_no_on_one_piece_leaves_what_another_gave(placement):
    one, other = tell(placement), tell(placement, title="Cursus")
    decide(placement, one, verdict(placement, "V"))
    decide(placement, other, verdict(placement, None))

    found = recognised(placement.dossier)

    assert [known.level.code for known in found.values()] == ["V"]


def test_the_same_answer_pressed_again_is_not_written_twice(placement):
    piece = tell(placement)

    made = [len(decide(placement, piece, verdict(placement, "V"))) for _ in range(2)]

    assert made == [1, 0]


def test_decisions_are_append_only_in_python_and_in_the_database(placement):
    piece = tell(placement)
    (made,) = decide(placement, piece, verdict(placement, "V"))

    with pytest.raises(HistoryIsAppendOnly):
        made.save()
    with pytest.raises(HistoryIsAppendOnly):
        Recognition.objects.all().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Recognition.objects.all()._raw_delete("default")


def test_the_database_asks_for_a_reason(placement):
    piece = tell(placement)
    (made,) = decide(placement, piece, verdict(placement, "V"))
    empty = {"reason": "", "voice": made.voice, "level": None, "competence": made.competence}

    with pytest.raises(IntegrityError, match="recognition_has_a_reason"):
        Recognition.objects.create(prior_learning=piece, dossier=piece.dossier, **empty)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"title": " "}, "no-title"),
        ({"text": ""}, "no-words"),
        ({"kind": "luck"}, "no-kind"),
        ({"audience": "all"}, "no-audience"),
        ({"competences": []}, "no-competences"),
    ],
)
def test_what_is_missing_in_the_telling_is_said(placement, other, code):
    assert codes(lambda: tell(placement, **other)) == [code]


def test_competences_of_another_version_are_refused(placement):
    other = competences(make_placement())[:1]

    assert codes(lambda: tell(placement, competences=other)) == ["other-framework"]


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COACH])
def test_only_the_student_tells(placement, role):
    assert codes(lambda: tell(placement, role)) == ["not-the-student"]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_only_the_coach_decides(placement, role):
    piece = tell(placement)

    assert codes(lambda: decide(placement, piece, verdict(placement, "V"), role=role)) == [
        "not-the-coach"
    ]


def test_a_decision_keeps_to_what_was_asked_and_to_this_scale(placement):
    piece = tell(placement)
    elsewhere = make_placement()
    wrong = {
        "not-asked": verdict(placement, "V", 3),
        "no-reason": verdict(placement, "V", why=" "),
        "other-scale": Verdict(competences(placement)[0], level(elsewhere, "V"), "x"),
        "other-framework": Verdict(competences(elsewhere)[0], None, "x"),
    }

    found = {
        code: codes(lambda one=one: decide(placement, piece, verdict(placement, "V", 1), one))
        for code, one in wrong.items()
    }

    assert found == {code: [code] for code in wrong}
    assert Recognition.objects.count() == 0


def test_nothing_chosen_decides_nothing(placement):
    piece = tell(placement)

    assert codes(lambda: decide(placement, piece)) == ["nothing-decided"]


def test_it_can_be_changed_and_withdrawn_until_decided_and_shown_to_whom_one_likes_after(placement):
    piece, student = tell(placement), person(placement, Role.STUDENT)
    given = {"by": student, "prior_learning": piece}
    with clock.at(FRIDAY):
        prior_learning.change(told=words(placement, title="Vier jaar kassa"), **given)
    decide(placement, piece, verdict(placement, "V"))

    changed = codes(lambda: prior_learning.change(told=words(placement), **given))
    withdrawn = codes(lambda: prior_learning.withdraw(**given))
    with clock.at(FRIDAY):
        prior_learning.show_to(audience=TRIAD, **given)

    piece.refresh_from_db()
    assert (changed, withdrawn) == (["decided"], ["decided"])
    assert (piece.title, piece.audience) == ("Vier jaar kassa", TRIAD)


def test_what_was_withdrawn_is_decided_no_more(placement):
    piece = tell(placement)
    with clock.at(FRIDAY):
        prior_learning.withdraw(by=person(placement, Role.STUDENT), prior_learning=piece)

    assert codes(lambda: decide(placement, piece, verdict(placement, "V"))) == ["withdrawn"]
    assert told(placement.dossier, person(placement, Role.STUDENT)) == []


def test_after_the_end_nothing_is_told_or_decided(placement):
    piece = tell(placement)
    close_dossier(dossier=placement.dossier, moment=clock.now())

    assert codes(lambda: tell(placement, title="Later")) == ["dossier-closed"]
    assert codes(lambda: decide(placement, piece, verdict(placement, "V"))) == ["dossier-closed"]


def test_it_waits_for_the_coach_until_every_competence_has_an_answer(placement):
    piece, coach = tell(placement), person(placement, Role.COACH)

    def waits() -> list[str]:
        with clock.at(FRIDAY):
            found = todo.waiting_for(coach, FRIDAY)
        return [one.url for one in found if one.kind == "prior-learning-to-decide"]

    at_first = waits()
    decide(placement, piece, verdict(placement, "V"))
    half = waits()
    decide(placement, piece, verdict(placement, None, 1))

    assert at_first == half == [f"/prior-learning/{piece.pk}/decide/"]
    assert waits() == []


def test_the_student_hears_the_last_decision(placement):
    piece = tell(placement)
    decide(placement, piece, verdict(placement, "V"))
    decide(placement, piece, verdict(placement, "A"))

    first, second = Notification.objects.filter(rule="prior-learning-decided").order_by("pk")

    assert first.recipient == person(placement, Role.STUDENT)
    still = reminders.rule(first.rule).still_true
    assert [still(first), still(second)] == [False, True]


def test_history_names_no_words_and_the_story_only_what_all_may_see(placement):
    tell(placement, title="mark-a", text="mark-a")
    tell(placement, title="mark-b", audience=TRIAD)

    rows = HistoryEntry.objects.filter(action="prior-learning-told").order_by("pk")

    assert [(row.topic, row.data) for row in rows] == [
        ("", {"kind": "informal"}),
        (placement.topic, {"kind": "informal"}),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_told_costs_the_same_however_much(placement, count, django_assert_num_queries):
    pieces = [tell(placement, title=f"Nummer {number}") for number in range(count)]
    for piece in pieces:
        decide(placement, piece, verdict(placement, "V"))
    student, coach = person(placement, Role.STUDENT), person(placement, Role.COACH)

    with clock.at(FRIDAY), django_assert_num_queries(8):
        assert len(told(placement.dossier, student)) == count
    with clock.at(FRIDAY), django_assert_num_queries(8):
        assert len(waiting_for(coach)) == count


def test_the_coach_answers_every_competence_in_one_press(placement):
    piece, coach = tell(placement), person(placement, Role.COACH)
    first, second = (f"c{competence.pk}" for competence in competences(placement)[:2])
    client = Client()
    client.force_login(coach)
    data = {
        f"{first}-level": str(level(placement, "V").pk),
        f"{first}-reason": "Gezien.",
        f"{second}-level": "-",
        f"{second}-reason": "Daar hoort btw bij.",
    }

    with clock.at(FRIDAY):
        address = reverse("competences:prior-learning-decide", args=[piece.pk])
        without = client.post(address, {f"{first}-level": "-"})
        response = client.post(address, data)

    wrong = [form.errors.get("reason") for form in without.context["forms"]]
    assert [bool(found) for found in wrong] == [True, False]
    assert response.headers["Location"] == f"/prior-learning/{piece.pk}/?saved=1"
    found = Recognition.objects.order_by("competence__position").values_list(
        "level__code", "reason"
    )
    assert list(found) == [("V", "Gezien."), (None, "Daar hoort btw bij.")]


@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_write_one_decision_and_one_piece():
    placement = make_placement()
    pieces = at_once(lambda _: tell(placement).pk, 10)
    piece = PriorLearning.objects.get()

    made = at_once(lambda _: len(decide(placement, piece, verdict(placement, "V"))), 10)

    assert set(pieces) == {piece.pk}
    assert sorted(made) == [0] * 9 + [1]
