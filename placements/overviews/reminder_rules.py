"""The reminders of a programme as sentences, with what was changed and by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Channel, Role
from accounts.models import HistoryEntry
from competences.models import Programme
from placements.models import ReminderRule
from placements.overviews.reminders import setting_of
from placements.rules.reminder_rules import KINDS, STANDARD, Kind, Setting

WHO = {
    Role.STUDENT: gettext_lazy("the student"),
    Role.MENTOR: gettext_lazy("the mentor"),
    Role.COACH: gettext_lazy("the coach"),
    Role.COORDINATOR: gettext_lazy("the coordinator"),
}
CHANGES_SHOWN = 50


@dataclass(frozen=True)
class RuleLine:
    """One kind as it goes out in a programme; `row` is there when the programme changed it."""

    kind: Kind
    setting: Setting
    row: ReminderRule | None

    @property
    def who(self) -> str:
        return str(WHO[self.kind.audience])

    @property
    def sentences(self) -> list[str]:
        return list(sentences(self.kind, self.setting))


@dataclass(frozen=True)
class Topic:
    """The kinds about one thing, to each of those who hear it."""

    title: str
    lines: list[RuleLine]


@dataclass(frozen=True)
class Change:
    entry: HistoryEntry
    title: str
    sentences: list[str]


def topics_of(programme: Programme) -> list[Topic]:
    """All kinds of reminders of a programme, in the order of the standard; one query."""
    rows = {(row.rule, row.audience): row for row in _rows(programme)}
    found: dict[str, list[RuleLine]] = {}
    for kind in KINDS:
        found.setdefault(str(kind.topic.about), []).append(_line(kind, rows.get(kind.key)))
    return [Topic(title, lines) for title, lines in found.items()]


def line_of(programme: Programme, kind: Kind) -> RuleLine:
    row = _rows(programme).filter(rule=kind.rule, audience=kind.audience).first()
    return _line(kind, row)


def changes_of(programme: Programme) -> list[Change]:
    """Who changed what when, the last one first; one query."""
    entries = HistoryEntry.objects.filter(
        topic=f"programme:{programme.pk}", action__in=("reminder-changed", "reminder-restored")
    ).select_related("by")
    return [
        _change(entry, STANDARD[entry.data["rule"], entry.data["audience"]])
        for entry in entries[:CHANGES_SHOWN]
        if (entry.data["rule"], entry.data["audience"]) in STANDARD
    ]


def sentences(kind: Kind, setting: Setting) -> Iterator[str]:
    """How a kind goes out, as one would tell a colleague."""
    if not setting.is_on:
        yield _("Nobody is reminded of this.")
        return
    values = {"when": _when(kind, setting), "who": WHO[kind.audience]}
    if setting.channel == Channel.SMS:
        yield _("%(when)s, %(who)s gets an SMS.") % values
    else:
        yield _("%(when)s, %(who)s gets a mail.") % values
    if setting.repeat is not None:
        yield ngettext(
            "Every day again, as long as it is not done.",
            "Every %(n)s days again, as long as it is not done.",
            setting.repeat,
        ) % {"n": setting.repeat}
    for to, after in setting.escalations():
        yield ngettext(
            "Still not done %(n)s working day after the first time: %(who)s hears of it.",
            "Still not done %(n)s working days after the first time: %(who)s hears of it.",
            after,
        ) % {"n": after, "who": WHO[to]}
    if setting.words:
        yield _("With a sentence of your own.")


def _when(kind: Kind, setting: Setting) -> str:
    said: dict[str, Any] = {"moment": kind.moment, "n": abs(setting.offset or 0)}
    if setting.offset is None and kind.times > 1:
        return _("Twice as many working days as the course unit says after %(moment)s") % said
    if setting.offset is None:
        return _("As many working days as the course unit says after %(moment)s") % said
    if setting.offset == 0:
        return _("As soon as %(moment)s") % said
    if setting.offset < 0:
        return (
            ngettext(
                "%(n)s working day before %(moment)s",
                "%(n)s working days before %(moment)s",
                said["n"],
            )
            % said
        )
    return (
        ngettext(
            "%(n)s working day after %(moment)s", "%(n)s working days after %(moment)s", said["n"]
        )
        % said
    )


def _rows(programme: Programme) -> QuerySet[ReminderRule]:
    return ReminderRule.objects.filter(programme=programme).select_related("changed_by")


def _line(kind: Kind, row: ReminderRule | None) -> RuleLine:
    return RuleLine(kind, setting_of(row) if row else kind.standard, row)


def _change(entry: HistoryEntry, kind: Kind) -> Change:
    setting = Setting(**entry.data["setting"]) if entry.data["setting"] else kind.standard
    title = f"{kind.topic.about} ({WHO[kind.audience]})"
    return Change(entry, title, list(sentences(kind, setting)))
