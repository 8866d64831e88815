"""What a programme changes about its reminders; the standard is kept by keeping no row."""

from dataclasses import asdict

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from competences.models import Programme
from config import clock
from config.refusal import refuse_if
from placements.actions.parties import require_coordinator
from placements.models import ReminderRule
from placements.rules.reminder_rules import LANGUAGES, Kind, Setting, setting_obstacles


@transaction.atomic
def change(*, by: User, programme: Programme, kind: Kind, setting: Setting) -> None:
    """From the next sweep on this kind goes out like this; like the standard is the standard."""
    require_coordinator(by, programme)
    refuse_if(setting_obstacles(kind, setting))
    if setting == kind.standard:
        restore(by=by, programme=programme, kind=kind)
        return
    row, _made = ReminderRule.objects.update_or_create(
        programme=programme,
        rule=kind.rule,
        audience=kind.audience,
        defaults={
            "is_on": setting.is_on,
            "offset_days": setting.offset,
            "repeat_days": setting.repeat,
            "channel": setting.channel,
            "to_coach_after": setting.to_coach_after,
            "to_coordinator_after": setting.to_coordinator_after,
            "changed_by": by,
            "changed_at": clock.now(),
            **{f"words_{code}": setting.words.get(code, "") for code in LANGUAGES},
        },
    )
    _record("reminder-changed", row, by, **asdict(setting))


@transaction.atomic
def restore(*, by: User, programme: Programme, kind: Kind) -> None:
    """Back to the standard; pressed twice changes nothing."""
    require_coordinator(by, programme)
    rows = ReminderRule.objects.select_for_update().filter(
        programme=programme, rule=kind.rule, audience=kind.audience
    )
    for row in rows:
        _record("reminder-restored", row, by)
        row.delete()


def _record(action: str, row: ReminderRule, by: User, **setting: object) -> None:
    record(
        action,
        row,
        by=by,
        topic=f"programme:{row.programme_id}",
        rule=row.rule,
        audience=row.audience,
        setting=setting,
    )
