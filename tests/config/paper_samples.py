"""Papers to render in tests: as they usually are, as long and as empty as they plausibly get.

The usual ones stand frozen in `tests/data/papers`; everybody in them is invented.
"""

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any

from django.conf import settings

from config.frozen import thaw
from config.pdf_checklist import ChecklistDocument, PartyAnswer
from config.pdf_clauses import AgreementTerms, articles
from config.pdf_story import (
    PortfolioDocument,
    ReplyEntry,
    TrialogueReportDocument,
    WayPoint,
)
from config.pdf_values import (
    AgreementDocument,
    Change,
    Clause,
    CompetenceStatementDocument,
    Fact,
    Party,
    Stamp,
)
from tests.config import paper_more, paper_scan

KINDS = {
    "agreement": AgreementDocument,
    "portfolio": PortfolioDocument,
    "trialogue_report": TrialogueReportDocument,
    "competence_statement": CompetenceStatementDocument,
    "checklist": ChecklistDocument,
}
# Made from the stamp of another paper, or from all of it.
MADE = {
    "cohort": paper_more.cohort,
    "lab_plan": paper_more.lab_plan,
    "visit_report": paper_more.visit_report,
    "scan": paper_scan.scan,
    "visit_focus": paper_more.visit_focus,
}
EVERY = (*KINDS, "amendment", *MADE)
SHAPES = ("usual", "longest", "emptiest")
EUROPEAN = "Žofie Świątek Łódź čeština Ünal Yıldız Ελένη Борис"
LONG_NAME = "Anne-Sophie Vanderstraeten-De Schrijver van Outryve d’Ydewalle"
LONG_FIRM = (
    "Vandeputte, De Boeck, Verstraeten-Van den Abeele en Cools "
    "Accountants & Belastingconsulenten CV"
)
LONG_URL = "https://www.example.org/" + "zeer-lang-adres-zonder-plaats-om-te-breken" * 4
LONG_REMARK = (
    "Mentor: dit lukt meestal, behalve op het einde van het kwartaal, wanneer iedereen tegelijk "
    "iets nodig heeft; we zoeken samen met de coach een vast moment."
)


def paper(kind: str, shape: str = "usual", language: str = "nl") -> Any:
    usual = _usual(kind, language)
    return usual if shape == "usual" else {"longest": longest, "emptiest": emptiest}[shape](usual)


def _usual(kind: str, language: str) -> Any:
    if kind == "amendment":
        return paper_more.amendment(_usual("agreement", language))
    if kind in MADE:
        return MADE[kind](_usual("competence_statement", language).stamp)
    data = (settings.BASE_DIR / "tests" / "data" / "papers" / f"{kind}.json").read_text()
    usual = thaw(KINDS[kind], json.loads(data))
    usual = replace(usual, stamp=replace(usual.stamp, language=language))
    if kind == "agreement" and language == "en":
        usual = replace(usual, articles=articles(terms(), language="en"))
    return usual


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


# Not people's words: what the portal calls things, and letters that stand for a choice.
LABELS = ("voice", "title", "label", "what", "about", "state", "first_name", "subtitle")


def longest(document: Any) -> Any:
    """Every list as long as it gets: 40 competences, 60 reflections, names that never end."""
    if document.template in MADE:
        return _stretched(document)
    document = _longer(document)
    if isinstance(document, AgreementDocument):
        names = {"student_name": LONG_NAME, "mentor": LONG_NAME, "coach": EUROPEAN}
        need_not = tuple(replace(one, name=EUROPEAN) for one in document.need_not_sign)
        changes = _repeat(_stretched(document.changes), 24)
        return replace(document, **names, need_not_sign=need_not, changes=changes)
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
    return (items * (size // len(items) + 1))[:size] if items else ()


def _stretched(value: Any) -> Any:
    """Five of everything, and at the end of all words an address that has no place to break."""
    if isinstance(value, tuple):
        return _repeat(tuple(map(_stretched, value)), max(len(value), 5))
    if not is_dataclass(value) or isinstance(value, Stamp):
        return value
    changes = {field.name: _stretched(getattr(value, field.name)) for field in fields(value)}
    for name, said in changes.items():
        if name in ("name", "who"):
            changes[name] = LONG_NAME
        elif isinstance(said, str) and name not in LABELS:
            changes[name] = f"{said} {LONG_REMARK} {LONG_URL}" if said else ""
    for name in ("counts", "parts", "voices", "bars"):  # as many as there are answers, or units
        if name in changes:
            changes[name] = getattr(value, name)
    return replace(value, **changes)


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
    if document.template in MADE:
        said = {field.name for field in fields(document) if field.default is MISSING}
        return type(document)(**{name: getattr(document, name) for name in said})
    unsigned = _unsigned(document.signatures) if hasattr(document, "signatures") else ()
    if isinstance(document, AgreementDocument):
        nothing: dict[str, Any] = {"outcomes": (), "plan": (), "place": "", "profile": ""}
        nothing |= {"changes": document.changes[3:], "need_not_sign": ()}
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
        heading = Clause(text="Een tussenkop", kind="heading")
        table = Clause(text="", kind="table", header=("Kop",), rows=(("Cel",),))
        (article,) = document.articles
        article = replace(article, clauses=(*article.clauses, heading, table))
        added = {
            "articles": (article,) * 3,
            "changes": (Change(what="Mentor", old="Veerle", new="Stijn"),),
            "need_not_sign": (Party(voice="coach", name="Katrien", details="van 22 september"),),
            "facts": (Fact(label="mentor", value="Stijn"),),
        }
        return replace(document, **added)
    if isinstance(document, TrialogueReportDocument):
        way = (WayPoint(voice="student", day=3, level=document.levels[0].code),)
        (competence,) = document.competences
        return replace(document, competences=(replace(competence, way=way),))
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
