"""Which rule of the database said no."""

from django.db import IntegrityError


def breaks(error: IntegrityError, constraint: str) -> bool:
    """Whether it was this constraint, by name: only then does the caller know what to do."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == constraint
