"""What must be there before the coach can finalise a placement (rule 9)."""

from collections.abc import Collection, Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from config.refusal import Obstacle


def finalising_obstacles(
    *,
    is_open: bool,
    agreement_signed: bool,
    days_confirmed: Decimal,
    days_required: int,
    competences: Collection[int],
    final_by_role: dict[str, Collection[int]],
    meeting_planned: bool,
    proposal_open: bool,
) -> Iterable[Obstacle]:
    """`competences`: ids that carry a target; `final_by_role`: ids with a final word per role."""
    if not is_open:
        yield Obstacle("placement-closed", _("This placement has already been finalised."))
    if not agreement_signed:
        yield Obstacle(
            "agreement-not-signed", _("The agreement has not been signed by all parties.")
        )
    if days_confirmed < days_required:
        yield Obstacle(
            "days-missing",
            gettext("%(confirmed)s of %(required)s days have been confirmed.")
            % {"confirmed": number_format(days_confirmed.normalize()), "required": days_required},
        )
    for role in TRIAD:
        missing = len(set(competences) - set(final_by_role.get(role, ())))
        if missing:
            yield Obstacle(
                f"final-missing-{role.value}",
                ngettext(
                    "%(who)s: the final word on %(count)s competence is missing.",
                    "%(who)s: the final word on %(count)s competences is missing.",
                    missing,
                )
                % {"who": str(Role(role).label).capitalize(), "count": missing},
            )
    if meeting_planned:
        yield Obstacle(
            "meeting-planned", _("A meeting is still planned; hold it first, or cancel it.")
        )
    if proposal_open:
        yield Obstacle("proposal-open", _("A proposal for fewer days still waits for a decision."))
