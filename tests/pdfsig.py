"""poppler's opinion of a seal, and the list of certificates (NSS) that it trusts.

python -m tests.pdfsig FOLDER < root.pem      makes the list; NSS can do that once per process
"""

import ctypes
import subprocess
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

VALID_CA, TRUSTED_CA = 1 << 3, 1 << 4
SIGNED = "Signature Validation"
KNOWN = "Certificate Validation"
RANGE = "Total document signed"


class Item(ctypes.Structure):
    _fields_ = (("type", ctypes.c_int), ("data", ctypes.c_char_p), ("len", ctypes.c_uint))


class Trust(ctypes.Structure):
    _fields_ = (("ssl", ctypes.c_uint), ("email", ctypes.c_uint), ("objects", ctypes.c_uint))


def trust(folder: Path, root: x509.Certificate) -> None:
    """Make a new list in `folder` that trusts this root, as certutil would."""
    subprocess.run(
        [sys.executable, "-m", "tests.pdfsig", str(folder)],
        input=root.public_bytes(Encoding.PEM),
        check=True,
        timeout=30,
    )


def _trust(folder: Path, root: x509.Certificate) -> None:
    nss = ctypes.CDLL("libnss3.so")
    for name in ("CERT_GetDefaultCertDB", "PK11_GetInternalKeySlot", "CERT_NewTempCertificate"):
        getattr(nss, name).restype = ctypes.c_void_p
    der = root.public_bytes(Encoding.DER)
    wanted = Trust(*[VALID_CA | TRUSTED_CA] * 3)
    try:
        assert nss.NSS_InitReadWrite(f"sql:{folder}".encode()) == 0
        slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
        store = ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
        assert nss.PK11_InitPin(slot, None, b"") == 0
        made = nss.CERT_NewTempCertificate(store, ctypes.byref(Item(0, der, len(der))), None, 0, 1)
        assert nss.PK11_ImportCert(slot, ctypes.c_void_p(made), ctypes.c_ulong(0), b"root", 0) == 0
        assert nss.CERT_ChangeCertTrust(store, ctypes.c_void_p(made), ctypes.byref(wanted)) == 0
    finally:
        nss.NSS_Shutdown()


def pdfsig(file: Path, *, trusting: Path | None = None) -> dict[str, str | bool]:
    """What pdfsig says of the first seal: the two validations in its words, and whether it covers
    the whole file."""
    store = ["-nssdir", f"sql:{trusting}"] if trusting else []
    said = subprocess.run(
        ["pdfsig", *store, str(file)],  # our certificates name no server that it could ask
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    ).stdout
    lines = [line.strip(" -") for line in said.splitlines()]
    told = dict(line.split(": ", 1) for line in lines if ": " in line)
    return {
        SIGNED: told.get(SIGNED, ""),
        KNOWN: told.get(KNOWN, ""),
        RANGE: RANGE in lines,
    }


if __name__ == "__main__":
    _trust(Path(sys.argv[1]), x509.load_pem_x509_certificate(sys.stdin.buffer.read()))
