from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config.refusal import refuse_if
from placements.actions import amendments
from placements.models import Organisation, Workplace
from placements.rules.organisations import address_obstacles, organisation_obstacles


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
    amendments.follow_of(by=by, organisation=organisation)
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
    amendments.follow_at(by=by, workplace=workplace)
    return workplace


@transaction.atomic
def correct_organisation(
    *, by: User | None, organisation: Organisation, name: str, company_number: str
) -> Organisation:
    """Another spelling of its name, or the company number it really has."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    taken = Organisation.objects.filter(company_number=company_number).exclude(pk=organisation.pk)
    refuse_if(
        organisation_obstacles(
            name=name, is_taken=bool(company_number) and taken.exists(), number=company_number
        )
    )
    before = [organisation.name, organisation.company_number or ""]
    organisation.name, organisation.company_number = name.strip(), company_number or None
    organisation.save(update_fields=["name", "company_number"])
    new = [organisation.name, company_number]
    record("organisation-corrected", organisation, by=by, before=before, new=new)
    amendments.follow_of(by=by, organisation=organisation)
    return organisation


@transaction.atomic
def correct_address(
    *, by: User | None, workplace: Workplace, street: str, postcode: str, city: str
) -> Workplace:
    """Where the site really is; for every placement there."""
    workplace = Workplace.objects.select_for_update(of=["self"]).get(pk=workplace.pk)
    same = Workplace.objects.filter(
        organisation=workplace.organisation_id, street=street, postcode=postcode
    ).exclude(pk=workplace.pk)
    refuse_if(address_obstacles(is_taken=same.exists()))
    before = workplace.address
    workplace.street, workplace.postcode, workplace.city = street, postcode, city
    workplace.save(update_fields=["street", "postcode", "city"])
    record("address-corrected", workplace, by=by, before=before, new=workplace.address)
    amendments.follow_at(by=by, workplace=workplace)
    return workplace
