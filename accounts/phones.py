"""Phone numbers: written as people do, sent as gateways want them."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

HERE = "BE"
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
SHOWN_DIGITS = 2


def _read(said: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(said, HERE)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def tidy(said: str) -> str | None:
    """The number as one writes it here ("0470 12 34 56", "+31 6 12345678"); None if it is none."""
    number = _read(said)
    if number is None:
        return None
    here = phonenumbers.region_code_for_number(number) == HERE
    way = PhoneNumberFormat.NATIONAL if here else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, way)


def mobile(said: str) -> str:
    """E.164 of a number that takes an SMS, else ""."""
    number = _read(said)
    if number is None or phonenumbers.number_type(number) not in MOBILE:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked(number: str) -> str:
    """Enough to know one's own number, too little to learn another's: "•••• 56"."""
    return f"•••• {number[-SHOWN_DIGITS:]}" if number else ""
