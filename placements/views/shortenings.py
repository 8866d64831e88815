"""Fewer days: proposed by the student, advised by the mentor, decided by the coach, revocable."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from competences.overviews.tracking import positions_of, target_positions
from placements.actions import shortenings
from placements.enums import ShorteningState
from placements.forms.shortenings import AdviceForm, DecisionForm, ProposalForm, RevokeForm
from placements.models import ShorteningProposal, Trialogue
from placements.overviews.counts import day_counts, shortening_facts
from placements.rules import shortening as rules
from placements.rules.access import need_role
from placements.views.acting import ActionPage, OfPlacement, seen_placement


def story(user: User, placement_id: int) -> QuerySet[ShorteningProposal]:
    """All proposals of a placement with every step and who took it, oldest first."""
    return (
        ShorteningProposal.objects.visible_to(user)
        .filter(placement=placement_id)
        .select_related("proposed_by", "advised_by", "decided_by", "revoked_by", "revoked_in")
        .prefetch_related("competences")
    )


class ShorteningList(OfPlacement):
    """The whole story, for everybody who may see the placement."""

    template_name = "placements/shortening_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposals = list(story(self.request.user, self.placement.pk))
        return super().get_context_data(
            counts=day_counts(self.placement),
            proposals=proposals,
            may_propose=self.role == Role.STUDENT
            and not any(rules.proposal_obstacles(shortening_facts(self.placement))),
            **kwargs,
        )


class ShorteningPropose(ActionPage):
    """The student's proposal; when the route is closed, all reasons instead of a form."""

    template_name = "placements/shortening_propose.html"
    form_class = ProposalForm
    said = gettext_lazy("Proposed. Your mentor gives advice, then your coach decides.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.STUDENT)

    @cached_property
    def facts(self) -> rules.ShorteningFacts:
        return shortening_facts(self.placement)

    @cached_property
    def at_target(self) -> set[int]:
        dossier = self.placement.dossier
        return rules.at_target(positions_of(dossier, Role.STUDENT), target_positions(dossier))

    def obstacles(self) -> list[Any]:
        return list(rules.proposal_obstacles(self.facts))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"at_target": sorted(self.at_target)}

    def act(self, form: Form) -> None:
        shortenings.propose(by=self.request.user, placement=self.placement, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("placements:shortening-list", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.facts.required_now - self.facts.policy.shortening_days
        return super().get_context_data(
            before=self.facts.required_now, after=after, has_choice=bool(self.at_target), **kwargs
        )


class OfProposal(ActionPage):
    """A step of one proposal, by the person whose turn it is."""

    actor: Role

    def load(self, user: User) -> None:
        found = ShorteningProposal.objects.visible_to(user)
        proposal = get_object_or_404(found, pk=self.kwargs["pk"])
        self.placement = seen_placement(user, proposal.placement_id)
        self.role = need_role(user, self.placement, self.actor)
        self.proposal = story(user, self.placement.pk).get(pk=proposal.pk)
        self.proposal.placement = self.placement

    def done_url(self) -> str:
        return reverse("placements:shortening-list", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        required = day_counts(self.placement).required
        decided = self.proposal.state == ShorteningState.RATIFIED
        return super().get_context_data(
            proposal=self.proposal,
            before=required + self.proposal.days if decided else required,
            after=required if decided else required - self.proposal.days,
            **kwargs,
        )


class ShorteningAdvise(OfProposal):
    actor = Role.MENTOR
    template_name = "placements/shortening_advise.html"
    form_class = AdviceForm
    said = gettext_lazy("Thank you. The coach decides, with your advice beside it.")

    def obstacles(self) -> list[Any]:
        return list(rules.advice_obstacles(self.proposal))

    def act(self, form: Form) -> None:
        shortenings.advise(by=self.request.user, proposal=self.proposal, **form.cleaned_data)


class ShorteningDecide(OfProposal):
    """The coach's final agreement, or a refusal with its reason."""

    actor = Role.COACH
    template_name = "placements/shortening_decide.html"
    form_class = DecisionForm
    said = gettext_lazy("Decided. Student and mentor see it from now on.")

    def obstacles(self) -> list[Any]:
        return list(rules.ratification_obstacles(self.proposal, shortening_facts(self.placement)))

    def act(self, form: Form) -> None:
        agrees = form.cleaned_data["decision"] == ShorteningState.RATIFIED
        decide = shortenings.ratify if agrees else shortenings.refuse
        decide(by=self.request.user, proposal=self.proposal, words=form.cleaned_data["words"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.proposal.state == ShorteningState.PROPOSED
        return super().get_context_data(is_open=is_open, **kwargs)


class ShorteningRevoke(OfProposal):
    """In a later trialogue the days come back, with the reason."""

    actor = Role.COACH
    template_name = "placements/shortening_revoke.html"
    form_class = RevokeForm
    said = gettext_lazy("Taken back. The days count again, and the story says why.")

    @cached_property
    def meetings(self) -> QuerySet[Trialogue]:
        return self.placement.trialogues.held_after(self.proposal.trialogue)

    def obstacles(self) -> list[Any]:
        found = rules.revocation_obstacles(
            self.proposal, held_later=self.meetings.exists(), reason="-"
        )
        return list(found)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meetings": self.meetings}

    def act(self, form: Form) -> None:
        shortenings.revoke(by=self.request.user, proposal=self.proposal, **form.cleaned_data)
