"""A competence statement as an Open Badges 3.0 credential, and where others check it.

The credential is signed as VC-JWT: the claims are the credential itself (1EdTech OB 3.0, 8.2). Its
contexts and its schema are named, never fetched. Revocation is a W3C Bitstring Status List of our
own, signed with the same key at each request.
"""

import base64
import datetime as dt
import gzip
import hashlib
import secrets
import uuid
from collections.abc import Collection, Iterable
from typing import Any

import jwt
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from competences.documents.statement import Stated, StatedCompetence, extent, facts, framework_of
from competences.enums import Shown
from competences.models import Statement
from config import badge_key

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXTS = [CREDENTIALS, OPEN_BADGES, EXTENSIONS]
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
    "ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}
CLAIMS = {"iss", "sub", "jti", "nbf"}
LIST_SIZE = 131_072  # bits: the least that the standard allows, so that one hides among many
LIST_VALID = dt.timedelta(days=1)


# ---------- addresses


def address_of(token: str) -> str:
    """The public page of a statement; also the identifier of its credential."""
    return _absolute("competences:statement-verify", token)


def issuer_address() -> str:
    return _absolute("competences:issuer")


def keys_address() -> str:
    """All public keys, as a JWK Set."""
    return _absolute("competences:issuer-keys")


def list_address(number: int) -> str:
    return _absolute("competences:issuer-status", number)


def _absolute(name: str, *args: Any) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


# ---------- the issuer


def issuer() -> dict[str, Any]:
    """The Profile of the institution, as it stands in every badge."""
    house = settings.INSTITUTION
    return {
        "id": issuer_address(),
        "type": ["Profile"],
        "name": house["name"],
        "url": settings.SITE_URL,
        "email": house["email"],
    }


def signed(payload: dict[str, Any]) -> str:
    """A compact JWS; its `kid` is the address of the public key. Raises `NoBadgeKey`."""
    name = badge_key.name_of(badge_key.signing_key())
    return badge_key.sign(payload, _absolute("competences:issuer-key", name))


# ---------- the credential


def badge(said: Stated, statement: Statement, *, email: str) -> str:
    """The statement, not yet saved, as a signed badge: no more of it than it may show. `email` is
    the holder's and is in it as a salted fingerprint only. Raises `NoBadgeKey`."""
    with translation.override(said.language):
        body = credential(said, statement, identity=_identity(said, statement.shown, email))
    claims = {
        "iss": body["issuer"]["id"],
        "sub": body["credentialSubject"]["id"],
        "jti": body["id"],
        "nbf": int(statement.issued_at.timestamp()),
    }
    return signed({**body, **claims})


def content(statement: Statement) -> dict[str, Any]:
    """The credential as it was signed, to read; the signature is in the badge itself."""
    claims = jwt.decode(statement.badge, options={"verify_signature": False})
    return {name: value for name, value in claims.items() if name not in CLAIMS}


def credential(
    said: Stated, statement: Statement, *, identity: list[dict[str, Any]]
) -> dict[str, Any]:
    token, shown = statement.token, statement.shown
    page = address_of(token)
    subject = {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, page)}",  # this badge's own, no person's
        "type": ["AchievementSubject"],
        "identifier": identity,
        "achievement": achievement(said, token=token, shown=shown),
        "result": [
            {
                "type": ["Result"],
                "resultDescription": _fragment(token, n),
                "achievedLevel": _fragment(token, n, _position(said, one.level)),
            }
            for n, one in enumerate(said.competences, 1)
        ],
    }
    found: dict[str, Any] = {
        "@context": CONTEXTS,
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{_('Competence statement')} {statement.reference}",
        "description": extent(said),
        "issuer": issuer(),
        "validFrom": _moment(statement.issued_at),
        "credentialSubject": subject | (_activity(said) if Shown.PERIOD in shown else {}),
        "credentialStatus": status_entry(statement.pk),
        "credentialSchema": [SCHEMA],
    }
    if Shown.WORKPLACE in shown and said.workplace:
        found["evidence"] = [
            {"type": ["Evidence"], "name": _("Workplace learning"), "narrative": said.workplace}
        ]
    return found


