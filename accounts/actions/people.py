"""What people change about themselves."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import history
from accounts.models import User
from config.refusal import Refusal


@transaction.atomic
def change_profile(user: User, *, by: User, language: str, phone: str) -> User:
    """Set the language of pages and mails, and the phone number."""
    user.language, user.phone = language, phone
    user.save(update_fields=["language", "phone"])
    history.record("profile-changed", user, by=by)
    return user


@transaction.atomic
def set_password(user: User, *, by: User, password: str) -> User:
    """Choose a password; every other session of this person ends by it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    history.record("password-chosen", user, by=by)
    return user


def set_language(user: User, *, by: User, language: str) -> User:
    """Set the language of pages and mails."""
    return change_profile(user, by=by, language=language, phone=user.phone)


@transaction.atomic
def register(
    *,
    by: User | None,
    email: str,
    first_name: str,
    last_name: str,
    phone: str = "",
    language: str = "nl",
) -> User:
    """Make somebody known, without a password: they come in by a link or a code from their mail.

    An address is one person: who is known already is given back as they are.
    """
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email, first_name=first_name, last_name=last_name, phone=phone, language=language
            )
    except (IntegrityError, ValidationError):
        # Pressed twice: the other request was first. Without such a person it was another fault.
        if known := User.objects.filter(email=email.strip().lower()).first():
            return known
        raise
    history.record("person-registered", user, by=by)
    return user


@transaction.atomic
def rename(*, by: User | None, user: User, first_name: str, last_name: str) -> User:
    """Write the name as the college knows it now."""
    before = user.get_full_name()
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    history.record("person-renamed", user, by=by, old=before, new=user.get_full_name())
    return user


@transaction.atomic
def known_or_new(*, by: User, email: str, first_name: str = "", last_name: str = "") -> User:
    """The person with this address, or a new one who signs in by mail.

    Refused with code "person-unknown" when the address is new and a name is missing.
    """
    address = email.strip().lower()
    known = User.objects.filter(email=address).first()
    if known is not None:
        return known
    if not first_name.strip() or not last_name.strip():
        raise Refusal(
            "person-unknown",
            _("We do not know this address yet; give a first name and a last name too."),
            field="first_name",
        )
    return register(
        by=by, email=address, first_name=first_name.strip(), last_name=last_name.strip()
    )
