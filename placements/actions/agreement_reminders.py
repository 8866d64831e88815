"""A coordinator asks again whoever an agreement waits for."""

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import refuse_if
from placements.actions.agreement_news import tell
from placements.actions.agreements import locked_agreement
from placements.actions.parties import require_coordinator
from placements.enums import AgreementState
from placements.models import Agreement
from placements.overviews.agreement_asking import last_asked, people_it_waits_for
from placements.rules.agreements import remind_obstacles
from placements.rules.nudges import again_from


@transaction.atomic
def remind(*, by: User, agreement: Agreement) -> list[User]:
    """Ask them at once; answers whom. Nobody is asked the same twice within a few working days."""
    agreement = locked_agreement(agreement)
    require_coordinator(by, agreement.placement.enrolment.programme)
    waiting = people_it_waits_for(agreement)
    lasts = last_asked([agreement.pk])
    today = clock.today()
    asked = [
        person
        for person in waiting
        if (last := lasts.get((agreement.pk, person.pk))) is None or today >= again_from(last)
    ]
    refuse_if(remind_obstacles(waits=bool(waiting), can_be_asked=bool(asked)))
    checking = agreement.state == AgreementState.CHECKING
    rule = "facts-asked-again" if checking else "agreement-asked-again"
    page = "placements:fact-check" if checking else "placements:agreement-sign"
    for person in asked:
        tell(agreement, person, rule, page, coordinator=by.get_full_name())
    topic, names = agreement.placement.topic, ", ".join(one.get_full_name() for one in asked)
    record("agreement-asked-again", agreement, by=by, topic=topic, to=names)
    return asked