def achievement(said: Stated, *, token: str, shown: Collection[str]) -> dict[str, Any]:
    """What was shown at work: per competence the scale on which the coach validated it."""
    name = _("Competences shown at the workplace")
    numbered = list(enumerate(said.competences, 1))
    found: dict[str, Any] = {
        "id": _absolute("competences:statement-achievement", token),
        "type": ["Achievement"],
        "achievementType": "Competency",
        "inLanguage": said.language,
        "name": f"{name}: {said.unit}" if Shown.UNIT in shown else name,
        "description": "\n".join(f"{fact.label}: {fact.value}" for fact in facts(said, shown)),
        "criteria": {
            "narrative": _(
                "Shown in a real work situation, followed by the student, a mentor and a coach, "
                "and validated by the coach. Not a diploma and no proof of having passed."
            )
        },
        "alignment": [_alignment(said, one, token, n, shown) for n, one in numbered],
        "resultDescription": [_description(said, one, token, n) for n, one in numbered],
    }
    if Shown.UNIT in shown:
        found |= {"fieldOfStudy": said.programme, "specialization": said.unit}
    return found


def _description(said: Stated, one: StatedCompetence, token: str, n: int) -> dict[str, Any]:
    return {
        "id": _fragment(token, n),
        "type": ["ResultDescription"],
        "name": one.name,
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [
            {
                "id": _fragment(token, n, position),
                "type": ["RubricCriterionLevel"],
                "name": level.name,
                "level": level.code,
                **({"description": level.meaning} if level.meaning else {}),
            }
            for position, level in enumerate(said.levels)
        ],
    }


def _alignment(
    said: Stated, one: StatedCompetence, token: str, n: int, shown: Collection[str]
) -> dict[str, Any]:
    found = {
        "type": ["Alignment"],
        "targetName": one.name,
        "targetUrl": _fragment(token, n),
        "targetCode": one.identifier,
        "targetType": "CFItem",
    }
    return found | ({"targetFramework": framework_of(said)} if Shown.UNIT in shown else {})


def _fragment(token: str, n: int, level: int | None = None) -> str:
    """The nth competence of the achievement, or one of its levels."""
    base = f"{_absolute('competences:statement-achievement', token)}#{n}"
    return base if level is None else f"{base}-{level}"


def _position(said: Stated, code: str) -> int:
    return next(n for n, level in enumerate(said.levels) if level.code == code)


def _activity(said: Stated) -> dict[str, str]:
    days = {"activityStartDate": said.starts_on, "activityEndDate": said.ends_on}
    return {name: f"{day.isoformat()}T00:00:00Z" for name, day in days.items() if day}


def _identity(said: Stated, shown: Collection[str], email: str) -> list[dict[str, Any]]:
    """The holder's address as a fingerprint: who knows the address can check it, and no one can
    read it. The name only where the student agreed."""
    salt = secrets.token_hex(16)
    digest = hashlib.sha256((email + salt).encode()).hexdigest()
    found: list[dict[str, Any]] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"sha256${digest}",
            "identityType": "emailAddress",
            "salt": salt,
        }
    ]
    if Shown.NAME in shown:
        found.append(
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": said.student,
                "identityType": "name",
            }
        )
    return found


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# ---------- revocation


def status_entry(number: int) -> dict[str, Any]:
    listed, index = divmod(number, LIST_SIZE)
    return {
        "id": f"{list_address(listed)}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": list_address(listed),
    }


def numbers_in(listed: int) -> range:
    """The statements whose bit stands in this list."""
    return range(listed * LIST_SIZE, (listed + 1) * LIST_SIZE)


def status_list(listed: int, revoked: Iterable[int], *, at: dt.datetime) -> str:
    """The signed list in which the bit of each revoked statement (number) is set."""
    bits = bytearray(LIST_SIZE // 8)
    for number in revoked:
        index = number % LIST_SIZE
        bits[index // 8] |= 0x80 >> (index % 8)
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=")
    page = list_address(listed)
    return signed(
        {
            "@context": [CREDENTIALS],
            "id": page,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": issuer_address(),
            "validFrom": _moment(at),
            "validUntil": _moment(at + LIST_VALID),
            "credentialSubject": {
                "id": f"{page}#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": f"u{packed.decode()}",
            },
            "iss": issuer_address(),
            "sub": f"{page}#list",
            "jti": page,
            "nbf": int(at.timestamp()),
            "exp": int((at + LIST_VALID).timestamp()),
        }
    )
