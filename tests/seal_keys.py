"""Certificates to seal with, made for a test: keys of their own, nobody's secret."""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
FIRST, LAST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2049, 1, 1, tzinfo=dt.UTC)


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def new_rsa_key() -> Key:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(
    key: Key,
    name: str,
    *,
    issuer: tuple[Key, x509.Certificate] | None = None,
    until: dt.datetime = LAST,
) -> x509.Certificate:
    """A root without `issuer`, else one for sealing that the issuer vouches for."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    signing_key, above = issuer or (key, None)
    is_root = issuer is None
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FIRST)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(signing_key, hashes.SHA256())
    )


def write_pem(
    folder: Path,
    key: Key,
    *certificates: x509.Certificate,
    passphrase: str = "",
) -> tuple[Path, Path]:
    """(key file, certificate file), the latter with all certificates in this order."""
    lock = _lock(passphrase)
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    key_file.write_bytes(key.private_bytes(PEM, PKCS8, lock))
    certificate_file.write_bytes(b"".join(one.public_bytes(PEM) for one in certificates))
    return key_file, certificate_file


def write_p12(
    folder: Path,
    key: Key,
    own: x509.Certificate,
    *others: x509.Certificate,
    passphrase: str,
) -> Path:
    file = folder / "seal.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, own, others, _lock(passphrase))
    )
    return file


def _lock(passphrase: str) -> serialization.KeySerializationEncryption:
    if not passphrase:
        return serialization.NoEncryption()
    return serialization.BestAvailableEncryption(passphrase.encode())
