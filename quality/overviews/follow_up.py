"""The follow-up list: what is still to do around visits, for whom, and since when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from config import clock
from placements.models import Placement, PlacementPolicy
from quality.enums import VisitState
from quality.models import Prospect, ProspectContact, Visit
from quality.rules.visits import OPEN, REPORT_WITHIN, THANK_WITHIN, VISITED


@dataclass(frozen=True)
class FollowUp:
    """One thing to do. `about`: the workplace and whose placement; `who` does it; `due` may be
    None. `post`: it is done in place, by a button, and not on a page of its own."""

    kind: str
    what: str
    about: str
    who: str
    since: dt.date
    due: dt.date | None
    url: str
    verb: str
    post: bool = False

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < clock.today()


def follow_ups(reader: User, today: dt.date) -> list[FollowUp]:
    """What waits longest first; four queries at most, however much waits."""
    found = [
        *_of_visits(reader, today),
        *_without_visit(reader, today),
        *_uncontacted(reader),
    ]
    return sorted(found, key=lambda one: (one.due or one.since, one.since, one.about))


def unfinished(reader: User) -> QuerySet[Visit]:
    """Visits around which something can be to do."""
    open_to_do = Q(report__to_do__contains=[{"done_on": ""}])
    waits = Q(state__in=OPEN) | Q(state=VisitState.HELD) | Q(thanked_at__isnull=True) | open_to_do
    rows = Visit.objects.visible_to(reader).exclude(state=VisitState.CANCELLED).filter(waits)
    return with_people(rows).distinct()


def with_people(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    return rows.select_related(
        "workplace__organisation", "programme", "visitor", "placement__enrolment__student"
    )


def about(visit: Visit) -> str:
    if visit.placement is None:
        return str(visit.workplace)
    student = visit.placement.enrolment.student.get_full_name()
    return f"{visit.workplace} ({student})"


def _of_visits(reader: User, today: dt.date) -> Iterator[FollowUp]:
    for visit in unfinished(reader):
        yield from of_visit(visit, today)


def of_visit(visit: Visit, today: dt.date) -> Iterator[FollowUp]:
    """What this visit still asks for; `visit` with its people."""
    if visit.state == VisitState.WISHED:
        yield _line(visit, "plan", _("Plan the visit"), visit.made_at, verb=_("Plan it"))
    elif visit.state == VisitState.PLANNED and visit.ends_at <= clock.now():
        words = _("Say whether the visit took place")
        yield _line(visit, "hold", words, visit.ends_at, page="visit", verb=_("To the visit"))
    elif visit.state == VisitState.PLANNED and visit.confirmed_at is None:
        words, due = _("Confirm the appointment"), clock.local_date(visit.starts_at)
        yield _line(visit, "confirm", words, visit.made_at, due, page="visit", verb=_("See why"))
    if visit.state in VISITED and visit.thanked_at is None:
        due = clock.local_date(visit.held_at) + THANK_WITHIN
        yield _line(visit, "thank", _("Thank them"), visit.held_at, due, verb=_("Write thanks"))
    if visit.state == VisitState.HELD:
        due, verb = clock.local_date(visit.held_at) + REPORT_WITHIN, _("Make the report")
        yield _line(visit, "report", _("Make the report"), visit.held_at, due, verb=verb)
    for number, one in enumerate(visit.report.get("to_do", [])):
        if not one["done_on"]:
            yield _agreed(visit, number, one)


def _line(
    visit: Visit,
    kind: str,
    what: str,
    since: dt.datetime,
    due: dt.date | None = None,
    *,
    verb: str,
    page: str = "",
) -> FollowUp:
    return FollowUp(
        kind=kind,
        what=what,
        about=about(visit),
        who=visit.visitor.get_full_name(),
        since=clock.local_date(since),
        due=due,
        url=reverse(f"quality:{page or f'visit-{kind}'}", args=[visit.pk]),
        verb=verb,
    )


def _agreed(visit: Visit, number: int, one: dict[str, str]) -> FollowUp:
    return FollowUp(
        kind="agreed",
        what=one["what"],
        about=about(visit),
        who=one["who"],
        since=clock.local_date(visit.reported_at),
        due=dt.date.fromisoformat(one["due"]) if one["due"] else None,
        url=reverse("quality:visit-to-do-finish", args=[visit.pk, number]),
        verb=_("It is done"),
        post=True,
    )


def _without_visit(reader: User, today: dt.date) -> Iterator[FollowUp]:
    """Placements that began, whose course unit asks for a visit, and of which none is noted."""
    asking = PlacementPolicy.objects.filter(
        course_unit=OuterRef("course_unit_id"), minimum_visits__gt=0
    )
    noted = Visit.objects.filter(placement=OuterRef("pk")).exclude(state=VisitState.CANCELLED)
    mine = Placement.objects.with_voice(reader, Role.COACH).open()
    rows = mine.filter(Exists(asking), ~Exists(noted), starts_on__lte=today).with_people()
    for placement in rows:
        student = placement.student.get_full_name()
        yield FollowUp(
            kind="no-visit",
            what=_("No visit is noted yet"),
            about=f"{placement.workplace} ({student})",
            who=reader.get_full_name(),
            since=placement.starts_on,
            due=None,
            url=reverse("quality:visit-add", args=[placement.pk]),
            verb=_("Plan a visit"),
        )


def _uncontacted(reader: User) -> Iterator[FollowUp]:
    """People who allowed to be contacted, and were not yet."""
    contacted = ProspectContact.objects.filter(prospect=OuterRef("pk"))
    rows = Prospect.objects.visible_to(reader).filter(~Exists(contacted))
    for one in rows.select_related("noted_by").distinct().order_by(F("noted_at")):
        yield FollowUp(
            kind="prospect",
            what=_("Contact %(name)s") % {"name": one.name},
            about=str(one.get_kind_display()),
            who=one.noted_by.get_full_name(),
            since=clock.local_date(one.noted_at),
            due=one.forget_on,
            url=reverse("quality:prospect", args=[one.pk]),
            verb=_("Have a look"),
        )
