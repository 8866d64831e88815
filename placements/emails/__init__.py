"""What our messages say; each is made from its notification alone, in the reader's language."""

from placements.emails import agreements, meetings, placements, reflections, reminders

__all__ = ["agreements", "meetings", "placements", "reflections", "reminders"]
