"""Finding a moment: the coach proposes, student and mentor say in one tap what suits them."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import TRIAD, Role
from accounts.models import User
from config.templatetags.ui import clock_time, long_day
from config.web import key_of
from placements.actions import moments
from placements.enums import ProposalState, TrialogueKind, TrialogueState, WindowState
from placements.forms.moments import NoneSuitsForm, ProposeForm
from placements.models import MeetingProposal, MeetingSlot, Trialogue
from placements.overviews.meetings import Forecast, forecast
from placements.overviews.moments import Asked, Offer, offers, open_proposals, with_answers
from placements.rules.access import ONLY_THE_ASKED, need_role
from placements.rules.moments import ASKED, open_obstacles
from placements.views.acting import Acting, ActionButton, ActionPage, seen_placement
from placements.views.trialogues import NOT_YOURS, seen_trialogue


def seen_proposal(user: User, pk: int) -> MeetingProposal:
    """With its slots, answers and people; 404 for whoever may not see the placement."""
    found = get_object_or_404(with_answers(MeetingProposal.objects.visible_to(user)), pk=pk)
    found.placement = seen_placement(user, found.placement_id)
    return found


class MomentPropose(ActionPage):
    """The coach proposes up to three moments, beside the windows in which they should fall."""

    template_name = "placements/moment_propose.html"
    form_class = ProposeForm
    said = gettext_lazy("Proposed. Student and mentor get the moments in their mail.")
    moves: Trialogue | None = None

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.COACH)

    @cached_property
    def windows(self) -> list[Forecast]:
        return forecast(self.placement)

    @cached_property
    def offers(self) -> list[Offer]:
        return offers(self.placement, self.windows, moves=self.moves)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "moves": self.moves is not None}

    def get_initial(self) -> dict[str, Any]:
        """The moments offered for the window that is due, or for the first one to come."""
        due = [one for one in self.offers if one.window.state != WindowState.NOT_YET]
        offer = next(iter(due or self.offers), None)
        workplace = self.placement.workplace
        place = f"{workplace.organisation.name}, {workplace.address}".strip(", ")
        return {
            "kind": offer.window.kind if offer else TrialogueKind.EXTRA,
            "minutes": 60,
            **ProposeForm.starting_from(offer.moments if offer else [], place),
        }

    def act(self, form: ProposeForm) -> None:
        said = form.cleaned_data
        kept = {name: said[name] for name in ("kind", "minutes") if name in said}
        self.proposal = moments.propose(
            by=self.request.user,
            placement=self.placement,
            moments=form.chosen(),
            words=said["words"],
            moves=self.moves,
            **kept,
        )

    def get_success_url(self) -> str:
        return reverse("placements:moment", args=[self.proposal.pk])

    def done_url(self) -> str:
        return reverse("placements:trialogue-list", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            windows=self.windows,
            moves=self.moves,
            proposals=open_proposals(self.request.user, self.placement),
            **kwargs,
        )


class MomentProposeAgain(MomentPropose):
    """Other moments for a meeting that is planned: it moves when one suits both."""

    def load(self, user: User) -> None:
        self.moves = seen_trialogue(user, self.kwargs["pk"])
        self.placement = self.moves.placement
        self.role = need_role(user, self.placement, Role.COACH)
        if self.moves.state != TrialogueState.PLANNED:
            raise PermissionDenied(_("This meeting is no longer planned."))

    def get_initial(self) -> dict[str, Any]:
        found = [one.moments for one in self.offers if one.window.kind == self.moves.kind]
        return ProposeForm.starting_from(found[0] if found else [], self.moves.place)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.moves.pk])


class OfProposal(Acting):
    """Something about proposed moments that only `only` do; the three may look."""

    only: tuple[str, ...] = tuple(TRIAD)

    def load(self, user: User) -> None:
        self.proposal = seen_proposal(user, self.kwargs["pk"])
        self.placement = self.proposal.placement
        reason = {ASKED: ONLY_THE_ASKED, tuple(TRIAD): NOT_YOURS}.get(self.only, "")
        self.role = need_role(user, self.placement, *self.only, reason=reason)

    def done_url(self) -> str:
        """The meeting once it is made, else the moments."""
        made = MeetingProposal.objects.visible_to(self.request.user).get(pk=self.proposal.pk)
        if made.state == ProposalState.FIXED:
            return reverse("placements:trialogue", args=[made.trialogue_id])
        return reverse("placements:moment", args=[made.pk])


class MomentShow(OfProposal, TemplateView):
    """The moments with who can when. A link of the mail names the one to confirm (`slot`)."""

    template_name = "placements/moment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.proposal)
        chosen = self.request.GET.get("slot", "")
        return super().get_context_data(
            placement=self.placement,
            role=self.role,
            proposal=self.proposal,
            asked=asked,
            lines=[
                {
                    "choice": choice,
                    "mine": choice.said_by(self.role),
                    "is_chosen": str(choice.slot.pk) == chosen,
                }
                for choice in asked.choices
            ],
            is_open=not any(open_obstacles(self.proposal)),
            may_answer=self.role in ASKED,
            **kwargs,
        )


class MomentButton(OfProposal, ActionButton):
    """One tap about one moment, which `slot` names."""

    @cached_property
    def slot(self) -> int:
        return key_of(self.request.POST.get("slot", "")) or 0

    def say_when(self, meeting: Trialogue | None) -> None:
        """What was reached, in the words of the message at the top of the next page."""
        if meeting is not None:
            starts_at = timezone.localtime(meeting.starts_at)
            when = {"day": long_day(starts_at), "time": clock_time(starts_at)}
            self.said = _("It is %(day)s at %(time)s. All three get it in their calendar.") % when


class MomentAnswer(MomentButton):
    only = ASKED
    said = gettext_lazy("Received. You hear it as soon as a moment suits you both.")

    def act(self) -> None:
        can = self.request.POST.get("answer") != "cannot"
        named = {self.slot}
        meeting = moments.answer(
            by=self.request.user,
            proposal=self.proposal,
            suits=named if can else set(),
            cannot=set() if can else named,
        )
        self.say_when(meeting)


class MomentFix(MomentButton):
    """The coach chooses by hand, whatever was answered."""

    only = (Role.COACH,)

    def act(self) -> None:
        slots = {slot.pk: slot for slot in self.proposal.slots.all()}
        slot = slots.get(self.slot) or MeetingSlot(proposal=self.proposal)
        self.say_when(moments.fix(by=self.request.user, slot=slot))


class MomentNone(OfProposal, ActionPage):
    """Student or mentor can come at none of them, and says when they could."""

    only = ASKED
    template_name = "placements/moment_none.html"
    form_class = NoneSuitsForm
    said = gettext_lazy("The coach reads it and proposes other moments.")

    def act(self, form: NoneSuitsForm) -> None:
        moments.none_suits(by=self.request.user, proposal=self.proposal, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=Asked(self.proposal), **kwargs)


class MomentWithdraw(OfProposal, ActionButton):
    only = (Role.COACH,)
    said = gettext_lazy("Taken back. Nobody has to choose any more.")

    def act(self) -> None:
        moments.withdraw(by=self.request.user, proposal=self.proposal)

    def done_url(self) -> str:
        return reverse("placements:trialogue-list", args=[self.placement.pk])
