"""The bare SQL beside which a sweep is measured: it answers the same rows, which are rule, subject,
person and date of all that is due and was not said, in one query and with nothing of ours.

Written by hand for the standard settings, with working days counted in arrays. It knows what
`crowd` makes, and no more: no pattern weeks, no exceptions, no signatories, no corrected days.
"""

import datetime as dt

from django.db import connection, transaction

from config import clock
from placements.rules.working_days import public_holidays

Row = tuple[str, str, int, dt.date]

ASKED = """
    SELECT o.id, o.dossier, o.programme,
        CASE WHEN l.days <= w.closes THEN w.name || '-window-open' ELSE w.name || '-overdue' END,
        NULL, o.subject, x.moment, NULL::date
    FROM open o JOIN logged l USING (id)
    CROSS JOIN (VALUES ('progress', 'trialogue', 8, 10), ('assessment', 'assessment', 20, 22))
        w (kind, name, opens, closes)
    CROSS JOIN LATERAL (
        SELECT min(r.logged_on) AS moment FROM (
            SELECT (logged_at AT TIME ZONE %(zone)s)::date AS logged_on,
                sum(portion) OVER (ORDER BY logged_at, id) AS total
            FROM placements_workplaceday WHERE placement_id = o.id AND state <> 'returned') r
        WHERE CASE WHEN l.days <= w.closes THEN r.total >= w.opens ELSE r.total > w.closes END) x
    WHERE l.days >= w.opens AND NOT EXISTS (SELECT FROM placements_trialogue t
        WHERE t.placement_id = o.id AND t.kind = w.kind AND t.state <> 'cancelled')
  UNION ALL
    SELECT o.id, o.dossier, o.programme, 'days-not-logged', k.role, o.subject, x.last,
        nth[upto[greatest(nth[upto[x.last - base] + k.after], x.missed) - base] + 1]
    FROM (SELECT o.*, coalesce(l.last, o.starts_on - 1) AS last,
            (SELECT min(g::date) FROM calendar, generate_series(
                    greatest(coalesce(l.last + 1, o.starts_on), o.starts_on),
                    least(o.ends_on, %(today)s - 1), '1 day') g
                WHERE extract(isodow FROM g)::int - 1 = ANY(o.weekdays)
                AND upto[g::date - base] > upto[g::date - 1 - base]) AS missed
        FROM open o LEFT JOIN logged l USING (id) WHERE coalesce(l.days, 0) < o.required_days
            AND coalesce(l.last, o.starts_on - 1) < %(today)s - 10) x
    JOIN open o USING (id) CROSS JOIN calendar
    CROSS JOIN (VALUES ('student', 10), ('coach', 20)) k (role, after) WHERE x.missed IS NOT NULL
  UNION ALL
    SELECT o.id, o.dossier, o.programme, 'days-waiting', 'mentor', o.subject, w.moment, NULL
    FROM open o JOIN (
        SELECT placement_id AS id,
            min((greatest(logged_at, changed_at) AT TIME ZONE %(zone)s)::date) AS moment
        FROM placements_workplaceday WHERE state = 'logged' GROUP BY 1) w USING (id)
  UNION ALL
    SELECT o.id, o.dossier, o.programme, 'agreement-unsigned', b ->> 'voice',
        'placements.agreement:' || a.id, (a.sent_at AT TIME ZONE %(zone)s)::date, NULL
    FROM open o JOIN placements_agreement a ON a.placement_id = o.id AND a.state = 'out'
    CROSS JOIN jsonb_array_elements(a.content -> 'signatures') b
    JOIN competences_voice v ON v.dossier_id = o.dossier AND v.role = b ->> 'voice'
        AND v.until IS NULL AND NOT v.is_deputy
    JOIN accounts_user u ON u.id = v.person_id
        AND u.first_name || ' ' || u.last_name = b ->> 'name'
    WHERE NOT EXISTS (SELECT FROM placements_signature s
        WHERE s.agreement_id = a.id AND s.role = b ->> 'voice')
  UNION ALL
    SELECT o.id, o.dossier, o.programme, 'report-unsigned', r.role,
        'placements.trialogue:' || t.id || '#v' || t.report_version, t.held_on, NULL
    FROM open o JOIN placements_trialogue t ON t.placement_id = o.id AND t.state = 'held'
    CROSS JOIN (VALUES ('student'), ('mentor'), ('coach')) r (role)
    WHERE NOT EXISTS (SELECT FROM placements_signoff s WHERE s.trialogue_id = t.id
        AND s.report_version = t.report_version AND s.role = r.role)
  UNION ALL
    SELECT o.id, o.dossier, o.programme, 'meeting-tomorrow', NULL,
        'placements.trialogue:' || t.id || '#' || t.sequence,
        (t.starts_at AT TIME ZONE %(zone)s)::date, NULL
    FROM open o JOIN placements_trialogue t ON t.placement_id = o.id
    WHERE t.state = 'planned' AND t.starts_at > %(now)s
        AND t.starts_at < %(now)s + interval '9 days'
  UNION ALL
    SELECT o.id, o.dossier, o.programme,
        CASE WHEN a.due_on < %(today)s THEN 'action-overdue' ELSE 'action-due' END,
        a.who, 'placements.trialogueaction:' || a.id, a.due_on, NULL
    FROM open o JOIN placements_trialogue t ON t.placement_id = o.id
    JOIN placements_trialogueaction a ON a.trialogue_id = t.id
    WHERE a.done_at IS NULL AND a.due_on <= %(today)s + 9
  UNION ALL
    SELECT o.id, o.dossier, o.programme, 'moments-unanswered', r.role,
        'placements.meetingproposal:' || m.id, (m.proposed_at AT TIME ZONE %(zone)s)::date, NULL
    FROM open o JOIN placements_meetingproposal m ON m.placement_id = o.id AND m.state = 'open'
    CROSS JOIN (VALUES ('student'), ('mentor')) r (role)
    WHERE EXISTS (SELECT FROM placements_meetingslot s WHERE s.proposal_id = m.id
            AND s.starts_at > %(now)s AND NOT EXISTS (SELECT FROM placements_slotanswer x
                WHERE x.slot_id = s.id AND x.role = r.role))
        AND NOT EXISTS (SELECT FROM placements_meetingslot s
            JOIN placements_slotanswer x ON x.slot_id = s.id AND x.role = r.role AND x.suits
            WHERE s.proposal_id = m.id AND s.starts_at > %(now)s)
  UNION ALL
    SELECT o.id, o.dossier, o.programme,
        CASE WHEN h.advised_at IS NULL THEN 'shortening-advice' ELSE 'shortening-decision' END,
        NULL, 'placements.shorteningproposal:' || h.id,
        (coalesce(h.advised_at, h.proposed_at) AT TIME ZONE %(zone)s)::date, NULL
    FROM open o JOIN placements_shorteningproposal h ON h.placement_id = o.id
    WHERE h.state = 'proposed'
  UNION ALL
    SELECT NULL, NULL, o.programme, 'agreements-stuck', 'coordinator',
        'competences.programme:' || o.programme,
        min((a.sent_at AT TIME ZONE %(zone)s)::date), NULL
    FROM open o JOIN placements_agreement a ON a.placement_id = o.id AND a.state = 'out'
    GROUP BY o.programme
"""

