from accounts.models.history import HistoryEntry
from accounts.models.job import Job
from accounts.models.notification import Mail, Notification, TextMessage
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
    "HistoryEntry",
    "Invitation",
    "Job",
    "KnownBrowser",
    "Mail",
    "Notification",
    "RateCount",
    "SignInRequest",
    "TextMessage",
    "User",
]
