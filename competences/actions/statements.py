import secrets
from collections.abc import Collection

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from competences import badges
from competences.actions.assessments import voice_of
from competences.documents.statement import IssuedContent, Stated, paper, stated, validated
from competences.enums import Shown
from competences.models import Competence, Dossier, Programme, Statement, Voice
from competences.overviews.tracking import tracking
from competences.rules.assessments import SAME_PRESS
from competences.rules.statements import issue_obstacles, revoke_obstacles
from competences.surroundings import around
from config import clock
from config.badge_key import NoBadgeKey
from config.frozen import freeze
from config.pdf_values import Stamp, letterhead
from config.refusal import Refusal, refuse_if

# No letters or digits that look like each other: the link is also typed over from paper.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
TOKEN_LENGTH = 26  # 130 bits


def new_token() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(TOKEN_LENGTH))


@transaction.atomic
def issue(
    *,
    by: User,
    dossier: Dossier,
    competences: Collection[Competence],
    shown: Collection[str],
    language: str,
) -> Statement:
    """Freeze what the coach validated of these competences, as the student `by` agrees to show it.

    It stays as it is whatever is said later; it can only be revoked. The same press that comes
    twice is one statement: who revokes one link must not leave another one open unknowingly.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    chosen = {competence.pk for competence in competences}
    refuse_if(
        issue_obstacles(
            role=voice_of(dossier, by).role,
            validated=set(validated(tracking(dossier, reader=by))),
            chosen=chosen,
            shown=shown,
        )
    )
    said = stated(dossier, by, language, chosen)
    shown = [which for which in Shown.values if which in shown]
    if (same := _of_the_same_press(dossier, said, shown)) is not None:
        return same
    statement = _write(said, by, dossier, shown)
    record(
        "statement-issued",
        statement,
        by=by,
        topic=around(dossier, by).topic,
        reference=statement.reference,
        competences=len(chosen),
    )
    return statement


def _of_the_same_press(dossier: Dossier, said: Stated, shown: list[str]) -> Statement | None:
    recent = dossier.statements.valid().filter(issued_at__gt=clock.now() - SAME_PRESS, shown=shown)
    words = freeze(said)
    return next((one for one in recent if one.content["stated"] == words), None)


def _write(said: Stated, by: User, dossier: Dossier, shown: list[str]) -> Statement:
    token, now = new_token(), clock.now().replace(microsecond=0)  # a badge counts in seconds
    number = _next_number()
    statement = Statement(
        pk=number,
        dossier=dossier,
        # Its own number: one of the placement would show which statements are of one person.
        reference=f"CV-{clock.local_date(now).year}-N{number:05d}",
        token=token,
        language=said.language,
        shown=shown,
        issued_at=now,
        issued_by=by,
    )
    stamp = Stamp(
        reference=statement.reference,
        language=said.language,
        created=now,
        letterhead=letterhead(said.programme if Shown.UNIT in shown else ""),
        code=token,
        verify_url=badges.address_of(token).removesuffix(f"/{token}/"),
    )
    on_paper = paper(said, stamp=stamp, shown=shown)
    statement.content = freeze(IssuedContent(stated=said, paper=on_paper))
    try:
        statement.badge = badges.badge(said, statement, email=by.email)
    except NoBadgeKey as error:
        raise Refusal(
            "no-badge-key",
            _("The portal has no key yet to sign statements with. Tell your coordinator."),
        ) from error
    statement.save(force_insert=True)
    return statement


def _next_number() -> int:
    """The key of the row to come: it stands in the signed badge, so it is needed before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Statement._meta.db_table]
        )
        return cursor.fetchone()[0]


@transaction.atomic
def revoke(*, by: User, statement: Statement, reason: str) -> Statement:
    """From now on nobody reads anything at its link, and its badge counts as revoked. For good."""
    statement = (
        Statement.objects.select_for_update(of=["self"])
        .select_related("dossier__course_unit", "issued_by")
        .get(pk=statement.pk)
    )
    refuse_if(
        revoke_obstacles(
            may=may_revoke(by, statement),
            revoked=statement.revoked_at is not None,
            reason=reason,
        )
    )
    statement.revoked_at, statement.revoked_by = clock.now(), by
    statement.revoked_because = reason.strip()
    statement.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    record(
        "statement-revoked",
        statement,
        by=by,
        topic=around(statement.dossier, by).topic,
        reference=statement.reference,
    )
    _tell_the_student(statement, by)
    return statement


def _tell_the_student(statement: Statement, by: User) -> None:
    """What they handed out counts no more: they hear it the same hour, with who did it."""
    if by.pk == statement.issued_by_id:
        return
    notify(
        "statement-revoked",
        subject=statement,
        recipient=statement.issued_by,
        due_on=clock.today(),
        context={"who": by.get_full_name(), "reference": statement.reference},
        url=reverse("competences:statement-list", args=[statement.dossier_id]),
        urgent=True,
    )


def may_revoke(user: User, statement: Statement) -> bool:
    voices = Voice.objects.current().filter(dossier=statement.dossier_id, person=user)
    if voices.filter(role__in=[Role.STUDENT, Role.COACH]).exists():
        return True
    programme = statement.dossier.course_unit.programme_id
    return Programme.objects.coordinated_by(user).filter(pk=programme).exists()