# Rule, role, working days after, repeated every, pause, and after how many more for whom else.
KINDS = """
    ('agreement-unsigned', 'student', 3, 7, 4, NULL::int, NULL::int),
    ('agreement-unsigned', 'mentor', 3, 7, 4, NULL, NULL),
    ('agreement-unsigned', 'coach', 3, 7, 4, NULL, NULL),
    ('agreements-stuck', 'coordinator', 10, 7, 4, NULL, NULL),
    ('days-waiting', 'mentor', 7, 7, 4, 10, 20),
    ('days-not-logged', 'student', 10, NULL, 7, NULL, NULL),
    ('days-not-logged', 'coach', 20, NULL, 7, NULL, NULL),
    ('trialogue-window-open', 'student', 0, NULL, NULL, NULL, NULL),
    ('trialogue-window-open', 'mentor', 0, NULL, NULL, NULL, NULL),
    ('trialogue-window-open', 'coach', 0, NULL, NULL, NULL, NULL),
    ('trialogue-overdue', 'student', 0, NULL, NULL, NULL, NULL),
    ('trialogue-overdue', 'coach', 0, NULL, NULL, NULL, 10),
    ('assessment-window-open', 'student', 0, NULL, NULL, NULL, NULL),
    ('assessment-window-open', 'mentor', 0, NULL, NULL, NULL, NULL),
    ('assessment-window-open', 'coach', 0, NULL, NULL, NULL, NULL),
    ('assessment-overdue', 'student', 0, NULL, NULL, NULL, NULL),
    ('assessment-overdue', 'coach', 0, NULL, NULL, NULL, 10),
    ('moments-unanswered', 'student', 2, 3, 1, 4, NULL),
    ('moments-unanswered', 'mentor', 2, 3, 1, 4, NULL),
    ('report-unsigned', 'student', 3, 7, 4, 10, NULL),
    ('report-unsigned', 'mentor', 3, 7, 4, 10, NULL),
    ('report-unsigned', 'coach', 3, 7, 4, NULL, NULL),
    ('meeting-tomorrow', 'student', -1, NULL, NULL, NULL, NULL),
    ('meeting-tomorrow', 'mentor', -1, NULL, NULL, NULL, NULL),
    ('meeting-tomorrow', 'coach', -1, NULL, NULL, NULL, NULL),
    ('action-due', 'student', -1, NULL, NULL, NULL, NULL),
    ('action-due', 'mentor', -1, NULL, NULL, NULL, NULL),
    ('action-due', 'coach', -1, NULL, NULL, NULL, NULL),
    ('action-overdue', 'student', 1, NULL, NULL, NULL, NULL),
    ('action-overdue', 'mentor', 1, NULL, NULL, NULL, NULL),
    ('action-overdue', 'coach', 1, NULL, NULL, NULL, NULL),
    ('shortening-advice', 'mentor', 0, 7, 4, 10, NULL),
    ('shortening-decision', 'coach', 0, 7, 4, NULL, 10)
"""

