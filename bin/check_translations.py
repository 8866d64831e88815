"""Fails when a text on our pages has no Dutch: missing, empty, fuzzy, or with other placeholders.

The texts are gathered from the sources by xgettext where it is installed (as makemessages does).
Without it only the committed catalogue is looked at, and this says so; in CI that is a failure.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/nl/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|(?<!%)%[sd]")
APPS = ["config", "accounts", "competences", "placements", "mentors", "quality", "demo"]


def main() -> int:
    if not (ROOT / CATALOGUE).exists():
        print(f"{CATALOGUE} does not exist.")
        return 1
    committed = polib.pofile(str(ROOT / CATALOGUE))
    problems = [line for entry in committed if not entry.obsolete for line in faults(entry)]
    if shutil.which("xgettext"):
        problems += difference(wanted=gathered(), present=keys(committed))
    elif os.environ.get("CI"):
        problems.append("xgettext is missing: apt-get install gettext")
    else:
        print("Looked at the catalogue only: without xgettext (package gettext) nothing tells")
        print("whether it has every text of the sources.")
    for line in problems:
        print(line)
    return 1 if problems else 0


def faults(entry: polib.POEntry) -> list[str]:
    """What is wrong with the translation of one text."""
    shown = f"“{entry.msgid}”"
    translations = [entry.msgstr, *entry.msgstr_plural.values()] if entry.msgid_plural else []
    translations = [text for text in translations if text] or [entry.msgstr]
    if "fuzzy" in entry.flags:
        return [f"Only guessed: {shown}"]
    if not all(translations) or (entry.msgid_plural and len(translations) < 2):
        return [f"Not translated: {shown}"]
    original = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    return [
        f"Other placeholders: {shown} has {sorted(original)}, “{text}” has {sorted(found)}"
        for text in translations
        if not (found := placeholders(text)) <= original
        or (not entry.msgid_plural and found != original)
    ]


def placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text)}


def gathered() -> set[tuple[str | None, str]]:
    """Every text in the sources, found by makemessages in a copy, so that nothing here changes."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for folder in [*APPS, "templates"]:
            shutil.copytree(
                ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__")
            )
        (copy / CATALOGUE).parent.mkdir(parents=True)
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "nl", "--no-obsolete"],
            cwd=copy,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
        )
        return keys(polib.pofile(str(copy / CATALOGUE)))


def keys(catalogue: polib.POFile) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def difference(
    *, wanted: set[tuple[str | None, str]], present: set[tuple[str | None, str]]
) -> list[str]:
    missing = [f"Not in the catalogue (make messages): “{key[1]}”" for key in wanted - present]
    unused = [f"No longer in the sources (make messages): “{key[1]}”" for key in present - wanted]
    return sorted(missing) + sorted(unused)


if __name__ == "__main__":
    raise SystemExit(main())
