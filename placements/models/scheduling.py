from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import TRIAD
from accounts.models import User
from config import clock
from placements.enums import ProposalState, TrialogueKind
from placements.models.placement import OfPlacementQuerySet, Placement
from placements.models.trialogue import Trialogue


class MeetingProposalQuerySet(OfPlacementQuerySet):
    def open(self) -> "MeetingProposalQuerySet":
        return self.filter(state=ProposalState.OPEN)


class MeetingProposal(models.Model):
    """Up to three moments that the coach proposes for one meeting; student and mentor say which
    suit them. With `moves` it is about another moment for a meeting that is planned already."""

    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, related_name="meeting_proposals"
    )
    kind = models.CharField(
        max_length=12, choices=TrialogueKind.choices, default=TrialogueKind.PROGRESS
    )
    minutes = models.PositiveSmallIntegerField(default=60)
    words = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    moves = models.ForeignKey(
        Trialogue, on_delete=models.PROTECT, null=True, related_name="new_moments"
    )
    trialogue = models.ForeignKey(
        Trialogue,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="what it became, once a moment was fixed",
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True)

    objects = MeetingProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(state=ProposalState.OPEN),
                name="meeting_proposal_one_open_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.FIXED, trialogue__isnull=False)
                | (~Q(state=ProposalState.FIXED) & Q(trialogue__isnull=True)),
                name="meeting_proposal_fixed_iff_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, closed_at__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(closed_at__isnull=False)),
                name="meeting_proposal_closed_at_iff_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"moments for {self.kind} of {self.placement_id}"


class MeetingSlot(models.Model):
    """One of at most three moments, with its place or video link."""

    proposal = models.ForeignKey(MeetingProposal, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "position"], name="slot_position_once"),
            models.UniqueConstraint(fields=["proposal", "starts_at"], name="slot_moment_once"),
            models.CheckConstraint(
                condition=Q(position__range=(1, 3)), name="slot_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class SlotAnswer(models.Model):
    """Whether a moment suits one voice; the last word counts."""

    slot = models.ForeignKey(MeetingSlot, on_delete=models.CASCADE, related_name="answers")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    suits = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["slot", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "role"], name="slot_answer_once_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.role} {'can' if self.suits else 'cannot'}"


class NoneSuits(models.Model):
    """One voice cannot come at any of the proposed moments, and says when they could."""

    proposal = models.ForeignKey(MeetingProposal, on_delete=models.CASCADE, related_name="refusals")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name_plural = "none suits"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "role"], name="none_suits_once_per_role"),
            models.CheckConstraint(condition=~Q(words=""), name="none_suits_says_what_would"),
        ]

    def __str__(self) -> str:
        return f"{self.role} can come at none of {self.proposal_id}"


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CalendarFeedQuerySet":
        return self.filter(person=user)

    def alive(self) -> "CalendarFeedQuerySet":
        return self.filter(revoked_at__isnull=True, person__is_active=True)


class CalendarFeed(models.Model):
    """A secret address at which one person's calendar program reads their own meetings. Only the
    hash of its token is kept; revoked, it answers nothing any more."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    with_days = models.BooleanField(
        default=False, help_text="a student's own planned workplace days stand in it too"
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)
    last_read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_feed_one_alive",
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
