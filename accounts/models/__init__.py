from accounts.models.history import HistoryEntry
from accounts.models.job import Job
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
    "KnownBrowser",
    "Mail",
    "MutedRule",
    "Notification",
    "RateCount",
    "SignInRequest",
    "Sweep",
    "TextMessage",
    "User",
]
