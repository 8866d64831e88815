"""Content that the institution writes in Dutch and English: `name_nl` and `name_en` on one row."""

from django.utils.translation import get_language


def pick(nl: str, en: str, language: str | None = None) -> str:
    """The text in the reader's language, in the other one where that is still empty."""
    language = language or get_language() or "nl"
    first, second = (en, nl) if language.startswith("en") else (nl, en)
    return first or second


class Bilingual:
    """Model mixin: `self.text("name")` reads `name_nl` or `name_en`."""

    def text(self, field: str, language: str | None = None) -> str:
        return pick(getattr(self, f"{field}_nl"), getattr(self, f"{field}_en"), language)

    @property
    def name(self) -> str:
        return self.text("name")
