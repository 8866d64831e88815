"""What axe-core has to say about a page in the browser (WCAG 2.0 to 2.2, A and AA)."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

SOURCE = (Path(__file__).parent / "vendor/axe-core-4.14.1/axe.min.js").read_text()
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def bring(context: BrowserContext) -> None:
    """Have it at hand on every page from here on, for whoever looks at many."""
    context.add_init_script(SOURCE)


def faults(page: Page) -> list[str]:
    """One line per fault: the rule, what it asks, and where it is broken; [] is what we want."""
    # Evaluated, not added as a script: our content policy rightly refuses that.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SOURCE)
    found = page.evaluate(
        "levels => axe.run(document, {runOnly: levels, resultTypes: ['violations']})", LEVELS
    )
    lines = []
    for rule in found["violations"]:
        places = ", ".join(str(node["target"][0]) for node in rule["nodes"])
        lines.append(f"{rule['id']}: {rule['help']}: {places}")
    return lines
