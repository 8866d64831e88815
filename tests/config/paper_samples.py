"""Papers to render in tests: as they usually are, as long and as empty as they plausibly get.

The usual ones stand frozen in `tests/data/papers`; everybody in them is invented.
"""

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

from django.conf import settings

from config.frozen import thaw
from config.pdf_checklist import ChecklistDocument, PartyAnswer
from config.pdf_clauses import AgreementTerms, articles
from config.pdf_story import (
    PortfolioDocument,
    ReplyEntry,
    TrialogueReportDocument,
)
from config.pdf_values import AgreementDocument, CompetenceStatementDocument

KINDS = {
    "agreement": AgreementDocument,
    "portfolio": PortfolioDocument,
    "trialogue_report": TrialogueReportDocument,
    "competence_statement": CompetenceStatementDocument,
    "checklist": ChecklistDocument,
}
SHAPES = ("usual", "longest", "emptiest")
EUROPEAN = "Žofie Świątek Łódź čeština Ünal Yıldız Ελένη Борис"
LONG_NAME = "Anne-Sophie Vanderstraeten-De Schrijver van Outryve d’Ydewalle"
LONG_FIRM = (
    "Vandeputte, De Boeck, Verstraeten-Van den Abeele en Cools "
    "Accountants & Belastingconsulenten CV"
)
LONG_REMARK = (
    "Mentor: dit lukt meestal, behalve op het einde van het kwartaal, wanneer iedereen tegelijk "
    "iets nodig heeft; we zoeken samen met de coach een vast moment."
)


def paper(kind: str, shape: str = "usual", language: str = "nl") -> Any:
    data = (settings.BASE_DIR / "tests" / "data" / "papers" / f"{kind}.json").read_text()
    usual = thaw(KINDS[kind], json.loads(data))
    usual = replace(usual, stamp=replace(usual.stamp, language=language))
    if kind == "agreement" and language == "en":
        usual = replace(usual, articles=articles(terms(), language="en"))
    return usual if shape == "usual" else {"longest": longest, "emptiest": emptiest}[shape](usual)


def terms() -> AgreementTerms:
    return AgreementTerms(
        course_unit="werkveldverkenning",
        programme="Accounting Administration",
        framework="framework Accounting Administration, version 3",
        mentor="Veerle Coppens",
        coach="Katrien Dewaele",
        required_days="40",
        trialogue_from="8",
        trialogue_until="10",
        assessment_from="20",
        assessment_until="22",
        shortening_days="5",
        max_shortenings=2,
        has_plan=True,
        has_table=True,
    )


def longest(document: Any) -> Any:
    """Every list as long as it gets: 40 competences, 60 reflections, names that never end."""
    document = _longer(document)
    if isinstance(document, AgreementDocument):
        return replace(document, student_name=LONG_NAME, mentor=LONG_NAME, coach=EUROPEAN)
    if isinstance(document, PortfolioDocument):
        return replace(
            document,
            student=replace(document.student, name=LONG_NAME, first_name="Anne-Sophie"),
            workplace=LONG_FIRM,
            reflections=_repeat(document.reflections, 60),
            evidence=_repeat(document.evidence, 48),
            feedback=_repeat(document.feedback, 24),
        )
    if isinstance(document, TrialogueReportDocument):
        return replace(
            document,
            people=tuple(replace(one, name=LONG_NAME) for one in document.people),
            competences=_repeat(document.competences, 12),
            agenda=_repeat(document.agenda, 20),
        )
    return replace(document, student_name=LONG_NAME)


def _repeat(items: tuple[Any, ...], size: int) -> tuple[Any, ...]:
    return (items * (size // len(items) + 1))[:size]


def _longer(value: Any) -> Any:
    """40 competences, long names of competences and firms, a remark at every point."""
    if isinstance(value, tuple):
        return tuple(_longer(item) for item in value)
    if not is_dataclass(value):
        return value
    changes = {field.name: _longer(getattr(value, field.name)) for field in fields(value)}
    if "outcomes" in changes:
        changes["outcomes"] = tuple(
            replace(outcome, competences=_repeat(outcome.competences, 10))
            for outcome in changes["outcomes"]
        )
    if "essential" in changes:
        changes["remark"] = value.remark or LONG_REMARK
    if "typed_name" in changes:
        changes |= {"name": LONG_NAME, "typed_name": value.typed_name and LONG_NAME}
        changes["function"] = f"gedelegeerd bestuurder van {LONG_FIRM}"
    if "target" in changes and value.code.endswith("2"):
        changes["name"] = f"{value.name}, ook bij uitzonderlijke verrichtingen in het buitenland"
    return replace(value, **changes)


def emptiest(document: Any) -> Any:
    """Before the first day: nothing said, nothing signed, no code to check."""
    document = replace(document, stamp=replace(document.stamp, code="", verify_url=""))
    unsigned = _unsigned(document.signatures) if hasattr(document, "signatures") else ()
    if isinstance(document, AgreementDocument):
        nothing: dict[str, Any] = {"outcomes": (), "plan": (), "place": "", "profile": ""}
        return replace(document, signatures=unsigned, schedule="", replaces="", **nothing)
    if isinstance(document, CompetenceStatementDocument):
        return replace(document, signatures=unsigned, outcomes=(), facts=(), born_on=None)
    if isinstance(document, TrialogueReportDocument):
        nothing = {"facts": (), "agenda": (), "competences": (), "voices": (), "agreed": ()}
        return replace(document, signatures=unsigned, shortening=None, subtitle="", **nothing)
    if isinstance(document, PortfolioDocument):
        lists = ("facts", "prior_learning", "remembered", "reflections", "evidence", "feedback")
        nothing = dict.fromkeys((*lists, "goals", "outcomes"), ())
        words = {"introduction": "", "outlook": "", "framework": ""}
        return replace(document, year=None, scan=None, last_word=None, **nothing, **words)
    return replace(document, phases=tuple(map(_unasked, document.phases)))


def _unsigned(blocks: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        replace(block, at=None, typed_name="", how="", remark="", function="") for block in blocks
    )


def _unasked(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_unasked, value))
    if isinstance(value, PartyAnswer):
        return replace(value, answer="")
    if not is_dataclass(value):
        return value
    changes = {field.name: _unasked(getattr(value, field.name)) for field in fields(value)}
    if "remark" in changes:
        changes |= {"remark": "", "fact": "", "contradicts": False}
    return replace(value, **changes)


def everything(kind: str) -> Any:
    """The usual paper with one of each thing, for hostile text; table 1 follows article 3."""
    document = _one_of_each(paper(kind))
    if isinstance(document, AgreementDocument):
        return replace(document, articles=document.articles * 3)
    if isinstance(document, PortfolioDocument):
        reply = ReplyEntry(voice="coach", name="Katrien", words="Dag Amina")
        reflection = replace(document.reflections[0], replies=(reply,))
        return replace(document, reflections=(reflection,))
    return document


def _one_of_each(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_one_of_each(item) for item in value[:1])
    if not is_dataclass(value):
        return value
    changes = {field.name: _one_of_each(getattr(value, field.name)) for field in fields(value)}
    if "axes" in changes or "starts" in changes:  # a web and a year need all their parts
        return value
    return replace(value, **changes)
