"""What a device sends: the same press once, two texts both kept, drafts of nobody else."""

import datetime as dt
import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts import todo
from accounts.enums import Role
from competences.enums import EvidenceAudience
from competences.models import Competence, Evidence
from config import clock
from config.refusal import Refusal
from placements.actions import day_entries, days
from placements.actions.day_entries import Entry, Receipt
from placements.actions.days import DayContent
from placements.models import DayConflict, DayDraft, Placement, Reflection, WorkplaceDay
from tests.factories import make_placement, person

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture
def student(placement, client: Client) -> Client:
    client.force_login(person(placement, Role.STUDENT))
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"placements:{name}", args=args)


def sent(**changes) -> dict:
    return {
        "key": str(uuid.uuid4()),
        "date": "2026-11-20",
        "part": "whole",
        "tasks": "Bank aangesloten",
        **changes,
    }


def sync(client: Client, placement: Placement, data: dict) -> tuple[int, dict]:
    with clock.at(FRIDAY):
        answer = client.post(at("day-sync", placement.pk), data)
    return answer.status_code, answer.json()


def receive(placement: Placement, *, thought: dict | None = None, **content) -> Receipt:
    said = {"date": "2026-11-20", "part": "whole", "tasks": content.get("tasks", "")}
    entry = Entry(uuid.uuid4(), DayContent(FRIDAY, **content), said, thought or {})
    with clock.at(FRIDAY):
        return day_entries.receive(
            by=person(placement, Role.STUDENT), placement=placement, entry=entry
        )


# --- the same press


def test_the_same_key_gets_the_same_answer_and_makes_one_day_with_one_reflection(
    placement, student
):
    data = sent(**{"reflection-text": "Ik durfde.", "reflection-audience": "private"})

    first = sync(student, placement, data)
    second = sync(student, placement, data)

    day = placement.days.get()
    assert first == second
    assert (first[0], first[1]["state"], first[1]["url"]) == (200, "received", at("day", day.pk))
    assert str(day.key) == data["key"]
    assert Reflection.objects.count() == 1


def test_the_form_pressed_twice_logs_once_without_a_script(placement, student):
    data = sent(**{"reflection-text": "", "reflection-audience": "coach"})
    with clock.at(FRIDAY):
        answers = [student.post(at("day-log", placement.pk), data) for _twice in range(2)]

    assert len({answer.url for answer in answers}) == 1
    assert placement.days.count() == 1


def test_a_key_of_another_placement_is_refused(placement, student):
    key = uuid.uuid4()
    WorkplaceDay.objects.create(placement=make_placement(), date=FRIDAY, key=key)

    status, said = sync(student, placement, sent(key=str(key)))

    assert (status, [one["code"] for one in said["obstacles"]]) == (409, ["key-used"])
    assert placement.days.count() == 0


def test_as_planned_says_its_date_and_the_plan_the_rest(placement, student):
    status, said = sync(
        student, placement, {"key": str(uuid.uuid4()), "as_planned": "yes", "date": "2026-11-20"}
    )

    day = placement.days.get()
    assert (status, said["state"], day.date, day.portion) == (200, "received", FRIDAY, 1)


def test_what_cannot_be_taken_says_why(placement, student):
    status, said = sync(student, placement, sent(date="2026-11-21"))

    assert (status, said["state"]) == (409, "refused")
    assert [one["code"] for one in said["obstacles"]] == ["day-in-the-future"]


def test_a_form_with_a_fault_names_the_field(placement, student):
    status, said = sync(student, placement, sent(date="gisteren"))

    assert (status, len(said["obstacles"])) == (400, 1)
    assert said["obstacles"][0]["message"].startswith("Welke dag?")


def test_who_is_signed_out_is_sent_to_the_door_and_nothing_is_lost(placement, client):
    answer = client.post(at("day-sync", placement.pk), sent())

    assert (answer.status_code, placement.days.count()) == (302, 0)


# --- two texts


def test_a_second_text_waits_beside_the_first(placement, student):
    receive(placement, tasks="Op het werk")

    status, said = sync(student, placement, sent(tasks="In de trein"))

    day, conflict = placement.days.get(), DayConflict.objects.get()
    assert (status, said) == (200, {"state": "conflict", "url": at("day-settle", conflict.pk)})
    assert (day.tasks, conflict.content["tasks"]) == ("Op het werk", "In de trein")
    with clock.at(FRIDAY):
        waiting = todo.waiting_for(person(placement, Role.STUDENT), FRIDAY)
    assert [one.url for one in waiting if one.kind == "day-told-twice"] == [said["url"]]


def test_a_second_text_that_says_no_more_asks_nothing(placement):
    first = receive(placement, tasks="Bank")

    again = receive(placement, tasks="Bank")

    assert (again.day, again.conflict) == (first.day, None)
    assert list(DayConflict.objects.of_choice()) == []


@pytest.mark.parametrize("more", [{"tasks": "Ook btw"}, {"workload": 3}, {"afternoon": False}])
def test_a_second_text_that_says_more_is_for_the_student_to_choose(placement, more):
    receive(placement, tasks="Bank")

    assert receive(placement, **({"tasks": "Bank"} | more)).conflict is not None


def test_the_other_half_of_a_day_is_no_conflict(placement):
    receive(placement, afternoon=False)

    assert receive(placement, morning=False).conflict is None
    assert placement.days.count() == 2


def test_a_reflection_beside_a_second_text_is_kept_at_once(placement):
    first = receive(placement, tasks="Bank").day

    receive(placement, tasks="Btw", thought={"text": "Lastig.", "audience": "private"})

    assert [(one.day, one.text) for one in Reflection.objects.all()] == [(first, "Lastig.")]


