"""One planned row of a roster at a time, through the same actions as the pages."""

from accounts.actions import people
from accounts.enums import Role
from accounts.models import User
from placements.actions import enrolments, organisations, placements
from placements.actions.enrolments import EnrolmentFacts
from placements.actions.organisations import Contact
from placements.actions.placements import Plan
from placements.importers.roster import RosterRow
from placements.models import Enrolment, Organisation, Placement, Workplace
from placements.overviews.imports import (
    CONTACT_FIELDS,
    ENROLMENT_FIELDS,
    PLAN_FIELDS,
    SITE_FIELDS,
    RowPlan,
)
from placements.overviews.roster_world import Stated, World


class Writer:
    """What a row makes new is kept in `world`, so that the next row finds it there."""

    def __init__(self, by: User | None, world: World, stated: Stated) -> None:
        self.by, self.world, self.stated = by, world, stated

    def write(self, plan: RowPlan) -> None:
        row = plan.row
        self._shared(plan)
        if plan.placement is None:
            self._open(row)
        else:
            self._change(plan, plan.placement)

    def _shared(self, plan: RowPlan) -> None:
        """What the row changes for others as well: a name, a phone, a contact."""
        row, by = plan.row, self.by
        if plan.changes_any("first_name", "last_name"):
            said = self.stated.people[row.student_email]
            people.rename(
                by=by,
                user=self.world.people[row.student_email],
                first_name=said.first_name,
                last_name=said.last_name,
            )
        if plan.changes_any("mentor_phone"):
            mentor = self.world.people[row.mentor_email]
            phone = self.stated.people[row.mentor_email].phone
            people.change_profile(mentor, by=by, language=mentor.language, phone=phone)
        if plan.changes_any(*ENROLMENT_FIELDS):
            enrolment = self.world.enrolment(row)
            enrolments.change_facts(by=by, enrolment=enrolment, facts=_facts(row))
        if plan.changes_any("company_number", *CONTACT_FIELDS):
            self._organisation_facts(plan)

    def _organisation_facts(self, plan: RowPlan) -> None:
        row = plan.row
        organisation = self._organisation(row)
        if plan.changes_any("company_number"):
            number = self.stated.company_number(row)
            organisations.give_company_number(
                by=self.by, organisation=organisation, company_number=number
            )
            self.world.keep_organisation(organisation)
        if plan.changes_any(*CONTACT_FIELDS):
            workplace, said = self._workplace(row), self.stated.site(row)
            filled = {
                name: getattr(said, name) or getattr(workplace, name) for name in CONTACT_FIELDS
            }
            organisations.change_contact(by=self.by, workplace=workplace, contact=Contact(**filled))

    def _open(self, row: RosterRow) -> None:
        enrolment = self._enrolment(row)
        placement = placements.open_placement(
            by=self.by,
            enrolment=enrolment,
            course_unit=self.world.course_units[row.course_unit],
            workplace=self._workplace(row),
            mentor=self._person(row.mentor_email),
            coach=self._person(row.coach_email),
            plan=Plan(row.starts_on, row.ends_on, row.weekdays, self._days(row)),
            version=self.world.versions[row.programme],
        )
        self.world.placements[enrolment.pk, row.course_unit] = placement

    def _change(self, plan: RowPlan, placement: Placement) -> None:
        row, by = plan.row, self.by
        if plan.changes_any(*PLAN_FIELDS):
            new = Plan(
                row.starts_on,
                row.ends_on,
                row.weekdays or tuple(placement.weekdays),
                row.required_days or placement.required_days,
            )
            placements.change_plan(by=by, placement=placement, plan=new)
        if plan.changes_any(*SITE_FIELDS):
            placements.change_workplace(by=by, placement=placement, workplace=self._workplace(row))
        roles = [(Role.MENTOR, "mentor_email"), (Role.COACH, "coach_email")]
        if placement.coach and placement.coach.email == row.mentor_email:
            roles.reverse()  # the coach who becomes the mentor first stops being the coach
        for role, name in roles:
            if plan.changes_any(name):
                person = self._person(getattr(row, name))
                placements.change_person(by=by, placement=placement, role=role, person=person)

    def _days(self, row: RosterRow) -> int:
        return row.required_days or self.world.policy(row).required_days

    def _person(self, email: str) -> User:
        if email not in self.world.people:
            said = self.stated.people[email]
            self.world.people[email] = people.register(
                by=self.by,
                email=email,
                first_name=said.first_name,
                last_name=said.last_name,
                phone=said.phone,
            )
        return self.world.people[email]

    def _organisation(self, row: RosterRow) -> Organisation:
        number = self.stated.company_number(row)
        found = self.world.organisation(row.organisation, number)
        if found is None:
            found = organisations.register_organisation(
                by=self.by, name=row.organisation, company_number=number
            )
            self.world.keep_organisation(found)
        return found

    def _workplace(self, row: RosterRow) -> Workplace:
        organisation = self._organisation(row)
        found = self.world.workplace(organisation, row)
        if found is None:
            said = self.stated.site(row)
            found = organisations.register_workplace(
                by=self.by,
                organisation=organisation,
                street=row.street,
                postcode=row.postcode,
                contact=Contact(said.city, said.contact_name, said.contact_email),
            )
            self.world.keep_workplace(found)
        return found

    def _enrolment(self, row: RosterRow) -> Enrolment:
        student = self._person(row.student_email)
        found = self.world.enrolment(row)
        if found is None:
            found = enrolments.enrol(
                by=self.by,
                student=student,
                programme=self.world.programmes[row.programme],
                academic_year=self.world.years[row.academic_year],
                facts=_facts(row),
            )
            self.world.keep_enrolment(found)
        return found


def _facts(row: RosterRow) -> EnrolmentFacts:
    return EnrolmentFacts(**{name: getattr(row, name) for name in ENROLMENT_FIELDS})
