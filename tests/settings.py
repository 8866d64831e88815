"""The settings of the portal as the tests run it: with the demo, and with a password hash that
costs nothing. Nothing here can be switched on in the portal itself."""

import os

os.environ["DEMO"] = "1"

from config.settings import *  # noqa: F403
from config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SMS_BACKEND = "config.sms.LocmemBackend"
