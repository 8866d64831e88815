"""The bare SQL beside which a sweep is measured: every row that the rules look at, as tuples, and
nothing done with them."""

import datetime as dt

from django.db import connection

from config import clock

OPEN = "p.finalised_at IS NULL AND p.ended_at IS NULL"
ROWS = (
    """SELECT p.id, p.starts_on, p.ends_on, p.weekdays, p.required_days, p.course_unit_id,
        e.programme_id, s.id, s.first_name, s.last_name
        FROM placements_placement p JOIN placements_enrolment e ON e.id = p.enrolment_id
        JOIN accounts_user s ON s.id = e.student_id WHERE {OPEN}""",
    """SELECT v.dossier_id, v.role, v.is_deputy, u.id, u.first_name, u.last_name, u.is_active
        FROM competences_voice v JOIN accounts_user u ON u.id = v.person_id
        JOIN placements_placement p ON p.dossier_id = v.dossier_id
        WHERE {OPEN} AND v.since <= %(today)s AND (v.until IS NULL OR v.until > %(today)s)""",
    """SELECT d.placement_id, d.id, d.date, d.portion, d.state, d.logged_at, d.changed_at,
        d.correction_asked <> '' FROM placements_workplaceday d
        JOIN placements_placement p ON p.id = d.placement_id WHERE {OPEN}
        ORDER BY d.logged_at, d.id""",
    """SELECT t.placement_id, t.id, t.kind, t.state, t.starts_at, t.sequence, t.held_on,
        t.report_version, t.place, t.video_link,
        ARRAY(SELECT s.role FROM placements_signoff s WHERE s.trialogue_id = t.id
              AND s.report_version = t.report_version),
        (SELECT r.at FROM placements_earlierreport r WHERE r.trialogue_id = t.id
              AND r.version = t.report_version - 1)
        FROM placements_trialogue t JOIN placements_placement p ON p.id = t.placement_id
        WHERE {OPEN} AND t.state <> 'cancelled'""",
    """SELECT t.placement_id, a.id, a.what, a.who, a.due_on FROM placements_trialogueaction a
        JOIN placements_trialogue t ON t.id = a.trialogue_id
        JOIN placements_placement p ON p.id = t.placement_id
        WHERE {OPEN} AND a.done_at IS NULL AND a.due_on IS NOT NULL""",
    """SELECT a.placement_id, a.id, a.reference, a.sent_at, a.content,
        ARRAY(SELECT s.role FROM placements_signature s WHERE s.agreement_id = a.id)
        FROM placements_agreement a JOIN placements_placement p ON p.id = a.placement_id
        WHERE {OPEN} AND a.state = 'out'""",
    """SELECT h.* FROM placements_shorteningproposal h
        JOIN placements_placement p ON p.id = h.placement_id WHERE {OPEN}""",
    """SELECT m.id, m.placement_id, m.kind, m.proposed_at, s.id, s.starts_at, a.role, a.suits
        FROM placements_meetingproposal m JOIN placements_placement p ON p.id = m.placement_id
        JOIN placements_meetingslot s ON s.proposal_id = m.id
        LEFT JOIN placements_slotanswer a ON a.slot_id = s.id WHERE {OPEN} AND m.state = 'open'""",
    """SELECT w.* FROM placements_weekpattern w JOIN placements_placement p
        ON p.id = w.placement_id WHERE {OPEN} AND w.agreed_at IS NOT NULL""",
    """SELECT x.* FROM placements_planexception x JOIN placements_placement p
        ON p.id = x.placement_id WHERE {OPEN}""",
    """SELECT i.placement_id, i.first, i.last FROM placements_interruption i
        JOIN placements_placement p ON p.id = i.placement_id
        WHERE {OPEN} AND i.removed_at IS NULL""",
    "SELECT * FROM placements_placementpolicy",
    "SELECT * FROM placements_reminderrule",
    """SELECT rule, subject, recipient_id, due_on, created_at, cancelled_at
        FROM accounts_notification""",
)


def fetch(now: dt.datetime) -> int:
    """Answers how many rows came."""
    today = clock.local_date(now)
    with connection.cursor() as cursor:
        found = 0
        for sql in ROWS:
            cursor.execute(sql.replace("{OPEN}", OPEN), {"today": today})
            found += len(cursor.fetchall())
    return found
