"""What happened in one's placements, as sentences: never a word of a reflection."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import news
from accounts.enums import Role
from accounts.models import HistoryEntry, User
from accounts.news import News
from config.templatetags.ui import clock_time, near_day
from placements.enums import DayState
from placements.models import Placement, Reflection, WorkplaceDay

# Several of these at once are one line.
GROUPED = {
    "day-logged",
    "day-changed",
    "day-confirmed",
    "competence-rated",
    "action-agreed",
    "plan-date-changed",
    "plan-date-cleared",
}
READ_AT_ONCE = 12

SENTENCES = {
    "day-changed": gettext_lazy("%(who)s changed a day: %(date)s."),
    "day-returned": gettext_lazy("%(who)s asks to look at a day again: %(date)s."),
    "day-reopened": gettext_lazy("%(who)s asked to correct a day: %(date)s."),
    "day-confirmation-undone": gettext_lazy("%(who)s took back a confirmation: %(date)s."),
    "day-return-undone": gettext_lazy("%(who)s took back that a day had to be changed: %(date)s."),
    "trialogue-planned": gettext_lazy("%(who)s planned a meeting: %(moment)s."),
    "trialogue-moved": gettext_lazy("%(who)s moved the meeting."),
    "trialogue-cancelled": gettext_lazy("%(who)s cancelled the meeting."),
    "trialogue-held": gettext_lazy("The meeting took place; its notes are open to all three."),
    "trialogue-signed": gettext_lazy("%(who)s signed the report of the meeting."),
    "voices-opened": gettext_lazy("%(who)s laid the three voices open to each other."),
    "competence-corrected": gettext_lazy("%(who)s corrected something they said."),
    "competence-entered": gettext_lazy("%(who)s entered what the mentor said."),
    "action-moved": gettext_lazy("%(who)s chose another date for something agreed: %(date)s."),
    "report-corrected": gettext_lazy("%(who)s opened the report of the meeting for a correction."),
    "action-done": gettext_lazy("%(who)s did something that was agreed."),
    "shortening-proposed": gettext_lazy("%(who)s proposed %(days)s fewer days."),
    "shortening-advised": gettext_lazy("%(who)s gave advice on the shortening."),
    "shortening-ratified": gettext_lazy("%(who)s agreed to %(days)s fewer days."),
    "shortening-refused": gettext_lazy("%(who)s decided against the shortening."),
    "shortening-revoked": gettext_lazy("%(who)s revoked the shortening: %(days)s days more."),
    "agreement-sent": gettext_lazy("The agreement is ready to sign."),
    "agreement-signed": gettext_lazy("%(who)s signed the agreement."),
    "agreement-complete": gettext_lazy("Everybody has signed the agreement."),
    "agreement-withdrawn": gettext_lazy("The agreement was withdrawn."),
    "agreement-refused": gettext_lazy("%(who)s does not sign the agreement."),
    "facts-confirmed": gettext_lazy("%(who)s confirmed the facts of the agreement."),
    "facts-corrected": gettext_lazy("%(who)s corrected facts of the agreement."),
    "placement-opened": gettext_lazy("The placement is open."),
    "week-proposed": gettext_lazy("%(who)s proposed another week, from %(date)s on."),
    "week-withdrawn": gettext_lazy("%(who)s took back the proposal for another week."),
    "week-agreed": gettext_lazy("%(who)s agreed to another week, from %(date)s on."),
    "week-declined": gettext_lazy("%(who)s said which week would suit better."),
    "plan-date-changed": gettext_lazy("%(who)s changed the plan: %(date)s."),
    "plan-date-cleared": gettext_lazy("%(who)s follows the usual week again: %(date)s."),
    "away-reported": gettext_lazy("%(who)s reported a time away, from %(date)s on."),
    "away-changed": gettext_lazy("%(who)s changed a time away: from %(date)s on."),
    "away-removed": gettext_lazy("%(who)s took back a time away."),
    "plan-changed": gettext_lazy("%(who)s changed the calendar of the placement."),
    "workplace-changed": gettext_lazy("The workplace is now %(new)s."),
    "voice-handed-over": gettext_lazy("%(new)s is the new %(role)s, after %(old)s."),
    "placement-ended": gettext_lazy("%(who)s ended the placement."),
    "placement-finalised": gettext_lazy("%(who)s finalised the placement."),
    "reflection-written": gettext_lazy("%(who)s opened a reflection to all three."),
    "reflection-opened": gettext_lazy("%(who)s opened a reflection to all three."),
}
ACTIONS = [*SENTENCES, "day-logged", "day-confirmed", "competence-rated", "action-agreed"]
OF_THE_PLAN = {"placements.weekpattern", "placements.planexception", "placements.interruption"}
PAGES = {
    "placements.workplaceday": "placements:day",
    "placements.trialogue": "placements:trialogue",
    "placements.agreement": "placements:agreement",
}


@dataclass(frozen=True)
class Found:
    """What the lines need beside the entries, fetched for all of them at once."""

    placements: dict[str, Placement]
    days: dict[int, WorkplaceDay]
    reflections: set[int]


@news.source("placements")
def placement_news(user: User, limit: int) -> Iterable[News]:
    """What others did in the placements that this person sees; five queries at most."""
    entries = list(_entries(user)[: limit * READ_AT_ONCE])
    found = _fetch(user, entries)
    lines = []
    for _key, group in groupby(entries, key=_together):
        line = _line(list(group), found, user)
        if line:
            lines.append(line)
        if len(lines) == limit:
            break
    return lines


def _entries(user: User) -> Iterable[HistoryEntry]:
    topics = Placement.objects.visible_to(user).annotate(
        key=Concat(Value("placement:"), Cast("pk", CharField()), output_field=CharField())
    )
    return (
        HistoryEntry.objects.filter(topic__in=topics.order_by().values("key"), action__in=ACTIONS)
        .exclude(Q(by=user))
        .select_related("by")
        .order_by("-at", "-pk")
    )


def _together(entry: HistoryEntry) -> tuple:
    if entry.action not in GROUPED:
        return (entry.pk,)
    return (entry.topic, entry.action, entry.by_id, timezone.localtime(entry.at).date())


def _ids(entries: Iterable[HistoryEntry], label: str) -> list[int]:
    subjects = (entry.subject.split(":") for entry in entries)
    return [int(pk) for name, pk in subjects if name == label]


def _fetch(user: User, entries: list[HistoryEntry]) -> Found:
    ids = {int(entry.topic.removeprefix("placement:")) for entry in entries}
    placements = Placement.objects.visible_to(user).with_people().filter(pk__in=ids)
    days = WorkplaceDay.objects.visible_to(user).filter(
        pk__in=_ids(entries, "placements.workplaceday")
    )
    readable = Reflection.objects.visible_to(user).filter(
        pk__in=_ids(entries, "placements.reflection")
    )
    return Found(
        placements={placement.topic: placement for placement in placements},
        days={day.pk: day for day in days},
        reflections=set(readable.values_list("pk", flat=True)),
    )


def _line(entries: list[HistoryEntry], found: Found, user: User) -> News | None:
    entry = entries[0]
    placement = found.placements.get(entry.topic)
    if placement is None:
        return None
    label, pk = entry.subject.split(":")
    if label == "placements.reflection" and int(pk) not in found.reflections:
        return None
    text = _text(entries)
    if placement.student != user and entry.by_id != placement.student.pk:
        text = _("%(student)s: %(what)s") % {
            "student": placement.student.first_name,
            "what": text,
        }
    day = found.days.get(int(pk)) if label == "placements.workplaceday" else None
    return News(at=entry.at, text=text, url=_url(entries, label, placement), **_said(entry, day))


def _who(entry: HistoryEntry) -> str:
    return entry.by.first_name if entry.by else _("The portal")


def _text(entries: list[HistoryEntry]) -> str:
    entry, count = entries[0], len(entries)
    if entry.action in COUNTED:
        return COUNTED[entry.action](entries)
    moment = parse_datetime(entry.data.get("starts_at", "") or "")
    values = {
        "who": _who(entry),
        "date": _dates(entries),
        "moment": f"{near_day(moment)}, {clock_time(moment)}" if moment else "",
        "days": entry.data.get("days", count),
        "new": entry.data.get("new", ""),
        "old": entry.data.get("old", ""),
        "role": _role(entry.data.get("role", "")),
    }
    return str(SENTENCES[entry.action]) % values


def _role(role: str) -> str:
    return str(Role(role).label) if role in Role.values else ""


def _dates(entries: list[HistoryEntry]) -> str:
    dates = sorted({date for entry in entries if (date := _date(entry))})
    return get_text_list([near_day(date) for date in dates], _("and"))


def _date(entry: HistoryEntry) -> dt.date | None:
    return parse_date(entry.data.get("date", "") or "")


def _logged(entries: list[HistoryEntry]) -> str:
    return ngettext(
        "%(who)s logged a day: %(dates)s.",
        "%(who)s logged %(count)s days: %(dates)s.",
        len(entries),
    ) % {"who": _who(entries[0]), "count": len(entries), "dates": _dates(entries)}


def _confirmed(entries: list[HistoryEntry]) -> str:
    return ngettext(
        "%(who)s confirmed a day: %(dates)s.",
        "%(who)s confirmed %(count)s days: %(dates)s.",
        len(entries),
    ) % {"who": _who(entries[0]), "count": len(entries), "dates": _dates(entries)}


def _rated(entries: list[HistoryEntry]) -> str:
    count = len({entry.data.get("competence") for entry in entries})
    return ngettext(
        "%(who)s said how far one competence is.",
        "%(who)s said how far %(count)s competences are.",
        count,
    ) % {"who": _who(entries[0]), "count": count}


def _agreed(entries: list[HistoryEntry]) -> str:
    count = len(entries)
    return ngettext(
        "One thing was agreed in the meeting.",
        "%(count)s things were agreed in the meeting.",
        count,
    ) % {"count": count}


COUNTED: dict[str, Callable[[list[HistoryEntry]], str]] = {
    "day-logged": _logged,
    "day-confirmed": _confirmed,
    "competence-rated": _rated,
    "action-agreed": _agreed,
}


def _url(entries: list[HistoryEntry], label: str, placement: Placement) -> str:
    if label == "placements.reflection":
        return reverse("placements:reflection-list", args=[placement.pk])
    if label == "competences.assessment":
        return reverse("competences:dossier", args=[placement.dossier_id])
    if label in OF_THE_PLAN:
        return reverse("placements:plan", args=[placement.pk])
    if label == "placements.workplaceday" and len(entries) > 1:
        return reverse("placements:day-list", args=[placement.pk])
    page = PAGES.get(label)
    return reverse(page, args=[entries[0].subject.split(":")[1]]) if page else ""


def _said(entry: HistoryEntry, day: WorkplaceDay | None) -> dict[str, str]:
    """The mentor's words beside the line, as they stand now."""
    if day is None or entry.by is None:
        return {}
    words = {
        "day-confirmed": day.remark,
        "day-returned": day.returned_because if day.state == DayState.RETURNED else "",
    }.get(entry.action, "")
    if not words:
        return {}
    return {"said": words, "role": Role.MENTOR, "name": entry.by.get_full_name()}
