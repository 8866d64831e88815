"""What others did with onboarding and tasks, as sentences; never what they said with it."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import news
from accounts.models import HistoryEntry, User
from accounts.news import News
from mentors.enums import TaskStage
from mentors.models import WorkTask
from placements.models import Placement

SENTENCES = {
    "onboarding-started": gettext_lazy("%(who)s began the onboarding list."),
    "onboarding-signed": gettext_lazy("%(who)s signed the onboarding."),
    "tasks-taken": gettext_lazy("%(who)s chose tasks to take over."),
}
COUNTED = ("task-added", "task-signed-off")
READ_AT_ONCE = 12
NAMED = 3


@news.source("mentors")
def start_news(user: User, limit: int) -> Iterable[News]:
    """Onboarding and tasks of the placements that this person sees, by others; five queries at
    most."""
    entries = list(_entries(user)[: limit * READ_AT_ONCE])
    if not entries:
        return []
    topics = {int(entry.topic.removeprefix("placement:")) for entry in entries}
    visible = Placement.objects.visible_to(user).filter(pk__in=topics).with_people()
    placements = {placement.topic: placement for placement in visible}
    tasks = WorkTask.objects.in_bulk(
        [int(one.subject.split(":")[1]) for one in entries if one.action in COUNTED]
    )
    groups = [list(group) for _same, group in groupby(entries, key=_together)]
    return [_line(group, placements[group[0].topic], tasks, user) for group in groups[:limit]]


def _entries(user: User) -> Iterable[HistoryEntry]:
    topics = Placement.objects.visible_to(user).annotate(
        key=Concat(Value("placement:"), Cast("pk", CharField()), output_field=CharField())
    )
    return (
        HistoryEntry.objects.filter(
            topic__in=topics.order_by().values("key"), action__in=[*SENTENCES, *COUNTED]
        )
        .exclude(by=user)
        .select_related("by")
        .order_by("-at", "-pk")
    )


def _together(entry: HistoryEntry) -> tuple:
    """Several tasks on one day by one person are one line, per step."""
    if entry.action not in COUNTED:
        return (entry.pk,)
    day = timezone.localtime(entry.at).date()
    return (entry.topic, entry.action, entry.by_id, entry.data.get("stage"), day)


def _line(
    entries: list[HistoryEntry], placement: Placement, tasks: dict[int, WorkTask], user: User
) -> News:
    entry = entries[0]
    text = _text(entries, tasks)
    if user.pk != placement.student.pk and entry.by_id != placement.student.pk:
        text = _("%(student)s: %(what)s") % {
            "student": placement.student.first_name,
            "what": text,
        }
    page = "mentors:onboarding" if entry.action.startswith("onboarding") else "mentors:task-list"
    return News(at=entry.at, text=text, url=reverse(page, args=[placement.pk]))


def _text(entries: list[HistoryEntry], tasks: dict[int, WorkTask]) -> str:
    entry, who = entries[0], {"who": entries[0].by.first_name if entries[0].by else ""}
    if entry.action in SENTENCES:
        return str(SENTENCES[entry.action]) % who
    names = [tasks[int(one.subject.split(":")[1])].text for one in entries]
    names = list(dict.fromkeys(names))
    values = who | {"tasks": _named(names)}
    if entry.action == "task-added":
        return _("%(who)s added to take over: %(tasks)s.") % values
    stage = TaskStage(entry.data["stage"])
    return _("%(who)s signed off “%(stage)s”: %(tasks)s.") % (values | {"stage": stage.label})


def _named(names: list[str]) -> str:
    """A few by name, more than three as a number."""
    if len(names) > NAMED:
        return ngettext("%(n)s task", "%(n)s tasks", len(names)) % {"n": len(names)}
    return get_text_list(names, _("and"))
