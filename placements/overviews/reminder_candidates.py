"""At which open placements there can be something new to say: one query, however many there are.

It asks what waits since when, and whether everybody heard of it, with the dates that the rules
make of it (`rules.reminder_rhythms`). It may name a placement where nothing is to be said, and
never leaves one out where something is: what is due is decided by the rules alone.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from config import clock
from placements.models import Placement, PlacementPolicy
from placements.overviews.reminder_messages import Asks
from placements.overviews.reminders import changed_settings
from placements.rules.reminder_rhythms import FARTHEST, OLDEST, Line, due_dates, lines
from placements.rules.windows import windows
from placements.rules.working_days import public_holidays

# What is said while a window is open, and when it closed, in the order of `windows`.
WINDOWS = (
    ("trialogue-window-open", "trialogue-overdue"),
    ("assessment-window-open", "assessment-overdue"),
)
# What the joins below need of a placement, and whether a mandate holds.
PLACE = "o.id, o.unit, o.programme, o.dossier, o.workplace"
HOLDS = "{0}.since <= %(today)s AND ({0}.until IS NULL OR {0}.until > %(today)s)"
# The first day of the pattern week after the last sign, for who has no other days of their own.
PLANNED = """
    SELECT min(day.date) FROM generate_series(1, 28) step
    CROSS JOIN LATERAL (SELECT greatest(sign.last + 1, o.starts_on) + step - 1 AS date) day
    WHERE extract(isodow FROM day.date)::int - 1 = ANY(o.weekdays) AND day.date <= o.ends_on
        AND day.date <> ALL(%(holidays)s::date[])
        AND NOT EXISTS (
            SELECT FROM placements_closure c WHERE day.date BETWEEN c.first AND c.last
            AND (c.programme_id IS NULL OR c.programme_id = o.programme))
        AND NOT EXISTS (SELECT FROM placements_weekpattern w
            WHERE w.placement_id = o.id AND w.agreed_at IS NOT NULL)
        AND NOT EXISTS (SELECT FROM placements_planexception x WHERE x.placement_id = o.id)
        AND NOT EXISTS (SELECT FROM placements_interruption i
            WHERE i.placement_id = o.id AND i.removed_at IS NULL)
