"""Fewer days: proposed by the student, advised by the mentor, decided by the coach, revocable."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from placements.actions import shortenings
from placements.enums import ShorteningState
from placements.forms.shortenings import AdviceForm, DecisionForm, ProposalForm, RevokeForm
from placements.models import ShorteningProposal, Trialogue
from placements.overviews.counts import day_counts, shortening_facts
from placements.overviews.shortenings import Choices, chapter_of, choices, story
from placements.rules import shortening as rules
from placements.rules.access import need_role
from placements.rules.shortening_checks import (
    Checks,
    content_checks,
    route_checks,
    standing_checks,
)
from placements.views.acting import ActionPage, OfPlacement, seen_placement

NOTHING_YET = rules.Content(reason="", freed_time_for="", competences=())


class ShorteningList(OfPlacement):
    """The whole story, for everybody who may see the placement."""

    template_name = "placements/shortening_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = shortening_facts(self.placement)
        return super().get_context_data(
            counts=day_counts(self.placement),
            chapters=story(self.placement, self.request.user),
            checks=route_checks(facts),
            may_propose=self.role == Role.STUDENT and not any(rules.proposal_obstacles(facts)),
            **kwargs,
        )


class OfProposer(ActionPage):
    """The student's form, as it is filled in or as it is sent."""

    template_name = "placements/shortening_propose.html"
    form_class = ProposalForm

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.STUDENT)

    @cached_property
    def facts(self) -> rules.ShorteningFacts:
        return shortening_facts(self.placement)

    @cached_property
    def choices(self) -> Choices:
        return choices(self.placement, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": self.choices}

    def checks_of(self, content: rules.Content) -> Checks:
        """Every rule, of the route and of what is filled in."""
        said = content_checks(
            content, at_target=self.choices.mastered, dossier=self.placement.dossier_id
        )
        return Checks([*route_checks(self.facts), *said])


class ShorteningPropose(OfProposer):
    """The student's proposal; when the route is closed, all reasons instead of a form."""

    said = gettext_lazy("Proposed. Your mentor gives advice, then your coach decides.")

    def obstacles(self) -> list[Any]:
        return list(rules.proposal_obstacles(self.facts))

    def act(self, form: Form) -> None:
        shortenings.propose(by=self.request.user, placement=self.placement, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("placements:shortening-list", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        content = form.content if form.is_bound else NOTHING_YET
        is_closed = any(self.obstacles())
        return super().get_context_data(
            before=self.facts.required_now,
            after=self.facts.required_after,
            days=self.facts.policy.shortening_days,
            has_choice=bool(self.choices.mastered),
            checks=route_checks(self.facts) if is_closed else self.checks_of(content),
            **kwargs,
        )


class ShorteningCheck(OfProposer):
    """The rules against what is filled in so far, as a part of the page; nothing is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        form.is_valid()
        context = {"checks": self.checks_of(form.content)}
        return render(request, "placements/_shortening_checks.html", context)


class OfProposal(ActionPage):
    """A step of one proposal, by the person whose turn it is."""

    actor: Role

    def load(self, user: User) -> None:
        found = ShorteningProposal.objects.visible_to(user)
        proposal = get_object_or_404(found, pk=self.kwargs["pk"])
        self.placement = seen_placement(user, proposal.placement_id)
        self.role = need_role(user, self.placement, self.actor)
        self.chapter = chapter_of(story(self.placement, user), proposal.pk)
        self.proposal = self.chapter.proposal
        self.proposal.placement = self.placement

    def done_url(self) -> str:
        return reverse("placements:shortening-list", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, chapter=self.chapter, **kwargs)


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
        checks = standing_checks(shortening_facts(self.placement)) if is_open else Checks()
        return super().get_context_data(is_open=is_open, checks=checks, **kwargs)


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

    def get_initial(self) -> dict[str, Any]:
        """The meeting from whose page the coach comes."""
        return super().get_initial() | {"trialogue": self.request.GET.get("meeting")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = day_counts(self.placement).required
        return super().get_context_data(now=now, then=now + self.proposal.days, **kwargs)

    def act(self, form: Form) -> None:
        shortenings.revoke(by=self.request.user, proposal=self.proposal, **form.cleaned_data)
