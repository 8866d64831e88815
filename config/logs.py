"""What logs never hold: the secret part of an address. Whoever reads a log could follow it."""

import logging
import re

# Statements' links have 26 characters after /s/, those in mails, of calendars (which end in .ics)
# and to sign in 43 and more.
SECRET = re.compile(r"(?<=/s/)[\w.~%-]{8,}|(?<=/)[\w-]{40,}(?=[/?.\s\"']|$)")


def without_tokens(line: str) -> str:
    return SECRET.sub("…", line)


class WithoutTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_tokens(record.getMessage()), ()
        return True
