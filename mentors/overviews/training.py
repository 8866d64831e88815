"""What a mentor learnt to be a mentor: guides read, and what was added to the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, Exists, Max, OuterRef, QuerySet, Subquery, Sum

from accounts.enums import Role
from accounts.models import User
from competences.models import Voice
from mentors.models import GuideReading, TrainingEntry

HOURS = DecimalField(max_digits=6, decimal_places=1)


@dataclass(frozen=True)
class TrainingRecord:
    """`read`: the guides for mentors, each as they read it last, the latest first."""

    person: User
    read: Sequence[GuideReading]
    entries: Sequence[TrainingEntry]

    @property
    def hours(self) -> Decimal:
        return sum((entry.hours for entry in self.entries if entry.hours), Decimal(0))


def training_record(user: User, person: User) -> TrainingRecord:
    """The record of `person` as `user` may read it; two queries."""
    read = (
        GuideReading.objects.visible_to(user)
        .filter(person=person, version__guide__role=Role.MENTOR)
        .select_related("version__guide")
    )
    last = {one.version.guide_id: one for one in read.order_by("version__number")}
    entries = TrainingEntry.objects.visible_to(user).filter(person=person)
    return TrainingRecord(
        person=person,
        read=sorted(last.values(), key=lambda one: one.at, reverse=True),
        entries=list(entries.select_related("added_by")),
    )


def coordinated_mentors(user: User) -> QuerySet[User]:
    """The mentors of today in the programmes this person coordinates, each with `guides_read`,
    `training_hours` (None for none) and `last_training`; one query."""
    mandates = Voice.objects.current().filter(
        role=Role.MENTOR,
        person=OuterRef("pk"),
        dossier__course_unit__programme__coordinators=user,
    )
    read = GuideReading.objects.filter(person=OuterRef("pk"), version__guide__role=Role.MENTOR)
    added = TrainingEntry.objects.filter(person=OuterRef("pk"), removed_at__isnull=True)
    return (
        User.objects.filter(Exists(mandates))
        .annotate(
            guides_read=Subquery(_one(read, Count("version__guide", distinct=True))),
            training_hours=Subquery(_one(added, Sum("hours")), output_field=HOURS),
            last_training=Subquery(_one(added, Max("on"))),
        )
        .order_by("last_name", "first_name", "pk")
    )


def _one(rows: QuerySet, total: Count | Sum | Max) -> QuerySet:
    """The rows of one person added up to one value; none where there are no rows."""
    return rows.order_by().values("person").annotate(total=total).values("total")
