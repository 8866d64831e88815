"""What our messages say; each is made from its notification alone, in the reader's language."""

from competences.emails import evidence, goals, statements, voices

__all__ = ["evidence", "goals", "statements", "voices"]
