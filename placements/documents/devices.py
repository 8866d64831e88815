"""A browser's long description of itself as people say it: "Firefox 143, Android"."""

import re

# Order matters: most browsers also name the ones that came before them.
BROWSERS = (
    ("Edge", re.compile(r"Edg(?:A|iOS)?/(\d+)")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/(\d+)")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/(\d+)")),
    ("Chrome", re.compile(r"(?:Chrome|CriOS)/(\d+)")),
    ("Safari", re.compile(r"Version/(\d+).* Safari/")),
)
SYSTEMS = (
    ("iPadOS", re.compile("iPad")),
    ("iOS", re.compile("iPhone")),
    ("Android", re.compile("Android")),
    ("Windows", re.compile("Windows")),
    ("macOS", re.compile("Mac OS X")),
    ("Linux", re.compile("Linux")),
)


def device_name(user_agent: str) -> str:
    """Browser and system, "" where neither is recognised."""
    browsers = (
        f"{name} {found[1]}" for name, shape in BROWSERS if (found := shape.search(user_agent))
    )
    systems = (name for name, shape in SYSTEMS if shape.search(user_agent))
    return ", ".join(part for part in (next(browsers, ""), next(systems, "")) if part)
