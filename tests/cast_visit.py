"""Katrien's visit to Amina's workplace: held, with notes for herself, somebody met on the way and
words that may be quoted."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from config import clock
from placements.models import Placement
from quality.actions import prospects, visit_consents, visit_notes, visits
from quality.actions.prospects import Met
from quality.actions.visits import Contact, Moment
from quality.models import Prospect, Visit, VisitConsent

PLANNED_ON = dt.datetime(2026, 11, 16, 9)
STARTS = dt.datetime(2026, 11, 18, 10)
NOTED_ON = dt.datetime(2026, 11, 18, 12)
NOTE = "mark-d7a4-note-of-a-visit"
MET = "mark-05f9-met-on-a-visit"
# Mark -> who of the cast may come across it: the notes are the visitor's alone.
VISIT_MARKS = {NOTE: {"coach"}, MET: {"coach", "coordinator"}}


@dataclass(frozen=True)
class Visited:
    visit: Visit
    prospect: Prospect
    consent: VisitConsent


def make_visit(placement: Placement, coach: User) -> Visit:
    with clock.at(PLANNED_ON):
        starts_at = clock.now().replace(day=STARTS.day, hour=STARTS.hour)
        return visits.arrange(
            by=coach,
            placement=placement,
            contact=Contact("Luc Veldeman", "luc@example.org"),
            moment=Moment(starts_at, starts_at + dt.timedelta(hours=1)),
        )


def make_visited(placement: Placement, coach: User) -> Visited:
    visit = make_visit(placement, coach)
    with clock.at(NOTED_ON):
        visit = visits.hold(by=coach, visit=visit)
        texts = {"feedback-mistakes": NOTE}
        visit_notes.write(by=coach, visit=visit, texts=texts, seen={})
        met = Met(
            kind="student",
            name=MET,
            email="mieke@example.org",
            purpose="Uitnodiging voor de infodag",
            consent_words="Ja, mail mij gerust.",
            forget_on=dt.date(2027, 6, 30),
        )
        return Visited(
            visit=visit,
            prospect=prospects.note(by=coach, visit=visit, met=met, allowed=True),
            consent=visit_consents.testimonial(
                by=coach,
                visit=visit,
                person_name="Luc Veldeman",
                purpose="De site van de opleiding",
                words="Een student stelt de vragen die wij vergeten.",
                allowed=True,
            ),
        )
