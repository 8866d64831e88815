from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from competences.models import CourseUnit
from config.refusal import Refusal


@transaction.atomic
def set_blind(*, by: User, course_unit: CourseUnit, is_blind: bool) -> CourseUnit:
    """A coordinator of the programme decides whether its first rounds are blind. A dossier whose
    voices lie open stays open."""
    course_unit = CourseUnit.objects.select_for_update().get(pk=course_unit.pk)
    if not course_unit.programme.coordinators.filter(pk=by.pk).exists():
        raise Refusal("not-the-coordinator", _("Only a coordinator of the programme decides this."))
    if course_unit.first_round_is_blind != is_blind:
        course_unit.first_round_is_blind = is_blind
        course_unit.save(update_fields=["first_round_is_blind"])
        record("first-round-set", course_unit, by=by, is_blind=is_blind)
    return course_unit
