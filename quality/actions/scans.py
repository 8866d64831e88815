"""A scan of a workplace: opened, answered by each in blindness, closed."""

from collections.abc import Mapping

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import refuse_if
from placements.models import Placement
from quality.models import ScanRound, ScanView
from quality.overviews.scans import roles_at
from quality.rules import scans as rules
from quality.scan_guide import guide


@transaction.atomic
def open_round(*, by: User, placement: Placement, with_job_content: bool = False) -> ScanRound:
    """Ask the three how they see the workplace; one round at a time."""
    Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    rounds = ScanRound.objects.filter(placement=placement)
    refuse_if(
        rules.open_obstacles(
            role=placement.role_of(by),
            has_ended=not placement.is_open,
            has_open=rounds.filter(closed_at__isnull=True).exists(),
        )
    )
    last = rounds.first()
    found = ScanRound.objects.create(
        placement=placement,
        number=last.number + 1 if last else 1,
        with_job_content=with_job_content,
        opened_by=by,
    )
    record("scan-opened", found, by=by, topic=placement.topic)
    return found


@transaction.atomic
def give_view(
    *,
    by: User,
    scan: ScanRound,
    values: Mapping[str, rules.Value],
    remarks: Mapping[str, str] | None = None,
) -> ScanView:
    """What one of the three sees, once a round; the last of them closes it.

    `values`: key of a topic -> 0..4 or None; `remarks`: by the same keys.
    """
    found = _locked(scan)
    placement = Placement.objects.with_people().get(pk=found.placement_id)
    role = placement.role_of(by)
    said = _said(found)
    asked = [one.key for one in guide().topics(with_job_content=found.with_job_content)]
    refuse_if(
        [
            *rules.view_obstacles(
                role=role,
                has_ended=not placement.is_open,
                is_closed=found.closed_at is not None,
                said=said,
            ),
            *rules.value_obstacles(values, asked),
        ]
    )
    noted = {key: words.strip() for key, words in (remarks or {}).items() if key in asked}
    view = ScanView.objects.create(
        round=found,
        role=role or "",
        person=by,
        values=dict(values),
        remarks={key: words for key, words in noted.items() if words},
    )
    record("scan-view-given", found, by=by, topic=placement.topic, role=role)
    if set(roles_at(placement)) <= said | {role}:
        _close(found, placement, by=by)
    return view


@transaction.atomic
def close_round(*, by: User, scan: ScanRound) -> ScanRound:
    """Not wait any longer for who did not answer: from now on all of them see the views."""
    found = _locked(scan)
    placement = Placement.objects.with_people().get(pk=found.placement_id)
    refuse_if(
        rules.close_obstacles(
            role=placement.role_of(by), is_closed=found.closed_at is not None, said=_said(found)
        )
    )
    return _close(found, placement, by=by)


def _locked(scan: ScanRound) -> ScanRound:
    return ScanRound.objects.select_for_update(of=("self",)).get(pk=scan.pk)


def _said(found: ScanRound) -> set[str]:
    return set(found.views.values_list("role", flat=True))


def _close(found: ScanRound, placement: Placement, *, by: User) -> ScanRound:
    found.closed_at = clock.now()
    found.save(update_fields=["closed_at"])
    record("scan-closed", found, by=by, topic=placement.topic)
    return found
