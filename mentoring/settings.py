"""Settings read from the environment; every variable is described in docs/settings.md."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env.bool("DEBUG", False)
SECRET_KEY_FILE = env.str("SECRET_KEY_FILE", "")


def read_secret_key() -> str:
    """The key from SECRET_KEY or from the file that SECRET_KEY_FILE names."""
    key = Path(SECRET_KEY_FILE).read_text().strip() if SECRET_KEY_FILE else env.str("SECRET_KEY", "")
    if not key:
        raise ImproperlyConfigured("Set SECRET_KEY or SECRET_KEY_FILE (see docs/settings.md).")
    return key


SECRET_KEY = read_secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
USE_HTTPS = env.bool("USE_HTTPS", PUBLIC_BASE_URL.startswith("https://"))
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "django_htmx",
    "lucide",
    "django_tables2",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "mentoring",
    "registry",
    "programs",
    "roadmap",
]

MIDDLEWARE = [
    "mentoring.request_ids.RequestIdMiddleware",
    "mentoring.log_lines.RequestLineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mentoring.accounts.middleware.KnownMethodsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "mentoring.intake.IntakeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "mentoring.accounts.middleware.SessionLimitsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mentoring.accounts.log_middleware.AccessLogMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "mentoring.accounts.middleware.PrivatePagesMiddleware",
    "mentoring.workflow.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "mentoring.urls"
WSGI_APPLICATION = "mentoring.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
                "mentoring.home.context.page_frame",
            ],
            "builtins": ["mentoring.templatetags.isolated_include"],
        },
    },
]

DATABASES = {
    "default": {
        # A connection of its own for every page would cost as much as the page.
        **env.dj_db_url(
            "DATABASE_URL",
            "postgres://postgres@127.0.0.1/mentoring",
            conn_max_age=60,
            conn_health_checks=True,
        ),
        "TEST": {"NAME": env.str("TEST_DB_NAME", "test_mentoring")},
    }
}
DATABASES["default"]["OPTIONS"] = {
    # A page that cannot reach the database says so soon; a dead network is noticed on an open connection too.
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    **DATABASES["default"].get("OPTIONS", {}),
    "options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s",
}
# The owner of the tables, for `migrate` and `database_roles` alone; the site's own role owns nothing.
DATABASE_OWNER = env.dj_db_url("DATABASE_OWNER_URL", "") if env.str("DATABASE_OWNER_URL", "") else None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ru"
TIME_ZONE = env.str("TIME_ZONE", "Europe/Moscow")
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["mentoring.formats"]

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# What browsers and search robots ask for at the root: the icon, and that nothing be listed.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
WHITENOISE_USE_FINDERS = env.bool("SERVE_STATIC_FROM_SOURCE", DEBUG)
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "files-are-served-by-views-only/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Uploads are for the service alone; styles and scripts are read by the proxy.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
# Several machines keep uploaded files in one place; needs the packages of requirements-s3.txt.
if env.str("S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "mentoring.documents.bucket.BucketStorage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
            "region_name": env.str("S3_REGION", "") or None,
            "access_key": env.str("S3_ACCESS_KEY", "") or None,
            "secret_key": env.str("S3_SECRET_KEY", "") or None,
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Sign-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "mentoring.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# The first one keeps new passwords; who has one kept by the second gets the first at the next sign-in.
PASSWORD_HASHERS = [
    "mentoring.accounts.hashers.SchoolArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "mentoring.accounts.passwords.SchoolWordsValidator"},
]
# The link of a letter lives an hour; the one that is handed over in person, three days at most.
PASSWORD_RESET_TIMEOUT = env.int("PASSWORD_RESET_TIMEOUT", 3600)
FIRST_LINK_SECONDS = min(env.int("FIRST_LINK_HOURS", 72), 72) * 3600
SIGN_IN_FAILURES = env.int("SIGN_IN_FAILURES", 5)
SIGN_IN_PAUSE_MINUTES = env.int("SIGN_IN_PAUSE_MINUTES", 15)
SIGN_IN_FAILURES_PER_ADDRESS = max(env.int("SIGN_IN_FAILURES_PER_ADDRESS", 300), 100)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "mentoring.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("CONFIRMATION_MINUTES", 15) * 60
# Sign-in itself is counted in mentoring.accounts.pauses; «login_failed» is for one-time codes.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/15m/key",
    "change_password": "10/h/user",
    "reset_password": "60/h/ip,5/h/key",
    "reset_password_from_key": "300/h/ip",
    "reauthenticate": "30/m/user",
}
# How many reverse proxies of one's own stand in front: only what they wrote into X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1 if env.bool("BEHIND_PROXY", False) else 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Наставничество"
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "mentoring.accounts.sessions"
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 60)
SESSION_IDLE_MINUTES_SIGNING = env.int("SESSION_IDLE_MINUTES_SIGNING", 30)
SESSION_HOURS = env.int("SESSION_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Several web processes must count attempts together, so the cache is a table and not a memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "mentoring_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = USE_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if USE_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if USE_HTTPS else "csrftoken"

# The browser's side -------------------------------------------------------------------------
SECURE_SSL_REDIRECT = USE_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if USE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = USE_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "mentoring.intake.CappedUploadHandler",
]

# Papers and files ---------------------------------------------------------------------------
PDF_CPU_SECONDS = env.int("PDF_CPU_SECONDS", 30)
PDF_MEMORY_MB = env.int("PDF_MEMORY_MB", 512)
UPLOAD_QUOTA_MB = env.int("UPLOAD_QUOTA_MB", 200)
EXPORTS_PER_HOUR = env.int("EXPORTS_PER_HOUR", 10)
FREE_DISK_MB = env.int("FREE_DISK_MB", 1024)

# Pages --------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
DJANGO_TABLES2_TEMPLATE = "django_tables2/app.html"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# History ------------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_CLASS = None

# Long work: the modules whose tasks a worker must know -------------------------------------
# A worker that is silent for so long counts as dead, and its work is taken up by another.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 60)
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": JOB_LEASE_SECONDS / 6,
    "stalled_worker_timeout": JOB_LEASE_SECONDS,
}
PROCRASTINATE_IMPORT_PATHS = [
    "mentoring.accounts.tasks",
    "mentoring.documents.tasks",
    "mentoring.jobs.tasks",
    "mentoring.letters.tasks",
    "mentoring.upkeep.tasks",
    "registry.people.imports.tasks",
    "registry.consents.tasks",
    "programs.programmes.tasks",
    "roadmap.orders.tasks",
]

# A database that is thrown away after its tests may be quick instead of safe.
DATABASE_MAY_LOSE_DATA = env.bool("DATABASE_MAY_LOSE_DATA", False)

# Health and copies of the data --------------------------------------------------------------
HEALTH_FREE_PERCENT = env.int("HEALTH_FREE_PERCENT", 15)
HEALTH_FREE_GB = env.int("HEALTH_FREE_GB", 1)
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", 30)
BACKUP_HOUR = env.int("BACKUP_HOUR", 3)
# Copies are made and proved by a role that may read everything and create databases.
BACKUP_DATABASE = env.dj_db_url("BACKUP_DATABASE_URL") if env.str("BACKUP_DATABASE_URL", "") else None
BACKUP_DIR = Path(env.str("BACKUP_DIR", str(DATA_DIR / "backups"))).resolve()

# Letters ------------------------------------------------------------------------------------
OUTBOX_DIR = DATA_DIR / "outbox"
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    _mail = env.dj_email_url("EMAIL_URL")
    EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_BACKEND"], _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = OUTBOX_DIR
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "mentoring@school.example")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
EMAIL_TIMEOUT = 15

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "mentoring.request_ids.RequestIdFilter"},
        "refusals": {"()": "mentoring.log_lines.RefusalFilter"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {request_id} {name} {message}", "style": "{"},
        "json": {"()": "mentoring.log_lines.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env.bool("LOG_JSON", False) else "line",
            "filters": ["request_id"],
        }
    },
    "loggers": {
        "django.request": {"filters": ["refusals"]},
        "mentoring.requests": {"level": "INFO" if env.bool("LOG_REQUESTS", False) else "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
