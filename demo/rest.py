"""The rest of the demo: both coordinators' lists, some of their agreements, the checklist."""

from django.core.management import call_command

from accounts.models import User
from demo.curriculum import DATA
from placements.actions import agreements, imports
from placements.importers import roster
from placements.models import Placement

ROSTERS = ("accounting_2026-2027.csv", "marketing_2026-2027.xlsx")


def import_roster(name: str, *, by: User) -> None:
    table = roster.read((DATA / "roster" / name).read_bytes())
    imports.import_table(by=by, table=table, mapping=roster.guess_mapping(table.header))


def open_some_agreements(*, by: User, drafts: int = 12, out: int = 6) -> None:
    """A few agreements of the list are on their way, so that the board shows every state."""
    waiting = Placement.objects.filter(agreements__isnull=True).order_by("pk")
    for number, placement in enumerate(waiting[:drafts]):
        agreement = agreements.open_agreement(by=by, placement=placement)
        if number < out:
            agreements.send(by=by, agreement=agreement)


def load_checklist() -> None:
    call_command("load_checklist", verbosity=0)


def load_guides() -> None:
    call_command("load_guides", verbosity=0)
