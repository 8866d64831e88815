"""What people change about themselves."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import secrets
from accounts.actions import browsers, history, invitations, sign_in
from accounts.models import User
from config import clock
from config.refusal import Refusal

SALT_LENGTH = User._meta.get_field("session_salt").max_length


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


@transaction.atomic
def end_sessions(user: User, *, by: User | None, but: str = "") -> None:
    """Sign out everywhere: every session, open link and known browser of this person ends, but
    the browser with the secret `but`, whose session the caller renews."""
    user.session_salt = secrets.new_token()[:SALT_LENGTH]
    user.save(update_fields=["session_salt"])
    sign_in.end_open_requests(user_id=user.pk, now=clock.now())
    browsers.forget_those_of(user=user, but=but)
    history.record("sessions-ended", user, by=by)


@transaction.atomic
def shut_out(user: User, *, by: User | None) -> None:
    """The same, and no invitation opens anything any more: the address changed hands, or the
    person's rights did."""
    end_sessions(user, by=by)
    invitations.revoke_all(user=user)


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
