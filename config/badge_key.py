"""The institution's key, with which badges are signed, and the public keys that check them.

RS256, because Open Badges 3.0 asks every checker to know that one. A key is named by its RFC 7638
thumbprint: a new key has a new name, and badges signed with an older one keep theirs. An
institution gives its key (`BADGE_KEY_FILE`); the demo and a developer's machine make one.
"""

import base64
import hashlib
import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

ALGORITHM = "RS256"
SMALLEST, NEW = 2048, 3072  # bits
BEGINS_PUBLIC = b"-----BEGIN PUBLIC KEY-----"


class NoBadgeKey(Exception):
    """There is no key to sign with, or it is not one that may be used."""


def sign(payload: dict[str, Any], kid: str) -> str:
    """A compact JWS of these claims; `kid` is the address where the public key stands."""
    return jwt.encode(payload, signing_key(), algorithm=ALGORITHM, headers={"kid": kid})


def signing_key() -> rsa.RSAPrivateKey:
    """Raises `NoBadgeKey`, with what is wrong and where."""
    if not settings.BADGE_KEY_FILE:
        raise NoBadgeKey("BADGE_KEY_FILE is not set")
    path = Path(settings.BADGE_KEY_FILE)
    if settings.DEBUG or settings.DEMO:
        _make(path)
    key = _load(str(path))
    if not isinstance(key, rsa.RSAPrivateKey):
        raise NoBadgeKey(f"{path} holds no private key")
    return key


def name_of(key: rsa.RSAPrivateKey | rsa.RSAPublicKey) -> str:
    """The thumbprint: SHA-256 over the public numbers, 43 characters."""
    numbers = _numbers(key)
    named = json.dumps(
        {part: numbers[part] for part in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True
    )
    digest = hashlib.sha256(named.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def public_keys() -> dict[str, dict[str, Any]]:
    """Name -> public JWK: the key that signs now, then those that signed before."""
    keys = [signing_key(), *(_load(path) for path in settings.BADGE_OLD_KEYS)]
    return {
        name_of(key): {**_numbers(key), "alg": ALGORITHM, "use": "sig", "kid": name_of(key)}
        for key in keys
    }


def _numbers(key: rsa.RSAPrivateKey | rsa.RSAPublicKey) -> dict[str, str]:
    """The public part only, whichever half is given."""
    public = key.public_key() if isinstance(key, rsa.RSAPrivateKey) else key
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(public, as_dict=True)
    return {part: jwk[part] for part in ("kty", "n", "e")}


@cache
def _load(path: str) -> rsa.RSAPrivateKey | rsa.RSAPublicKey:
    """Once per process: a new key asks for a restart, as every setting does."""
    try:
        pem = Path(path).read_bytes()
        if pem.startswith(BEGINS_PUBLIC):
            key: Any = serialization.load_pem_public_key(pem)
        else:
            key = serialization.load_pem_private_key(pem, password=None)
    except (OSError, ValueError, TypeError) as error:
        raise NoBadgeKey(f"{path} cannot be read as a key: {error}") from error
    if not isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey) or key.key_size < SMALLEST:
        raise NoBadgeKey(f"{path} is not an RSA key of {SMALLEST} bits or more")
    return key


def _make(path: Path) -> None:
    """A key for the demo, where nothing was given; of two processes at once, the first wins."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = rsa.generate_private_key(public_exponent=65537, key_size=NEW).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with tempfile.NamedTemporaryFile(dir=path.parent) as made:  # readable by its owner only
        made.write(pem)
        made.flush()
        try:
            os.link(made.name, path)
        except FileExistsError:
            return
