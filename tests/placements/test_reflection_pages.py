"""Looking back in steps, readers with one tap, what is said under it, and a map for oneself."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import delivery
from accounts.actions import notifications
from accounts.enums import Role
from accounts.models import HistoryEntry, Notification
from config import clock
from config.refusal import Refusal
from placements.actions import looking_back, reflection_comments, reflections
from placements.actions.looking_back import WayContent
from placements.enums import Audience
from placements.models import Placement, Reflection, ReflectionComment
from placements.overviews.reflections import map_of, ways_for
from placements.reflection_examples import ours
from placements.reflection_models import built_in
from placements.rules.reflections import TAKE_BACK
from tests.factories import make_placement, make_user, person
from tests.placements.wall import LOTS

pytestmark = pytest.mark.django_db

FRIDAY = dt.datetime(2026, 11, 20, 17)
WORDS = "Ik durfde niet te zeggen dat ik het niet begreep."
ANSWER = "Wat hield je tegen?"


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture(autouse=True)
def on_friday():
    with clock.at(FRIDAY):
        yield


def write(placement: Placement, audience: str = Audience.COACH, **fields) -> Reflection:
    return reflections.write(
        by=person(placement, Role.STUDENT),
        placement=placement,
        audience=audience,
        **{"text": WORDS, **fields},
    )


def signed_in(placement: Placement, role: str) -> Client:
    client = Client()
    client.force_login(person(placement, role))
    return client


def comment(placement: Placement, entry: Reflection, role: str, **fields) -> ReflectionComment:
    said = {"text": ANSWER, **fields}
    return reflection_comments.comment(by=person(placement, role), reflection=entry, **said)


# --- ways of looking back ------------------------------------------------------------------------


def test_steps_keep_their_words_apart_and_together(placement):
    page = reverse("placements:reflection-write", args=[placement.pk])
    sent = {
        "model": "starr",
        "part-situation": "De bank klopte niet.",
        "part-action": "Afgepunt.",
        "text": "Griet lachte.",
        "audience": "private",
    }

    signed_in(placement, Role.STUDENT).post(page, sent)

    kept = Reflection.objects.get()
    assert kept.model == "starr"
    assert kept.parts == {
        "situation": "De bank klopte niet.",
        "action": "Afgepunt.",
        "rest": "Griet lachte.",
    }
    steps = {step.key: step.nl for step in built_in()["starr"].steps}
    assert kept.text == (
        f"{steps['situation']}\nDe bank klopte niet.\n\n{steps['action']}\nAfgepunt.\n\n"
        "Verder nog\nGriet lachte."
    )


def test_steps_without_any_word_are_refused(placement):
    page = reverse("placements:reflection-write", args=[placement.pk])

    answer = signed_in(placement, Role.STUDENT).post(page, {"model": "starr", "audience": "coach"})

    assert list(answer.context["form"].errors) == ["part-situation"]
    assert not Reflection.objects.exists()


@pytest.mark.parametrize(
    ("sent", "wanted", "field"),
    [
        ({"model": "free", "text": WORDS}, "starr", "text"),
        ({"model": "starr", "part-task": WORDS}, "free", "text"),
        ({"model": "korthagen", "part-trial": WORDS, "text": "x"}, "starr", "text"),
    ],
)
def test_another_way_takes_along_what_was_typed_and_keeps_nothing_yet(
    placement, sent, wanted, field
):
    page = reverse("placements:reflection-write", args=[placement.pk])

    answer = signed_in(placement, Role.STUDENT).post(
        page, {**sent, "audience": "private", "switch": wanted}
    )

    form = answer.context["form"]
    assert (form.way.code, WORDS in form[field].value()) == (wanted, True)
    assert form["audience"].value() == "private"
    assert not Reflection.objects.exists()


def test_the_way_can_be_asked_for_in_the_address(placement):
    page = reverse("placements:reflection-write", args=[placement.pk])

    answer = signed_in(placement, Role.STUDENT).get(page, {"way": "korthagen"})

    assert [step.name for step in answer.context["form"].steps] == [
        "part-acting",
        "part-looking-back",
        "part-essentials",
        "part-alternatives",
        "part-trial",
    ]


def test_words_under_a_way_that_changed_stay_readable_and_stay_in_their_steps(placement):
    coordinator = make_user("Wim")
    programme = placement.enrolment.programme
    programme.coordinators.add(coordinator)
    old = looking_back.add_way(
        by=coordinator,
        programme=programme,
        content=WayContent("Vragen", "", [("A?", ""), ("B?", "")]),
    )
    entry = write(placement, model=old.code, parts={"step-2": WORDS})

    new = looking_back.change_way(
        by=coordinator, way=old, content=WayContent("Vragen", "", [("A?", ""), ("C?", "")])
    )

    change = signed_in(placement, Role.STUDENT).get(
        reverse("placements:reflection-change", args=[entry.pk])
    )
    assert [code for code in ways_for(placement) if code not in built_in()] == [new.code]
    assert [step.label for step in change.context["form"].steps] == ["A?", "B?"]
    assert change.context["form"]["part-step-2"].value() == WORDS


def test_only_a_coordinator_of_the_programme_adds_a_way(placement):
    content = WayContent("Vragen", "", [("A?", ""), ("B?", "")])

    with pytest.raises(Refusal) as refused:
        looking_back.add_way(
            by=person(placement, Role.COACH),
            programme=placement.enrolment.programme,
            content=content,
        )

    assert refused.value.codes == ["not-your-role"]


def test_pressing_twice_keeps_one_reflection(placement):
    page = reverse("placements:reflection-write", args=[placement.pk])
    sent = {"text": WORDS, "audience": "coach", "key": str(uuid.uuid4())}
    client = signed_in(placement, Role.STUDENT)

    answers = [client.post(page, sent).status_code for _press in range(2)]

    assert (answers, Reflection.objects.count()) == ([302, 302], 1)


# --- who reads it --------------------------------------------------------------------------------


def tap(placement: Placement, entry: Reflection, audience: str) -> str:
    """What the page says after one tap."""
    client = signed_in(placement, Role.STUDENT)
    page = reverse("placements:reflection-audience", args=[entry.pk])
    answer = client.post(page, {"audience": audience}, follow=True)
    return " ".join(str(line) for line in answer.context["messages"])


def test_each_change_of_readers_is_told_by_name(placement):
    entry = write(placement, Audience.COACH)
    mentor, coach = (person(placement, role).first_name for role in (Role.MENTOR, Role.COACH))
    stays = "Wat in een document staat dat je al maakte, blijft daarin staan."

    assert tap(placement, entry, "triad") == (
        f"Vanaf nu leest ook {mentor} dit, en wat eronder gezegd is."
    )
    assert tap(placement, entry, "private") == (
        f"{mentor} leest dit niet meer. {stays} {coach} leest dit niet meer. {stays}"
    )
    assert tap(placement, entry, "private") == "Er is niets veranderd."
    assert tap(placement, entry, "everybody") == "Kies wie dit mag lezen."


def test_opening_stands_in_the_shared_story_and_closing_does_not(placement):
    entry = write(placement, Audience.PRIVATE)

    for audience in ("triad", "private", "coach"):
        reflections.share(by=person(placement, Role.STUDENT), reflection=entry, audience=audience)

    told = HistoryEntry.objects.filter(topic=placement.topic, subject__endswith=f":{entry.pk}")
    assert [row.action for row in told] == ["reflection-opened"]


# --- what is said under it -----------------------------------------------------------------------


def test_whoever_may_read_it_may_speak_and_nobody_else(placement):
    entry = write(placement, Audience.COACH)
    comment(placement, entry, Role.COACH)

    with pytest.raises(Refusal) as refused:
        comment(placement, entry, Role.MENTOR)

    assert refused.value.codes == ["not-readable"]
    assert [row.role for row in ReflectionComment.objects.all()] == [Role.COACH]


def test_no_longer_sharing_hides_the_thread_at_the_next_request(placement):
    entry = write(placement, Audience.TRIAD)
    comment(placement, entry, Role.MENTOR)
    mentor, page = (
        signed_in(placement, Role.MENTOR),
        reverse("placements:reflection", args=[entry.pk]),
    )
    before = mentor.get(page)

    reflections.share(by=person(placement, Role.STUDENT), reflection=entry, audience="coach")

    assert (before.status_code, mentor.get(page).status_code) == (200, 404)
    assert not ReflectionComment.objects.visible_to(person(placement, Role.MENTOR)).exists()


def test_a_comment_is_told_by_mail_without_a_word_of_it(placement):
    entry = write(placement, Audience.TRIAD)
    comment(placement, entry, Role.COACH)

    notifications.gather(clock.now())
    delivery.send_due(clock.now())

    sent = [row for row in mail.outbox if row.to == [person(placement, Role.STUDENT).email]]
    said = f"{sent[0].subject} {sent[0].body} {sent[0].alternatives}"
    told = Notification.objects.get(rule="reflection-comment")
    assert (len(sent), told.url) == (1, reverse("placements:reflection", args=[entry.pk]))
    assert [words for words in (WORDS, ANSWER) if words in said] == []


def test_what_can_no_longer_be_read_is_not_mailed(placement):
    entry = write(placement, Audience.TRIAD)
    comment(placement, entry, Role.MENTOR)
    comment(placement, entry, Role.STUDENT)
    reflections.share(by=person(placement, Role.STUDENT), reflection=entry, audience="private")

    notifications.gather(clock.now())
    delivery.send_due(clock.now())

    told = Notification.objects.get(
        rule="reflection-comment", recipient=person(placement, Role.MENTOR)
    )
    assert told.cancelled_at is not None
    assert [row.to for row in mail.outbox if person(placement, Role.MENTOR).email in row.to] == []


def test_a_double_press_says_it_once(placement):
    entry = write(placement)
    client, sent = signed_in(placement, Role.COACH), {"text": ANSWER, "key": str(uuid.uuid4())}
    page = reverse("placements:reflection-comment-add", args=[entry.pk])

    for _press in range(2):
        client.post(page, sent)

    assert ReflectionComment.objects.count() == 1


def test_ones_own_words_can_be_taken_back_for_a_day(placement):
    entry = write(placement)
    said = [comment(placement, entry, Role.COACH) for _one in range(2)]
    coach, student = person(placement, Role.COACH), person(placement, Role.STUDENT)

    with pytest.raises(Refusal) as not_mine:
        reflection_comments.take_back(by=student, comment=said[0])
    reflection_comments.take_back(by=coach, comment=said[0])
    with clock.at(FRIDAY + TAKE_BACK + dt.timedelta(minutes=1)), pytest.raises(Refusal) as late:
        reflection_comments.take_back(by=coach, comment=said[1])

    assert (not_mine.value.codes, late.value.codes) == (["not-yours"], ["said-long-ago"])
    assert ReflectionComment.objects.count() == 1


# --- the map -------------------------------------------------------------------------------------


def test_a_question_answered_puts_its_side_on_the_map_and_taps_change_it(placement):
    entry = write(placement, prompt="felt")
    client, page = (
        signed_in(placement, Role.STUDENT),
        reverse("placements:reflection-place", args=[entry.pk]),
    )
    before = (entry.dimensions, entry.depth)

    for press in ({"side": "moral"}, {"side": "emotional"}, {"depth": "double"}):
        client.post(page, press)

    entry.refresh_from_db()
    assert before == (["emotional"], "single")
    assert (entry.dimensions, entry.depth) == (["moral"], "double")


def test_the_map_marks_a_side_and_a_week_once_and_invites_to_what_is_new(placement):
    for prompt in ("felt", "hard_moment", "what_worked"):
        write(placement, prompt=prompt)

    found = map_of(placement, person(placement, Role.STUDENT))

    assert sorted(found.picture.seen) == [(0, 0, False), (0, 2, True)]
    assert found.question.dimension == "moral"


@pytest.mark.parametrize("role", [Role.COACH, Role.MENTOR])
def test_the_map_changes_nothing_that_another_reader_gets(placement, role):
    entry = write(placement, Audience.TRIAD, prompt="felt")
    client = signed_in(placement, role)
    pages = [
        reverse("placements:reflection", args=[entry.pk]),
        reverse("placements:reflection-list", args=[placement.pk]),
    ]

    def answers() -> list[str]:
        return [LOTS.sub("", client.get(page).content.decode()) for page in pages]

    before = answers()
    reflections.place(
        by=person(placement, Role.STUDENT),
        reflection=entry,
        dimensions=["moral", "self"],
        depth="double",
    )

    assert answers() == before


# --- texts ---------------------------------------------------------------------------------------


def test_examples_are_there_in_both_languages_for_every_side_and_both_depths():
    assert all(one.nl and one.en and one.why_nl and one.why_en for one in ours())
    assert {one.dimension for one in ours()} == {
        "technical",
        "moral",
        "emotional",
        "political",
        "self",
    }
    assert {one.depth for one in ours()} == {"single", "double"}
