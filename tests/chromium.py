"""Where the browser is: CHROMIUM, else one of the system, else the one Playwright downloaded."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

NAMES = ("chromium", "google-chrome-stable", "google-chrome")
# No profile, no services of its own: the browser talks to our server and to nobody else.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find(playwright: Playwright) -> str | None:
    """The path of a Chromium, or None where there is none."""
    if given := os.environ.get("CHROMIUM"):
        return given
    for name in NAMES:
        if path := shutil.which(name):
            return path
    downloaded = Path(playwright.chromium.executable_path)
    shell = sorted(downloaded.parents[2].glob("chromium_headless_shell-*/*/*headless*shell"))
    return next((str(path) for path in (downloaded, *shell) if path.exists()), None)


if __name__ == "__main__":
    with sync_playwright() as started:
        path = find(started)
    if path is None:
        raise SystemExit("no Chromium")
    print(path)
