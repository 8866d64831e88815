"""One-time secrets and their fingerprints; what stands in the database opens nothing by itself."""

import secrets

from django.utils.crypto import salted_hmac

CODE_DIGITS = 8


def fingerprint(purpose: str, secret: str) -> str:
    """64 hex characters, keyed with SECRET_KEY: neither guessable nor reversible from a dump."""
    return salted_hmac(f"trialoog.{purpose}", secret, algorithm="sha256").hexdigest()


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Digits a person can type over from a mail."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def derived_token(purpose: str, reference: object) -> str:
    """The same token each time for the same reference, as long as SECRET_KEY stays."""
    return salted_hmac(
        f"trialoog.derived.{purpose}", str(reference), algorithm="sha256"
    ).hexdigest()
