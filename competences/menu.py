"""The voice with which somebody speaks: its colour and shape stand on their pages."""

from accounts import navigation
from accounts.enums import TRIAD
from accounts.models import User
from competences.models import Voice


@navigation.voice("competences")
def voice(user: User) -> str:
    """The role of the triad that this person holds today; "" for none."""
    held = set(Voice.objects.current().filter(person=user).values_list("role", flat=True))
    return next((role.value for role in TRIAD if role in held), "")
