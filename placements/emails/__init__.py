"""What our messages say; each is made from its notification alone, in the reader's language."""

from placements.emails import agreements, meetings, placements, plans, reflections, reminders

__all__ = ["agreements", "meetings", "placements", "plans", "reflections", "reminders"]
