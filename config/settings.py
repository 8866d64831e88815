"""One settings file for every place; what differs comes from the environment.

docs/operations.md lists the variables.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.clock import standing_at

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

env = environ.Env()

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
# A throw-away key is fine where nothing outlives the process' machine; elsewhere it must be given.
SECRET_KEY = (
    "only-for-the-demo-and-tests-never-for-a-real-institution-0123456789"
    if DEMO
    else env("SECRET_KEY")
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Absolute addresses in mails and QR codes start with this.
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "config",
    "accounts",
    "competences",
    "placements",
    "mentors",
    "quality",
    *(["demo"] if DEMO else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionEndMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.NoStoreMiddleware",
    "config.middleware.DocumentTooLargeMiddleware",
    "placements.middleware.PassedOnMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.web.institution",
                "accounts.navigation.navigation",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres://trialoog@127.0.0.1:5432/trialoog"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env("TEST_DATABASE_NAME", default=None)},
    }
}
# Compiling a query for a second pays for reports over millions of rows; a page has hundreds.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # above the longest task: what a dead worker held comes back
    # A page that wakes a worker must not hang on a queue that does not answer.
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A job in parts takes so many worker processes at once; more than there are costs nothing.
JOB_LANES = env.int("JOB_LANES", default=8)
CELERY_TIMEZONE = "Europe/Brussels"
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=False)
CELERY_TASK_EAGER_PROPAGATES = True

# --- people and sign-in
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SIGN_IN_LINK_MINUTES = 10
SIGN_IN_CODE_TRIES = 5
INVITATION_DAYS = 14
# Questions and passwords of strangers from one network address: a school or a company has one.
SIGN_IN_TRIES_PER_NETWORK = env.int("SIGN_IN_TRIES_PER_NETWORK", default=300)
# After so long without a request a session is over; after SESSION_COOKIE_AGE in any case.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
SIGNATURE_SIGN_IN_MINUTES = env.int("SIGNATURE_SIGN_IN_MINUTES", default=10)

# --- language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True
# An aware moment at which time stands still; only tests and demos can set it (config.clock).
CLOCK_AT = standing_at(env("CLOCK_AT")) if DEMO and "CLOCK_AT" in env else None

# --- files
STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(LOCAL_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# A paper takes a second; one that would take a worker with it is ended. It stays on the shelf for
# as long as somebody asks for it.
PDF_SECONDS = env.int("PDF_SECONDS", default=10)
PDF_MEGABYTES = env.int("PDF_MEGABYTES", default=512)
DOCUMENTS_KEPT_DAYS = env.int("DOCUMENTS_KEPT_DAYS", default=7)
# Private: nothing here has an address of its own; views hand files out behind a permission.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(LOCAL_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        # Compressing takes 20 seconds: worth it once per release, not before a demo answers.
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
ROSTER_MAX_BYTES = 5 * 1024 * 1024
# One file that shows what somebody can do, and all of them in one dossier.
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MB", default=15) * 1024 * 1024
UPLOAD_MAX_BYTES_PER_DOSSIER = env.int("UPLOAD_MAX_MB_PER_DOSSIER", default=200) * 1024 * 1024

# --- mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Trialoog <trialoog@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = env("MAIL_DOMAIN", default="trialoog.localhost")
# The daily mail leaves from this hour on, local time; what comes later waits for the next day.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=7)

# --- text messages (docs/operations.md)
SMS_BACKEND = env(
    "SMS_BACKEND", default="config.sms.FolderBackend" if DEMO else "config.sms.LogBackend"
)
SMS_FOLDER = LOCAL_DIR / "sms"
SMS_SENDER = env("SMS_SENDER", default="Trialoog")
# Each costs money: so many in an hour for browsers we do not know, in all.
SMS_PER_HOUR = env.int("SMS_PER_HOUR", default=200)
SMS_HTTP = {
    "url": env("SMS_HTTP_URL", default=""),
    "format": env("SMS_HTTP_FORMAT", default="json"),
    "fields": env.json("SMS_HTTP_FIELDS", default={}),
    "headers": env.json("SMS_HTTP_HEADERS", default={}),
}

# --- the institution, as it stands on letterheads and in the footer
INSTITUTION = {
    "name": env("INSTITUTION_NAME", default="Hogeschool Leiekant"),
    "address": env("INSTITUTION_ADDRESS", default="Leiekaai 12, 9000 Gent"),
    "email": env("INSTITUTION_EMAIL", default="werkplekleren@hogeschool.example"),
    "logo": env("INSTITUTION_LOGO", default=""),
    "colour": env("INSTITUTION_COLOUR", default="#16242C"),
}
# Said to a student who wants to be heard and cannot wait, or not by the coach.
CONFIDENTIAL_CONTACT = {
    "nl": env(
        "CONFIDENTIAL_CONTACT_NL",
        default="Kan het niet wachten of ben je in gevaar? Bel 112. Wil je eerst met iemand anders"
        " praten, dan luistert Tele-Onthaal dag en nacht op 106, en de vertrouwenspersoon van je"
        " hogeschool op vertrouwen@hogeschool.example.",
    ),
    "en": env(
        "CONFIDENTIAL_CONTACT_EN",
        default="Can it not wait, or are you in danger? Call 112. Would you rather talk to somebody"
        " else first: Tele-Onthaal listens day and night on 106, and the confidential counsellor"
        " of your institution at vertrouwen@hogeschool.example.",
    ),
}

# --- the key that signs badges (docs/operations.md)
# An RSA key in PEM, private. The demo makes its own; elsewhere it must be given and backed up.
BADGE_KEY_FILE = env(
    "BADGE_KEY_FILE", default=str(LOCAL_DIR / "badge-key.pem") if DEMO or DEBUG else ""
)
# Keys that signed before: their public halves stay published, so that old badges can be checked.
BADGE_OLD_KEYS = env.list("BADGE_OLD_KEYS", default=[])

# --- the certificate that seals papers (docs/operations.md)
# PKCS#12, or a private key in PEM. The demo makes its own; elsewhere it must be given.
SEAL_KEY_FILE = env(
    "SEAL_KEY_FILE", default=str(LOCAL_DIR / "seal-key.pem") if DEMO or DEBUG else ""
)
# In PEM: its certificate, then those above it; "" where they stand in the file of the key.
SEAL_CERTIFICATE_FILE = env("SEAL_CERTIFICATE_FILE", default="")
SEAL_KEY_PASSPHRASE = env("SEAL_KEY_PASSPHRASE", default="")
# Certificates that sealed before, in PEM: what they sealed stays ours.
SEAL_OLD_CERTIFICATES = env.list("SEAL_OLD_CERTIFICATES", default=[])
# A server for RFC 3161 timestamps; without it nothing leaves this machine.
SEAL_TIMESTAMP_URL = env("SEAL_TIMESTAMP_URL", default="")
# The longest file that anybody may have verified.
VERIFY_MAX_BYTES = env.int("VERIFY_MAX_MB", default=20) * 1024 * 1024

# --- the browser's rules
SECURE_BROWSER_RULES = not (DEBUG or DEMO)
SECURE_SSL_REDIRECT = SECURE_BROWSER_RULES and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours a request passes; what stands before them in X-Forwarded-For is hearsay.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_BROWSER_RULES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_BROWSER_RULES
SECURE_HSTS_PRELOAD = SECURE_BROWSER_RULES
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_BROWSER_RULES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_BROWSER_RULES else "trialoog-session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_BROWSER_RULES else "trialoog-csrf"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

# --- forms and API
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
# crispy gives a field the name of its widget as a class; `.words` is a quotation in our styles.
CRISPY_CLASS_CONVERTERS = {"words": "textarea"}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PARSER_CLASSES": [
        "config.parsers.JsonParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    # The page to browse the API is /api/v1/docs/; the framework's own one needs inline scripts.
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "config.api.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Trialoog API",
    "DESCRIPTION": "Read what you may see, log and confirm days, rate competences (docs/api.md).",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"tokens": {"()": "config.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}
    },
    # These two tell every step of every document at INFO.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
