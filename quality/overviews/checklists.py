"""The checklist of one placement: points, answers side by side, and what the data say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from accounts.models import User
from placements.models import Placement, Workplace
from placements.rules.access import is_coordinator
from quality.enums import Level
from quality.models import ChecklistAnswer, ChecklistItem, PointWording
from quality.overviews.facts import gather_facts
from quality.overviews.links import Link, link_of
from quality.proofs import PlacementFacts, Proof, prove, told_of
from quality.rules import contradicts, may_act


@dataclass(frozen=True)
class Voice:
    """One party's answer to one point; None: asked and not answered yet. `asked_then`: how the
    point read when this was answered, when that was otherwise than now."""

    role: str
    answer: ChecklistAnswer | None
    asked_then: PointWording | None = None


@dataclass(frozen=True)
class Point:
    """One point: what each party says now, what the data say and where that can be seen.

    `mine`: what the reader said about it; `may_act`: whether the reader is told that answers and
    data part ways.
    """

    number: int
    item: ChecklistItem
    voices: tuple[Voice, ...]
    proof: Proof | None
    link: Link | None = None
    mine: ChecklistAnswer | None = None
    may_act: bool = True

    @property
    def answers(self) -> dict[str, ChecklistAnswer | None]:
        """Role -> what was said in it last."""
        return {voice.role: voice.answer for voice in self.voices}

    @property
    def contradicts(self) -> bool:
        values = [voice.answer.value for voice in self.voices if voice.answer]
        return contradicts(values, self.proof)

    @property
    def to_act(self) -> bool:
        return self.contradicts and self.may_act


@dataclass(frozen=True)
class Checklist:
    """All points that are still asked, in order, as one reader sees them."""

    placement: Placement
    points: list[Point]

    @property
    def proved(self) -> int:
        return sum(1 for point in self.points if point.proof and point.proof.holds)

    @property
    def contradictions(self) -> list[Point]:
        return [point for point in self.points if point.to_act]

    def asked_of(self, role: str) -> list[Point]:
        return [point for point in self.points if role in point.item.parties]


def role_in(placement: Placement, user: User) -> str | None:
    """In which voice this person answers: of the triad, or as coordinator."""
    role = placement.role_of(user)
    if role is None and is_coordinator(user, placement):
        role = Role.COORDINATOR
    return role


def checklist(placement: Placement, reader: User | None = None) -> Checklist:
    """The checklist of one placement with everybody's present answers, as `reader` may see it;
    without a reader what all around the placement read. A constant number of queries."""
    role = role_in(placement, reader) if reader else None
    answers = _answers(placement, reader)
    return Checklist(placement, points(answers, role, reader, gather_facts(placement)))


def points(
    answers: Iterable[ChecklistAnswer],
    role: str | None,
    reader: User | None,
    facts: PlacementFacts | None,
    level: str | None = None,
) -> list[Point]:
    """Every point that is still asked (at one level, or all) with these answers; without facts
    there are no proofs. Two queries."""
    said: dict[int, list[ChecklistAnswer]] = {}
    for answer in answers:
        said.setdefault(answer.item_id, []).append(answer)
    found = []
    for number, item in enumerate(asked(), 1):
        if level is not None and item.level != level:
            continue
        theirs = said.get(item.pk, [])
        found.append(
            Point(
                number=number,
                item=item,
                voices=_voices(item, theirs),
                proof=_proof(item, facts, role),
                link=link_of(item.proof, facts, role) if facts else None,
                mine=_own(theirs, reader, role),
                may_act=reader is None or may_act(item, role),
            )
        )
    return found


def _own(
    said: list[ChecklistAnswer], reader: User | None, role: str | None
) -> ChecklistAnswer | None:
    """What the reader said, in the role in which they read."""
    own = (one for one in said if reader is not None and one.person_id == reader.pk)
    return next((one for one in own if role in {None, one.role}), None)


def asked() -> list[ChecklistItem]:
    """The points that are still asked, in order, with their wordings; two queries."""
    items = ChecklistItem.objects.filter(retired_at__isnull=True).select_related("question")
    return list(items.prefetch_related("wordings"))


def _answers(placement: Placement, reader: User | None) -> list[ChecklistAnswer]:
    """What those around this placement say: about it, about its workplace and its programme."""
    people = [voice.person_id for voice in placement.voices()]
    around = Q(person__in=people) | Q(role=Role.COORDINATOR)
    about = Q(placement=placement) | Q(around, workplace=placement.workplace_id)
    rows = ChecklistAnswer.objects.all()
    if reader is not None:
        rows = ChecklistAnswer.objects.visible_to(reader)
        about |= Q(around, programme=placement.enrolment.programme_id)
    return list(rows.filter(about).present().select_related("person", "wording"))


def _voices(item: ChecklistItem, said: list[ChecklistAnswer]) -> tuple[Voice, ...]:
    """In the order of the parties; of one role as many as spoke, and whoever spoke in a role that
    is not asked any more."""
    roles = [*item.parties, *sorted({one.role for one in said} - set(item.parties))]
    found = []
    for role in roles:
        theirs = sorted((one for one in said if one.role == role), key=lambda one: one.at)
        found += [Voice(role, one, _asked_then(item, one)) for one in theirs]
        if not theirs:
            found.append(Voice(role, None))
    return tuple(found)


def _asked_then(item: ChecklistItem, answer: ChecklistAnswer) -> PointWording | None:
    """The wording that was answered, where the point reads otherwise today."""
    wordings = list(item.wordings.all())  # the latest first
    if not wordings:
        return None
    then = answer.wording or wordings[-1]
    now = wordings[0]
    differs = (then.name_nl, then.name_en) != (now.name_nl, now.name_en)
    return then if differs else None


def _proof(item: ChecklistItem, facts: PlacementFacts | None, role: str | None) -> Proof | None:
    """What the data say; to somebody for whom that is not meant, that there is something."""
    if facts is None or not item.proof:
        return None
    known = told_of(item.proof)
    if known and known.only and role is not None and role not in known.only:
        return Proof(holds=None, fact=_("What Trialoog knows of this is for those it is about."))
    return prove(item.proof, facts)


def roles_at(workplace: Workplace, user: User) -> list[str]:
    """In which voices this person can answer for a workplace: those of the placements there, and
    as coordinator of one of their programmes."""
    there = Placement.objects.visible_to(user).filter(workplace=workplace)
    roles = [role for role in TRIAD if there.with_voice(user, role).exists()]
    if there.coordinated_by(user).exists():
        roles.append(Role.COORDINATOR)
    return [str(role) for role in roles]


def workplace_points(workplace: Workplace, reader: User) -> list[Point]:
    """The points about a workplace, with what everybody says who was asked; three queries."""
    answers = ChecklistAnswer.objects.visible_to(reader).filter(workplace=workplace).present()
    said = list(answers.select_related("person", "wording"))
    return points(said, None, reader, None, Level.WORKPLACE)
