"""The whole story of one placement, through its four roles: browsers, mail, a worker and paper."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import Job, User
from config import clock
from placements.enums import AgreementState, Audience, DayState, TrialogueKind, TrialogueState
from placements.models import Placement, Reflection
from placements.overviews.counts import day_counts
from tests import axe
from tests.factories import PASSWORD
from tests.journeys.person import Person
from tests.placements.rosters import a_student, csv_of, make_coordinator
from tests.placements.stories import hold_trialogue, rate, work
from tests.processes import MailSink, Workers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AMINA = {
    "first_name": "Amina",
    "last_name": "Bouzid",
    "student_email": "amina@s.example",
    "mentor_first_name": "Griet",
    "mentor_last_name": "Moerman",
    "mentor_email": "griet@w.example",
    "coach_name": "Katrien Dhaeseleer",
    "coach_email": "katrien@h.example",
    "distance_track": "ja",
    "starts_on": "21/09/2026",
    "ends_on": "18/06/2027",
    "weekdays": "ma,di",
}


class Story:
    """Everybody in a browser of their own, and the moment at which they live."""

    def __init__(
        self, settings, address: str, new_page, sink: MailSink, workers: Workers, record_property
    ) -> None:
        self.settings, self.address, self.new_page = settings, address, new_page
        self.sink, self.workers, self.record_property = sink, workers, record_property
        settings.SITE_URL = address

    def on(self, date: dt.date, hour: int = 9) -> None:
        """Go to this date; what is due by then was said by mail."""
        self.settings.CLOCK_AT = timezone.make_aware(dt.datetime.combine(date, dt.time(hour)))
        call_command("send_reminders", stdout=io.StringIO())

    def start_worker(self) -> None:
        """A worker that lives at this moment."""
        self.worker = self.workers.start(CLOCK_AT=clock.now().isoformat(), SITE_URL=self.address)

    def person(self, user: User, width: int = 1280) -> Person:
        return Person(self.new_page(width=width, height=844), self.address, user, self.sink)

    def enter(self) -> None:
        """Those whom the list names; their browsers stay open to the end."""
        self.placement = Placement.objects.get(enrolment__student__email=AMINA["student_email"])
        people = {role: self.placement.person(role) for role in Role if role != Role.COORDINATOR}
        self.amina = self.person(people[Role.STUDENT], width=390)
        self.griet = self.person(people[Role.MENTOR], width=390)
        self.katrien = self.person(people[Role.COACH])

    def count(self, what: str, number: int, *, most: int) -> None:
        """Tell it in the summary of the test run."""
        self.record_property(what, number)
        assert number <= most

    @property
    def pk(self) -> int:
        return self.placement.pk

    def fresh(self) -> Placement:
        return Placement.objects.with_people().with_days().get(pk=self.pk)


@pytest.fixture
def story(settings, live_server, new_page, smtp_sink, workers, record_property) -> Story:
    told = Story(settings, live_server.url, new_page, smtp_sink, workers, record_property)
    told.on(dt.date(2026, 9, 14))
    told.wim = told.person(make_coordinator())
    told.start_worker()
    return told


def text_of(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


def required_days(story: Story) -> int:
    return day_counts(story.fresh()).required


def final_word(story: Story) -> str:
    path = reverse("competences:assessment-say-all", args=[story.placement.dossier_id])
    return f"{story.address}{path}?moment=final"


def test_one_placement_from_the_list_to_the_portfolio(story: Story):
    a_list_comes_in(story)
    the_agreement_goes_out(story)
    all_three_sign(story)
    the_student_works(story)
    the_mentor_clears_the_desk(story)
    the_coach_plans_a_trialogue(story)
    they_meet_and_sign_off(story)
    a_shortening_is_decided(story)
    the_coach_finalises(story)
    the_papers_open(story)


def a_list_comes_in(story: Story) -> None:
    wim, others = story.wim, [a_student(number) for number in (2, 3)]
    wim.sign_in()
    wim.open("placements:roster-import")
    wim.page.set_input_files(
        "input[type=file]",
        {"name": "lijst.csv", "mimeType": "text/csv", "buffer": csv_of(AMINA, *others)},
    )
    wim.press("Go on to the columns")
    wim.sees("Every column that we need was recognised.")
    wim.press("Show what will happen")
    wim.sees("3 plaatsingen")
    assert Placement.objects.count() == 0

    wim.press("Import this list")
    wim.sees("Ready.")

    wim.press("Back to the placements")
    wim.sees("Amina Bouzid")
    assert Placement.objects.count() == 3
    story.enter()


def the_agreement_goes_out(story: Story) -> None:
    wim = story.wim
    wim.page.get_by_role("link", name="Amina Bouzid").click()
    wim.press("Open an agreement in Dutch")
    wim.sees("This is a draft.")
    wim.press("Send without a check")
    wim.sees("You send %(n)s agreement to %(people)s", n=1, people="3 personen")
    wim.press("Send %(n)s agreement", n=1)
    wim.sees("All three have been asked to sign.")
    story.on(dt.date(2026, 9, 15))


def all_three_sign(story: Story) -> None:
    for person in (story.amina, story.griet, story.katrien):
        person.come_in_by_mail("Read and sign")
        with person.page.context.expect_page() as opened:
            person.page.locator("#document").click()
        opened.value.close()
        person.fill("Your name", person.user.get_full_name())
        person.page.locator("[name=agree]").check()
        person.press("Sign version %(version)s", version=1)
        person.sees("You have signed. You can always read it here.")
        assert axe.faults(person.page) == []

    agreement = story.placement.agreements.get()
    assert agreement.state == AgreementState.SIGNED
    story.wim.open("placements:placement-list")
    story.wim.sees("signed by all")
    story.amina.open("accounts:password-set")
    for box in story.amina.page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    story.amina.press("Save")
    story.amina.page.wait_for_url("**/profile/**")


def the_student_works(story: Story) -> None:
    amina = story.amina
    story.on(dt.date(2026, 9, 21), hour=17)
    amina.page.context.clear_cookies()
    amina.sign_in()
    amina.presses = 0
    amina.press("As planned")
    amina.sees("Your day is logged.")
    story.count("taps to log a planned day from Today", amina.presses, most=2)

    story.on(dt.date(2026, 9, 22), hour=17)
    amina.open("home")
    amina.press("Log my day")
    amina.fill("What did you do?", "Bankafschriften ingeboekt")
    amina.choose("Competentie 1")
    amina.choose("Competentie 3")
    amina.fill("My reflection", "Ik durfde zelf te bellen.")
    amina.choose("Only me")
    assert axe.faults(amina.page) == []
    amina.press("Send my day")
    amina.sees("Your day is logged.")
    amina.open("competences:assessment-say-all", story.placement.dossier_id)
    assert amina.choose_everywhere("K · verkent") == 4
    amina.press("Save what I chose")

    planned, detailed = story.placement.days.order_by("date")
    assert planned.date == dt.date(2026, 9, 21)
    assert (detailed.tasks, detailed.competences.count()) == ("Bankafschriften ingeboekt", 2)
    assert Reflection.objects.get().audience == Audience.PRIVATE
    work(story.fresh(), 8, confirm=False)


def the_mentor_clears_the_desk(story: Story) -> None:
    story.on(dt.date(2026, 10, 21))
    griet = story.griet = story.person(story.griet.user, width=390)
    griet.come_in_by_mail("Look and confirm")
    griet.sees("Did these days take place?")
    for question in griet.page.locator("fieldset.choice").all():
        griet.tap(question.get_by_label("Verkent"))
    griet.tap(griet.page.locator("button[value^='confirm:']").first)
    griet.sees("You are done: nothing waits for you here.")
    story.count("taps from the mail to ten days and three answers", griet.presses, most=8)

    states = list(story.placement.days.values_list("state", flat=True))
    assert states == [DayState.CONFIRMED] * 10


def the_coach_plans_a_trialogue(story: Story) -> None:
    katrien = story.katrien
    katrien.open("placements:board")
    katrien.sees("The window for the trialogue is open")
    katrien.press("Propose moments")
    katrien.press("Is the moment agreed already? Plan it at once")
    katrien.page.locator("[name=starts_at]").fill("2026-10-22T14:00")
    katrien.choose("trialogue")
    katrien.choose("60")
    katrien.fill("Place", "Gent")
    katrien.press("Plan this meeting")
    katrien.page.wait_for_url("**/trialogues/**")
    story.on(dt.date(2026, 10, 22), hour=8)

    invited = [part.get_content_type() for part in story.griet.mails()[-1].walk()]
    assert "text/calendar" in invited


def they_meet_and_sign_off(story: Story) -> None:
    story.on(dt.date(2026, 10, 22), hour=14)
    katrien, meeting = story.katrien, story.placement.trialogues.get()
    katrien.open("placements:trialogue", meeting.pk)
    katrien.press("Open the meeting")
    katrien.fill("Note on this item", "Amina voelt zich welkom.")
    katrien.press("Save the note")
    katrien.fill("New agreed action", "Twee aangiften alleen voorbereiden")
    katrien.page.locator("[name=due_on]").fill("2026-11-20")
    katrien.press("Add")
    katrien.sees("Twee aangiften alleen voorbereiden")
    assert axe.faults(katrien.page) == []

    for person in (katrien, story.griet, story.amina):
        person.open("placements:trialogue-sign-off", meeting.pk)
        person.sees("Amina voelt zich welkom.")
        person.press("Sign off this report")
    story.amina.sees("All three have signed off.")
    meeting.refresh_from_db()
    assert meeting.state == TrialogueState.SIGNED


def a_shortening_is_decided(story: Story) -> None:
    amina, griet, katrien = story.amina, story.griet, story.katrien
    story.on(dt.date(2026, 10, 26))
    rate(story.fresh(), Role.STUDENT, "V")
    amina.open("placements:shortening-propose", story.pk)
    amina.choose("Competentie 1")
    amina.page.locator("[name=reason]").fill("Inboeken kan ik al.")
    amina.page.locator("[name=freed_time_for]").fill("Aangiftes oefenen.")
    amina.press("Propose this")
    griet.open("mentors:desk")
    griet.press("Give advice")
    griet.choose("I see it as feasible")
    griet.tap(griet.page.locator("main button[type=submit]").first)
    katrien.open("placements:board")
    row = katrien.page.locator("main tbody tr")  # a tab above it has the same word in its name
    katrien.tap(row.get_by_role("link", name=katrien.words("Decide")).first)
    katrien.choose("I agree")
    katrien.press("Decide")
    assert required_days(story) == 35

    amina.open("home")
    amina.sees("35")
    story.wim.open("placements:placement-list")
    story.wim.sees("10 / 35")
    for person in (amina, griet, katrien):
        person.open("placements:shortening-list", story.pk)
        person.sees("From %(before)s to %(now)s workplace days", before=40, now=35)
        person.open("placements:placement", story.pk)
        person.sees("%(done)s of %(required)s confirmed", done=10, required=35)


def the_coach_finalises(story: Story) -> None:
    middle = work(story.fresh(), 11)[-1].date
    hold_trialogue(story.fresh(), middle + dt.timedelta(days=1), kind=TrialogueKind.ASSESSMENT)
    last = work(story.fresh(), 14)[-1].date
    story.workers.kill(story.worker)
    story.on(last + dt.timedelta(days=1), hour=10)
    story.start_worker()
    story.amina.open("home")
    story.amina.press("Done")
    for person in (story.amina, story.griet, story.katrien):
        person.page.goto(final_word(story))
        assert person.choose_everywhere("V · verdiept") == 4
        person.press("Save what I chose")
        person.page.wait_for_url("**/competences/**saved**")
    katrien = story.katrien
    katrien.open("placements:finalise", story.pk)  # the board first wants the report signed off
    katrien.sees("This may stay open, and is easier to settle now")
    katrien.fill("What do you want to say to the student?", "Mooi gegroeid.")
    katrien.page.locator("[name=sure]").check()
    katrien.press("Finalise this placement")
    katrien.sees("Mooi gegroeid.")

    assert story.fresh().finalised_at == clock.now()


def the_papers_open(story: Story) -> None:
    amina = story.amina
    statement = text_of(amina.download("competences:statement", story.placement.dossier_id))
    amina.open("placements:portfolio-make", story.pk)
    amina.page.get_by_label("Ik durfde zelf te bellen.").check()
    amina.press("Make the PDF")
    amina.sees("Ready.")
    portfolio = text_of(amina.download("accounts:job-file", Job.objects.latest("pk").pk))

    assert all(
        name in statement for name in ("Amina Bouzid", "Katrien Dhaeseleer", "Competentie 4")
    )
    assert all(words in portfolio for words in ("Amina Bouzid", "Ik durfde zelf te bellen."))
    assert "Ik durfde" not in statement
