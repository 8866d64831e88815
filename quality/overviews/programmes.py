"""What is true of whole programmes: their workplaces, mentors and self-evaluations."""

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Q

from accounts.enums import Role
from competences.models import Voice
from config import clock
from mentors.models import GuideReading, TrainingEntry
from placements.models import Placement
from quality.enums import CycleState
from quality.models import Cycle, CycleAction
from quality.overviews.visits import testimonials_of
from quality.proofs import ProgrammeFacts


def facts_of_programmes(programmes: Collection[int]) -> dict[int, ProgrammeFacts]:
    """Programme id -> its facts; seven queries for one and for many."""
    workplaces = dict(
        Placement.objects.filter(enrolment__programme__in=programmes)
        .order_by()
        .values_list("enrolment__programme")
        .annotate(Count("workplace", distinct=True))
    )
    mentors, trained = _mentors(programmes)
    told = testimonials_of(programmes)
    concluded: dict[int, list[Cycle]] = {}
    for cycle in _concluded(programmes):
        concluded.setdefault(cycle.programme_id, []).append(cycle)
    carried = _carried(programmes)
    followed = set(
        Cycle.objects.filter(programme__in=programmes, predecessor__isnull=False).values_list(
            "programme", flat=True
        )
    )
    return {
        programme: ProgrammeFacts(
            programme=programme,
            workplaces=workplaces.get(programme, 0),
            mentors=mentors.get(programme, 0),
            mentors_trained=trained.get(programme, 0),
            testimonials=told.get(programme, 0),
            followed_up=programme in followed,
            carried=carried.get(programme, (0, 0))[0],
            carried_done=carried.get(programme, (0, 0))[1],
            **_of_cycles(concluded.get(programme, [])),
        )
        for programme in programmes
    }


def _mentors(programmes: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Who mentors today, and how many of them have something on their training record."""
    read = GuideReading.objects.filter(person=OuterRef("person"), version__guide__role=Role.MENTOR)
    entries = TrainingEntry.objects.filter(person=OuterRef("person"), removed_at__isnull=True)
    mandates = Voice.objects.current().filter(
        role=Role.MENTOR, dossier__course_unit__programme__in=programmes
    )
    rows = list(
        mandates.annotate(trained=Exists(read) | Exists(entries))
        .order_by()
        .values_list("dossier__course_unit__programme")
        .annotate(
            Count("person", distinct=True),
            some=Count("person", distinct=True, filter=Q(trained=True)),
        )
    )
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def _concluded(programmes: Collection[int]) -> list[Cycle]:
    cycles = Cycle.objects.filter(programme__in=programmes, state=CycleState.CONCLUDED)
    return list(cycles.select_related("academic_year").defer("snapshot"))


def _of_cycles(cycles: list[Cycle]) -> dict[str, object]:
    if not cycles:
        return {}
    return {
        "concluded": tuple(cycle.academic_year.name for cycle in cycles),
        "concluded_on": clock.local_date(cycles[0].concluded_at),
        "latest_cycle": cycles[0].pk,
    }


def _carried(programmes: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many actions went on from an earlier self-evaluation, and how many of those are done;
    what went on twice counts once, as it stands in the latest."""
    rows = (
        CycleAction.objects.filter(
            cycle__programme__in=programmes, carried_from__isnull=False, carried_to__isnull=True
        )
        .order_by()
        .values_list("cycle__programme")
        .annotate(Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    )
    return {programme: (count, done) for programme, count, done in rows}
