"""What our messages say; each is made from its notification alone, in the reader's language."""

from placements.emails import (
    agreements,
    board,
    mandates,
    meetings,
    moments,
    placements,
    plans,
    reflections,
    reminders,
    sign_offs,
    signing,
)

__all__ = [
    "agreements",
    "board",
    "mandates",
    "meetings",
    "moments",
    "placements",
    "plans",
    "reflections",
    "reminders",
    "sign_offs",
    "signing",
]
