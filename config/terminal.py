"""What commands know of who runs them."""

import locale
import os


def language() -> str:
    """As the person's own machine speaks (LC_ALL, LANG); Dutch where it says nothing."""
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if locale.normalize(said).lower().startswith("en") else "nl"
