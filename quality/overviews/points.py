"""How a point of the checklist read in the course of time."""

from dataclasses import dataclass

from django.db.models import Count

from quality.models import ChecklistAnswer, ChecklistItem, PointWording


@dataclass(frozen=True)
class Reading:
    """One wording and how many answers were given to it. `dated`: when it began is known; what
    stood there before wordings were kept has no date."""

    wording: PointWording
    answers: int
    is_now: bool

    @property
    def dated(self) -> bool:
        return self.wording.number > 1 or self.wording.by_id is not None


def history_of(item: ChecklistItem) -> list[Reading]:
    """The latest first; two queries. What was answered before wordings were kept was answered as
    the point read first."""
    wordings = list(item.wordings.select_related("by"))
    counted = dict(
        ChecklistAnswer.objects.filter(item=item)
        .order_by()
        .values_list("wording")
        .annotate(Count("pk"))
    )
    first = wordings[-1] if wordings else None
    return [
        Reading(
            wording,
            counted.get(wording.pk, 0) + (counted.get(None, 0) if wording is first else 0),
            wording is wordings[0],
        )
        for wording in wordings
    ]
