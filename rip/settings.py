"""Django's settings, derived from the environment (`rip/env.py`)."""

from typing import Any

import dj_database_url
import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from rip.env import BASE_DIR, read_environment

try:
    import MySQLdb  # noqa: F401  (the C driver, when the host has it)
except ImportError:
    import pymysql

    pymysql.install_as_MySQLdb()

# Makes Django's classes subscriptable, for annotations that are evaluated at run time.
django_stubs_ext.monkeypatch()

ENV = read_environment()

SECRET_KEY = ENV.secret()
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.hosts()
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins

INSTALLED_APPS = [
    "rip",
    "rip.accounts",
    "rip.adverts",
    "rip.support",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rip.accounts.web.known_visitors.VisitorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rip.pages.errors.ErrorPages",
]

ROOT_URLCONF = "rip.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        # A site's own templates, which replace RIP's of the same name.
        "DIRS": [ENV.data_dir.resolve() / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rip.pages.choices.theme",
            ]
        },
    }
]
FORM_RENDERER = "rip.forms.PageForms"


def database() -> dict[str, Any]:
    """Return Django's DATABASES entry, with the transaction rules that numbered logs rely on.

    MySQL and MariaDB run at READ COMMITTED; SQLite takes its write lock when a transaction begins.
    """
    config: dict[str, Any] = dict(dj_database_url.parse(ENV.database()))
    options = config.setdefault("OPTIONS", {})
    config["CONN_MAX_AGE"] = None
    if config["ENGINE"].endswith("mysql"):
        options.setdefault("charset", "utf8mb4")
        options["isolation_level"] = "read committed"
        options["init_command"] = "SET sql_mode='STRICT_TRANS_TABLES', innodb_strict_mode=1"
    elif config["ENGINE"].endswith("sqlite3"):
        options["transaction_mode"] = "IMMEDIATE"
        options["timeout"] = 20
        # Batches of messages and adverts have a statement for each size.
        options["cached_statements"] = 1000
        options["init_command"] = (
            "PRAGMA page_size=2048; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "PRAGMA wal_autocheckpoint=16000;"
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456"
        )
    return config


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "rip.core.cache.SharedCache",
        "LOCATION": ENV.redis_url,
        "KEY_PREFIX": "rip:cache",
    }
    if ENV.redis_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rip.accounts.web.backends.NameOrEmail"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "board"
ACCOUNT_LOGOUT_REDIRECT_URL = "board"
ACCOUNT_ADAPTER = "rip.accounts.web.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "rip.accounts.web.forms.SignUp"
ACCOUNT_SESSION_REMEMBER = True
# Signing up does not reveal which e-mail addresses have accounts.
ACCOUNT_PREVENT_ENUMERATION = "strict"
# Nobody takes an account over by adding their own e-mail at a computer left unlocked.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "RIP: "
ACCOUNT_USERNAME_MIN_LENGTH = 1
ACCOUNT_FORMS = {"change_password": "rip.accounts.web.password_forms.ChangePassword"}
# Wrong passwords are counted for every door in rip/accounts/attempts/policy.py; this limit
# strangers could turn into a lock.
ACCOUNT_RATE_LIMITS: dict[str, str | None] | bool = (
    {"login_failed": None} if ENV.rate_limits else False
)
PASSWORD_HASHERS = ["rip.accounts.passwords.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENV.mail_host else 'console'}.EmailBackend"
EMAIL_HOST = ENV.mail_host
EMAIL_PORT = ENV.mail_port
EMAIL_HOST_USER = ENV.mail_user
EMAIL_HOST_PASSWORD = ENV.mail_password
EMAIL_USE_SSL = ENV.mail_port == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(ENV.mail_user)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENV.mail_from

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "rip" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rip.server.static_files.HashedNames"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.data_dir.resolve() / "media"
FILE_UPLOAD_PERMISSIONS = 0o644

X_FRAME_OPTIONS = "DENY"
# Nothing inline, nothing evaluated, nothing from elsewhere; pictures may be made by a page itself.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# The front door sets it for every response (rip/core/http/security.py).
SECURE_CONTENT_TYPE_NOSNIFF = False
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "rip.accounts.web.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.production
if ENV.production and ENV.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING_CONFIG = None

# RIP's own settings; docs/settings.md explains each.
RIP_KINDS = ENV.kinds
RIP_EMBED_ORIGINS = ENV.embed_origins
RIP_ANONYMOUS_ADVERTS = ENV.anonymous_adverts_allowed
RIP_OPERATOR = ENV.operator
RIP_PERSONAL_DATA_VERSION = ENV.personal_data_version
RIP_GUESTS = ENV.guests
RIP_ACCESS_SECONDS = ENV.access_minutes * 60
RIP_REFRESH_SECONDS = ENV.refresh_days * 24 * 3600
RIP_TICKET_SECONDS = ENV.ticket_seconds
RIP_PICTURE_BYTES = ENV.picture_megabytes * 1024 * 1024
RIP_PICTURES_PER_ADVERT = ENV.pictures_per_advert
RIP_ACCOUNT_PICTURES = ENV.account_pictures
RIP_ACCOUNT_PICTURE_BYTES = ENV.account_pictures_megabytes * 1024 * 1024
RIP_SITE_PICTURES = ENV.site_pictures
RIP_SITE_PICTURE_BYTES = ENV.site_pictures_megabytes * 1024 * 1024
RIP_UNUSED_PICTURE_HOURS = ENV.unused_picture_hours
RIP_CHANGES_KEPT_DAYS = ENV.changes_kept_days
RIP_CHAT_CHECK_SECONDS: float = ENV.chat_check_seconds
RIP_CHAT_CHECK_SECONDS_WITHOUT_REDIS: float = ENV.chat_check_seconds_without_redis
RIP_CHAT_PRESENCE_SECONDS: float = ENV.chat_presence_seconds
RIP_CHAT_PING_SECONDS: float = ENV.chat_ping_seconds
RIP_CHAT_RATE: int = ENV.chat_rate
RIP_CHAT_BURST: int = ENV.chat_burst
RIP_SOCKETS_PER_PERSON: int = ENV.sockets_per_person
RIP_SOCKETS_PER_NETWORK: int = ENV.sockets_per_network
RIP_CONNECTIONS_PER_NETWORK: int = ENV.connections_per_network
RIP_RATE_LIMITS = ENV.rate_limits
RIP_WIDE_NETWORK_LIMITS = ENV.wide_network_limits
RIP_ACCESS_LOG = ENV.access_log
RIP_DATABASE_THREADS = ENV.database_threads
RIP_CATALOGUE_BYTES = ENV.catalogue_megabytes * 1024 * 1024
RIP_REDIS_URL = ENV.redis_url
RIP_WORKERS = ENV.web_concurrency
