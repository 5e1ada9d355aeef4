"""All settings, read from the environment (12-factor) or from a `.env` file beside manage.py; docs/operating.md
lists them. Every NAME may come as NAME_FILE too, the path of a file with the value (as container secrets do).
Without DEBUG=on this is production, and production refuses to start without what it needs."""

import os
import sys
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()  # lets code write ModelAdmin[Job], ModelForm[Plan]

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
env = environ.FileAwareEnv()
if not TESTING:
    env.read_env(BASE_DIR / ".env")


def env_bool(name: str, *, default: bool) -> bool:
    words = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
    value = env(name, default="on" if default else "off").strip().lower()
    if value not in words:
        raise ImproperlyConfigured(f"{name}={value!r} is neither 'on' nor 'off'.")
    return words[value]


def env_int(name: str, *, default: int) -> int:
    value = env(name, default=str(default))
    if not value.strip().isdigit():
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.")
    return int(value)


def env_needed(name: str, *, advice: str, development: str) -> str:
    """A value that production has to be given, and what development and the tests use instead."""
    value: str = env(name, default="")
    if not value and IS_PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set. {advice} (For development set DEBUG=on.)")
    return value or development


DEBUG = env_bool("DEBUG", default=False)
IS_PRODUCTION = not DEBUG and not TESTING

# --- Who we are -----------------------------------------------------------------------------------------------------
SITE_NAME = env("SITE_NAME", default="OGPNAP")
COUNTRY = env("COUNTRY", default="United Kingdom")
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Secrets and addresses ------------------------------------------------------------------------------------------
SECRET_KEY = env_needed(
    "SECRET_KEY",
    advice="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'",
    development="development-only-key-never-used-in-production-0123456789",
)
if IS_PRODUCTION and (len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development-only")):
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters and not be the one for development.")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
LEDGER_SIGNING_KEY = env_needed(
    "LEDGER_SIGNING_KEY",
    advice="The ledger's checkpoints are signed with it; docs/operating.md says how to make one and where to keep it.",
    development="",
)
ALLOWED_HOSTS = [
    host.strip()
    for host in env_needed(
        "ALLOWED_HOSTS",
        advice="Name the hosts this site answers to, with commas between them: ALLOWED_HOSTS=plan.example.org",
        development="localhost,127.0.0.1,[::1],testserver",
    ).split(",")
]
SITE_URL = env("SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if IS_PRODUCTION else "http://127.0.0.1:8000").rstrip(
    "/"
)

# --- Apps: each imports only from those below it (.importlinter) -----------------------------------------------------
INSTALLED_APPS = [
    "portal",
    "publications",
    "signoffs",
    "commitments",
    "plans",
    "drafting",
    "notices",
    "network",
    "ledger",
    "core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "guardian",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
    "template_partials",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.access.SignInMiddleware",
    "network.proving.SetUpMiddleware",
    "drafting.rescue.RescueMiddleware",
    "network.memory.ReadingMiddleware",
]

ROOT_URLCONF = "ogpnap.urls"
WSGI_APPLICATION = "ogpnap.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "core.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "core.forms.GovukRenderer"

# --- Database -------------------------------------------------------------------------------------------------------
DATABASE_URL = env_needed(
    "DATABASE_URL",
    advice="For example: DATABASE_URL=postgres://ogpnap:password@localhost/ogpnap",
    development=f"sqlite:///{VAR_DIR / 'ogpnap.sqlite3'}",
)
if DATABASE_URL.split(":", 1)[0] not in {"postgres", "postgresql", "sqlite"}:
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
_database: dict[str, Any] = dict(env.db_url_config(DATABASE_URL))
if DATABASE_URL.startswith("sqlite"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env_int("DATABASE_POOL", default=10)}}
if test_name := env("TEST_DATABASE_NAME", default=""):
    _database["TEST"] = {"NAME": test_name}
DATABASES = {"default": _database}

# --- Jobs, cache, sessions: Redis where there is one, else inside this process ----------------------------------------
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://.")
REDIS_PREFIX = env("REDIS_PREFIX", default="ogpnap")  # several sites may share one Redis
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": f"{REDIS_PREFIX}-test-{os.getpid()}" if TESTING else REDIS_PREFIX,
        }
    }
    if not TESTING:  # where queries are counted, and the same with and without Redis
        SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CELERY_BROKER_URL = REDIS_URL or "memory://embedded/"
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5} if REDIS_URL else {"polling_interval": 0.1}
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_TASK_DEFAULT_QUEUE = REDIS_PREFIX
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = TESTING  # a job runs when its transaction commits; core.jobs.run_waiting() for the rest
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE = {
    "queue lost jobs again": {"task": "core.sweep_jobs", "schedule": 60.0},
    "open the handovers of tenures that ended": {"task": "network.open_due_handovers", "schedule": 3600.0},
    "publish what is due": {"task": "publications.publish_due", "schedule": 20.0},
    "delete circulated PDFs whose day is over": {"task": "publications.forget_circulated", "schedule": 3600.0},
    "send what waits": {"task": "notices.sweep", "schedule": 60.0},
    "remind departments of clearances that are due": {"task": "signoffs.remind", "schedule": 3600.0},
    "forget the contacts of those who left": {"task": "signoffs.forget_contacts", "schedule": 3600.0},
    "send digests that are due": {"task": "notices.send_digests", "schedule": 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/London")
CELERY_TIMEZONE = TIME_ZONE
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [path for path in [BASE_DIR / "frontend" / "build"] if path.exists()]
MEDIA_ROOT = VAR_DIR / "files"
_static = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static if IS_PRODUCTION else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not IS_PRODUCTION

# --- Signing in -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "network.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FORM_CLASS = "network.forms.SignUpForm"
ACCOUNT_RATE_LIMITS = {"ask_to_join": "20/h/ip", "wrong_link": "100/h/ip"}  # beside allauth's own
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
SECOND_FACTOR = env_bool("SECOND_FACTOR", default=IS_PRODUCTION)  # whether signing asks for one (network.proving)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # the code shown just before or just after counts too, once (network.two_steps)
MFA_FORMS = {
    "authenticate": "network.forms.two_steps.AuthenticateForm",
    "reauthenticate": "network.forms.two_steps.ReauthenticateForm",
    "activate_totp": "network.forms.two_steps.ActivateTOTPForm",
    "add_webauthn": "network.forms.two_steps.AddPasskeyForm",
}
AXES_ENABLED = not TESTING
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "network.sign_in.username_of"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None
# Roles are asked for through network.roles only; Django ORs its back ends, so guardian's own is left out.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# --- What a browser is told -----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of two-step sign-in
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
HTTPS = env_bool("HTTPS", default=IS_PRODUCTION)
PROXIES = env_int("PROXIES", default=0)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
AXES_IPWARE_PROXY_COUNT = PROXIES or None
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# --- Messages -------------------------------------------------------------------------------------------------------
vars().update(
    env.email_url_config(
        env_needed(
            "EMAIL_URL",
            advice="For example: EMAIL_URL=smtp+tls://user:password@mail.example.org:587 (consolemail:// only prints)",
            development="consolemail://",
        )
    )
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <noreply@{ALLOWED_HOSTS[0]}>")
EMAIL_TIMEOUT = 30  # seconds; a mail on its way is leased for longer (notices.workflow)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_keys": {"()": "core.logs.WithoutKeys"}},
    "handlers": {  # stdout is for what we print
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_keys"]}
    },
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
