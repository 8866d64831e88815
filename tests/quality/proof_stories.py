"""How each fact behind a proof comes about, and what a placement is like without it.

`APPEARS`: what people do until the proof speaks for its point. `WITHOUT`: what has to be taken away
first, where a fresh placement has the fact from its first day.
"""

import datetime as dt
from collections.abc import Callable

from accounts.actions import jobs
from accounts.enums import Role, SignInMethod
from accounts.models import User
from competences.enums import Moment
from competences.models import AcademicYear, FrameworkVersion, Target, Voice
from config import clock
from mentors.actions import guides, training
from mentors.models import GuideVersion
from placements.actions import (
    agenda_points,
    agreements,
    days,
    sightings,
    signing,
    trialogue_notes,
    trialogues,
)
from placements.actions.signing import Evidence
from placements.models import Enrolment, Placement, Workplace
from quality.actions import checklists, cycles
from quality.enums import ConsentKind, VisitState
from quality.models import Cycle, Visit, VisitConsent
from tests.competences.statements import issue, validate
from tests.factories import make_framework, make_placement, make_user, make_year, person
from tests.lab import answer, hand_in, join, make_group
from tests.mentors.starts import begin, sign, tick_all
from tests.placements.stories import hold_trialogue, rate, work

SOME_DAY = dt.date(2026, 10, 2)
TRIAD = (Role.STUDENT, Role.MENTOR, Role.COACH)


def coordinator(placement: Placement) -> User:
    return placement.enrolment.programme.coordinators.get()


def sign_all(placement: Placement) -> None:
    with clock.at(SOME_DAY) as now:
        agreement = agreements.open_agreement(by=coordinator(placement), placement=placement)
        agreement = agreements.send(by=coordinator(placement), agreement=agreement)
        for role in TRIAD:
            sightings.shown(by=person(placement, role), agreement=agreement)
            signing.sign(
                by=person(placement, role),
                agreement=agreement,
                sha256=agreement.sha256,
                typed_name=person(placement, role).get_full_name(),
                language="nl",
                evidence=Evidence(SignInMethod.LINK, now),
            )


def meet_and_agree(placement: Placement) -> None:
    meeting = hold_trialogue(placement, SOME_DAY)
    action = trialogue_notes.agree(
        by=person(placement, Role.COACH),
        trialogue=meeting,
        what="Bellen",
        who=Role.STUDENT,
        due_on=None,
    )
    trialogue_notes.finish_action(by=person(placement, Role.STUDENT), action=action)


def rate_by_all(placement: Placement, moment: str = Moment.PROCESS) -> None:
    for role in TRIAD:
        rate(placement, role, "V", moment=moment)


def process_and_final(placement: Placement) -> None:
    rate_by_all(placement)
    rate_by_all(placement, Moment.FINAL)


def make_portfolio(placement: Placement) -> None:
    job = jobs.start(
        "portfolio",
        by=person(placement, Role.STUDENT),
        placement=placement.pk,
        choice={"days": [], "reflections": []},
    )
    jobs.run(job.pk)


def issue_statement(placement: Placement) -> None:
    validate(placement, "V", on=SOME_DAY)
    issue(placement, on=SOME_DAY)


def mentor_remarks(placement: Placement) -> None:
    [day] = work(placement, 1, confirm=False)
    with clock.at(SOME_DAY):
        days.confirm(by=person(placement, Role.MENTOR), days=[day], remark="Netjes.")


def both_write(placement: Placement) -> None:
    mentor_remarks(placement)
    with clock.at(SOME_DAY):
        moment = clock.now() + dt.timedelta(days=3)
        coach = person(placement, Role.COACH)
        meeting = trialogues.plan(by=coach, placement=placement, starts_at=moment)
        agenda_points.add(by=coach, trialogue=meeting, text="De btw")


def onboard(placement: Placement) -> None:
    with clock.at(SOME_DAY):
        begin(placement, "Een badge", "De brandtrap")
        tick_all(placement)
        for role in (Role.STUDENT, Role.MENTOR):
            sign(placement, role)


def all_read(placement: Placement) -> None:
    guides.load()
    for role in TRIAD:
        version = GuideVersion.objects.filter(guide__role=role).latest_of_each()[0]
        guides.read(by=person(placement, role), version=version)


def mentor_trains(placement: Placement) -> None:
    mentor = person(placement, Role.MENTOR)
    with clock.at(SOME_DAY):
        training.add(
            by=mentor,
            person=mentor,
            kind="course",
            title="Feedback geven",
            on=SOME_DAY - dt.timedelta(days=9),
        )


def goals_confirmed(placement: Placement) -> None:
    teacher, programme = make_user("Tine"), placement.enrolment.programme
    programme.teachers.add(teacher)
    with clock.at(dt.date(2026, 9, 28)):
        (plan,) = join(make_group(programme, teacher), teacher, placement)
        answer(hand_in(plan), teacher, confirmed=True)


def follow_up(placement: Placement) -> None:
    """Two trialogues and a visit that took place; visits have no actions of their own yet."""
    for day in (SOME_DAY, SOME_DAY + dt.timedelta(days=30)):
        hold_trialogue(placement, day)
    visit_of(placement)


