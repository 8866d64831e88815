"""The room: three people write in one note and lose nothing, agree, and choose their level anew."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import HistoryEntry, Notification
from competences.enums import Moment
from competences.models import Assessment, Competence, MasteryLevel
from config import clock
from config.refusal import Refusal
from placements.actions import sign_offs, trialogue_notes, trialogue_voices
from placements.documents.trialogue_report import report_hash
from placements.models import NoteRevision, Placement, Trialogue, TrialogueAction
from placements.rules.agenda import CLOSING
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

DAY_NINE = dt.date(2026, 10, 1)
LOOKING = 12  # queries of one look, whatever was said


@pytest.fixture
def placement() -> Placement:
    found = make_placement()
    work(found, 9)
    with clock.at(DAY_NINE):
        rate(found, Role.STUDENT, "A")
        rate(found, Role.MENTOR, "K")
    return found


@pytest.fixture
def meeting(placement: Placement) -> Trialogue:
    return hold_trialogue(placement, DAY_NINE)


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.at(DAY_NINE):
        yield


def note(meeting: Trialogue, role: str, text: str, *, seen: int = 0, item: str = CLOSING):
    return trialogue_notes.note(
        by=person(meeting.placement, role),
        trialogue=meeting,
        item=item,
        notes=text,
        seen_version=seen,
    )


def browser(placement: Placement, role: str) -> Client:
    client = Client()
    client.force_login(person(placement, role))
    return client


def page(meeting: Trialogue, name: str = "trialogue") -> str:
    return reverse(f"placements:{name}", args=[meeting.pk])


def agree(meeting: Trialogue, role: str = Role.COACH, what: str = "Samen nalezen"):
    by = person(meeting.placement, role)
    who = Role.STUDENT.value
    return trialogue_notes.agree(by=by, trialogue=meeting, what=what, who=who, due_on=None)


def sign(meeting: Trialogue, role: str) -> None:
    found = Trialogue.objects.get(pk=meeting.pk)
    by = person(meeting.placement, role)
    sign_offs.sign_off(by=by, trialogue=found, shown=report_hash(found))


# --- notes


def test_all_three_write_one_after_the_other(meeting):
    note(meeting, Role.COACH, "Eerst.")
    note(meeting, Role.MENTOR, "Eerst.\nDan.", seen=1)
    last = note(meeting, Role.STUDENT, "Eerst.\nDan.\nSlot.", seen=2)

    assert (last.note.text, last.note.version, last.merged) == ("Eerst.\nDan.\nSlot.", 3, False)


def test_who_wrote_on_an_older_text_finds_both_texts_in_the_note(meeting):
    note(meeting, Role.COACH, "Van Katrien.")
    written = note(meeting, Role.MENTOR, "Van Griet.")

    assert written.note.text == "Van Katrien.\nVan Griet."
    assert (written.merged, written.clashed) == (True, False)


def test_what_was_typed_while_the_answer_was_on_its_way_goes_on_from_what_was_sent(meeting):
    note(meeting, Role.COACH, "Van Katrien.")
    first = note(meeting, Role.MENTOR, "Van Gr")
    then = note(meeting, Role.MENTOR, "Van Griet.", seen=first.received)

    assert then.note.text == "Van Katrien.\nVan Griet."


def test_the_same_text_sent_again_is_received_once(meeting):
    note(meeting, Role.COACH, "Van Katrien.")
    first = note(meeting, Role.MENTOR, "Van Griet.")
    again = note(meeting, Role.MENTOR, "Van Griet.")

    assert (again.received, again.note.text) == (first.received, first.note.text)
    assert NoteRevision.objects.count() == 3


def test_two_texts_on_one_line_stand_under_each_other_with_their_names(placement, meeting):
    note(meeting, Role.COACH, "Ze werkt juist.")
    note(meeting, Role.MENTOR, "Ze werkt juist, alleen.", seen=1)
    written = note(meeting, Role.COACH, "Ze werkt juist, met hulp.", seen=1)

    mentor, coach = placement.mentor.first_name, placement.coach.first_name
    both = f"{mentor}:\nZe werkt juist, alleen.\n{coach}:\nZe werkt juist, met hulp."
    assert (written.note.text, written.clashed) == (both, True)


def test_every_text_that_was_received_stays_readable(placement, meeting):
    note(meeting, Role.COACH, "Van Katrien.")
    note(meeting, Role.MENTOR, "Van Griet.")
    note(meeting, Role.COACH, "", seen=3)
    shown = browser(placement, Role.STUDENT).get(
        reverse("placements:trialogue-note-history", args=[meeting.pk, CLOSING])
    )

    assert [(one.text, one.by) for one in shown.context["page"]] == [
        ("", placement.coach),
        ("Van Katrien.\nVan Griet.", placement.mentor),
        ("Van Griet.", placement.mentor),
        ("Van Katrien.", placement.coach),
    ]


def test_the_history_tells_once_of_each_person_that_they_wrote(placement, meeting):
    note(meeting, Role.COACH, "Een.")
    note(meeting, Role.COACH, "Een, twee.", seen=1)
    note(meeting, Role.MENTOR, "Een, twee, drie.", seen=2)

    told = HistoryEntry.objects.filter(action="trialogue-noted").order_by("pk")
    assert [entry.by for entry in told] == [placement.coach, placement.mentor]


def test_notes_on_two_items_do_not_stand_in_each_others_way(meeting):
    note(meeting, Role.COACH, "Over één.", item="wellbeing")
    note(meeting, Role.MENTOR, "Over twee.", item=CLOSING)

    assert set(meeting.notes.values_list("item", "text")) == {
        ("wellbeing", "Over één."),
        (CLOSING, "Over twee."),
    }


def test_without_a_script_two_texts_on_one_line_come_back_to_be_put_together(placement, meeting):
    note(meeting, Role.COACH, "Begin.")
    note(meeting, Role.COACH, "Begin van Katrien.", seen=1)
    client = browser(placement, Role.MENTOR)
    data = {"item": CLOSING, "notes": "Begin van Griet.", "seen_version": 1}

    shown = client.post(page(meeting, "trialogue-note"), data)
    form = shown.context["note_form"]
    together = {
        "item": CLOSING,
        "notes": "Begin van beiden.",
        "seen_version": form["seen_version"].value(),
    }
    client.post(page(meeting, "trialogue-note"), together)

    coach, mentor = placement.coach.first_name, placement.mentor.first_name
    both = f"{coach}:\nBegin van Katrien.\n{mentor}:\nBegin van Griet."
    assert (form["notes"].value(), shown.context["clashed"]) == (both, True)
    assert meeting.notes.get().text == "Begin van beiden."


def test_saving_leads_to_the_next_item(placement, meeting):
    client = browser(placement, Role.STUDENT)
    data = {"item": "wellbeing", "notes": "Goed.", "seen_version": 0, "then": CLOSING}

    response = client.post(page(meeting, "trialogue-note"), data)

    assert response["Location"] == f"{page(meeting)}?item={CLOSING}#item"


def test_the_script_hears_what_the_note_is_now_and_why_it_is_refused(placement, meeting):
    client = browser(placement, Role.STUDENT)
    data = {"item": CLOSING, "notes": "Goed.\r\nZo.", "seen_version": 0}
    saved = client.post(
        page(meeting, "trialogue-note"), data, headers={"Accept": "application/json"}
    )
    sign(meeting, Role.COACH)
    refused = client.post(
        page(meeting, "trialogue-note"),
        {**data, "notes": "Te laat."},
        headers={"Accept": "application/json", "Accept-Language": "en"},
    )

    answer = saved.json()
    assert (answer["text"], answer["version"], answer["received"]) == ("Goed.\nZo.", 1, 1)
    assert refused.status_code == 409
    assert meeting.notes.get().text == "Goed.\nZo."


# --- agreed actions


def test_what_was_agreed_is_put_differently_while_the_meeting_is_open(placement, meeting):
    action = agree(meeting)
    data = {
        f"agreed-{action.pk}-what": "Alleen nalezen",
        f"agreed-{action.pk}-who": Role.MENTOR.value,
        f"agreed-{action.pk}-due_on": "2026-10-09",
    }
    url = reverse("placements:trialogue-action-change", args=[action.pk])

    browser(placement, Role.STUDENT).post(url, data)

    changed = TrialogueAction.objects.get()
    found = (changed.pk, changed.what, changed.who, changed.due_on)
    assert found == (action.pk, "Alleen nalezen", Role.MENTOR, dt.date(2026, 10, 9))


def test_what_is_not_agreed_after_all_leaves_the_list_and_stays_in_the_history(placement, meeting):
    action = agree(meeting)
    url = reverse("placements:trialogue-action-remove", args=[action.pk])

    browser(placement, Role.MENTOR).post(url)

    told = HistoryEntry.objects.get(action="action-removed")
    assert not TrialogueAction.objects.exists()
    assert told.data == {"what": "Samen nalezen", "who": Role.STUDENT}


def test_after_the_first_sign_off_what_was_agreed_stays(placement, meeting):
    action = agree(meeting)
    sign(meeting, Role.MENTOR)
    said = {"what": "Iets anders", "who": Role.COACH.value, "due_on": None}

    with pytest.raises(Refusal) as changed:
        trialogue_notes.change_action(by=placement.coach, action=action, **said)
    with pytest.raises(Refusal) as removed:
        trialogue_notes.remove_action(by=placement.coach, action=action)

    assert changed.value.codes == removed.value.codes == ["report-frozen"]


# --- voices


def say(meeting: Trialogue, by: str, voice: str, code: str = "V") -> Assessment:
    version = meeting.placement.dossier.version_id
    return trialogue_voices.say(
        by=person(meeting.placement, by),
        trialogue=meeting,
        voice=voice,
        competence=Competence.objects.filter(version=version)[0],
        level=MasteryLevel.objects.get(version=version, code=code),
    )


def test_each_chooses_again_in_the_own_voice(placement, meeting):
    said = [say(meeting, role, role) for role in (Role.STUDENT, Role.MENTOR, Role.COACH)]

    assert [(one.voice.person, one.moment, one.entered_by) for one in said] == [
        (person, Moment.TRIALOGUE, person)
        for person in (placement.student, placement.mentor, placement.coach)
    ]


def test_what_the_mentor_says_aloud_the_coach_enters_in_the_mentors_voice(placement, meeting):
    said = say(meeting, Role.COACH, Role.MENTOR)

    assert (said.voice.person, said.entered_by) == (placement.mentor, placement.coach)
    assert said.note_on_entry
    told = Notification.objects.filter(rule="competence-entered-for-you")
    assert [one.recipient for one in told] == [placement.mentor]


def test_nobody_speaks_for_the_student(meeting):
    with pytest.raises(Refusal) as refused:
        say(meeting, Role.COACH, Role.STUDENT)

    assert refused.value.codes == ["not-on-their-behalf"]


def test_after_the_first_sign_off_nobody_chooses_again_in_the_room(meeting):
    sign(meeting, Role.STUDENT)

    with pytest.raises(Refusal) as refused:
        say(meeting, Role.MENTOR, Role.MENTOR)

    assert refused.value.codes == ["report-frozen"]


# --- what changed since one looked


def look(client: Client, meeting: Trialogue, token: str = "") -> tuple[int, dict]:
    headers = {"If-None-Match": f'"{token}"'} if token else {}
    answer = client.get(page(meeting, "trialogue-live"), {"item": CLOSING}, headers=headers)
    return answer.status_code, answer.json() if answer.content else {}


def test_who_looks_again_hears_only_what_changed(placement, meeting):
    client = browser(placement, Role.STUDENT)
    _status, first = look(client, meeting)
    quiet = look(client, meeting, first["token"])
    note(meeting, Role.COACH, "Iets nieuws.")
    status, noted = look(client, meeting, first["token"])
    agree(meeting)
    _status, agreed = look(client, meeting, noted["token"])

    assert quiet == (304, {})
    assert (status, noted["note"]["text"]) == (200, "Iets nieuws.")
    assert agreed["rest"] != noted["rest"]


def test_one_look_costs_the_same_whatever_was_said(placement, meeting, django_assert_num_queries):
    client = browser(placement, Role.STUDENT)
    with django_assert_num_queries(LOOKING):
        look(client, meeting)
    for n in range(5):
        note(meeting, Role.COACH, f"Punt {n}.", item=f"p{n}")
        agree(meeting, what=f"Afspraak {n}")
        say(meeting, Role.MENTOR, Role.MENTOR, "KVA"[n % 3])

    with django_assert_num_queries(LOOKING):
        look(client, meeting)


# --- the page


def test_each_gets_the_forms_of_the_voices_they_can_enter(placement, meeting):
    item = {"item": f"c{Competence.objects.filter(version=placement.dossier.version_id)[0].pk}"}
    shown = {
        role: browser(placement, role).get(page(meeting), item).context["columns"]
        for role in (Role.STUDENT, Role.MENTOR, Role.COACH)
    }

    assert {
        role: [seat.role for seat, _spoken, form in columns if form]
        for role, columns in shown.items()
    } == {
        Role.STUDENT: [Role.STUDENT],
        Role.MENTOR: [Role.MENTOR],
        Role.COACH: [Role.MENTOR, Role.COACH],
    }


def test_a_competence_of_an_item_about_several_can_be_laid_on_the_table(placement):
    first = Competence.objects.filter(version=placement.dossier.version_id)[0]
    rate(placement, Role.STUDENT, "K", count=1)  # the voices agree, and nothing shows it
    meeting = hold_trialogue(placement, DAY_NINE)
    client = browser(placement, Role.COACH)

    alone = client.get(page(meeting), {"item": "not-shown"})
    beside = client.get(page(meeting), {"item": "not-shown", "about": first.pk})

    assert (alone.context["row"], beside.context["row"].row.competence) == (None, first)
