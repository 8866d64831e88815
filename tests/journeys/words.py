"""Which words of a page are in the wrong language."""

import gettext
import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

LOCALE = Path(__file__).parents[2] / "locale"
# Each piece of text that somebody reads or hears, for itself.
TEXTS = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest('script, style, noscript, textarea, [lang]:not(html)'))
      found.push(node.textContent);
  for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
    for (const element of document.querySelectorAll(`[${name}]`))
      found.push(element.getAttribute(name));
  found.push(document.title.split(' · ')[0]);
  const plain = found.map(text => text.replace(/\\s+/g, ' ').trim());
  return plain.filter(text => /[a-z]{3}/i.test(text));
}
"""
GAP = re.compile(r"%\(\w+\)[sd]|%[sd]")
# Our own name, and the names of languages, which stand in themselves wherever one chooses.
NAMES = {"trialoog", "nederlands", "english"}


@cache
def catalog() -> tuple[tuple[str, str], ...]:
    """(English, Dutch) of every sentence that differs, plural forms each for itself."""
    kept = gettext.translation("django", LOCALE, ["nl"])._catalog
    pairs = []
    for key, dutch in kept.items():
        english = key[0] if isinstance(key, tuple) else key
        english = english.rpartition("\x04")[2]
        if english and english.casefold() != dutch.casefold():
            pairs.append((english, dutch))
    return tuple(pairs)


@cache
def sentences(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What is said in this language and not in the other: whole texts, and texts with gaps."""
    said = {"en": {pair[0] for pair in catalog()}, "nl": {pair[1] for pair in catalog()}}
    other = {"en": "nl", "nl": "en"}[language]
    mine = {" ".join(text.split()).casefold() for text in said[language]}
    mine -= {" ".join(text.split()).casefold() for text in said[other]}
    gaps = [
        re.compile("(.+)".join(re.escape(part) for part in GAP.split(text)))
        for text in mine
        if GAP.search(text) and len(GAP.sub("", text)) > 8
    ]
    return frozenset(text for text in mine if not GAP.search(text)), tuple(gaps)


def foreign(page: Page, language: str) -> list[str]:
    """Texts on this page that are ours, but in the other language.

    Single Dutch words may stand on an English page: an institution names things in one language.
    """
    whole, gaps = sentences({"en": "nl", "nl": "en"}[language])
    return sorted(
        text
        for text in set(page.evaluate(TEXTS))
        if text.casefold() not in NAMES
        and (language == "nl" or " " in text)
        and (text.casefold() in whole or any(gap.fullmatch(text.casefold()) for gap in gaps))
    )