"""
# Placement, rule, role (null: all of whom the rule asks), subject, and since when it waits;
# of silence also a day that was planned since, where that much is plain.
ASKS = f"""
    SELECT {PLACE}, CASE WHEN d.days <= w.closes THEN w.when_open ELSE w.when_overdue END,
        NULL, o.subject, passed.moment, NULL::date
    FROM open o JOIN logged d ON d.placement = o.id
    JOIN window_ w ON w.unit = o.unit AND d.days >= w.opens
    CROSS JOIN LATERAL (
        SELECT (counted.logged_at AT TIME ZONE %(zone)s)::date AS moment
        FROM (
            SELECT logged_at, id, sum(portion) OVER (ORDER BY logged_at, id) AS total
            FROM placements_workplaceday WHERE placement_id = o.id AND state <> 'returned'
        ) counted
        WHERE CASE WHEN d.days <= w.closes THEN total >= w.opens ELSE total > w.closes END
        ORDER BY counted.logged_at, counted.id LIMIT 1
    ) passed
    WHERE NOT EXISTS (
        SELECT FROM placements_trialogue t WHERE t.placement_id = o.id AND t.kind = w.kind
        AND t.state <> 'cancelled'
    )
  UNION ALL
    SELECT {PLACE}, 'days-not-logged', NULL, o.subject,
        greatest(sign.last, a.back), ({PLANNED})
    FROM open o LEFT JOIN logged d ON d.placement = o.id LEFT JOIN away a ON a.placement = o.id
    CROSS JOIN LATERAL (SELECT coalesce(d.last, o.starts_on - 1) AS last) sign
    WHERE sign.last < least(o.ends_on, %(today)s - 1)
        AND coalesce(d.days, 0) < o.required_days - coalesce((
            SELECT sum(h.days) FROM placements_shorteningproposal h
            WHERE h.placement_id = o.id AND h.state = 'ratified'), 0)
        AND a.is_away IS NOT TRUE
  UNION ALL
    SELECT {PLACE}, 'days-waiting', NULL, o.subject, waiting.moment, NULL
    FROM open o JOIN (
        SELECT placement, min(since) AS moment FROM undone WHERE state = 'logged' GROUP BY 1
    ) waiting ON waiting.placement = o.id
  UNION ALL
    SELECT {PLACE}, CASE b.state WHEN 'logged' THEN 'correction-asked' ELSE 'day-returned' END,
        NULL, 'placements.workplaceday:' || b.id, b.since, NULL
    FROM open o JOIN undone b ON b.placement = o.id LEFT JOIN away a ON a.placement = o.id
    WHERE b.is_back AND NOT (b.state = 'returned' AND a.is_away IS TRUE)
  UNION ALL
    SELECT {PLACE}, 'agreement-unsigned', party.role, 'placements.agreement:' || g.id,
        (g.sent_at AT TIME ZONE %(zone)s)::date, NULL
    FROM open o JOIN placements_agreement g ON g.placement_id = o.id AND g.state = 'out'
    CROSS JOIN (VALUES ('student', 'student'), ('mentor', 'mentor'), ('mentor', 'signatory'),
        ('coach', 'coach')) party (signs, role)
    WHERE party.signs = ANY(g.required_roles) AND NOT EXISTS (
        SELECT FROM placements_signature s WHERE s.agreement_id = g.id AND s.role = party.signs
    )
  UNION ALL
    SELECT {PLACE}, 'report-unsigned', voice.role,
        'placements.trialogue:' || t.id || '#v' || t.report_version,
        coalesce((
            SELECT (r.at AT TIME ZONE %(zone)s)::date FROM placements_earlierreport r
            WHERE r.trialogue_id = t.id AND r.version = t.report_version - 1
        ), t.held_on), NULL
    FROM open o JOIN placements_trialogue t ON t.placement_id = o.id AND t.state = 'held'
    CROSS JOIN (VALUES ('student'), ('mentor'), ('coach')) voice (role)
    WHERE NOT EXISTS (
        SELECT FROM placements_signoff s WHERE s.trialogue_id = t.id
        AND s.report_version = t.report_version AND s.role = voice.role
    )
  UNION ALL
    SELECT {PLACE}, 'meeting-tomorrow', NULL, 'placements.trialogue:' || t.id || '#' || t.sequence,
        (t.starts_at AT TIME ZONE %(zone)s)::date, NULL
    FROM open o JOIN placements_trialogue t ON t.placement_id = o.id
    WHERE t.state = 'planned' AND t.starts_at > %(now)s
  UNION ALL
    SELECT {PLACE}, CASE WHEN a.due_on < %(today)s THEN 'action-overdue' ELSE 'action-due' END,
        a.who, 'placements.trialogueaction:' || a.id, a.due_on, NULL
    FROM open o JOIN placements_trialogue t ON t.placement_id = o.id
    JOIN placements_trialogueaction a ON a.trialogue_id = t.id
    WHERE a.done_at IS NULL AND a.due_on IS NOT NULL
  UNION ALL
    SELECT {PLACE}, 'moments-unanswered', voice.role, 'placements.meetingproposal:' || m.id,
        (m.proposed_at AT TIME ZONE %(zone)s)::date, NULL
    FROM open o JOIN placements_meetingproposal m ON m.placement_id = o.id AND m.state = 'open'
    CROSS JOIN (VALUES ('student'), ('mentor')) voice (role)
    WHERE EXISTS (
        SELECT FROM placements_meetingslot s
        WHERE s.proposal_id = m.id AND s.starts_at > %(now)s AND NOT EXISTS (
            SELECT FROM placements_slotanswer x
            JOIN competences_voice v ON v.dossier_id = o.dossier AND v.person_id = x.person_id
                AND v.role = x.role AND {HOLDS.format("v")}
            WHERE x.slot_id = s.id AND x.role = voice.role
        )
    )
  UNION ALL
    SELECT {PLACE}, CASE WHEN h.advised_at IS NULL THEN 'shortening-advice'
            ELSE 'shortening-decision' END,
        NULL, 'placements.shorteningproposal:' || h.id,
        (coalesce(h.advised_at, h.proposed_at) AT TIME ZONE %(zone)s)::date, NULL
    FROM open o JOIN placements_shorteningproposal h ON h.placement_id = o.id
    WHERE h.state = 'proposed'
