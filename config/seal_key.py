"""The institution's certificate, with which papers are sealed, and those it sealed with before.

An institution gives its own (`SEAL_KEY_FILE`, `SEAL_CERTIFICATE_FILE`); the demo and a developer's
machine make one. A certificate is known by the SHA-256 of its DER: whoever issued it, only those
that the settings name are ours.
"""

import datetime as dt
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from config import clock

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
SMALLEST_RSA, SMALLEST_EC = 2048, 256  # bits
MADE_LASTS = dt.timedelta(days=30 * 365)
MADE_NAME = "{name} (seal made by the portal itself)"


class NoSealKey(Exception):
    """There is nothing to seal with, or it may not be used; the message says what and where."""


@dataclass(frozen=True)
class SealKey:
    """A private key, its certificate, and the certificates between that one and its root."""

    key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


def seal_key() -> SealKey:
    """What seals now. Raises `NoSealKey`."""
    if not settings.SEAL_KEY_FILE:
        raise NoSealKey("SEAL_KEY_FILE is not set")
    if settings.DEBUG or settings.DEMO:
        _make(Path(settings.SEAL_KEY_FILE))
    found = _load(
        settings.SEAL_KEY_FILE, settings.SEAL_CERTIFICATE_FILE, settings.SEAL_KEY_PASSPHRASE
    )
    of = found.certificate
    if not of.not_valid_before_utc <= clock.now() <= of.not_valid_after_utc:
        raise NoSealKey(f"the certificate is valid {_validity(of)} only")
    return found


def own_certificates() -> dict[str, x509.Certificate]:
    """Fingerprint -> certificate: the one of today if there is one, then those of before.

    One that expired stays: it says what was sealed while it was valid. Raises `NoSealKey` when an
    old one cannot be read.
    """
    old = [one for path in settings.SEAL_OLD_CERTIFICATES for one in _certificates(path)[:1]]
    try:
        now = [seal_key().certificate]
    except NoSealKey:
        now = []
    return {fingerprint(one): one for one in (*now, *old)}


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, 64 hex characters."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def holder(certificate: x509.Certificate | None) -> str:
    """Which institution a certificate names; ours of today where that is not known any more."""
    for part in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        if certificate and (found := certificate.subject.get_attributes_for_oid(part)):
            return str(found[0].value)
    return settings.INSTITUTION["name"]


def expires_on(certificate: x509.Certificate) -> dt.date:
    return clock.local_date(certificate.not_valid_after_utc)


def _validity(certificate: x509.Certificate) -> str:
    first = clock.local_date(certificate.not_valid_before_utc)
    return f"from {first} until {expires_on(certificate)}"


@cache
def _load(path: str, certificate_path: str, passphrase: str) -> SealKey:
    """Once per process: another certificate asks for a restart, as every setting does."""
    content = _read(path)
    secret = passphrase.encode() or None
    try:
        if b"-----BEGIN" in content:
            key = serialization.load_pem_private_key(content, secret)
            certificates = _certificates(certificate_path or path)
        else:
            key, own, others = pkcs12.load_key_and_certificates(content, secret)
            certificates = tuple(one for one in (own, *others) if one is not None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NoSealKey(f"{path} cannot be opened: {error}") from error
    if not _is_strong(key):
        raise NoSealKey(f"{path} holds no RSA key of {SMALLEST_RSA} bits nor an elliptic one")
    return _of_this_key(key, certificates, path)


def _of_this_key(key: PrivateKey, found: Iterable[x509.Certificate], path: str) -> SealKey:
    own = [one for one in found if one.public_key() == key.public_key()]
    if not own:
        raise NoSealKey(f"no certificate belongs to the key in {path}")
    return SealKey(key, own[0], tuple(one for one in found if one is not own[0]))


def _is_strong(key: object) -> bool:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.key_size >= SMALLEST_RSA
    return isinstance(key, ec.EllipticCurvePrivateKey) and key.key_size >= SMALLEST_EC


@cache
def _certificates(path: str) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(_read(path)))
    except ValueError as error:
        raise NoSealKey(f"{path} holds no certificate in PEM: {error}") from error


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise NoSealKey(f"{path} cannot be read: {error}") from error


def _make(path: Path) -> None:
    """Key and certificate in one file, where nothing was given; of two processes, the first wins.

    It vouches for itself only, which is why an institution buys or issues a real one.
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + self_signed(key, settings.INSTITUTION["name"]).public_bytes(serialization.Encoding.PEM)
    with tempfile.NamedTemporaryFile(dir=path.parent) as made:  # readable by its owner only
        made.write(pem)
        made.flush()
        try:
            os.link(made.name, path)
        except FileExistsError:
            return


def self_signed(key: PrivateKey, institution: str) -> x509.Certificate:
    """A certificate that names the institution, and says that nobody else vouched for it."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, institution[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, MADE_NAME.format(name=institution)[:64]),
        ]
    )
    now = clock.now()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_cert_sign=True,
        crl_sign=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - MADE_LASTS)
        .not_valid_after(now + MADE_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
