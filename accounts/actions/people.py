"""What people change about themselves."""

from django.db import transaction

from accounts.actions import history
from accounts.models import User


@transaction.atomic
def change_profile(user: User, *, by: User, language: str, phone: str) -> User:
    """Set the language of pages and mails, and the phone number."""
    user.language, user.phone = language, phone
    user.save(update_fields=["language", "phone"])
    history.record("profile_changed", user, by=by)
    return user


def set_language(user: User, *, by: User, language: str) -> User:
    """Set the language of pages and mails."""
    return change_profile(user, by=by, language=language, phone=user.phone)
