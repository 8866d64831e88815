from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import navigation
from accounts.enums import Role
from accounts.models import User
from competences.overviews.plans import programme_roles
from placements.overviews.days import current_placement
from placements.overviews.duties import Duty, duties_of

MY_DAYS = ("day", "reflection", "placements:plan", "week", "away")
LAB = ("group", "competences:plan", "goal", "pitch", "product", "self", "feedback")


@navigation.source("placements", order=10)
def student_menu(user: User) -> Iterable[navigation.Item]:
    """What a student opens most, of the placement at hand."""
    placement = current_placement(user)  # between two placements: the one that ended last
    if placement is None:
        return
    days = reverse("placements:day-list", args=[placement.pk])
    competences = reverse("competences:dossier", args=[placement.dossier_id])
    meetings = reverse("placements:trialogue-list", args=[placement.pk])
    yield navigation.Item(_("Days"), days, nouns=MY_DAYS)
    yield navigation.Item(_("Competences"), competences, nouns=("competence", "assessment"))
    yield navigation.Item(_("Meetings"), meetings, nouns=("trialogue", "shortening"))
    if placement.goal_plan:
        plan = reverse("competences:plan", args=[placement.goal_plan])
        yield navigation.Item(_("Goals"), plan, nouns=LAB)
    yield navigation.Item(_("My route"), reverse("placements:route"))


@navigation.source("work", order=15)
def work_menu(user: User) -> Iterable[navigation.Item]:
    """What somebody opens who signs for a workplace, and a coach's board and meetings."""
    duties = duties_of(user)
    if Duty.SIGNATORY in duties:
        page = reverse("placements:signatory-agreements")
        yield navigation.Item(_("Agreements to sign"), page, nouns=("agreement",))
    if Duty.COACH in duties:
        meetings = reverse("placements:trialogue-list")
        yield navigation.Item(_("Students"), reverse("placements:board"))
        yield navigation.Item(_("Who moves"), reverse("placements:movement"))
        yield navigation.Item(_("Meetings"), meetings, nouns=("trialogue", "shortening"))


@navigation.source("coordination", order=30)
def programme_menu(user: User) -> Iterable[navigation.Item]:
    """What a coordinator works in: the table, the lists to read in; and what a teacher does."""
    roles = programme_roles(user)
    if Role.COORDINATOR in roles:
        placements = reverse("placements:placement-list")
        yield navigation.Item(_("Placements"), placements, nouns=("agreement", "closure"))
        yield navigation.Item(_("Import lists"), reverse("placements:roster-import"))
        yield navigation.Item(_("Frameworks"), reverse("competences:framework-list"))
        yield navigation.Item(_("Cohort"), reverse("placements:cohort"))
    if roles:
        groups = reverse("competences:group-list")
        yield navigation.Item(_("Talent lab"), groups, nouns=LAB)