DUE = f"""
WITH calendar AS MATERIALIZED (
    SELECT %(today)s - 600 AS base, array_agg(n ORDER BY day) AS upto,
        array_agg(day ORDER BY day) FILTER (WHERE works) AS nth
    FROM (SELECT day, works, (count(*) FILTER (WHERE works) OVER (ORDER BY day))::int AS n
        FROM (SELECT g::date AS day, extract(isodow FROM g) < 6
                AND g::date <> ALL(%(holidays)s::date[]) AS works
            FROM generate_series(%(today)s - 599, %(today)s + 99, '1 day') g) d) numbered
), open AS MATERIALIZED (
    SELECT p.id, p.dossier_id AS dossier, e.programme_id AS programme, p.starts_on, p.ends_on,
        p.weekdays, p.required_days, 'placements.placement:' || p.id AS subject
    FROM placements_placement p JOIN placements_enrolment e ON e.id = p.enrolment_id
    WHERE p.finalised_at IS NULL AND p.ended_at IS NULL
), logged AS MATERIALIZED (
    SELECT placement_id AS id, max(date) AS last,
        coalesce(sum(portion) FILTER (WHERE state <> 'returned'), 0) AS days
    FROM placements_workplaceday GROUP BY 1
), asked (id, dossier, programme, rule, role, subject, moment, exact) AS ({ASKED}),
dated AS (
    SELECT a.id, a.dossier, a.programme, a.rule, k.role, a.subject, k.every, k.pause,
        k.to_coach, k.to_coordinator, base, upto, nth, coalesce(a.exact, CASE
            WHEN k.after > 0 THEN nth[upto[a.moment - base] + k.after]
            ELSE nth[upto[a.moment - 1 - base] + 1 + k.after] END) AS first
    FROM asked a JOIN (VALUES {KINDS}) k (rule, role, after, every, pause, to_coach, to_coordinator)
        ON k.rule = a.rule AND (a.role IS NULL OR a.role = k.role)
    CROSS JOIN calendar
), said AS (
    SELECT id, dossier, programme, rule, subject, role AS hearer, pause, NULL AS asked_rule,
        NULL AS asked_subject, NULL AS asked_role, CASE WHEN every IS NULL THEN first ELSE (
            SELECT max(due_on) FROM (
                SELECT nth[upto[first + times * every - 1 - base] + 1] AS due_on
                FROM generate_series(greatest((%(today)s - first) / every - 2, 0),
                    (%(today)s - first) / every) times) t
            WHERE due_on <= %(today)s) END AS due_on
    FROM dated WHERE first <= %(today)s
  UNION ALL
    SELECT id, dossier, programme, rule || '-escalated', subject || '#' || d.role, e.hearer,
        CASE WHEN rule IN ('days-waiting', 'days-not-logged') THEN 7 END, rule, subject, d.role,
        nth[upto[first - base] + e.after]
    FROM dated d CROSS JOIN LATERAL (VALUES ('coach', d.to_coach),
        ('coordinator', d.to_coordinator)) e (hearer, after)
    WHERE first <= %(today)s AND e.after IS NOT NULL
        AND nth[upto[first - base] + e.after] <= %(today)s
), heard AS (
    SELECT s.*, v.person_id AS person FROM said s
    JOIN competences_voice v ON v.dossier_id = s.dossier AND v.role = s.hearer
        AND v.since <= %(today)s AND (v.until IS NULL OR v.until > %(today)s)
  UNION ALL
    SELECT s.*, c.user_id FROM said s
    JOIN competences_programme_coordinators c ON c.programme_id = s.programme
    WHERE s.hearer = 'coordinator'
)
SELECT h.rule, h.subject, h.person, h.due_on
FROM heard h JOIN accounts_user u ON u.id = h.person AND u.is_active
WHERE NOT EXISTS (
    SELECT FROM accounts_notification n
    WHERE n.rule = h.rule AND n.subject = h.subject AND n.recipient_id = h.person
    AND (h.pause IS NULL OR n.due_on > h.due_on - h.pause)
) AND (h.asked_rule IS NULL OR EXISTS (
    SELECT FROM competences_voice v JOIN accounts_notification n ON n.recipient_id = v.person_id
    WHERE v.dossier_id = h.dossier AND v.role = h.asked_role AND NOT v.is_deputy
    AND n.rule = h.asked_rule AND n.subject = h.asked_subject
    AND (n.created_at AT TIME ZONE %(zone)s)::date < %(today)s
))
"""  # noqa: S608 (names of ours)


def due(now: dt.datetime) -> list[Row]:
    """What has to be said at `now`."""
    today = clock.local_date(now)
    years = range(today.year - 2, today.year + 2)
    values = {
        "now": now,
        "today": today,
        "zone": "Europe/Brussels",
        "holidays": sorted(day for year in years for day in public_holidays(year)),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(DUE, values)
        return cursor.fetchall()
