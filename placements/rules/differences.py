"""What one version of an agreement says that another does not, clause by clause, in words."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.frozen import freeze
from config.pdf_values import AgreementDocument, Article, Change, Clause, PlanPhase
from placements.enums import FieldClass
from placements.rules.facts import moved, words_of


def differences(old: AgreementDocument, new: AgreementDocument) -> tuple[Change, ...]:
    """Facts first, then the clauses, then the plan; in the active language."""
    return (*_facts(old, new), *_articles(old, new), *_plan(old, new))


def facts_in(document: AgreementDocument) -> dict[str, str]:
    """The facts by key (`rules.facts`) as the document was frozen with; of those frozen before
    facts were kept apart, the ones that can be read from it without doubt."""
    if document.facts:
        return {fact.label: fact.value for fact in document.facts}
    days = document.required_days
    return {
        "student": document.student_name,
        "mentor": document.mentor,
        "coach": document.coach,
        "starts_on": document.period_from.isoformat(),
        "ends_on": document.period_until.isoformat(),
        "required_days": str(int(days) if days == int(days) else days),
    }


def _facts(old: AgreementDocument, new: AgreementDocument) -> Iterator[Change]:
    for move in moved(facts_in(old), facts_in(new)):
        resign = move.fact.weight == FieldClass.RESIGN
        yield Change(
            what=str(move.fact.label),
            old=words_of(move.fact, move.old),
            new=words_of(move.fact, move.new),
            voices=move.fact.concerns if resign else (),
        )


Numbered = list[tuple[str, str]]


def _articles(old: AgreementDocument, new: AgreementDocument) -> Iterator[Change]:
    """Articles are the same one when their titles are; their clauses are lined up in order."""
    before, after = _by_title(old.articles), _by_title(new.articles)
    for title, clauses in after.items():
        yield from _clauses(before.get(title, []), clauses)
    for title in before.keys() - after.keys():
        yield from _clauses(before[title], [])


def _by_title(articles: tuple[Article, ...]) -> dict[str, Numbered]:
    """Title -> its clauses as (place, words); two articles of one title are read as one."""
    found: dict[str, Numbered] = {}
    for number, article in enumerate(articles, 1):
        clauses = found.setdefault(article.title, [])
        place = 0
        for clause in article.clauses:
            place += not clause.kind  # headings and tables have no number
            clauses.append((_where(number, article, place), clause_in_words(clause)))
    return found


def _where(number: int, article: Article, place: int) -> str:
    said = {"article": number, "title": article.title, "clause": place}
    if place:
        return _("Article %(article)s (%(title)s), %(clause)s") % said
    return _("Article %(article)s (%(title)s)") % said


def _clauses(old: Numbered, new: Numbered) -> Iterator[Change]:
    pairs = SequenceMatcher(
        None, [words for _place, words in old], [words for _place, words in new], autojunk=False
    )
    for kind, first, last, start, stop in pairs.get_opcodes():
        if kind == "equal":
            continue
        gone, come = old[first:last], new[start:stop]
        for index in range(max(len(gone), len(come))):
            before = gone[index] if index < len(gone) else ("", "")
            after = come[index] if index < len(come) else ("", "")
            yield Change(what=after[0] or before[0], old=before[1], new=after[1])


def clause_in_words(clause: Clause) -> str:
    """Everything that a clause says, of whatever it is made."""
    return " ".join(_strings(freeze(clause)))


def _strings(data: object, name: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value, name)
    elif isinstance(data, str) and data and name not in {"type", "kind"}:
        yield data


def _plan(old: AgreementDocument, new: AgreementDocument) -> Iterator[Change]:
    before, after = _dates(old.plan), _dates(new.plan)
    if before == after:
        return
    gone = [date_format(date, "j F Y") for date in sorted(before - after)]
    come = [date_format(date, "j F Y") for date in sorted(after - before)]
    if gone or come:
        yield Change(what=_("Annex A, the plan"), old=", ".join(gone), new=", ".join(come))


def _dates(plan: tuple[PlanPhase, ...]) -> set:
    return {date for phase in plan for week in phase.weeks for date in week.days}
