"""Settings: production-safe unless the environment loosens it; secrets have no default outside the embedded demo."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from config import embedded, log, storages
from config.browser import CONTENT_SECURITY_POLICY  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

EMBEDDED = embedded.is_wanted()
VAR_DIR = embedded.var_folder()
# The demo is what `make run` shows from a bare checkout; a real database switches it off unless asked for.
DEMO = env.bool("DEMO", default=EMBEDDED)
DEBUG = env.bool("DEBUG", default=False)


def _kept_secret(name: str) -> str:
    """A random secret kept in var/ (0600) for the embedded demo; elsewhere the environment must give it."""
    if value := env.str(name, default=""):
        return value
    if not EMBEDDED:
        raise environ.ImproperlyConfigured(f"Set {name} in the environment: a long random text, kept secret.")
    path = VAR_DIR / name.lower()
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = _kept_secret("SECRET_KEY")
# Mailed secrets are derived from this key (common/tokens.py); its own name lets it rotate apart.
TOKEN_KEY = env.str("TOKEN_KEY", default=SECRET_KEY)

# Hosts -------------------------------------------------------------------------------------------
_DEMO_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"] if DEMO else []
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=_DEMO_HOSTS)
if not ALLOWED_HOSTS:
    raise environ.ImproperlyConfigured("Set ALLOWED_HOSTS: the host names your clinics answer at.")
HTTPS = env.bool("HTTPS", default=not DEMO)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
SITE_SCHEME = "https" if HTTPS else "http"
PORT = env.str("PORT", default="8000")

INSTALLED_APPS = [
    "config.admin_site.AnteroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "common.apps.CommonConfig",
    "audit.apps.AuditConfig",
    "outbox.apps.OutboxConfig",
    "accounts.apps.AccountsConfig",
    "clinic.apps.ClinicConfig",
    "tray.apps.TrayConfig",
    "records.apps.RecordsConfig",
    "smartforms.apps.SmartformsConfig",
    "payments.apps.PaymentsConfig",
    "booking.apps.BookingConfig",
    "imports.apps.ImportsConfig",
    "portal.apps.PortalConfig",
    "office.apps.OfficeConfig",
    "benchmarks",  # for its one command, which stays away from real patients; it has no tables and no pages
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ResponseHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "clinic.middleware.ClinicFromHost",
    "config.middleware.FramedWithoutCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.SecondFactor",
    "accounts.middleware.ClosedByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.WordsBack",
    "allauth.account.middleware.AccountMiddleware",
    "records.middleware.JoinedMeanwhile",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "config.context.page",
                "portal.frame.page",
                "office.frame.page",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # config.middleware.ResponseHeaders sends X-Frame-Options
    "admin.E402",  # `user` comes from config.context, which leaves cookie-free pages cookie-free
    "auth.W004",  # several accounts may claim an address, one can own it: a constraint says so (Settled 6)
]

# Database, cache, broker -------------------------------------------------------------------------
if EMBEDDED:
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **embedded.connection_settings()}}
else:
    DATABASES = {"default": env.db("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise environ.ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…).")
DATABASES["default"]["ENGINE"] = "config.database"  # the same, with a cheaper look at a kept connection
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    _patience = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    _redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CACHES = {"default": {**_redis, "OPTIONS": _patience}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

_QUEUE = VAR_DIR / "queue"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 2}
else:
    # The default does one task a second; wakes should be felt at once (Settled 3).
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_QUEUE),
        "data_folder_out": str(_QUEUE),
        "control_folder": str(_QUEUE / "control"),
        "polling_interval": 0.2,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# People, sign-in, sessions -----------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.ByEmail"]
# Argon2id at 19 MiB, t = 2, p = 1: 18 ms (Settled 12).
PASSWORD_HASHERS = ["accounts.hashers.Argon2id", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 30 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/portal/"
LOGOUT_REDIRECT_URL = "/book/"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignIn"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_SCHEME
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/m/ip,5/15m/key"}  # passwords: accounts/tries.py
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
USERSESSIONS_TRACK_ACTIVITY = False  # our own touch, once a minute (Settled 16)
# Staff must have a second factor, unless the installation turns that off; the demo does.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEMO)
# Names a function, so that `accounts` stays ignorant of clinics (house, "Rooms").
IS_STAFF_OF_A_CLINIC = "clinic.policies.is_staff_somewhere"

SESSION_IDLE_PATIENT = timedelta(minutes=env.int("SESSION_IDLE_PATIENT_MINUTES", default=30))
SESSION_IDLE_STAFF = timedelta(minutes=env.int("SESSION_IDLE_STAFF_MINUTES", default=15))
SESSION_ABSOLUTE = timedelta(hours=env.int("SESSION_ABSOLUTE_HOURS", default=12))
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What a browser may do ---------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 30

# Booking -----------------------------------------------------------------------------------------
# A household or a waiting room shares one address, so it may hold more than one visitor may (product §4: three).
HOLDS_PER_ADDRESS = env.int("HOLDS_PER_ADDRESS", default=24)
# Visits ahead that an account may have while its address is not proved: a family's.
VISITS_BEFORE_PROOF = env.int("VISITS_BEFORE_PROOF", default=4)

# Mail --------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@anteroom.example")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2]
OUTBOX_HURRY = env.int("OUTBOX_HURRY", default=1)  # drills divide the pauses between tries by this
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    EMAIL_TIMEOUT = 20
elif DEMO:
    EMAIL_BACKEND = "outbox.mailbox.DemoMailbox"
else:
    raise environ.ImproperlyConfigured("Set EMAIL_URL (smtp+tls://user:password@host): mail confirms visits.")

# In a cookie of their own, so that pages without a session stay without one.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Language and time -------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"

# Files -------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"  # no address leads there: what is handed out goes through a view that asks
FILE_UPLOAD_HANDLERS = [
    "common.files.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A virus scanner of one's own, host:port or the path of its socket. Set and silent: no file is taken.
CLAMD = env.str("CLAMD", default="")
# What one account may have waiting for the clinic, and send within a day.
UPLOADS_WAITING = env.int("UPLOADS_WAITING", default=50)
UPLOADS_A_DAY = env.int("UPLOADS_A_DAY", default=100)
UPLOADS_MEGABYTES = env.int("UPLOADS_MEGABYTES", default=200)
# Where the web server in front finds the files under its own name, so that it sends them once a view said who may.
FILES_ACCEL = env.str("FILES_ACCEL", default="")
FILE_UPLOAD_PERMISSIONS = 0o640 if FILES_ACCEL else 0o600  # its group may read them then
STORAGES = {
    "default": storages.for_files(env.str("MEDIA_URL", default=""), sent_by_server=bool(FILES_ACCEL)),
    "staticfiles": {"BACKEND": "common.stylesheets.JoinedStaticFilesStorage"},
}

LOGGING = log.to_console(env.str("LOG_LEVEL", default="WARNING"))
