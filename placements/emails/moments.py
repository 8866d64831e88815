"""Proposed moments: asked with the moments themselves, taken back, or fitting nobody."""

import datetime as dt

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification, User
from accounts.reminders import Line
from config import clock
from config.templatetags.ui import clock_time, long_day
from placements.enums import ProposalState, TrialogueKind
from placements.models import MeetingProposal, SlotAnswer


def moments_proposed(notification: Notification) -> Line:
    """Each moment is a link to the page on which it waits to be confirmed with one tap."""
    said = _said(notification)
    page = reverse("placements:moment", args=[said["proposal"]])
    return Line(
        title=_title(notification, said),
        detail=_detail(said),
        verb=_("None of these, or more than one"),
        voice=Role.COACH,
        choices=tuple((_moment(slot), f"{page}?slot={slot['slot']}") for slot in said["slots"]),
    )


def _said(notification: Notification) -> dict:
    return notification.context | {"kind": str(TrialogueKind(notification.context["kind"]).label)}


def _title(notification: Notification, said: dict) -> str:
    mine = said["to"] == Role.STUDENT
    if said["moves"]:
        if mine:
            return _("Your %(kind)s moves: which moment suits you?") % said
        return _("The %(kind)s with %(student)s moves: which moment suits you?") % said
    if mine:
        return _("Which moment suits you for your %(kind)s?") % said
    return _("Which moment suits you for the %(kind)s with %(student)s?") % said


def _detail(said: dict) -> str:
    lasts = ngettext(
        "%(n)s minute. Choose what suits you.",
        "%(n)s minutes. Choose what suits you.",
        said["minutes"],
    ) % {"n": said["minutes"]}
    words = _("%(coach)s: “%(words)s”") % said if said["words"] else ""
    return " ".join(part for part in (words, lasts) if part)


def _moment(slot: dict) -> str:
    """'Tuesday 6 October at 14:30, Gentbrugge'."""
    starts_at = dt.datetime.fromisoformat(slot["starts_at"])
    when = _("%(day)s at %(time)s") % {
        "day": capfirst(long_day(starts_at)),
        "time": clock_time(starts_at),
    }
    return f"{when}, {slot['place']}" if slot["place"] else when


def moments_withdrawn(notification: Notification) -> Line:
    said = _said(notification)
    if said["to"] == Role.STUDENT:
        title = _("You need not choose a moment for your %(kind)s any more") % said
    else:
        title = _("You need not choose a moment for the %(kind)s with %(student)s any more") % said
    return Line(title=title, verb=_("See the meetings"), voice=Role.COACH)


def moments_do_not_fit(notification: Notification) -> Line:
    """To the coach: whose turn it is now. What one said stands in the mail: it was said to them."""
    said = _said(notification)
    if said["who"]:
        title = _("No moment for the meeting with %(student)s suits %(who)s") % said
    else:
        title = _("No moment for the meeting with %(student)s suits both") % said
    return Line(title=title, detail=said["answer"], verb=_("Propose other moments"))


# --- asked again at the moment of sending


def _open(notification: Notification) -> MeetingProposal | None:
    """The proposal as it is, if it still waits in an open placement that the reader sees."""
    rows = MeetingProposal.objects.visible_to(notification.recipient).open()
    found = rows.filter(
        pk=notification.context["proposal"],
        placement__ended_at__isnull=True,
        placement__finalised_at__isnull=True,
    )
    return found.select_related("placement__dossier").first()


def still_asked(notification: Notification) -> bool:
    """The reader still speaks in a role that is asked and has said nothing; a moment is to come."""
    proposal = _open(notification)
    if proposal is None or not proposal.slots.filter(starts_at__gt=clock.now()).exists():
        return False
    role = proposal.placement.role_of(notification.recipient)
    return role == notification.context["to"] and not _has_answered(proposal, role)


def _has_answered(proposal: MeetingProposal, role: str) -> bool:
    speaking: list[User] = proposal.placement.people(role)
    said = SlotAnswer.objects.filter(slot__proposal=proposal, role=role, person__in=speaking)
    return said.exists() or proposal.refusals.filter(role=role, person__in=speaking).exists()


def still_withdrawn(notification: Notification) -> bool:
    rows = MeetingProposal.objects.visible_to(notification.recipient)
    return rows.filter(pk=notification.context["proposal"], state=ProposalState.WITHDRAWN).exists()


def still_does_not_fit(notification: Notification) -> bool:
    proposal = _open(notification)
    return proposal is not None and proposal.placement.role_of(notification.recipient) == Role.COACH


reminders.register(
    "moments-proposed",
    render=moments_proposed,
    still_true=still_asked,
    group=MessageGroup.MEETINGS,
)
reminders.register(
    "moments-withdrawn",
    render=moments_withdrawn,
    still_true=still_withdrawn,
    asks=False,
    group=MessageGroup.MEETINGS,
)
reminders.register(
    "moments-do-not-fit",
    render=moments_do_not_fit,
    still_true=still_does_not_fit,
    group=MessageGroup.MEETINGS,
)
