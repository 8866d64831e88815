from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import navigation
from accounts.models import User
from mentors.overviews.desk import has_desk


@navigation.source("mentors", order=5)
def desk_in_menu(user: User) -> Iterable[navigation.Item]:
    if has_desk(user):
        yield navigation.Item(_("My desk"), reverse("mentors:desk"), nouns=("day",))
