"""What waits for whom around a placement."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import TRIAD, Role
from accounts.models import User
from accounts.todo import Todo
from competences.models import Voice
from placements.enums import AgreementState
from placements.models import Agreement, Placement, Signature, WorkplaceDay
from placements.rules.working_days import public_holidays


@todo.source("placements.log-today")
def log_today(user: User, today: dt.date) -> Iterable[Todo]:
    """A student's day in the calendar that has no entry yet: one tap when it went as planned."""
    entries = WorkplaceDay.objects.filter(date=today)
    found = (
        Placement.objects.with_voice(user, Role.STUDENT)
        .open()
        .filter(starts_on__lte=today, ends_on__gte=today, weekdays__contains=[today.weekday()])
        .select_related("workplace__organisation")
        .prefetch_related(Prefetch("days", queryset=entries, to_attr="entries_today"))
    )
    if today in public_holidays(today.year):
        return
    for placement in found:
        if not placement.entries_today:
            yield Todo(
                kind="log-today",
                title=_("Log your day of today"),
                detail=_("%(workplace)s, a whole day.")
                % {"workplace": placement.workplace.organisation.name},
                verb=_("Log my day"),
                url=reverse("placements:day-log", args=[placement.pk]),
                since=today,
                due=today,
                role=Role.STUDENT,
                done_in_place=reverse("placements:day-as-planned", args=[placement.pk]),
                done_in_place_verb=_("As planned"),
            )


@todo.source("placements.agreement-to-sign")
def agreement_to_sign(user: User, today: dt.date) -> Iterable[Todo]:
    """Agreements that are out and miss this person's own signature; at most two queries."""
    signed = Signature.objects.filter(agreement=OuterRef("pk"), person=user)
    out = Agreement.objects.filter(
        ~Exists(signed),
        state=AgreementState.OUT,
        placement__in=Placement.objects.with_voice(user, *TRIAD),
    ).select_related("placement__enrolment__student", "placement__workplace__organisation")
    for agreement in out.prefetch_related(
        Prefetch(
            "placement__dossier__voices",
            queryset=Voice.objects.current().filter(person=user),
            to_attr="my_voices",
        )
    ):
        placement = agreement.placement
        yield Todo(
            kind="agreement-to-sign",
            title=_("Sign the agreement of %(student)s")
            % {"student": placement.student.get_full_name()},
            detail=_("%(workplace)s, agreement %(reference)s.")
            % {
                "workplace": placement.workplace.organisation.name,
                "reference": agreement.reference,
            },
            verb=_("Read and sign"),
            url=reverse("placements:agreement-sign", args=[agreement.pk]),
            since=timezone.localtime(agreement.sent_at).date(),
            role=placement.dossier.my_voices[0].role,
        )
