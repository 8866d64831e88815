"""The workplace looks at the facts of an agreement: what was shown, said and answered."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from placements.enums import AgreementState
from placements.models import Agreement, FactCheck, Placement, Signatory
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


def can_check(agreement: Agreement, user: User) -> bool:
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


def checks_around(user: User) -> list[FactCheck]:
    """What waits for this person: facts to look at for a workplace, corrections to answer. One
    query, and a few more where there are any."""
    mine = Placement.objects.with_voice(user, Role.MENTOR).order_by().values("pk")
    signs = Signatory.objects.current().filter(person=user).values("workplace")
    waits = FactCheck.objects.filter(
        Q(agreement__placement__in=mine) | Q(agreement__placement__workplace__in=signs),
        agreement__state=AgreementState.CHECKING,
        said_at__isnull=True,
    )
    to_answer = FactCheck.objects.filter(
        agreement__placement__enrolment__programme__coordinators=user,
        agreement__state=AgreementState.DRAFT,
        said_at__isnull=False,
        answered_at__isnull=True,
    ).exclude(corrections={})
    found = FactCheck.objects.filter(
        Q(pk__in=waits.values("pk")) | Q(pk__in=to_answer.values("pk"))
    ).select_related("agreement__placement__enrolment__student", "agreement__placement__workplace")
    return [one for one in found if one.said_at or can_check(one.agreement, user)]
