"""What a mail server's refusal is about: the server itself, this one mail, or nobody knows."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum

CLOSING = 421
TOO_BIG = 552
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
ADDRESS = re.compile(r"<?[^\s<>:;,]+@[^\s<>:;,]+>?")
LONGEST_TEXT = 200


class Verdict(Enum):
    """AWAY: it takes no mail at all now. UNSURE: it fell silent, and may have taken this one.
    LATER: not this mail, not now (4xx). REFUSED: not this mail, ever (5xx)."""

    AWAY = "away"
    UNSURE = "unsure"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """`code` as in RFC 5321 (0: none came), `status` as in RFC 3463 ("5.1.1", "" when not said)."""

    verdict: Verdict
    text: str
    code: int = 0
    status: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.text}" if self.code else self.text


def unreachable(error: Exception) -> Answer:
    """No connection came about."""
    return Answer(Verdict.AWAY, _words(error))


def answer_in(error: OSError) -> Answer:
    """What an error says that came while one mail was handed over."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            return _of_this_mail(code, said)
        case smtplib.SMTPSenderRefused() if error.smtp_code != TOO_BIG:
            # Nobody's mail goes with a sender it does not take.
            return _read(Verdict.AWAY, error.smtp_code, error.smtp_error)
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError() | smtplib.SMTPNotSupportedError():
            return unreachable(error)
        case smtplib.SMTPResponseException():
            return _of_this_mail(error.smtp_code, error.smtp_error)
    return Answer(Verdict.UNSURE, _words(error))


def _of_this_mail(code: int, said: bytes | str) -> Answer:
    if code == CLOSING:
        return _read(Verdict.AWAY, code, said)
    return _read(Verdict.LATER if code < 500 else Verdict.REFUSED, code, said)


def _read(verdict: Verdict, code: int, said: bytes | str) -> Answer:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    found = ENHANCED.search(text)
    return Answer(verdict, told(text), code, found[1] if found else "")


def _words(error: Exception) -> str:
    return told(f"{type(error).__name__}: {error}")


def told(text: str) -> str:
    """What a server said, short and without addresses: it is read in logs and by staff."""
    return ADDRESS.sub("<…>", " ".join(text.split()))[:LONGEST_TEXT]
