"""People of one's placements whom our mail does not reach."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import Bounce, User
from competences.models import Voice
from placements.models import Placement


def unreached(user: User) -> QuerySet[User]:
    """Whose mail was stopped, and who speaks in an open placement that `user` coaches or
    coordinates; longest first."""
    speaks = Voice.objects.current().filter(person=OuterRef("pk"), dossier__in=_dossiers(user))
    stopped = User.objects.filter(Exists(speaks), mail_stopped_at__isnull=False)
    return stopped.order_by("mail_stopped_at", "pk")


def _dossiers(user: User) -> QuerySet[Placement]:
    coached = Voice.objects.current().filter(
        dossier=OuterRef("dossier_id"), person=user, role=Role.COACH
    )
    mine = Q(Exists(coached)) | Q(enrolment__programme__coordinators=user)
    return Placement.objects.open().filter(mine).values("dossier")


def last_bounce(person: User) -> Bounce | None:
    """What was said when mail was stopped."""
    return Bounce.objects.filter(person=person, settled_at__isnull=True).first()
