"""Papers the institution sealed, as the public page of verification knows them.

`code` stands on the paper from before it is signed: it is part of what people sign.
"""

import secrets

from django.conf import settings

# Crockford's letters: none that is read as another, and none that makes a word by accident.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26  # 130 bits


def new_code() -> str:
    """What a paper names for its verification: guessed by nobody, typed over by anybody."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def verify_url() -> str:
    """The page where a code can be entered; the code behind it is the address of its paper."""
    return f"{settings.SITE_URL}/verify"
