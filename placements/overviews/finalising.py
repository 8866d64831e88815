"""The way to the end of a placement: what is still missing, who has to act, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD, Role
from config.refusal import Obstacle
from config.templatetags.ui import day_count, long_day
from placements.enums import ShorteningState, TrialogueState
from placements.models import Placement, Trialogue, TrialogueAction
from placements.overviews.counts import day_counts, what_is_missing
from placements.overviews.signing import signing_of
from placements.papers import onboardings


@dataclass(frozen=True)
class Missing:
    """One thing that is not there yet: `detail` says more, `who` are the people who have to act as
    (name, role), `url` is where the coach sees or does it and `verb` what stands on that link."""

    text: str
    who: tuple[tuple[str, str], ...]
    url: str
    verb: str
    detail: str = ""


@dataclass(frozen=True)
class Ending:
    """`needed` stands in the way of finalising (rule 9); `open` may stay open, and can still be
    signed afterwards, but is easier settled before."""

    needed: list[Missing]
    open: list[Missing]


def ending(placement: Placement) -> Ending:
    """What the coach should know before the end; about fifteen queries whatever there is.

    `placement` comes from `with_people().with_days()`.
    """
    needed = [_Needed(placement).line(obstacle) for obstacle in what_is_missing(placement)]
    return Ending(needed, [*_reports(placement), *_onboarding(placement), *_agreed(placement)])


def _people(placement: Placement, roles: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = ((placement.person(Role(role)), str(role)) for role in roles)
    return tuple((person.get_full_name(), role) for person, role in found if person)


@dataclass(frozen=True)
class _Needed:
    placement: Placement

    def line(self, obstacle: Obstacle) -> Missing:
        """The obstacle with who has to act and where; one that is not known here, with the page
        of the placement."""
        code = obstacle.code
        if code.startswith("final-missing-"):
            return self._final(obstacle, code.removeprefix("final-missing-"))
        known = {
            "agreement-not-signed": self._agreement,
            "days-missing": self._days,
            "meeting-planned": self._meeting,
            "proposal-open": self._proposal,
        }
        if code in known:
            return known[code](obstacle)
        url = reverse("placements:placement", args=[self.placement.pk])
        return Missing(str(obstacle.message), (), url, _("See the placement"))

    def _agreement(self, obstacle: Obstacle) -> Missing:
        found = signing_of(self.placement)
        if found is None:
            url = reverse("placements:placement", args=[self.placement.pk]) + "#agreement"
            return Missing(
                str(obstacle.message),
                (),
                url,
                _("See the placement"),
                _("The coordinator prepares it and sends it out."),
            )
        waits = tuple((one.name, one.role.value) for one in found.missing)
        url = reverse("placements:agreement", args=[found.agreement.pk])
        return Missing(str(obstacle.message), waits, url, _("See the agreement"))

    def _days(self, obstacle: Obstacle) -> Missing:
        counts = day_counts(self.placement)
        enough = counts.logged >= counts.required
        detail = (
            _("%(days)s logged and not confirmed yet.") % {"days": day_count(counts.waiting)}
            if counts.waiting
            else ""
        )
        return Missing(
            str(obstacle.message),
            _people(self.placement, [Role.MENTOR if enough else Role.STUDENT]),
            reverse("placements:day-list", args=[self.placement.pk]),
            _("See the days"),
            detail,
        )

    def _final(self, obstacle: Obstacle, role: str) -> Missing:
        dossier, mine = self.placement.dossier_id, role == Role.COACH
        url = (
            reverse("competences:assessment-say-all", args=[dossier]) + "?moment=final"
            if mine
            else reverse("competences:dossier", args=[dossier])
        )
        verb = _("Say your final word") if mine else _("See the competences")
        return Missing(str(obstacle.message), _people(self.placement, [role]), url, verb)

    def _meeting(self, obstacle: Obstacle) -> Missing:
        planned = self.placement.trialogues.filter(state=TrialogueState.PLANNED)
        meeting = planned.order_by("starts_at").defer("report")[0]
        return Missing(
            str(obstacle.message),
            _people(self.placement, [Role.COACH]),
            reverse("placements:trialogue", args=[meeting.pk]),
            _("To the meeting"),
            _("Planned for %(date)s.") % {"date": long_day(meeting.starts_at)},
        )

    def _proposal(self, obstacle: Obstacle) -> Missing:
        proposal = self.placement.shortenings.get(state=ShorteningState.PROPOSED)
        if proposal.advised_at:
            url = reverse("placements:shortening-decide", args=[proposal.pk])
            role, verb = Role.COACH, _("Decide")
        else:
            url = reverse("placements:shortening-list", args=[self.placement.pk])
            role, verb = Role.MENTOR, _("See the proposal")
        return Missing(str(obstacle.message), _people(self.placement, [role]), url, verb)


def _reports(placement: Placement) -> Iterable[Missing]:
    """Reports whose present version somebody did not sign off; after a correction all sign anew."""
    held = placement.trialogues.filter(state=TrialogueState.HELD).defer("report")
    for meeting in held.prefetch_related("sign_offs").order_by("held_on", "pk"):
        version = meeting.report_version
        signed = {one.role for one in meeting.sign_offs.all() if one.report_version == version}
        yield Missing(
            _("The report of %(date)s is not signed off by all three.")
            % {"date": long_day(meeting.held_on)},
            _people(placement, [role for role in TRIAD if role not in signed]),
            reverse("placements:trialogue", args=[meeting.pk]),
            _("To the meeting"),
            _corrected(meeting),
        )


def _corrected(meeting: Trialogue) -> str:
    if meeting.report_version == 1:
        return ""
    return _("It was corrected: version %(number)s asks for new sign-offs.") % {
        "number": meeting.report_version
    }


def _onboarding(placement: Placement) -> Iterable[Missing]:
    paper = onboardings([placement]).get(placement.pk)
    if paper is not None:
        yield Missing(
            _("The onboarding is not signed."),
            _people(placement, paper.missing),
            reverse("mentors:onboarding", args=[placement.pk]),
            _("See the onboarding"),
        )


def _agreed(placement: Placement) -> Iterable[Missing]:
    roles = list(
        TrialogueAction.objects.filter(
            trialogue__placement=placement,
            trialogue__state__in=[TrialogueState.HELD, TrialogueState.SIGNED],
            done_at__isnull=True,
        )
        .order_by()
        .values_list("who", flat=True)
    )
    if roles:
        yield Missing(
            ngettext(
                "%(n)s agreed action is not done yet.",
                "%(n)s agreed actions are not done yet.",
                len(roles),
            )
            % {"n": len(roles)},
            _people(placement, [role for role in TRIAD if role in roles]),
            reverse("placements:trialogue-list", args=[placement.pk]),
            _("To the meetings"),
        )
