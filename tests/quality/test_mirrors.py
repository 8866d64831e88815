"""A mentor's mirror: private, shared with the coaches only if the mentor wants, and taken back."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import HistoryEntry, User
from config.refusal import Refusal
from placements.actions import placements
from placements.models import Placement
from quality.actions import mirrors
from quality.models import MentorMirror
from quality.overviews.mirrors import roles_seen, shared_with
from tests.factories import make_placement, make_user, person

pytestmark = pytest.mark.django_db
ROLES = ["expert", "trainer", "supporter", "administrator"]


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def made(placement: Placement, value: int | None = 3, **said) -> MentorMirror:
    griet = person(placement, Role.MENTOR)
    return mirrors.make(by=griet, values=dict.fromkeys(ROLES, value), **said)


def readers(mirror: MentorMirror, *people: User) -> list[bool]:
    return [MentorMirror.objects.visible_to(one).filter(pk=mirror.pk).exists() for one in people]


def test_a_mirror_is_for_the_mentor_alone(placement):
    mirror = made(placement, words="Ik luister te weinig.")
    three = [person(placement, role) for role in (Role.MENTOR, Role.COACH, Role.STUDENT)]

    assert readers(mirror, *three) == [True, False, False]
    entry = HistoryEntry.objects.get(action="mirror-made")
    assert (entry.data, entry.topic) == ({}, "")


def test_the_mentor_shares_it_with_the_coach_and_takes_it_back(placement):
    griet, coach = person(placement, Role.MENTOR), person(placement, Role.COACH)
    student = person(placement, Role.STUDENT)
    mirror = made(placement)

    mirrors.share(by=griet, mirror=mirror)
    shared = [*readers(mirror, coach, student), shared_with(coach, placement)]
    mirrors.take_back(by=griet, mirror=mirror)

    assert shared == [True, False, [mirror]]
    assert readers(mirror, griet, coach) == [True, False]
    assert shared_with(coach, placement) == []


def test_a_coach_of_somebody_else_and_a_coach_of_before_see_nothing(placement):
    griet, coach = person(placement, Role.MENTOR), person(placement, Role.COACH)
    mirror = made(placement)
    mirrors.share(by=griet, mirror=mirror)
    elsewhere = person(make_placement(), Role.COACH)
    after = make_user("Ann")

    placements.change_person(by=coach, placement=placement, role=Role.COACH, person=after)

    assert readers(mirror, elsewhere, coach, after) == [False, False, True]


def test_only_the_mentor_shares_takes_back_and_throws_away(placement):
    coach, mirror = person(placement, Role.COACH), made(placement)
    refused = []
    for action in (mirrors.share, mirrors.take_back, mirrors.throw_away):
        with pytest.raises(Refusal) as refusal:
            action(by=coach, mirror=mirror)
        refused.append(refusal.value.codes)

    assert refused == [["not-yours"]] * 3
    mirrors.throw_away(by=person(placement, Role.MENTOR), mirror=mirror)
    assert MentorMirror.objects.count() == 0


def test_who_was_never_a_mentor_has_no_mirror(placement):
    with pytest.raises(Refusal) as refused:
        mirrors.make(by=person(placement, Role.STUDENT), values=dict.fromkeys(ROLES, 2))

    assert refused.value.codes == ["not-a-mentor"]


@pytest.mark.parametrize(
    ("values", "wants", "codes"),
    [
        ({"expert": 2}, "", ["not-answered"] * 3),
        (dict.fromkeys(ROLES, 9), "", ["unknown-answer"]),
        (dict.fromkeys(ROLES, 2), "boss", ["unknown-role"]),
    ],
)
def test_a_mirror_is_of_the_four_roles(placement, values, wants, codes):
    with pytest.raises(Refusal) as refused:
        mirrors.make(by=person(placement, Role.MENTOR), values=values, wants=wants)

    assert refused.value.codes == codes


def test_a_coach_does_not_see_what_moved_since_a_mirror_that_is_not_shared(placement):
    griet, coach = person(placement, Role.MENTOR), person(placement, Role.COACH)
    made(placement, 1)
    second = mirrors.share(by=griet, mirror=made(placement, 3, wants="trainer"))

    mine, theirs = (roles_seen(second, reader) for reader in (griet, coach))

    assert [one.before for one in mine] == [1, 1, 1, 1]
    assert [one.before for one in theirs] == [None] * 4
    assert [one.topic.key for one in mine if one.suggestions] == ["trainer"]


def test_a_mirror_is_made_shared_and_thrown_away_in_the_pages(client, placement):
    client.force_login(person(placement, Role.MENTOR))
    answers = dict.fromkeys(ROLES, "1") | {"supporter": "none", "wants": "", "words": "Voor mij."}

    client.post(reverse("quality:mirror-make"), answers)
    mirror = MentorMirror.objects.get()
    page = client.get(reverse("quality:mirror", args=[mirror.pk])).content.decode()
    client.post(reverse("quality:mirror-share", args=[mirror.pk]))
    is_shared = MentorMirror.objects.get().shared_at is not None
    client.post(reverse("quality:mirror-throw-away", args=[mirror.pk]))

    assert mirror.values == {"expert": 1, "trainer": 1, "supporter": None, "administrator": 1}
    assert "Voor mij." in page
    assert is_shared
    assert list(MentorMirror.objects.all()) == []
