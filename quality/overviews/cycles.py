"""A self-evaluation as its page, its paper and its comparison show it: counted by role and value,
never added up to a score."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import get_language

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import Programme, Voice
from placements.models import Placement
from quality.enums import AnswerValue, CycleState
from quality.models import ChecklistAnswer, ChecklistItem, Cycle, CycleAction
from quality.overviews.checklists import asked
from quality.overviews.facts import facts_of
from quality.proofs import PlacementFacts, prove, told_of
from quality.rules import contradicts

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class PointPicture:
    """How one point stood in a self-evaluation. `answers`: role -> value -> how many; `speak_for`,
    `against` and `unknown`: for how many placements the data say what."""

    number: int
    key: str
    item: int
    nl: str
    en: str
    phase: str
    phase_nl: str
    phase_en: str
    question_nl: str
    question_en: str
    weight: str
    answers: Mapping[str, Mapping[str, int]]
    provable: bool
    speak_for: int = 0
    against: int = 0
    unknown: int = 0
    fact_nl: str = ""
    fact_en: str = ""
    conclusion: str = ""

    def _in_language(self, name: str) -> str:
        return str(getattr(self, f"{name}_{'en' if get_language() == 'en' else 'nl'}"))

    @property
    def text(self) -> str:
        return self.en if get_language() == "en" else self.nl

    @property
    def fact(self) -> str:
        """What the data say of the whole programme; "" where placements are counted."""
        return self._in_language("fact")

    @property
    def phase_name(self) -> str:
        return self._in_language("phase")

    @property
    def question(self) -> str:
        return self._in_language("question")

    @property
    def counted(self) -> int:
        return self.speak_for + self.against + self.unknown

    @property
    def said(self) -> list[tuple[str, list[tuple[str, str, int]]]]:
        """[(role, [(value, its label, how many)])] in order, without what nobody said."""
        return [
            (role, [(one.value, one.label, counts[one]) for one in AnswerValue if one in counts])
            for role in Role
            if (counts := self.answers.get(role))
        ]


@dataclass(frozen=True)
class Picture:
    """A self-evaluation as it stands, or as it stood when it was concluded."""

    placements: int
    invited: Mapping[str, int]
    answered: Mapping[str, int]
    points: list[PointPicture]

    @property
    def turnout(self) -> list[tuple[str, int, int]]:
        """[(role, how many were invited, how many answered)] in order."""
        return [
            (role, self.invited[role], self.answered.get(role, 0))
            for role in Role
            if role in self.invited
        ]

    @property
    def by_key(self) -> dict[str, PointPicture]:
        return {point.key: point for point in self.points}


@dataclass(frozen=True)
class Contradiction:
    """People say yes about this placement, the data say no."""

    item: ChecklistItem
    number: int
    placement: Placement
    fact: str


def collecting(programme: int, year: int) -> Cycle | None:
    """The self-evaluation that collects answers about this programme and year now, if any."""
    return Cycle.objects.filter(
        programme=programme, academic_year=year, state=CycleState.COLLECTING
    ).first()


def placements_of(cycle: Cycle) -> QuerySet[Placement]:
    """The placements that a self-evaluation is about."""
    return Placement.objects.filter(
        enrolment__programme=cycle.programme_id, enrolment__academic_year=cycle.academic_year_id
    )


def candidates(cycle: Cycle) -> dict[str, list[User]]:
    """Role -> who can be invited in it: those around the placements of today and the coordinators
    of the programme; two queries."""
    dossiers = placements_of(cycle).order_by().values("dossier")
    voices = Voice.objects.current().filter(dossier__in=dossiers, role__in=TRIAD)
    found: dict[str, dict[int, User]] = defaultdict(dict)
    for voice in voices.select_related("person"):
        found[voice.role][voice.person_id] = voice.person
    for person in cycle.programme.coordinators.all():
        found[Role.COORDINATOR][person.pk] = person
    return {str(role): list(found[role].values()) for role in Role if role in found}


def people_of(cycle: Cycle) -> QuerySet[User]:
    """Who can be asked to do something: the coordinators, and whoever was invited."""
    coordinates = Programme.objects.filter(pk=cycle.programme_id, coordinators=OuterRef("pk"))
    invited = cycle.invitations.filter(person=OuterRef("pk"))
    people = User.objects.filter(Exists(coordinates) | Exists(invited), is_active=True)
    return people.order_by("last_name", "first_name", "pk")


def cycles_for(user: User) -> QuerySet[Cycle]:
    """What a list of self-evaluations shows; `asked`, `heard` and `open_actions` counted."""
    still = Q(
        actions__isnull=False, actions__done_at__isnull=True, actions__carried_to__isnull=True
    )
    seen = Cycle.objects.visible_to(user).select_related("programme", "academic_year")
    return seen.defer("snapshot").annotate(
        asked=Count("invitations", distinct=True),
        heard=Count("invitations", filter=Q(invitations__answered_at__isnull=False), distinct=True),
        open_actions=Count("actions", filter=still, distinct=True),
    )


def actions_of(cycle: Cycle) -> list[CycleAction]:
    """What was agreed, the soonest first, with who does it and where it went on; one query."""
    rows = cycle.actions.select_related(
        "who", "item", "carried_from__cycle__academic_year", "carried_to__cycle__academic_year"
    )
    return list(rows)


def picture(cycle: Cycle) -> Picture:
    """Of a concluded one what was kept then, of one that runs how it stands."""
    if cycle.state == CycleState.CONCLUDED:
        return read_snapshot(cycle.snapshot)
    return read_snapshot(Standing(cycle).snapshot())


def read_snapshot(kept: Mapping[str, Any]) -> Picture:
    return Picture(
        placements=kept.get("placements", 0),
        invited=kept.get("invited", {}),
        answered=kept.get("answered", {}),
        points=[PointPicture(**point) for point in kept.get("points", [])],
    )


@dataclass
class Standing:
    """Everything people and data say in a self-evaluation that runs, read once; a constant number
    of queries whatever the number of placements."""

    cycle: Cycle
    items: list[ChecklistItem] = field(init=False)
    placements: list[Placement] = field(init=False)
    facts: dict[int, PlacementFacts] = field(init=False)
    answers: dict[int, list[ChecklistAnswer]] = field(init=False)

    def __post_init__(self) -> None:
        self.items = asked()
        self.placements = list(placements_of(self.cycle).with_people())
        self.facts = facts_of(self.placements)
        self.answers = defaultdict(list)
        for answer in self.cycle.answers.present().defer("remark"):
            self.answers[answer.item_id].append(answer)

    def snapshot(self) -> dict[str, Any]:
        """Plain values that can be kept."""
        rows = (
            self.cycle.invitations.order_by()
            .values_list("role")
            .annotate(Count("pk"), heard=Count("pk", filter=Q(answered_at__isnull=False)))
        )
        invited = list(rows)
        concluded = dict(self.cycle.conclusions.values_list("item", "words"))
        return {
            "placements": len(self.placements),
            "invited": {role: count for role, count, _heard in invited},
            "answered": {role: heard for role, _count, heard in invited},
            "points": [
                {
                    **self._point(number, item),
                    **self._data(item),
                    "conclusion": concluded.get(item.pk, ""),
                }
                for number, item in enumerate(self.items, 1)
            ],
        }

    def contradictions(self) -> list[Contradiction]:
        """Where people say yes about a placement and its data say no."""
        placements = {placement.pk: placement for placement in self.placements}
        found = []
        for number, item in enumerate(self.items, 1):
            said: dict[int, list[str]] = defaultdict(list)
            for answer in self.answers.get(item.pk, []):
                if answer.placement_id in placements:
                    said[answer.placement_id].append(answer.value)
            for placement, values in said.items():
                proof = prove(item.proof, self.facts[placement])
                if proof and contradicts(values, proof):
                    found.append(Contradiction(item, number, placements[placement], proof.fact))
        return found

    def _point(self, number: int, item: ChecklistItem) -> dict[str, Any]:
        question = item.question
        counts: dict[str, dict[str, int]] = {}
        for answer in self.answers.get(item.pk, []):
            of_role = counts.setdefault(answer.role, {})
            of_role[answer.value] = of_role.get(answer.value, 0) + 1
        return {
            "number": number,
            "key": item.key,
            "item": item.pk,
            "nl": item.name_nl,
            "en": item.name_en,
            "phase": question.phase,
            "phase_nl": question.phase_nl,
            "phase_en": question.phase_en,
            "question_nl": question.name_nl,
            "question_en": question.name_en,
            "weight": item.weight,
            "answers": counts,
            "provable": bool(item.proof),
        }

    def _data(self, item: ChecklistItem) -> dict[str, Any]:
        known = told_of(item.proof)
        if known is None:
            return {}
        if known.wide:
            return self._wide(item)
        holds = [self._holds(item, facts) for facts in self.facts.values()]
        return {
            "speak_for": holds.count(True),
            "against": holds.count(False),
            "unknown": holds.count(None),
        }

    def _holds(self, item: ChecklistItem, facts: PlacementFacts) -> bool | None:
        proof = prove(item.proof, facts)
        return proof.holds if proof else None

    def _wide(self, item: ChecklistItem) -> dict[str, str]:
        """A fact of the whole programme, in both languages: it is read later as it was kept."""
        facts = next(iter(self.facts.values()), None)
        if facts is None:
            return {}
        found = {}
        for language in LANGUAGES:
            with translation.override(language):
                proof = prove(item.proof, facts)
                found[f"fact_{language}"] = proof.fact if proof else ""
        return found


@dataclass(frozen=True)
class Compared:
    """One point in two self-evaluations; None where it was not asked."""

    key: str
    before: PointPicture | None
    after: PointPicture | None

    @property
    def shown(self) -> PointPicture | None:
        """How it reads in the later one, or in the only one that asked it."""
        return self.after or self.before

    @property
    def reads_otherwise(self) -> bool:
        both = self.before is not None and self.after is not None
        return both and (self.before.nl, self.before.en) != (self.after.nl, self.after.en)

    @property
    def differs(self) -> bool:
        """Anything but the words of the point."""
        if self.before is None or self.after is None:
            return True
        return _says(self.before) != _says(self.after)


def _says(point: PointPicture) -> tuple:
    return (point.answers, point.speak_for, point.against, point.unknown, point.fact_nl)


def compare(before: Picture, after: Picture) -> list[Compared]:
    """Point by point, in the order of the later one; what only the earlier one asked comes last."""
    old, new = before.by_key, after.by_key
    keys: Iterable[str] = [*new, *(key for key in old if key not in new)]
    return [Compared(key, old.get(key), new.get(key)) for key in keys]
