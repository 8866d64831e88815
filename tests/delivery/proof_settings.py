"""The settings of the portal for the processes of a proof, with one app more."""

import os

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.delivery.proof_app"]
EMAIL_TIMEOUT = 20 / float(os.environ.get("PROOF_FASTER", "1"))
