from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from competences.models import AcademicYear, Programme
from placements.models import Enrolment


@dataclass(frozen=True)
class EnrolmentFacts:
    """What the college knows about a student this year; it decides which routes are open."""

    student_number: str
    persona: str
    has_working_student_status: bool = False
    distance_track: bool = False


@transaction.atomic
def enrol(
    *,
    by: User | None,
    student: User,
    programme: Programme,
    academic_year: AcademicYear,
    facts: EnrolmentFacts,
) -> Enrolment:
    """Enrol somebody in a programme for a year."""
    enrolment = Enrolment.objects.create(
        student=student, programme=programme, academic_year=academic_year, **asdict(facts)
    )
    record("student-enrolled", enrolment, by=by)
    return enrolment


@transaction.atomic
def change_facts(*, by: User | None, enrolment: Enrolment, facts: EnrolmentFacts) -> Enrolment:
    """Correct what the college knows; history keeps what it was."""
    new = asdict(facts)
    before = {name: getattr(enrolment, name) for name in new}
    changed = {name: value for name, value in new.items() if value != before[name]}
    for name, value in changed.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=list(changed))
    record(
        "enrolment-changed",
        enrolment,
        by=by,
        old={name: before[name] for name in changed},
        new=changed,
    )
    return enrolment
