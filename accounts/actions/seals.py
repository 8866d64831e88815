"""Papers the institution sealed, as the public page of verification knows them.

`code` stands on the paper from before it is signed: it is part of what people sign.
"""

import hashlib
import re
import secrets

from django.conf import settings
from django.db import transaction

from accounts.enums import SealState
from accounts.models import SealedDocument
from config import clock, seal_key

# Crockford's letters: none that is read as another, and none that makes a word by accident.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26  # 130 bits
READ_AS = str.maketrans("OIL", "011")


def new_code() -> str:
    """What a paper names for its verification: guessed by nobody, typed over by anybody."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def verify_url() -> str:
    """The page where a code can be entered; the code behind it is the address of its paper."""
    return f"{settings.SITE_URL}/verify"


@transaction.atomic
def keep(
    *,
    kind: str,
    subject: str,
    reference: str,
    code: str,
    pdf: bytes,
    signatures: int,
    state: SealState = SealState.HOLDS,
) -> SealedDocument:
    """Note a paper that was sealed just now: its hash and what it is, nothing about a person.

    `pdf` are the sealed bytes, which the caller keeps; `subject` names what they belong to
    ("agreement:12"), once.
    """
    now = clock.now()
    return SealedDocument.objects.create(
        kind=kind,
        subject=subject,
        reference=reference,
        code=code,
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        certificate_sha256=seal_key.fingerprint(seal_key.seal_key().certificate),
        signatures=signatures,
        sealed_at=now,
        state=state,
        state_since=None if state == SealState.HOLDS else now,
    )


def set_state(subject: str, state: SealState) -> None:
    """Say whether what the paper says still holds; nothing happens where none was sealed."""
    since = None if state == SealState.HOLDS else clock.now()
    SealedDocument.objects.filter(subject=subject).exclude(state=state).update(
        state=state, state_since=since
    )


def look_up(code: str, reference: str | None = None) -> SealedDocument | None:
    """The paper with this code, as somebody typed it; with its reference where that was asked."""
    found = SealedDocument.objects.filter(code=read_code(code)).first()
    if found is None or reference is None or _plain(reference) == _plain(found.reference):
        return found
    return None


def by_bytes(pdf: bytes) -> SealedDocument | None:
    """The paper whose sealed bytes are exactly these."""
    return SealedDocument.objects.filter(sha256=hashlib.sha256(pdf).hexdigest()).first()


def read_code(typed: str) -> str:
    """The code that somebody typed over: in groups, in small letters, an O for a 0."""
    return _plain(typed).translate(READ_AS)[: CODE_LENGTH + 1]


def _plain(typed: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", typed.upper())
