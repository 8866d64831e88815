"""What waits for a decision around one placement, as it stood when a meeting opened. Only what all
three may know."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD
from competences.enums import EvidenceAudience, Moment
from competences.models import Assessment, PriorLearning
from competences.overviews.tracking import target_positions
from config.templatetags.ui import long_day
from placements.enums import AgreementState, TrialogueKind
from placements.models import Placement, WeekPattern
from placements.rules.agenda import Decision
from placements.rules.weeks import week_in_words


@dataclass(frozen=True)
class Undecided:
    """Asks for one placement: `start` is when the meeting opened, `as_of` what its page shows."""

    placement: Placement
    start: dt.datetime
    as_of: dt.datetime

    def found(self, kind: str) -> list[Decision]:
        """All that was undecided when the meeting opened, or was put on the table since; at most
        six queries."""
        final = self._final_words() if kind == TrialogueKind.ASSESSMENT else ()
        return [*self._week(), *self._agreement(), *self._prior_learning(), *final]

    def _still(self, *moments: str) -> Q:
        """None of these had happened when the meeting opened."""
        found = Q()
        for moment in moments:
            found &= Q(**{f"{moment}__isnull": True}) | Q(**{f"{moment}__gt": self.start})
        return found

    def _week(self) -> Iterator[Decision]:
        open_ones = self._still("agreed_at", "declined_at", "withdrawn_at")
        for week in self.placement.weeks.filter(open_ones, proposed_at__lte=self.as_of):
            said = {"date": long_day(week.proposed_at), "week": _week_in_words(week)}
            yield Decision(
                _("Another week: %(week)s") % said,
                _("proposed on %(date)s, and not answered") % said,
                settled=any([week.agreed_at, week.declined_at, week.withdrawn_at]),
            )

    def _agreement(self) -> Iterator[Decision]:
        out = self._still("signed_at", "withdrawn_at", "refused_at")
        for agreement in self.placement.agreements.filter(out, sent_at__lte=self.as_of):
            said = {"reference": agreement.reference, "date": long_day(agreement.sent_at)}
            yield Decision(
                _("Placement agreement %(reference)s") % said,
                _("out since %(date)s, and not signed by everybody") % said,
                settled=agreement.state != AgreementState.OUT,
            )

    def _prior_learning(self) -> Iterator[Decision]:
        """The student may keep it from the mentor: only what was opened to all three."""
        asked = PriorLearning.objects.present().filter(
            dossier=self.placement.dossier_id,
            audience=EvidenceAudience.TRIAD,
            added_at__lte=self.as_of,
        )
        for one in asked.exclude(recognitions__at__lte=self.start).prefetch_related("recognitions"):
            yield Decision(
                _("What was learnt before: %(title)s") % {"title": one.title},
                _("recognition asked on %(date)s, and not decided")
                % {"date": long_day(one.added_at)},
                settled=bool(one.recognitions.all()),
            )

    def _final_words(self) -> Iterator[Decision]:
        """An assessment meeting is where each voice says its final word."""
        targets = set(target_positions(self.placement.dossier))
        then, now = (self._finals(moment) for moment in (self.start, self.as_of))
        for role in TRIAD:
            missing = targets - then[role]
            if missing:
                text = ngettext(
                    "missing on %(n)s competence", "missing on %(n)s competences", len(missing)
                )
                yield Decision(
                    _("Final word: %(role)s") % {"role": role.label},
                    text % {"n": len(missing)},
                    settled=targets <= now[role],
                )

    def _finals(self, moment: dt.datetime) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {role.value: set() for role in TRIAD}
        rows = Assessment.objects.filter(dossier=self.placement.dossier_id, moment=Moment.FINAL)
        for role, competence in rows.standing(moment).values_list("role", "competence_id"):
            found[role].add(competence)
        return found


def _week_in_words(week: WeekPattern) -> str:
    return week_in_words(week.mornings, week.afternoons)
