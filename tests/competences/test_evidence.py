"""Evidence: each voice brings its own kind, the student decides who sees it, files really go."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from accounts import reminders
from accounts.enums import Role
from accounts.models import HistoryEntry, Notification
from competences.actions import evidence
from competences.actions.dossiers import close_dossier, hand_over
from competences.actions.evidence import Words
from competences.enums import EvidenceAudience, EvidenceKind
from competences.models import Competence, Evidence
from competences.overviews.evidence import by_competence, chips, evidence_of, known_to_all
from competences.rules.evidence import is_web_address
from competences.uploads import Upload, accept
from config import clock
from config.refusal import Refusal
from placements.models import Placement
from tests.competences.files import photo
from tests.factories import make_placement, make_user, person

FRIDAY = dt.date(2026, 11, 20)
COACH, TRIAD = EvidenceAudience.COACH, EvidenceAudience.TRIAD
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def upload(content: bytes = b"notes", name: str = "notes.txt") -> Upload:
    return accept(io.BytesIO(content), name)


def add(placement: Placement, content: bytes = b"notes", **given) -> Evidence:
    role = given.pop("role", Role.STUDENT)
    with clock.at(FRIDAY):
        return evidence.add_file(
            by=person(placement, role),
            dossier=placement.dossier,
            upload=upload(content),
            topic=placement.topic,
            **{"audience": COACH, **given},
        )


def give_feedback(placement: Placement, role: str = Role.MENTOR) -> Evidence:
    with clock.at(FRIDAY):
        return evidence.give_feedback(
            by=person(placement, role),
            dossier=placement.dossier,
            task="Aanmaning",
            text="Netjes gedaan.",
            topic=placement.topic,
        )


def change(piece: Evidence, placement: Placement, role: str = Role.STUDENT, **given) -> None:
    with clock.at(FRIDAY):
        evidence.change(by=person(placement, role), evidence=piece, topic=placement.topic, **given)


def kept(media: Path) -> list[Path]:
    return [path for path in (media / "evidence").rglob("*") if path.is_file()]


def seen_by(placement: Placement) -> list[str]:
    with clock.at(FRIDAY):
        return [
            role.value
            for role in (Role.STUDENT, Role.MENTOR, Role.COACH)
            if evidence_of(placement.dossier, person(placement, role))
        ]


@pytest.mark.parametrize(
    ("role", "takes"),
    [
        (Role.STUDENT, ["file", "link"]),
        (Role.MENTOR, ["feedback"]),
        (Role.COACH, ["file", "link", "feedback"]),
    ],
)
def test_each_voice_brings_its_own_kind(placement, role, takes):
    given = {"by": person(placement, role), "dossier": placement.dossier}
    ways = {
        "file": lambda: evidence.add_file(upload=upload(), audience=COACH, **given),
        "link": lambda: evidence.add_link(url="https://example.org", audience=COACH, **given),
        "feedback": lambda: evidence.give_feedback(task="Kassa", text="Vlot.", **given),
    }

    def answer(way: Callable[[], Evidence]) -> list[str]:
        try:
            with clock.at(FRIDAY):
                way()
        except Refusal as refusal:
            return refusal.codes
        return []

    refused = ["not-your-kind-of-evidence"]
    assert {kind: answer(way) for kind, way in ways.items()} == {
        kind: [] if kind in takes else refused for kind in ways
    }


def test_who_has_no_voice_adds_nothing_and_no_file_stays(placement, media):
    with pytest.raises(Refusal) as refused:
        evidence.add_file(
            by=make_user("Vreemd"), dossier=placement.dossier, upload=upload(), audience=COACH
        )

    assert refused.value.codes == ["no-voice"]
    assert kept(media) == []


def test_after_the_end_nothing_is_added_but_what_is_there_can_go(placement):
    piece = add(placement)
    close_dossier(dossier=placement.dossier, moment=clock.now())

    with pytest.raises(Refusal) as refused:
        add(placement, b"later")
    with clock.at(FRIDAY):
        evidence.remove(by=person(placement, Role.STUDENT), evidence=piece)

    assert refused.value.codes == ["dossier-closed"]
    assert Evidence.objects.present().count() == 0


@pytest.mark.parametrize(
    ("audience", "expected"),
    [(COACH, ["student", "coach"]), (TRIAD, ["student", "mentor", "coach"])],
)
def test_evidence_is_seen_by_whom_the_student_chose(placement, audience, expected):
    add(placement, audience=audience)

    assert seen_by(placement) == expected


def test_a_change_of_readers_holds_at_once(placement):
    piece = add(placement)

    change(piece, placement, audience=TRIAD)
    opened = seen_by(placement)
    change(piece, placement, audience=COACH)

    assert opened == ["student", "mentor", "coach"]
    assert seen_by(placement) == ["student", "coach"]


def test_a_replaced_mentor_sees_nothing_any_more(placement):
    add(placement, audience=TRIAD)
    before = person(placement, Role.MENTOR)
    with clock.at(FRIDAY):
        hand_over(
            by=None,
            dossier=placement.dossier,
            role=Role.MENTOR,
            person=make_user("Nieuw"),
            topic=placement.topic,
        )

        assert evidence_of(placement.dossier, before) == []


def test_only_the_student_chooses_who_sees_what_the_coach_added(placement):
    piece = add(placement, role=Role.COACH)

    with pytest.raises(Refusal) as refused:
        change(piece, placement, Role.COACH, audience=TRIAD)
    change(piece, placement, audience=TRIAD)

    piece.refresh_from_db()
    assert refused.value.codes == ["student-decides"]
    assert piece.audience == TRIAD


def test_feedback_stays_open_to_all_three(placement):
    piece = give_feedback(placement)

    with pytest.raises(Refusal) as refused:
        change(piece, placement, audience=COACH)
    with pytest.raises(IntegrityError, match="evidence_feedback_is_open"), transaction.atomic():
        Evidence.objects.filter(pk=piece.pk).update(audience=COACH)

    assert refused.value.codes == ["feedback-is-open"]


def test_the_student_hears_of_feedback_until_it_is_removed(placement):
    piece = give_feedback(placement)
    told = Notification.objects.get(rule="task-feedback-given")

    assert told.recipient == person(placement, Role.STUDENT)
    assert told.context == {"name": "Griet", "role": "mentor"}
    assert reminders.rule(told.rule).still_true(told) is True

    with clock.at(FRIDAY):
        evidence.remove(by=person(placement, Role.MENTOR), evidence=piece)
    assert reminders.rule(told.rule).still_true(told) is False


def test_only_who_added_it_changes_the_words(placement):
    piece = add(placement)
    words = Words("Mijn nota's", "Hoe ik begon.", ())

    with pytest.raises(Refusal) as refused:
        change(piece, placement, Role.COACH, words=words)
    change(piece, placement, words=words)

    piece.refresh_from_db()
    assert refused.value.codes == ["not-yours"]
    assert (piece.title, piece.text) == ("Mijn nota's", "Hoe ik begon.")


def test_competences_of_another_version_are_refused(placement):
    other = Competence.objects.filter(version=make_placement().dossier.version_id)[0]

    with pytest.raises(Refusal) as refused:
        add(placement, competences=[other])

    assert refused.value.codes == ["other-framework"]


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("https://bank.example@evil.example", False),
        ("https://", False),
        ("https://[", False),
        ("https://javascript:alert(1)", False),
    ],
)
def test_a_link_is_an_address_of_the_web(url, right):
    assert is_web_address(url) is right


def test_the_same_file_twice_is_one_piece_and_one_file(placement, media):
    first, second = add(placement), add(placement)

    assert first == second
    assert len(kept(media)) == 1


def test_the_database_keeps_the_same_file_once_too(placement):
    piece = add(placement)
    piece.pk = None

    with pytest.raises(IntegrityError, match="evidence_file_once"):
        piece.save(force_insert=True)


def test_a_dossier_holds_so_much_and_no_more(placement, settings, media):
    settings.UPLOAD_MAX_BYTES_PER_DOSSIER = 12
    piece = add(placement, b"123456")

    with pytest.raises(Refusal) as refused:
        add(placement, b"1234567")
    with clock.at(FRIDAY):
        evidence.remove(by=person(placement, Role.STUDENT), evidence=piece)
    add(placement, b"1234567")

    assert refused.value.codes == ["dossier-full"]
    assert Evidence.objects.present().count() == 1


def test_a_removed_piece_leaves_its_row_and_no_file(
    placement, media, django_capture_on_commit_callbacks
):
    piece = add(placement)

    with clock.at(FRIDAY), django_capture_on_commit_callbacks(execute=True):
        evidence.remove(by=person(placement, Role.STUDENT), evidence=piece)

    piece.refresh_from_db()
    assert kept(media) == []
    assert (piece.file.name, piece.removed_at is not None) == ("", True)
    assert seen_by(placement) == []


def test_a_removal_that_is_taken_back_keeps_the_file(placement, media):
    piece = add(placement)

    with transaction.atomic(), clock.at(FRIDAY):
        evidence.remove(by=person(placement, Role.STUDENT), evidence=piece)
        transaction.set_rollback(True)

    piece.refresh_from_db()
    assert default_storage.exists(piece.file.name)
    assert piece.removed_at is None


def test_files_that_nothing_names_are_swept_out_after_a_day(placement, media):
    piece = add(placement)
    default_storage.save("evidence/2026/11/stray", io.BytesIO(b"x"))

    young = evidence.forget_strays(before=clock.now() - dt.timedelta(days=1))
    old = evidence.forget_strays(before=clock.now() + dt.timedelta(days=1))

    assert (young, old) == (0, 1)
    assert kept(media) == [media / piece.file.name]


def test_a_stored_name_tells_nothing(placement):
    piece = add(placement, photo(), title="Amina op haar werk")

    assert piece.file.name.startswith("evidence/2026/11/")
    assert len(piece.file.name.rpartition("/")[2]) == 32
    assert piece.file_name == "notes.jpg"


def test_history_names_no_title_and_the_story_only_what_all_may_see(placement):
    add(placement, title="mark-title", text="mark-text")
    add(placement, b"open", audience=TRIAD, title="mark-title")

    rows = HistoryEntry.objects.filter(action="evidence-added").order_by("pk")

    assert [(row.topic, row.data) for row in rows] == [
        ("", {"kind": "file", "audience": "coach"}),
        (placement.topic, {"kind": "file", "audience": "triad"}),
    ]


def test_a_competence_shows_what_stands_behind_it(placement, django_assert_num_queries):
    competence, other = Competence.objects.filter(version=placement.dossier.version_id)[:2]
    pieces = [add(placement, bytes([65 + n]), competences=[competence]) for n in range(3)]
    give_feedback(placement)

    with clock.at(FRIDAY), django_assert_num_queries(3):
        behind = by_competence(placement.dossier, person(placement, Role.STUDENT))

    assert behind == {competence.pk: list(reversed(pieces))}
    assert other.pk not in behind


def test_overviews_of_several_readers_count_only_what_all_may_see(placement):
    first, second = Competence.objects.filter(version=placement.dossier.version_id)[:2]
    add(placement, b"a", competences=[first])
    add(placement, b"b", competences=[second], audience=TRIAD)

    assert known_to_all([placement.dossier_id]) == {placement.dossier_id: {second.pk}}


def test_the_last_used_competence_stands_in_front(placement):
    first, second, third, fourth = Competence.objects.filter(version=placement.dossier.version_id)
    add(placement, competences=[third])

    with clock.at(FRIDAY):
        found = chips(
            placement.dossier, person(placement, Role.STUDENT), {second.pk: dt.date(2026, 11, 21)}
        )

    assert found == [second, third, first, fourth]


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": EvidenceKind.LINK, "url": ""},
        {"kind": EvidenceKind.FEEDBACK, "text": ""},
        {"kind": EvidenceKind.FILE, "sha256": ""},
    ],
)
def test_the_database_holds_each_kind_to_what_it_says(placement, broken):
    given = {"dossier": placement.dossier, "title": "x", "added_role": Role.STUDENT}

    with pytest.raises(IntegrityError, match="evidence_holds_what_its_kind_says"):
        Evidence.objects.create(
            added_by=person(placement, Role.STUDENT), audience=TRIAD, **given, **broken
        )
