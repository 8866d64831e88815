"""The workplace looks at the facts of an agreement: what was shown, said and answered."""

from dataclasses import dataclass

from placements.enums import AgreementState
from placements.models import Agreement, FactCheck
from placements.rules.facts import BY_KEY, FACTS, AgreementFact, words_of
from placements.rules.signing import workplace_party


@dataclass(frozen=True)
class CheckedFact:
    """One fact on the page: as it was shown, what the workplace says it should be (`value` plain,
    `new` in words) and why, and what the coordinator said to that."""

    fact: AgreementFact
    old: str
    value: str = ""
    new: str = ""
    remark: str = ""
    taken: bool | None = None
    why: str = ""


def newest_check(agreement: Agreement) -> FactCheck | None:
    return agreement.checks.select_related("person", "answered_by", "asked_by").last()


def open_check(agreement: Agreement) -> FactCheck | None:
    """The one that the workplace is asked for now."""
    if agreement.state != AgreementState.CHECKING:
        return None
    return agreement.checks.filter(said_at__isnull=True).first()


def waits_for_answer(agreement: Agreement) -> bool:
    """Whether the workplace said what should be otherwise, and nobody took or declined it yet."""
    check = agreement.checks.last()
    return check is not None and needs_answer(check)


def needs_answer(check: FactCheck) -> bool:
    return bool(check.said_at and check.corrections and not check.answered_at)


def check_state(agreement: Agreement) -> str:
    """ "": nobody was asked; "asked", "confirmed", or "corrected" when something was otherwise."""
    check = agreement.checks.last()
    if check is None:
        return ""
    if check.said_at is None:
        return "asked"
    return "corrected" if check.corrections else "confirmed"


def can_check(agreement: Agreement, user) -> bool:
    """Whether this person is who looks at the facts for the workplace."""
    return workplace_party(agreement) == user


def lines(check: FactCheck) -> list[CheckedFact]:
    """Every fact that was shown, in the order of the table."""
    return [_line(check, fact) for fact in FACTS if fact.key in check.facts]


def corrected(check: FactCheck) -> list[CheckedFact]:
    return [_line(check, BY_KEY[key]) for key in BY_KEY if key in check.corrections]


def _line(check: FactCheck, fact: AgreementFact) -> CheckedFact:
    answer = check.answers.get(fact.key, {})
    said = check.corrections.get(fact.key, {})
    value = said.get("value", "")
    return CheckedFact(
        fact=fact,
        old=words_of(fact, check.facts.get(fact.key, "")),
        value=value,
        new=words_of(fact, value),
        remark=said.get("why", ""),
        taken=answer.get("taken"),
        why=answer.get("why", ""),
    )
