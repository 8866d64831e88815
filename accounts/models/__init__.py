from accounts.models.document import SealedDocument, StoredDocument
from accounts.models.history import HistoryEntry
from accounts.models.job import Job, JobPart
from accounts.models.notification import (
    Bounce,
    Mail,
    MutedRule,
    Notification,
    Sweep,
    TextMessage,
)
from accounts.models.sign_in import (
    ApiToken,
    Invitation,
    KnownBrowser,
    RateCount,
    SignInRequest,
)
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "Bounce",
    "HistoryEntry",
    "Invitation",
    "Job",
    "JobPart",
    "KnownBrowser",
    "Mail",
    "MutedRule",
    "Notification",
    "RateCount",
    "SealedDocument",
    "SignInRequest",
    "StoredDocument",
    "Sweep",
    "TextMessage",
    "User",
]