def visit_of(placement: Placement) -> Visit:
    with clock.at(SOME_DAY) as now:
        return Visit.objects.create(
            workplace=placement.workplace,
            programme=placement.enrolment.programme,
            placement=placement,
            visitor=person(placement, Role.COACH),
            state=VisitState.HELD,
            starts_at=now,
            ends_at=now + dt.timedelta(hours=1),
            held_at=now,
        )


def testimonial(placement: Placement) -> None:
    VisitConsent.objects.create(
        visit=visit_of(placement),
        kind=ConsentKind.TESTIMONIAL,
        person_name="Bo Rys",
        purpose="website",
        words="We leren zelf bij.",
        noted_by=person(placement, Role.COACH),
    )


def second_workplace(placement: Placement) -> None:
    make_placement(programme=placement.enrolment.programme, student=make_user("Noor"))


# --- self-evaluations


def last_year() -> AcademicYear:
    return AcademicYear.objects.get_or_create(
        name="2025-2026",
        defaults={"starts_on": dt.date(2025, 9, 15), "ends_on": dt.date(2026, 9, 13)},
    )[0]


def begin_cycle(placement: Placement, year: AcademicYear, on: dt.date) -> Cycle:
    """Opened, its coordinators asked, and discussed, with one action agreed."""
    by = coordinator(placement)
    with clock.at(on):
        programme = placement.enrolment.programme
        cycle = cycles.open_cycle(by=by, programme=programme, academic_year=year)
        until = on + dt.timedelta(days=14)
        cycles.invite(by=by, cycle=cycle, roles=[Role.COORDINATOR], answer_by=until)
        cycle = cycles.discuss(by=by, cycle=cycle)
        cycles.agree(by=by, cycle=cycle, what="Gidsen herschrijven", who=by, due_on=until)
    return cycle


def conclude_cycle(placement: Placement, year: AcademicYear, on: dt.date) -> Cycle:
    cycle = begin_cycle(placement, year, on)
    with clock.at(on):
        return cycles.conclude(by=coordinator(placement), cycle=cycle, words="Een goed jaar.")


def conclude_last_year(placement: Placement) -> None:
    checklists.load()
    conclude_cycle(placement, last_year(), dt.date(2026, 5, 4))


def conclude_both_years(placement: Placement) -> None:
    conclude_last_year(placement)
    conclude_cycle(placement, make_year(), SOME_DAY)


def go_on(placement: Placement) -> None:
    conclude_last_year(placement)
    begin_cycle(placement, make_year(), SOME_DAY)


# --- what a fresh placement has, taken away


def no_coach(placement: Placement) -> None:
    Voice.objects.filter(dossier=placement.dossier, role=Role.COACH).update(until=clock.now())


def no_contact(placement: Placement) -> None:
    Workplace.objects.filter(pk=placement.workplace_id).update(contact_name="")


def no_persona(placement: Placement) -> None:
    Enrolment.objects.filter(pk=placement.enrolment_id).update(persona="")


def upskiller(placement: Placement) -> None:
    Enrolment.objects.filter(pk=placement.enrolment_id).update(persona="upskiller")


def one_target_missing(placement: Placement) -> None:
    """A next version, published with a level to reach for all competences but one."""
    version = make_framework(placement.enrolment.programme, publish=False)
    Target.objects.filter(competence__version=version, course_unit=placement.course_unit)[
        0
    ].delete()
    FrameworkVersion.objects.filter(pk=version.pk).update(
        published_at=clock.now(), published_by=coordinator(placement)
    )
    placement.dossier.version = version
    placement.dossier.save(update_fields=["version"])


def nothing(placement: Placement) -> None:
    """Nobody has done anything yet."""


Story = Callable[[Placement], object]
APPEARS: dict[str, Story] = {
    "actions_carried_over": go_on,
    "agreement_signed_by_all": sign_all,
    "baseline_rated": lambda placement: rate(placement, Role.STUDENT, "K", moment=Moment.BASELINE),
    "checklist_cycle_closed": conclude_last_year,
    "competence_statement_issued": issue_statement,
    "cycles_compared": conclude_both_years,
    "feedback_count": mentor_remarks,
    "guides_read_by_all": all_read,
    "mentor_training_recorded": mentor_trains,
    "messages_exchanged": both_write,
    "minimum_follow_up_met": follow_up,
    "onboarding_checklist_signed": onboard,
    "organisation_contact_known": nothing,
    "personal_goals_confirmed": goals_confirmed,
    "personas_known": nothing,
    "portfolio_rendered": make_portfolio,
    "process_and_final_ratings": process_and_final,
    "process_ratings": rate_by_all,
    "response_time": lambda placement: work(placement, 3),
    "shortening_used_or_offered": nothing,
    "start_trialogue_held": lambda placement: hold_trialogue(placement, SOME_DAY, kind="start"),
    "student_voice_present": lambda placement: rate(placement, Role.STUDENT, "K"),
    "targets_set": nothing,
    "testimonials_collected": testimonial,
    "three_voices_present": rate_by_all,
    "triad_complete": nothing,
    "trialogue_actions_done": meet_and_agree,
    "trialogues_held": lambda placement: hold_trialogue(placement, SOME_DAY),
    "workplace_directory_size": second_workplace,
}
WITHOUT: dict[str, Story] = {
    "organisation_contact_known": no_contact,
    "personas_known": no_persona,
    "shortening_used_or_offered": upskiller,
    "targets_set": one_target_missing,
    "triad_complete": no_coach,
}
