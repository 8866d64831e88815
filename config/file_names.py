"""Names for files that leave us, on disks and in archives of which we know nothing."""

import re
import unicodedata

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST = 120


def safe(name: str) -> str:
    """A name that every system takes, that names no folder, and that no program runs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, dot, ending = NOT_IN_A_NAME.sub("-", plain).rpartition(".")
    stem, ending = (stem, ending.strip("-_")) if dot else (ending, "")
    stem = stem.strip("-._")[:LONGEST] or "document"
    stem = f"document-{stem}" if RESERVED.match(stem) else stem
    return f"{stem}.{ending}" if ending else stem


def unique(name: str, taken: set[str]) -> str:
    """`name`, or the same with a number when it is taken; a disk may not tell A from a."""
    stem, dot, ending = name.rpartition(".")
    stem, dot, ending = (stem, dot, ending) if dot else (name, "", "")
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        found = f"{stem}-{number}{dot}{ending}"
    taken.add(found.lower())
    return found
