import uuid

from accounts.models import SealedDocument
from tests.access import ACTORS, FORBIDDEN, NOT_FOUND, OK, SENT_ON, Row
from tests.cast import Cast

SOMEBODY = {actor: OK for actor in ACTORS if actor != "anonymous"}


def job(cast: Cast) -> list[int]:
    return [cast.job.pk]


def unknown_link(cast: Cast) -> list[str]:
    return ["x" * 43]


def unknown_request(cast: Cast) -> list[uuid.UUID]:
    return [uuid.UUID(int=7)]


def sealed(cast: Cast) -> list[str]:
    """The code of a paper in the register; once, where a world lasts."""
    SealedDocument.objects.get_or_create(
        subject="agreement:sealed-row",
        defaults={
            "kind": "agreement",
            "reference": "OVK-2026-0417-1",
            "code": "7" * 26,
            "sha256": "a" * 64,
            "size": 1,
            "certificate_sha256": "b" * 64,
            "signatures": 3,
        },
    )
    return ["7" * 26]


ROWS = [
    # the door: open to everybody, and it tells nobody who has an address here
    Row("accounts:sign-in", otherwise=SENT_ON, anonymous=OK),
    Row("accounts:sign-in", method="post", otherwise=OK, anonymous=OK),
    Row("accounts:sign-in-ask", otherwise=SENT_ON, anonymous=SENT_ON),
    Row(
        "accounts:sign-in-ask",
        method="post",
        data=lambda cast: {"email": "nobody@example.org"},
        otherwise=SENT_ON,
        anonymous=SENT_ON,
    ),
    Row("accounts:sign-in-code", args=unknown_request, otherwise=OK, anonymous=OK),
    Row("accounts:sign-in-link", args=unknown_link, otherwise=OK, anonymous=OK),
    Row("accounts:sign-in-again", args=unknown_link, otherwise=SENT_ON, anonymous=SENT_ON),
    Row("accounts:sign-in-again", args=unknown_link, method="post", otherwise=OK, anonymous=OK),
    Row("accounts:sign-in-link", args=unknown_link, method="post", otherwise=OK, anonymous=OK),
    Row("accounts:invitation", args=unknown_link, method="post", otherwise=OK, anonymous=OK),
    Row("accounts:invitation", args=unknown_link, otherwise=OK, anonymous=OK),
    Row("accounts:sign-out", method="post", otherwise=SENT_ON, anonymous=SENT_ON),
    # for everybody
    Row("accounts:who-sees-what", otherwise=OK, anonymous=OK),
    Row("accounts:help", otherwise=OK, anonymous=OK),
    Row(
        "accounts:language-set",
        method="post",
        data=lambda cast: {"language": "en"},
        otherwise=SENT_ON,
        anonymous=SENT_ON,
    ),
    # whoever holds a paper asks whether it is ours
    Row("accounts:verify", otherwise=OK, anonymous=OK),
    Row(
        "accounts:verify",
        method="post",
        data=lambda cast: {"reference": "OVK-2026-0417-1", "code": "0" * 26},
        otherwise=OK,
        anonymous=OK,
    ),
    Row(
        "accounts:verify-code",
        args=lambda cast: ["0" * 26],
        otherwise=NOT_FOUND,
        anonymous=NOT_FOUND,
    ),
    Row("accounts:verify-code", args=sealed, otherwise=OK, anonymous=OK),
    Row("health", otherwise=OK, anonymous=OK),
    Row("health-web", otherwise=OK, anonymous=OK),
    Row("administration-door", otherwise=FORBIDDEN, anonymous=SENT_ON),
    Row("api-schema", otherwise=OK, anonymous=OK),
    Row("api-docs", otherwise=OK, anonymous=OK),
    # for everybody who is inside
    Row("home", expect=SOMEBODY),
    Row("accounts:news", expect=SOMEBODY),
    Row("accounts:profile", expect=SOMEBODY),
    Row("accounts:password-set", otherwise=FORBIDDEN),
    Row("accounts:sessions-end", method="post", otherwise=SENT_ON),
    # one's own background work
    Row("accounts:job-list", expect=SOMEBODY),
    Row("accounts:job", args=job, expect={"coordinator": OK}),
    Row("accounts:job-file", args=job, expect={"coordinator": OK}),
    Row("accounts:job-cancel", args=job, method="post", expect={"coordinator": SENT_ON}),
    Row("accounts:job-keep", args=job, method="post", expect={"coordinator": SENT_ON}),
    # the demo's page, which is installed in tests
    Row("demo:cast-list", otherwise=OK, anonymous=OK),
    Row("demo:cast-sign-in", method="post", otherwise=NOT_FOUND, anonymous=NOT_FOUND),
]
