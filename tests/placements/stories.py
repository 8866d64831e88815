"""Steps of a placement's story, for tests that need one to be some way along."""

import datetime as dt

from accounts.enums import TRIAD, Role, SignInMethod
from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Competence, MasteryLevel
from config import clock
from placements.actions import agreements, days, sightings, signing, trialogues
from placements.actions.days import DayContent
from placements.actions.signing import Evidence
from placements.models import Agreement, Placement, Trialogue, WorkplaceDay
from placements.overviews.plan import planned_days
from tests.factories import make_user, person


def work(placement: Placement, count: int, *, confirm: bool = True) -> list[WorkplaceDay]:
    """Log the next `count` planned days, each on its own evening; the mentor confirms them."""
    student, mentor = person(placement, Role.STUDENT), person(placement, Role.MENTOR)
    taken = set(placement.days.values_list("date", flat=True))
    dates = [day.date for day in planned_days(placement) if day.date not in taken][:count]
    logged = []
    for date in dates:
        with clock.at(dt.datetime.combine(date, dt.time(18))):
            day = days.log(by=student, placement=placement, content=DayContent(date=date))
            if confirm:
                days.confirm(by=mentor, days=[day])
        logged.append(day)
    return list(WorkplaceDay.objects.filter(pk__in=[day.pk for day in logged]).order_by("date"))


def sign_agreement(placement: Placement, on: dt.date) -> Agreement:
    """A coordinator opens it and sends it out, and all three sign, on that date."""
    wim = make_user("Wim", "Claes")
    placement.enrolment.programme.coordinators.add(wim)
    with clock.at(on) as now:
        agreement = agreements.open_agreement(by=wim, placement=placement)
        agreement = agreements.send(by=wim, agreement=agreement)
        for role in TRIAD:
            who = person(placement, role)
            sightings.shown(by=who, agreement=agreement)
            signing.sign(
                by=who,
                agreement=agreement,
                sha256=agreement.sha256,
                typed_name=who.get_full_name(),
                language="nl",
                evidence=Evidence(SignInMethod.CODE, now, "127.0.0.1", "Firefox"),
            )
    return agreement


def hold_trialogue(placement: Placement, on: dt.date, **fields) -> Trialogue:
    """Plan and open a meeting on that date."""
    coach = person(placement, Role.COACH)
    with clock.at(on):
        starts_at = clock.now() + dt.timedelta(hours=1)
        meeting = trialogues.plan(by=coach, placement=placement, starts_at=starts_at, **fields)
        return trialogues.hold(by=coach, trialogue=meeting)


def rate(
    placement: Placement,
    role: str,
    code: str,
    *,
    moment: str = Moment.PROCESS,
    count: int | None = None,
) -> None:
    """This role puts every competence, or the first `count`, at the level with this code
    ("" = did not come up)."""
    version = placement.dossier.version_id
    level = MasteryLevel.objects.filter(version=version, code=code).first()
    for competence in Competence.objects.filter(version=version)[:count]:
        say(
            by=person(placement, role),
            dossier=placement.dossier,
            competence=competence,
            came_up=level is not None,
            level=level,
            moment=moment,
        )
