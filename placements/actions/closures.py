"""Days on which a programme expects nobody: its coordinator keeps them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from competences.models import Programme
from config.refusal import Refusal, refuse_if
from placements.actions.parties import require_coordinator
from placements.models import Closure
from placements.rules.plan import closure_obstacles


@transaction.atomic
def add(
    *,
    by: User,
    programme: Programme,
    first: dt.date,
    last: dt.date,
    name_nl: str,
    name_en: str = "",
) -> Closure:
    """The plans of the programme's placements leave these days out from now on."""
    require_coordinator(by, programme)
    refuse_if(closure_obstacles(first=first, last=last, name=name_nl))
    closure = Closure.objects.create(
        programme=programme,
        first=first,
        last=last,
        name_nl=name_nl.strip(),
        name_en=name_en.strip(),
    )
    _record("closure-added", closure, by)
    return closure


@transaction.atomic
def change(
    *,
    by: User,
    closure: Closure,
    first: dt.date,
    last: dt.date,
    name_nl: str,
    name_en: str = "",
) -> Closure:
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    _require(by, closure)
    refuse_if(closure_obstacles(first=first, last=last, name=name_nl))
    closure.first, closure.last = first, last
    closure.name_nl, closure.name_en = name_nl.strip(), name_en.strip()
    closure.save(update_fields=["first", "last", "name_nl", "name_en"])
    _record("closure-changed", closure, by)
    return closure


@transaction.atomic
def remove(*, by: User, closure: Closure) -> None:
    """The days are planned again."""
    found = Closure.objects.select_for_update().filter(pk=closure.pk).first()
    if found is None:  # pressed twice
        return
    _require(by, found)
    _record("closure-removed", found, by)
    found.delete()


def _require(by: User, closure: Closure) -> None:
    """A closure of the whole institution is kept in the administration."""
    if closure.programme is None:
        raise Refusal("of-the-institution", _("This holds for the whole institution."))
    require_coordinator(by, closure.programme)


def _record(action: str, closure: Closure, by: User) -> None:
    record(
        action,
        closure,
        by=by,
        topic=f"programme:{closure.programme_id}",
        first=closure.first.isoformat(),
        last=closure.last.isoformat(),
        name=closure.name_nl,
    )
