"""What the pages of agreement texts send: an article of blocks, and small forms around it."""

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD
from config.forms import DateInput, ShortText, TrialoogForm
from placements.enums import PlacementKind
from placements.overviews.texts import name_of
from placements.rules.text_edits import new_article
from placements.rules.text_faults import MOST_BLOCKS, MOST_COLUMNS, MOST_ROWS
from placements.rules.texts import SUBJECTS, Content, condition_of

STANDARD = "standard"
ANY_ORDER = "any"


# ---------- an article, in fields called b0-text, b0-points, b1-r2-c0 ...


def read_article(said: QueryDict, key: str, content: Content) -> dict[str, Any]:
    """The article as it stands on the page; line ends as ours, nothing else is touched."""
    return {
        "key": _key(said.get("subject", key), key, content),
        "title": _line(said.get("title", "")),
        "gist": _line(said.get("gist", "")),
        "blocks": [_block(said, at) for at in range(_count(said.get("blocks", ""), MOST_BLOCKS))],
    }


def _key(subject: str, key: str, content: Content) -> str:
    """One of the subjects, or a key of their own, which we make."""
    if subject == "own" and key in SUBJECTS:
        return new_article(content, "")["key"]
    return subject if subject in SUBJECTS else key


def _count(said: str, most: int) -> int:
    """One more than there may be is enough to be refused."""
    return min(int(said), most + 1) if said.isdecimal() and len(said) < 4 else 0


def _block(said: QueryDict, at: int) -> dict[str, Any]:
    kind = said.get(f"b{at}-type", "clause")
    if kind == "table":
        block = _table(said, at)
    else:
        block = {
            "type": "heading" if kind == "heading" else "clause",
            "text": _text(said.get(f"b{at}-text", "")),
        }
    if kind == "clause" and (points := _points(said.get(f"b{at}-points", ""))):
        block["points"] = points
    way, _colon, name = said.get(f"b{at}-condition", "").partition(":")
    if way in ("when", "unless") and name:
        block[way] = name
    return block


def _table(said: QueryDict, at: int) -> dict[str, Any]:
    rows = max(_count(said.get(f"b{at}-rows", ""), MOST_ROWS), 1)
    columns = max(_count(said.get(f"b{at}-columns", ""), MOST_COLUMNS), 1)
    return {
        "type": "table",
        "header": [_line(said.get(f"b{at}-h{column}", "")) for column in range(columns)],
        "rows": [
            [_line(said.get(f"b{at}-r{row}-c{column}", "")) for column in range(columns)]
            for row in range(rows)
        ],
    }


def _points(said: str) -> list[str]:
    """One point a line; empty lines are only air."""
    lines = [line.strip() for line in _text(said).split("\n")]
    return [line for line in lines if line]


def _text(said: str) -> str:
    return said.replace("\r\n", "\n").replace("\r", "\n").strip()


def _line(said: str) -> str:
    return " ".join(_text(said).split("\n"))


def shown_blocks(
    article: Mapping[str, Any], faults: Mapping[int | None, list[Any]]
) -> Iterator[dict[str, Any]]:
    """Each block as the page needs it, with its faults."""
    for at, block in enumerate(article["blocks"]):
        yield {
            **block,
            "at": at,
            "name": f"b{at}",
            "points_text": "\n".join(block.get("points", ())),
            "condition": condition_of(block),
            "faults": faults.get(at, []),
        }


# ---------- around it


class StartForm(forms.Form):
    """From which words a new text starts; `versions` are those this person may copy."""

    kind = forms.ChoiceField(choices=PlacementKind.choices)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    source = forms.ChoiceField()

    def __init__(self, *args: Any, versions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in versions}
        self.fields["source"].choices = source_choices(versions)

    @property
    def version(self) -> Any:
        """None: the standard text."""
        return self.versions.get(self.cleaned_data["source"])


def source_choices(versions: list[Any]) -> list[tuple[str, Any]]:
    named = [(str(version.pk), name_of(version)) for version in versions]
    return [(STANDARD, _("the standard text")), *named]


def order_choices() -> list[tuple[str, Any]]:
    orders = [
        (
            "-".join(role.value for role in order),
            format_lazy("{} → {} → {}", *(role.label for role in order)),
        )
        for order in permutations(TRIAD)
    ]
    return [(ANY_ORDER, _("in any order")), *orders]


class OrderForm(TrialoogForm):
    order = forms.ChoiceField(label=_("Who signs first"), choices=order_choices)
    reason = forms.CharField(
        label=_("Why in this order"),
        max_length=300,
        required=False,
        help_text=_("Who has to wait reads this. In any order, no reason is needed."),
        widget=ShortText(rows=2),
    )

    @property
    def chosen(self) -> list[str]:
        said = self.cleaned_data["order"]
        return [] if said == ANY_ORDER else said.split("-")


class PublishForm(TrialoogForm):
    valid_from = forms.DateField(
        label=_("In use from"),
        widget=DateInput,
        help_text=_("Agreements opened from this day on are written with it."),
    )
    valid_until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: until a next version."),
    )


class EndForm(TrialoogForm):
    valid_until = forms.DateField(
        label=_("Last day in use"),
        widget=DateInput,
        help_text=_("Agreements opened after it get the standard text, or the next version."),
    )
