"""What waits for whom around placements: a module per theme, each adds its own sources.

Days to confirm and advice on fewer days stand on the mentor's desk.
"""

from placements.todos import (
    coach,
    coordinator,
    days,
    facts,
    mandates,
    moments,
    preparations,
    unreached,
    voices,
)

__all__ = [
    "coach",
    "coordinator",
    "days",
    "facts",
    "mandates",
    "moments",
    "preparations",
    "unreached",
    "voices",
]
