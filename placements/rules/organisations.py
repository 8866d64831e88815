"""What an employer is called, and where its sites are."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle


def company_number(said: str) -> str:
    """ "0123.456.749" or "BE 0123 456 749" as it is kept: BE and ten digits."""
    letters = "".join(sign for sign in said.upper() if sign.isalnum())
    digits = letters.removeprefix("BE")
    return f"BE{digits.zfill(10)}" if digits else ""


def is_company_number(number: str) -> bool:
    """BE and ten digits of which the last two follow from the others."""
    digits = number.removeprefix("BE")
    right = number.startswith("BE") and len(digits) == 10 and digits.isascii() and digits.isdigit()
    return right and 97 - int(digits[:8]) % 97 == int(digits[8:])


def organisation_obstacles(*, name: str, number: str, is_taken: bool) -> Iterable[Obstacle]:
    """`is_taken`: another organisation has this company number."""
    if not name.strip():
        yield Obstacle("no-name", _("An organisation has a name."), "organisation")
    if number and not is_company_number(number):
        yield Obstacle(
            "company-number-wrong",
            _("This is no company number: it has ten digits, and the last two follow from them."),
            "company_number",
        )
    if is_taken:
        yield Obstacle(
            "company-number-taken",
            _("Another organisation already has this company number."),
            "company_number",
        )


def address_obstacles(*, is_taken: bool) -> Iterable[Obstacle]:
    if is_taken:
        yield Obstacle(
            "address-taken",
            _("This organisation already has a workplace at that address."),
            "street",
        )