"""  # noqa: S608 (names of ours)

CANDIDATES = f"""
WITH open AS MATERIALIZED (
    SELECT p.id, p.course_unit_id AS unit, e.programme_id AS programme, p.dossier_id AS dossier,
        p.workplace_id AS workplace, p.starts_on, p.ends_on, p.weekdays, p.required_days,
        'placements.placement:' || p.id AS subject
    FROM placements_placement p JOIN placements_enrolment e ON e.id = p.enrolment_id
    WHERE p.finalised_at IS NULL AND p.ended_at IS NULL
), line (unit, programme, rule, role, says, hearer, suffix, pause, within, dates)
    AS MATERIALIZED (
    SELECT unit, programme, rule, role, says, hearer, suffix, pause, within, dates::date[]
    FROM unnest(%(unit)s::bigint[], %(programme)s::bigint[], %(rule)s::text[], %(role)s::text[],
        %(says)s::text[], %(hearer)s::text[], %(suffix)s::text[], %(pause)s::int[],
        %(within)s::int[], %(dates)s::text[])
        AS given (unit, programme, rule, role, says, hearer, suffix, pause, within, dates)
), window_ (unit, kind, opens, closes, when_open, when_overdue) AS MATERIALIZED (
    SELECT * FROM unnest(%(of_unit)s::bigint[], %(kind)s::text[], %(opens)s::int[],
        %(closes)s::int[], %(when_open)s::text[], %(when_overdue)s::text[])
), logged AS MATERIALIZED (
    SELECT d.placement_id AS placement, max(d.date) AS last,
        coalesce(sum(d.portion) FILTER (WHERE d.state <> 'returned'), 0) AS days
    FROM placements_workplaceday d JOIN open o ON o.id = d.placement_id GROUP BY 1
), away AS MATERIALIZED (
    SELECT i.placement_id AS placement, max(i.last) AS back,
        bool_or(i.last IS NULL OR i.last >= %(today)s) AS is_away
    FROM placements_interruption i JOIN open o ON o.id = i.placement_id
    WHERE i.removed_at IS NULL AND i.first <= %(today)s GROUP BY 1
), undone AS MATERIALIZED (
    SELECT d.placement_id AS placement, d.id, d.state, back.is_back,
        (coalesce(CASE WHEN back.is_back THEN (
            SELECT max(h.at) FROM accounts_historyentry h
            WHERE h.subject = 'placements.workplaceday:' || d.id
            AND (h.action IN ('day-returned', 'day-reopened')
                OR (h.action = 'day-changed' AND h.data ->> 'was' = 'returned'))
        ) END, greatest(d.logged_at, d.changed_at)) AT TIME ZONE %(zone)s)::date AS since
    FROM placements_workplaceday d JOIN open o ON o.id = d.placement_id
    CROSS JOIN LATERAL (SELECT d.state = 'returned' OR d.correction_asked <> '' AS is_back) back
    WHERE d.state <> 'confirmed'
), ask (placement, unit, programme, dossier, workplace, rule, role, subject, moment,
    planned) AS ({ASKS}
), due AS (
    SELECT a.*, l.says, l.hearer, a.subject || l.suffix AS about,
        CASE WHEN l.within IS NULL OR a.planned <= a.moment + l.within
            THEN l.dates[greatest(a.moment - %(oldest)s, 0) + 1] ELSE %(today)s
        END - l.pause AS heard_after
    FROM ask a JOIN line l ON l.unit = a.unit AND l.programme = a.programme AND l.rule = a.rule
        AND (a.role IS NULL OR a.role = l.role)
    WHERE a.moment <= %(farthest)s
        AND l.dates[greatest(a.moment - %(oldest)s, 0) + 1] <= %(today)s
), hearer AS (
    SELECT d.*, v.person_id AS person
    FROM due d JOIN competences_voice v ON v.dossier_id = d.dossier AND v.role = d.hearer
    WHERE {HOLDS.format("v")}
  UNION ALL
    SELECT d.*, c.user_id
    FROM due d JOIN competences_programme_coordinators c ON c.programme_id = d.programme
    WHERE d.hearer = 'coordinator'
  UNION ALL
    SELECT d.*, s.person_id
    FROM due d JOIN placements_signatory s ON s.workplace_id = d.workplace
    WHERE d.hearer = 'signatory' AND {HOLDS.format("s")}
)
SELECT DISTINCT h.placement, h.says, h.about
FROM hearer h JOIN accounts_user u ON u.id = h.person AND u.is_active
WHERE coalesce((
    SELECT max(n.due_on) FROM accounts_notification n
    WHERE n.rule = h.says AND n.subject = h.about AND n.recipient_id = h.person
), '-infinity') <= coalesce(h.heard_after, '-infinity')
ORDER BY h.placement
"""  # noqa: S608 (the same)


def candidates(now: dt.datetime) -> Asks:
    """The open placements (ids) where something can be due at `now` that not everybody heard, and
    what: rule and subject; six queries."""
    pairs = Placement.objects.open().order_by().values_list("course_unit", "enrolment__programme")
    units = sorted(set(pairs.distinct()))
    found: Asks = defaultdict(set)
    if not units:
        return found
    with transaction.atomic(), connection.cursor() as cursor:
        # It reads all there is of what is open, and in loops that would take the square of it; to
        # compile so long a query takes longer than to run it.
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
        cursor.execute(CANDIDATES, _values(units, now))
        for placement, says, about in cursor.fetchall():
            found[placement].add((says, about))
        cursor.execute("RESET enable_nestloop; RESET jit")
    return found


def _values(units: list[tuple[int, int]], now: dt.datetime) -> dict[str, Any]:
    today = clock.local_date(now)
    policies = PlacementPolicy.objects.in_bulk({unit for unit, _programme in units})
    changed = changed_settings({programme for _unit, programme in units})
    of_unit = {unit: policies.get(unit) or PlacementPolicy() for unit, _programme in units}
    found = [
        (unit, programme, line)
        for unit, programme in units
        for line in lines(of_unit[unit], changed.get(programme, {}))
    ]
    years = range((today - OLDEST).year, today.year + 1)
    return {
        "now": now,
        "today": today,
        "oldest": today - OLDEST,
        "farthest": today + FARTHEST,
        "holidays": sorted(day for year in years for day in public_holidays(year)),
        "zone": settings.TIME_ZONE,
        **_windows(of_unit),
        **_lines(found, today),
    }


def _windows(policies: dict[int, PlacementPolicy]) -> dict[str, list[Any]]:
    rows = [
        (unit, window.kind, window.from_day, window.by_day, *name)
        for unit, policy in policies.items()
        for window, name in zip(windows(policy), WINDOWS, strict=True)
    ]
    names = ("of_unit", "kind", "opens", "closes", "when_open", "when_overdue")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def _lines(found: list[tuple[int, int, Line]], today: dt.date) -> dict[str, list[Any]]:
    return {
        "unit": [unit for unit, _programme, _line in found],
        "programme": [programme for _unit, programme, _line in found],
        **{
            name: [getattr(line, name) for *_unit, line in found]
            for name in ("rule", "role", "says", "hearer", "suffix", "pause", "within")
        },
        "dates": [due_dates(line.rhythm, today) for *_unit, line in found],
    }
