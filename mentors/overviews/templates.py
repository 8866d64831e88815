"""Lists of workplaces: which somebody sees, where they write, what a placement can begin with."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import Role
from accounts.models import User
from mentors.models import WorkTemplate
from placements.models import Placement, Workplace

AUTHORS = (Role.MENTOR, Role.COACH)


def seen_workplaces(user: User) -> QuerySet[Workplace]:
    """Workplaces where this person sees a placement."""
    there = Placement.objects.visible_to(user).filter(workplace=OuterRef("pk"))
    return Workplace.objects.filter(Exists(there)).select_related("organisation")


def writes_at(user: User, workplace: Workplace) -> bool:
    """Whether they are mentor or coach in a placement there, or coordinate one."""
    there = Placement.objects.filter(workplace=workplace)
    return there.with_voice(user, *AUTHORS).exists() or there.coordinated_by(user).exists()


def templates_for(placement: Placement, kind: str) -> list[WorkTemplate]:
    """What this placement can begin with: the lists in use at its workplace."""
    return list(WorkTemplate.objects.in_use().filter(workplace=placement.workplace_id, kind=kind))


def copyable(user: User, workplace: Workplace) -> QuerySet[WorkTemplate]:
    """Lists in use at the other workplaces this person sees, and those retired here."""
    seen = WorkTemplate.objects.visible_to(user).select_related("workplace__organisation")
    elsewhere = seen.in_use().exclude(workplace=workplace)
    return elsewhere | seen.filter(workplace=workplace, retired_at__isnull=False)
