"""What a programme's own agreement text may hold, and when it can be used.

A text is a list of articles of plain blocks, never HTML:

    [{"key": "content", "title": "...", "gist": "...", "blocks": [
        {"type": "clause", "text": "...", "points": ["..."], "when": "has_plan"},
        {"type": "heading", "text": "..."},
        {"type": "table", "header": ["..."], "rows": [["..."]], "unless": "has_plan"}]}]

In the words `{mentor}` is a field of the palette, `{article:content}` the number of that article
and `{{` a brace. A draft may hold words that are not right yet: each is a `Fault` with its place,
and as long as there is one the text cannot be published.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import TRIAD
from config.pdf_clauses import AgreementTerms, articles, filled
from config.pdf_values import Article
from config.refusal import Obstacle

if TYPE_CHECKING:
    from placements.models import AgreementTextVersion

Content = Sequence[Mapping[str, Any]]

# What an article is about; the first in `MANDATORY` order must be there.
SUBJECTS: Mapping[str, str | Promise] = {
    "subject": gettext_lazy("what the agreement is about"),
    "organisation": gettext_lazy("organisation"),
    "content": gettext_lazy("content: what there is to learn"),
    "guidance": gettext_lazy("guidance"),
    "assessment": gettext_lazy("assessment"),
    "safety": gettext_lazy("safety and well-being"),
    "insurance": gettext_lazy("insurance and liability"),
    "privacy": gettext_lazy("personal data"),
    "confidentiality": gettext_lazy("confidentiality"),
    "ending": gettext_lazy("changing and stopping early"),
    "closing": gettext_lazy("final provisions"),
}
MANDATORY = (
    "organisation",
    "content",
    "guidance",
    "assessment",
    "safety",
    "privacy",
    "insurance",
)

# The palette: every field of `AgreementTerms` that is words to print, by what it belongs to.
PALETTE: Mapping[str | Promise, Mapping[str, str | Promise]] = {
    gettext_lazy("People"): {
        "student": gettext_lazy("name of the student"),
        "mentor": gettext_lazy("name of the mentor"),
        "coach": gettext_lazy("name of the coach"),
        "signatory": gettext_lazy("who signs for the workplace"),
    },
    gettext_lazy("Placement"): {
        "workplace": gettext_lazy("name of the workplace"),
        "institution": gettext_lazy("name of the institution"),
        "programme": gettext_lazy("programme"),
        "course_unit": gettext_lazy("course unit"),
        "academic_year": gettext_lazy("academic year"),
        "framework": gettext_lazy("framework and its version"),
        "period_from": gettext_lazy("first day"),
        "period_until": gettext_lazy("last day"),
        "required_days": gettext_lazy("number of required days"),
    },
    gettext_lazy("Meetings and shortening"): {
        "trialogue_from": gettext_lazy("trialogue from day"),
        "trialogue_until": gettext_lazy("trialogue until day"),
        "assessment_from": gettext_lazy("assessment meeting from day"),
        "assessment_until": gettext_lazy("assessment meeting until day"),
        "shortening_days": gettext_lazy("days of one shortening"),
        "max_shortenings": gettext_lazy("number of shortenings possible"),
    },
    gettext_lazy("Papers"): {
        "risk_analysis": gettext_lazy("risk analysis"),
        "work_post_sheet": gettext_lazy("work-post sheet"),
        "plan_annex": gettext_lazy("the annex with the plan"),
        "competence_table": gettext_lazy("the table of competences"),
    },
}
FIELDS: Mapping[str, str | Promise] = {
    name: label for group in PALETTE.values() for name, label in group.items()
}

# When a block is printed, in the words in which it is chosen.
CONDITIONS: Mapping[str, str | Promise] = {
    "when:has_plan": gettext_lazy("only when there is a plan (annex A)"),
    "unless:has_plan": gettext_lazy("only when there is no plan"),
    "when:has_table": gettext_lazy("only when there are competences to list (table 1)"),
    "unless:has_table": gettext_lazy("only when there are no competences to list"),
    "when:max_shortenings": gettext_lazy("only when shortening is possible"),
    "unless:max_shortenings": gettext_lazy("only when shortening is not possible"),
    "when:has_signatory": gettext_lazy("only when a legal signatory signs for the workplace"),
    "unless:has_signatory": gettext_lazy("only when the mentor signs for the workplace"),
}


def articles_of(
    version: AgreementTextVersion | None, terms: AgreementTerms, language: str
) -> tuple[Article, ...]:
    """The articles of this text, filled; of None the standard articles."""
    if version is None:
        return articles(terms, language=language)
    return filled(version.content, terms, language=language)


def condition_of(block: Mapping[str, Any]) -> str:
    """A key of `CONDITIONS`, or "" for a block that always stands there."""
    for way in ("when", "unless"):
        if block.get(way):
            return f"{way}:{block[way]}"
    return ""


def fingerprint(value: Any) -> str:
    """What an article, or a whole text, was when somebody opened it: 16 hexadecimal digits."""
    data = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def words_of(article: Mapping[str, Any]) -> Iterator[str]:
    """Everything somebody wrote in it."""
    yield from (article["title"], article["gist"])
    for block in article["blocks"]:
        yield from words_in(block)


def words_in(block: Mapping[str, Any]) -> Iterator[str]:
    if block["type"] == "table":
        yield from block["header"]
        for row in block["rows"]:
            yield from row
    else:
        yield block["text"]
        yield from block.get("points", ())


# ---------- who may still write, and when it can be used


def draft_obstacles(version: AgreementTextVersion) -> Iterator[Obstacle]:
    if version.published_at:
        yield Obstacle(
            "text-published",
            _("This version is published and stays as it is; write a next version."),
        )


def revision_obstacles(version: AgreementTextVersion, revision: int) -> Iterator[Obstacle]:
    """Somebody saved since this page was opened: what they wrote is looked at first."""
    if version.revision != revision:
        said = f"{_changed_by(version)} {_('Look at the text again first.')}"
        yield Obstacle("text-changed-meanwhile", said)


def article_obstacles(
    version: AgreementTextVersion, stored: Any, seen: str, mine: Any
) -> Iterator[Obstacle]:
    """The same of one article: others may have changed other articles. `stored` None: removed."""
    if stored is None:
        yield Obstacle(
            "article-removed",
            _("%(name)s removed this article while you were writing.")
            % {"name": version.edited_by.get_full_name()},
        )
    elif fingerprint(stored) != seen and stored != mine:
        yield Obstacle("text-changed-meanwhile", _changed_by(version))


def _changed_by(version: AgreementTextVersion) -> str:
    at = timezone.localtime(version.edited_at)
    return _("%(name)s saved this text at %(time)s while you were writing.") % {
        "name": version.edited_by.get_full_name(),
        "time": date_format(at, "TIME_FORMAT"),
    }


def order_obstacles(order: Sequence[str], reason: str) -> Iterator[Obstacle]:
    if order and sorted(order) != sorted(TRIAD):
        yield Obstacle("order-unknown", _("An order names all three, once."), field="order")
    if order and not reason.strip():
        yield Obstacle(
            "order-reason",
            _("Say why: who has to wait reads this."),
            field="reason",
        )


def date_obstacles(
    valid_from: dt.date, valid_until: dt.date | None, *, today: dt.date, before: dt.date | None
) -> Iterable[Obstacle]:
    """`before` is the day on which the version before this one came into force."""
    if valid_from < today:
        yield Obstacle(
            "valid-from-past",
            _("Choose today or later: agreements of before rest on another text."),
            field="valid_from",
        )
    if before and valid_from < before:
        yield Obstacle(
            "valid-from-before",
            _("The version before this one starts on %(date)s; choose that day or later.")
            % {"date": date_format(before)},
            field="valid_from",
        )
    yield from until_obstacles(valid_from, valid_until)


def until_obstacles(valid_from: dt.date, valid_until: dt.date | None) -> Iterable[Obstacle]:
    if valid_until and valid_until < valid_from:
        yield Obstacle(
            "valid-until-before",
            _("The last day comes after the first."),
            field="valid_until",
        )


def end_obstacles(
    version: AgreementTextVersion, last_day: dt.date, today: dt.date
) -> Iterable[Obstacle]:
    if not version.published_at:
        yield Obstacle("text-draft", _("A draft is not in use; remove it instead."))
        return
    if last_day < today:
        yield Obstacle("valid-until-past", _("Choose today or later."), field="valid_until")
    if version.valid_until and version.valid_until < today:
        yield Obstacle("text-ended", _("This version is not in use any more."))
    yield from until_obstacles(version.valid_from, last_day)
