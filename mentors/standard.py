"""The onboarding list to begin with where a workplace has none of its own; data in `data/`."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "onboarding.yaml"


@cache
def onboarding_lines() -> tuple[dict[str, str], ...]:
    """Lines {"nl", "en"} in order, as in a template."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple({"nl": row["nl"], "en": row["en"]} for row in rows)
