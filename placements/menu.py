from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import navigation
from accounts.models import User
from competences.models import Programme
from placements.overviews.board import is_coach
from placements.overviews.days import current_placement


@navigation.source("placements", order=10)
def student_menu(user: User) -> Iterable[navigation.Item]:
    """What a student opens most, of the placement at hand."""
    placement = current_placement(user)
    if placement is None:
        return
    yield navigation.Item(_("Days"), reverse("placements:day-list", args=[placement.pk]))
    yield navigation.Item(
        _("Competences"), reverse("competences:dossier", args=[placement.dossier_id])
    )
    yield navigation.Item(_("Meetings"), reverse("placements:trialogue-list", args=[placement.pk]))


@navigation.source("coaching", order=20)
def coach_menu(user: User) -> Iterable[navigation.Item]:
    """A coach's board and meetings."""
    if is_coach(user):
        yield navigation.Item(_("Students"), reverse("placements:board"))
        yield navigation.Item(_("Meetings"), reverse("placements:trialogue-list"))


@navigation.source("coordination", order=30)
def coordinator_menu(user: User) -> Iterable[navigation.Item]:
    """What a coordinator works in: the table, the lists to read in."""
    if Programme.objects.coordinated_by(user).exists():
        yield navigation.Item(_("Placements"), reverse("placements:placement-list"))
        yield navigation.Item(_("Read in lists"), reverse("placements:roster-import"))
        yield navigation.Item(_("Frameworks"), reverse("competences:framework-list"))
