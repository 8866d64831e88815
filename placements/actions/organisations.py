from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from placements.models import Organisation, Workplace


@dataclass(frozen=True)
class Contact:
    """Where a workplace is, and whom to call there."""

    city: str = ""
    contact_name: str = ""
    contact_email: str = ""


NOWHERE = Contact()


@transaction.atomic
def register_organisation(*, by: User | None, name: str, company_number: str = "") -> Organisation:
    organisation = Organisation.objects.create(name=name, company_number=company_number or None)
    record("organisation-registered", organisation, by=by)
    return organisation


@transaction.atomic
def give_company_number(
    *, by: User | None, organisation: Organisation, company_number: str
) -> Organisation:
    """Write down the company number of an organisation that was known by its name only."""
    organisation.company_number = company_number
    organisation.save(update_fields=["company_number"])
    record("company-number-given", organisation, by=by, new=company_number)
    return organisation


@transaction.atomic
def register_workplace(
    *,
    by: User | None,
    organisation: Organisation,
    street: str = "",
    postcode: str = "",
    contact: Contact = NOWHERE,
) -> Workplace:
    workplace = Workplace.objects.create(
        organisation=organisation, street=street, postcode=postcode, **asdict(contact)
    )
    record("workplace-registered", workplace, by=by)
    return workplace


@transaction.atomic
def change_contact(*, by: User | None, workplace: Workplace, contact: Contact) -> Workplace:
    """Somebody else to call, or another spelling of the town; for every placement there."""
    new = asdict(contact)
    before = {name: getattr(workplace, name) for name in new}
    for name, value in new.items():
        setattr(workplace, name, value)
    workplace.save(update_fields=list(new))
    changed = [name for name in new if new[name] != before[name]]
    record("contact-changed", workplace, by=by, fields=changed)
    return workplace
