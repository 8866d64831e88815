"""What a mail of before leads to, when the mandate has ended since."""

from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

from accounts import doors
from accounts.models import User
from competences.models import Dossier, Voice
from config import clock
from placements.models import Agreement, Placement, Signatory, Trialogue, WorkplaceDay

# First word of an address: whose key stands in it and as what, and the way from there.
NOUNS = {
    "placements": (Placement, "pk", "dossier"),
    "days": (WorkplaceDay, "pk", "placement__dossier"),
    "trialogues": (Trialogue, "pk", "placement__dossier"),
    "agreements": (Agreement, "pk", "placement__dossier"),
    "dossiers": (Dossier, "dossier", "pk"),
}


@doors.source
def handed_over(user: User, match: ResolverMatch) -> doors.Gone | None:
    """Somebody else has the part that this person had."""
    model, key, way = NOUNS.get(match.route.partition("/")[0], (None, "", ""))
    if key not in match.kwargs:
        return None
    if model is Agreement and _signed_before(user, match.kwargs[key]):
        return doors.Gone(
            _("You do not sign for this workplace any more"),
            _("What you signed stays, under your name; the page is closed to you."),
        )
    dossiers = model.objects.filter(pk=match.kwargs[key]).values(way)
    parts = Voice.objects.filter(dossier__in=dossiers, person=user)
    if not parts.filter(until__lte=clock.today()).exists() or parts.current().exists():
        return None
    return doors.Gone(
        _("This is in other hands now"),
        _(
            "Your part here has ended, so the page is closed to you. What you said and signed"
            " stays, under your name. What still waits for you stands on your own page."
        ),
    )


def _signed_before(user: User, key: int) -> bool:
    workplaces = Agreement.objects.filter(pk=key).values("placement__workplace")
    mandates = Signatory.objects.filter(person=user, workplace__in=workplaces)
    return mandates.exists() and not mandates.current().exists()
