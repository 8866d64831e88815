"""The institution's seal on a PDF (PAdES): the only module that imports pyHanko.

A sealed paper stays the PDF/A-3a and PDF/UA-1 that it was. pyHanko would write the XMP anew, and
lose what declares PDF/UA; it is left as it is. The field of the seal has no size and stands off the
page, where both standards want no tag and no appearance of it.
"""

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from urllib.request import Request, urlopen

from asn1crypto import cms, tsp
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, set_tsp_headers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from config import seal_key

FIELD = "Seal"
DIGEST = "sha256"
TIMESTAMP_SECONDS = 10
TIMESTAMP_BYTES = 64 * 1024  # the longest answer that is read


class NoTimestamp(Exception):
    """The timestamp server of the settings gave none."""


@dataclass(frozen=True)
class Verdict:
    """What a file says of its seal; whether the certificate is ours, the settings know.

    `is_whole`: the signature is true and covers every byte but its own container.
    `certificate_sha256`: of whoever sealed it. `sealed_at`, `name`, `reason`: as the seal says.
    """

    is_sealed: bool = False
    is_whole: bool = False
    certificate_sha256: str = ""
    sealed_at: dt.datetime | None = None
    name: str = ""
    reason: str = ""


def seal(pdf: bytes, *, reason: str, location: str, name: str, at: dt.datetime) -> bytes:
    """The same paper with the seal of `seal_key` behind it. `at` is an aware moment.

    Without SEAL_TIMESTAMP_URL nothing leaves this machine. Raises `NoSealKey`, `NoTimestamp`.
    """
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        location=location,
        name=name,
    )
    field = SigFieldSpec(
        FIELD,
        readable_field_name=name,
        invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
    )
    signer = _AtTheMoment(
        metadata, _signer(seal_key.seal_key()), timestamper=_timestamper(), new_field_spec=field
    )
    signer.moment = at
    # pyHanko brings an event loop of its own, and there can be one already in this thread.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_sealed, signer, pdf).result()


def inspect(pdf: bytes) -> Verdict:
    """What stands in this file. It may take long on a file made for that: see `seal_apart`.

    Raises whatever reading nonsense raises.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    found = reader.embedded_regular_signatures
    if not found:
        return Verdict()
    signature = found[0]  # ours is the first, and lets nothing be added
    certificate = signature.signer_cert
    # Trust is not asked here: the caller knows our certificates by their fingerprints.
    trust = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    with ThreadPoolExecutor(max_workers=1) as thread:  # as above
        status = thread.submit(
            validate_pdf_signature, signature, signer_validation_context=trust, skip_diff=True
        ).result()
    covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return Verdict(
        is_sealed=True,
        is_whole=bool(status.intact and status.valid and covers_all and _is_padded(signature)),
        certificate_sha256=certificate.sha256.hex(),
        sealed_at=signature.self_reported_timestamp,
        name=str(signature.sig_object.get("/Name", "")),
        reason=str(signature.sig_object.get("/Reason", "")),
    )


def _is_padded(signature: EmbeddedPdfSignature) -> bool:
    """Nothing hides behind the signature, in the room that was kept for it."""
    room = signature.pkcs7_content
    used = cms.ContentInfo.load(room).dump()
    return room.startswith(used) and not room.removeprefix(used).strip(b"\0")


class _AsItWas(IncrementalPdfFileWriter):
    """Adds to a file, and leaves its metadata alone."""

    def _update_meta(self) -> None:
        return


class _AtTheMoment(signers.PdfSigner):
    """Seals at a given moment instead of that of the machine."""

    moment: dt.datetime

    def init_signing_session(
        self, pdf_out: IncrementalPdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


def _sealed(signer: signers.PdfSigner, pdf: bytes) -> bytes:
    try:
        return signer.sign_pdf(_AsItWas(io.BytesIO(pdf))).getvalue()
    except TimestampRequestError as error:  # it answered, and refused
        raise NoTimestamp(f"{settings.SEAL_TIMESTAMP_URL}: {error}") from error


class _TimestampServer(TimeStamper):
    """Asks the server of the settings, and nobody else."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        request = Request(self.address, req.dump(), set_tsp_headers({}))  # noqa: S310 (settings)
        try:
            with urlopen(request, timeout=TIMESTAMP_SECONDS) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read(TIMESTAMP_BYTES))
        except (OSError, ValueError, HTTPException) as error:
            raise NoTimestamp(f"{self.address}: {error}") from error


def _timestamper() -> TimeStamper | None:
    address = settings.SEAL_TIMESTAMP_URL
    return _TimestampServer(address) if address else None


def _signer(of: seal_key.SealKey) -> signers.SimpleSigner:
    own = _asn1(of.certificate)
    store = SimpleCertificateStore.from_certs([own, *(_asn1(one) for one in of.chain)])
    key = of.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=own, signing_key=asn1_keys.PrivateKeyInfo.load(key), cert_registry=store
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
