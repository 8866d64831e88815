"""What our messages say; each is made from its notification alone, in the reader's language."""

from competences.emails import goals, voices

__all__ = ["goals", "voices"]
