"""A visit before, during and after: who is told, whose notes it are, and what goes when asked."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.enums import MailState, Role
from accounts.models import Notification, StoredDocument
from competences.uploads import accept
from config import clock
from config.refusal import Refusal
from placements.models import Placement
from quality import visit_delivery
from quality.actions import cycle_reminders, visit_consents, visit_notes, visits
from quality.actions.visits import Contact, Moment
from quality.documents.visits import Written, report_values, visit_report
from quality.enums import VisitState
from quality.models import Visit
from quality.overviews.follow_up import follow_ups
from quality.overviews.visit_notes import noted
from quality.overviews.visits import VisitFacts, facts_of
from tests.competences.files import photo
from tests.factories import make_placement, make_programme, make_user, person

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 16, 9)
LUC = Contact("Luc Veldeman", "luc@example.org")


@pytest.fixture
def placement() -> Placement:
    coordinator = make_user("Wim", "Claes")
    return make_placement(programme=make_programme("visited", coordinator=coordinator))


def planned(placement: Placement, contact: Contact = LUC) -> Visit:
    with clock.at(NOW):
        starts_at = clock.now() + dt.timedelta(days=2)
        moment = Moment(starts_at, starts_at + dt.timedelta(hours=1), "Kaai 3")
        coach = person(placement, Role.COACH)
        return visits.arrange(by=coach, placement=placement, contact=contact, moment=moment)


def held(placement: Placement) -> Visit:
    visit = planned(placement)
    with clock.at(NOW + dt.timedelta(days=2, hours=3)):
        return visits.hold(by=visit.visitor, visit=visit)


def reported(visit: Visit, **written: str) -> Visit:
    with clock.at(NOW + dt.timedelta(days=3)):
        values = report_values(visit, Written(summary="Een kleine ploeg.", points=written))
        to_do = [{"what": "Fiche vernieuwen", "who": "Luc", "due": "2026-12-01"}]
        return visits.report(by=visit.visitor, visit=visit, values=values, to_do=to_do)


def test_whom_one_meets_gets_the_calendar_file_and_the_visit_is_confirmed(placement, mailoutbox):
    visit = planned(placement)

    with clock.at(NOW):
        assert visit_delivery.send_due(clock.now()) == 1
        assert visit_delivery.send_due(clock.now()) == 0

    (mail,) = mailoutbox
    event = Calendar.from_ical(visit.mails.get().calendar).walk("VEVENT")[0]
    visit.refresh_from_db()
    assert mail.to == ["luc@example.org"]
    assert mail.reply_to == [visit.visitor.email]
    assert placement.student.last_name not in mail.body
    assert (event["dtstart"].dt, str(event["location"])) == (visit.starts_at, "Kaai 3")
    assert visit.confirmed_at is not None


def test_a_visit_that_is_moved_replaces_the_one_in_the_calendar_and_is_to_be_confirmed_anew(
    placement,
):
    visit = planned(placement)
    first = visit.mails.get()

    with clock.at(NOW):
        moment = Moment(
            visit.starts_at + dt.timedelta(days=1), visit.ends_at + dt.timedelta(days=1)
        )
        visit = visits.plan(by=visit.visitor, visit=visit, contact=LUC, moment=moment)

    events = [
        Calendar.from_ical(mail.calendar).walk("VEVENT")[0] for mail in visit.mails.order_by("pk")
    ]
    first.refresh_from_db()
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event["sequence"] for event in events] == [0, 1]
    assert first.state == MailState.CANCELLED


def test_who_was_told_of_a_visit_hears_that_it_is_cancelled_and_who_was_not_does_not(placement):
    told, untold = planned(placement), planned(placement)
    with clock.at(NOW):
        visit_delivery.send_due(clock.now())
        for visit in (told, untold):
            visits.cancel(by=visit.visitor, visit=visit, reason="Ziek")
        late = planned(placement)
        visits.cancel(by=late.visitor, visit=late, reason="Ziek")

    kinds = [list(one.mails.values_list("kind", flat=True)) for one in (told, late)]
    assert kinds == [["confirmation", "cancellation"], ["confirmation"]]


def test_notes_are_the_visitors_alone_and_two_devices_overwrite_nothing_unseen(placement):
    visit = held(placement)
    coach, coordinator = visit.visitor, placement.enrolment.programme.coordinators.get()

    first = visit_notes.write(by=coach, visit=visit, texts={"more-words": "A"}, seen={})
    again = visit_notes.write(by=coach, visit=visit, texts={"more-words": "A"}, seen={})
    other = visit_notes.write(by=coach, visit=visit, texts={"more-words": "B"}, seen={})
    mine = [note.text for one in noted(visit, coach) for note in one.notes if note.text]
    theirs = [note.text for one in noted(visit, coordinator) for note in one.notes if note.text]

    assert first.revisions == again.revisions == {"more-words": 1}
    assert (other.revisions, other.elsewhere["more-words"].text) == ({}, "A")
    assert (mine, theirs) == (["A"], [])
    with pytest.raises(Refusal) as refused:
        visit_notes.write(by=coordinator, visit=visit, texts={"more-words": "C"}, seen={})
    assert refused.value.code == "not-yours"


def test_the_page_answers_programs_per_question(placement, client: Client):
    visit = held(placement)
    client.force_login(visit.visitor)
    url = reverse("quality:visit-notes", args=[visit.pk])

    with clock.at(NOW + dt.timedelta(days=2, hours=4)):
        kept = client.post(url, {"more-words": "A", "seen-more-words": 0}, headers=JSON)
        clash = client.post(url, {"more-words": "B", "seen-more-words": 0}, headers=JSON)

    assert kept.json() == {"revisions": {"more-words": 1}, "elsewhere": {}}
    assert clash.json() == {
        "revisions": {},
        "elsewhere": {"more-words": {"text": "A", "revision": 1}},
    }


JSON = {"Accept": "application/json"}


def test_thanks_are_asked_for_before_the_week_is_over_and_no_more_once_said(placement):
    visit = held(placement)
    due = dt.datetime(2026, 11, 21, 9)

    with clock.at(due - dt.timedelta(days=1)):
        cycle_reminders.collect(clock.now())
    early = Notification.objects.filter(rule="visit-thanks-due").count()
    with clock.at(due):
        cycle_reminders.collect(clock.now())
        cycle_reminders.collect(clock.now())
        said = Notification.objects.filter(rule="visit-thanks-due")
        before = said.count()
        visits.thank(by=visit.visitor, visit=visit, words="Dank je wel.")
        left = [one.kind for one in follow_ups(visit.visitor, clock.today())]

    assert (early, before) == (0, 1)
    assert visit.mails.last().words == "Dank je wel."
    assert left == ["report"]


def test_the_report_holds_what_was_chosen_and_words_that_were_taken_back_are_gone(placement):
    visit = held(placement)
    visit_notes.write(by=visit.visitor, visit=visit, texts={"more-words": "geheim"}, seen={})
    said = visit_consents.testimonial(
        by=visit.visitor,
        visit=visit,
        person_name="Luc",
        purpose="De site",
        words="Graag weer.",
        allowed=True,
    )
    visit = reported(visit, feedback="- Elke vrijdag samen nakijken")

    before = visit_report(visit, "nl")
    visit_consents.revoke(by=visit.visitor, consent=said)
    after = visit_report(visit, "nl")
    said.refresh_from_db()

    assert [theme.points for theme in before.themes] == [("Elke vrijdag samen nakijken",)]
    assert "geheim" not in str(visit.report)
    assert [one.words for one in before.testimonials] == ["Graag weer."]
    assert (after.testimonials, said.words) == ((), "")
    assert "Graag weer." not in str(visit.report)


def test_a_report_stands_on_no_shelf(placement, client: Client):
    visit = reported(held(placement))
    client.force_login(visit.visitor)

    answer = client.get(reverse("quality:visit-report-pdf", args=[visit.pk]))

    assert answer.content.startswith(b"%PDF")
    assert StoredDocument.objects.count() == 0


@pytest.mark.parametrize("allowed", [True, False])
def test_nothing_is_kept_without_consent(placement, allowed):
    visit = held(placement)
    words = {"person_name": "Luc", "purpose": "De site", "words": "Graag weer."}

    def keep() -> None:
        visit_consents.testimonial(by=visit.visitor, visit=visit, allowed=allowed, **words)

    if allowed:
        keep()
    else:
        with pytest.raises(Refusal) as refused:
            keep()
        assert refused.value.codes == ["no-consent"]
    assert visit.consents.count() == allowed


def test_what_was_agreed_stands_on_the_list_until_it_is_done(placement):
    visit = reported(held(placement))

    with clock.at(NOW + dt.timedelta(days=4)):
        visits.thank(by=visit.visitor, visit=visit, words="", by_mail=False)
        coordinator = placement.enrolment.programme.coordinators.get()
        (line,) = follow_ups(coordinator, clock.today())
        visits.finish_to_do(by=coordinator, visit=visit, number=0)
        left = follow_ups(coordinator, clock.today())

    assert (line.what, line.who, line.due) == ("Fiche vernieuwen", "Luc", dt.date(2026, 12, 1))
    assert left == []


def test_the_follow_up_list_costs_the_same_for_one_as_for_three(
    placement, django_assert_num_queries
):
    coach = person(placement, Role.COACH)
    with clock.at(NOW + dt.timedelta(days=5)):
        today = clock.today()
        held(placement)
        with django_assert_num_queries(3):
            assert len(follow_ups(coach, today)) == 2
        for _ in range(2):
            held(placement)
        with django_assert_num_queries(3):
            assert len(follow_ups(coach, today)) == 6


def test_facts_count_what_took_place(placement):
    assert facts_of(placement) == VisitFacts()
    planned(placement)
    visit = held(placement)
    assert facts_of(placement) == VisitFacts(held=1)
    assert visit.state == VisitState.HELD


def test_a_photo_goes_from_the_disk_when_it_is_taken_back(
    placement, settings, tmp_path: Path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    visit = held(placement)
    kept = visit_consents.photo(
        by=visit.visitor,
        visit=visit,
        upload=accept(io.BytesIO(photo()), "ploeg.jpg"),
        person_name="Luc",
        purpose="De site",
        allowed=True,
    )
    path = tmp_path / kept.file.name
    assert path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        visit_consents.revoke(by=visit.visitor, consent=kept)

    assert not path.exists()