@pytest.mark.parametrize(
    ("keep", "words"),
    [("first", "Op het werk"), ("second", "In de trein"), ("both", "Werk en trein")],
)
def test_the_student_keeps_one_the_other_or_words_of_both(placement, student, keep, words):
    one, other = Competence.objects.filter(version=placement.dossier.version_id)[:2]
    day = receive(placement, tasks="Op het werk", competences=[one], workload=2).day
    sync(student, placement, sent(tasks="In de trein", competences=[other.pk], workload="3"))
    conflict = DayConflict.objects.get()

    with clock.at(FRIDAY):
        student.post(at("day-settle", conflict.pk), {"keep": keep, "words": "Werk en trein"})

    day.refresh_from_db()
    conflict.refresh_from_db()
    practised = {"first": {one}, "second": {other}, "both": {one, other}}[keep]
    assert (day.tasks, set(day.competences.all())) == (words, practised)
    assert day.workload == (3 if keep == "second" else 2)
    assert (conflict.content["tasks"], conflict.settled_at is not None) == ("In de trein", True)


def test_a_confirmed_day_stays_and_so_does_the_second_text(placement, student):
    day = receive(placement, tasks="Op het werk").day
    sync(student, placement, sent(tasks="In de trein"))
    conflict = DayConflict.objects.get()
    days.confirm(by=person(placement, Role.MENTOR), days=[day])

    with clock.at(FRIDAY):
        answer = student.post(at("day-settle", conflict.pk), {"keep": "second", "words": ""})

    day.refresh_from_db()
    conflict.refresh_from_db()
    assert [e.code for e in answer.context["form"].errors.as_data()["__all__"]] == ["day-confirmed"]
    assert (day.tasks, conflict.settled_at) == ("Op het werk", None)


# --- a photo


def photo() -> io.BytesIO:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "JPEG")
    drawn.seek(0)
    drawn.name = "IMG_0001.jpg"
    return drawn


@pytest.mark.parametrize("audience", [EvidenceAudience.COACH, EvidenceAudience.TRIAD])
def test_a_photo_shows_the_competences_of_its_day_to_whom_the_student_chose(
    placement, student, audience
):
    competence = Competence.objects.filter(version=placement.dossier.version_id)[0]

    sync(
        student,
        placement,
        sent(competences=[competence.pk], file=photo(), file_audience=audience),
    )

    day, piece = placement.days.get(), Evidence.objects.get()
    assert (list(day.evidence.all()), piece.audience) == ([piece], audience)
    assert list(piece.competences.all()) == [competence]
    client = Client()
    client.force_login(person(placement, Role.MENTOR))
    shown = client.get(at("day", day.pk)).context["shown"]
    assert list(shown) == ([piece] if audience == EvidenceAudience.TRIAD else [])


def test_a_file_that_is_no_picture_is_refused_and_no_day_is_half_kept(placement, student):
    page = io.BytesIO(b"<html><script>alert(1)</script></html>")
    page.name = "foto.jpg"

    status, said = sync(student, placement, sent(file=page))

    assert (status, said["state"]) == (409, "refused")
    assert (placement.days.count(), Evidence.objects.count()) == (0, 0)


# --- drafts


def keep(client: Client, placement: Placement, key: uuid.UUID, *, minute: int = 0, **more) -> dict:
    with clock.at(dt.datetime.combine(FRIDAY, dt.time(17, minute))):
        data = {"draft": str(key), "date": "2026-11-20", "tasks": "Half", "writer": "phone"} | more
        return client.post(at("day-draft", placement.pk), data).json()


def test_a_draft_comes_back_on_another_device_and_goes_when_it_is_sent(placement, student):
    key = uuid.uuid4()
    keep(student, placement, key, **{"reflection-text": "Nog niet zeker."})

    with clock.at(FRIDAY):
        page = student.get(at("day-log", placement.pk))
    assert page.context["form"]["tasks"].value() == "Half"
    assert page.context["reflection"]["text"].value() == "Nog niet zeker."

    sync(student, placement, sent(draft=str(key)))
    assert DayDraft.objects.count() == 0


def test_the_last_writer_is_told_and_overwrites_nothing(placement, student):
    key = uuid.uuid4()
    known = keep(student, placement, key)["saved_at"]
    keep(student, placement, key, minute=1, writer="laptop", tasks="Van de laptop", since=known)

    told = keep(student, placement, key, minute=2, tasks="Van de telefoon", since=known)

    assert (told["state"], told["content"]["tasks"]) == ("elsewhere", "Van de laptop")
    assert DayDraft.objects.get().content["tasks"] == "Van de laptop"
    kept = keep(student, placement, key, minute=3, tasks="Van de telefoon", since=told["saved_at"])
    assert (kept["state"], DayDraft.objects.get().content["tasks"]) == ("kept", "Van de telefoon")


def test_a_draft_that_was_sent_elsewhere_does_not_rise_again(placement, student):
    key = uuid.uuid4()
    known = keep(student, placement, key)["saved_at"]
    sync(student, placement, sent(draft=str(key)))

    assert keep(student, placement, key, since=known) == {"state": "sent"}
    assert DayDraft.objects.count() == 0


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COACH])
def test_drafts_and_second_texts_are_of_the_student_alone(placement, student, role):
    receive(placement, tasks="Op het werk")
    sync(student, placement, sent(tasks="In de trein"))
    keep(student, placement, uuid.uuid4())
    reader = person(placement, role)

    assert not DayDraft.objects.visible_to(reader).exists()
    assert not DayConflict.objects.visible_to(reader).exists()
    with pytest.raises(Refusal) as refused:
        day_entries.drop_draft(by=reader, draft=DayDraft.objects.get())
    assert refused.value.codes == ["not-your-role"]
