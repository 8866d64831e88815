from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import navigation
from accounts.models import User
from competences.models import Programme


@navigation.source("quality", order=40)
def quality_menu(user: User) -> Iterable[navigation.Item]:
    """Coordinators keep the checklist."""
    if Programme.objects.coordinated_by(user).exists():
        yield navigation.Item(_("Quality"), reverse("quality:point-list"))
