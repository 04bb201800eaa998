"""Every setting RIP reads from the environment (or from a `.env` file), with its default.

`docs/settings.md` is checked against this class by a test. A setting may be given as a file: put it
in `/run/secrets/`, named after the setting in lower case. RIP_ENV_FILE and RIP_SECRETS_DIR name
another file and another folder to read.
"""

import contextlib
import os
import re
import secrets
import socket
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from django.core.exceptions import ImproperlyConfigured
from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", socket.gethostname().lower()]

MAX_KIND_LENGTH = 32

# As browsers send it: in lower case, without a path, and without the default port.
ORIGIN = re.compile(r"(?!.*(?:^http:.*:80|^https:.*:443)$)https?://[a-z0-9.\[\]:-]*[a-z0-9\]]")

CommaSeparated = Annotated[list[str], NoDecode]


def variable(name: str) -> AliasChoices:
    """Return the aliases of `name`: the variable, and the secret file in lower case."""
    return AliasChoices(name, name.lower())


class Env(BaseSettings):
    """The configuration of one process."""

    model_config = SettingsConfigDict(
        case_sensitive=True,
        env_ignore_empty=True,
        extra="ignore",
    )

    profile: Literal["local", "production"] = Field(
        "local", validation_alias=variable("RIP_PROFILE")
    )
    debug: bool = Field(False, validation_alias=variable("DEBUG"))
    secret_key: str = Field("", validation_alias=variable("SECRET_KEY"))
    allowed_hosts: CommaSeparated = Field([], validation_alias=variable("ALLOWED_HOSTS"))
    trusted_origins: CommaSeparated = Field([], validation_alias=variable("RIP_TRUSTED_ORIGINS"))
    embed_origins: CommaSeparated = Field([], validation_alias=variable("RIP_EMBED_ORIGINS"))
    trusted_proxies: str = Field("", validation_alias=variable("RIP_TRUSTED_PROXIES"))
    database_url: str = Field("", validation_alias=variable("DATABASE_URL"))
    redis_url: str = Field("", validation_alias=variable("REDIS_URL"))
    port: int = Field(8000, ge=1, le=65535, validation_alias=variable("PORT"))
    web_concurrency: int = Field(1, ge=1, le=256, validation_alias=variable("WEB_CONCURRENCY"))
    data_dir: Path = Field(BASE_DIR / "var", validation_alias=variable("RIP_DATA_DIR"))
    database_threads: int = Field(4, ge=1, le=64, validation_alias=variable("RIP_DATABASE_THREADS"))
    catalogue_megabytes: int = Field(
        128, ge=1, le=65536, validation_alias=variable("RIP_CATALOGUE_MEMORY")
    )
    kinds: CommaSeparated = Field(["Dog", "Cat"], validation_alias=variable("RIP_KINDS"))
    anonymous_adverts: bool | None = Field(None, validation_alias=variable("RIP_ANONYMOUS_ADVERTS"))
    operator: str = Field("", validation_alias=variable("RIP_OPERATOR"))
    # Of rip/templates/accounts/privacy.html: a new text has a new version.
    personal_data_version: str = Field(
        "2026-11-24", max_length=20, validation_alias=variable("RIP_PERSONAL_DATA_VERSION")
    )
    guests: bool = Field(True, validation_alias=variable("RIP_GUESTS"))
    access_minutes: int = Field(15, ge=1, validation_alias=variable("RIP_ACCESS_MINUTES"))
    refresh_days: int = Field(14, ge=1, validation_alias=variable("RIP_REFRESH_DAYS"))
    ticket_seconds: int = Field(60, ge=1, validation_alias=variable("RIP_TICKET_SECONDS"))
    picture_megabytes: int = Field(10, ge=1, le=100, validation_alias=variable("RIP_PICTURE_MB"))
    pictures_per_advert: int = Field(
        10, ge=1, le=50, validation_alias=variable("RIP_PICTURES_PER_ADVERT")
    )
    account_pictures: int = Field(1_000, ge=0, validation_alias=variable("RIP_ACCOUNT_PICTURES"))
    account_pictures_megabytes: int = Field(
        500, ge=0, validation_alias=variable("RIP_ACCOUNT_PICTURES_MB")
    )
    site_pictures: int = Field(200_000, ge=0, validation_alias=variable("RIP_SITE_PICTURES"))
    site_pictures_megabytes: int = Field(
        50_000, ge=0, validation_alias=variable("RIP_SITE_PICTURES_MB")
    )
    unused_picture_hours: int = Field(
        24, ge=1, validation_alias=variable("RIP_UNUSED_PICTURE_HOURS")
    )
    changes_kept_days: int = Field(30, ge=2, validation_alias=variable("RIP_CHANGES_KEPT_DAYS"))
    chat_check_seconds: int = Field(25, ge=0, validation_alias=variable("RIP_CHAT_CHECK_SECONDS"))
    chat_check_seconds_without_redis: int = Field(
        1, ge=0, validation_alias=variable("RIP_CHAT_CHECK_SECONDS_WITHOUT_REDIS")
    )
    # Less than the seconds after which a silent process counts as gone.
    chat_presence_seconds: int = Field(
        10, ge=0, le=30, validation_alias=variable("RIP_CHAT_PRESENCE_SECONDS")
    )
    # Less than the seconds after which a silent client is closed.
    chat_ping_seconds: int = Field(
        25, ge=0, le=60, validation_alias=variable("RIP_CHAT_PING_SECONDS")
    )
    chat_rate: int = Field(5, ge=1, validation_alias=variable("RIP_CHAT_RATE"))
    chat_burst: int = Field(30, ge=1, validation_alias=variable("RIP_CHAT_BURST"))
    sockets_per_person: int = Field(20, ge=1, validation_alias=variable("RIP_SOCKETS_PER_PERSON"))
    sockets_per_network: int = Field(
        300, ge=1, validation_alias=variable("RIP_SOCKETS_PER_NETWORK")
    )
    connections_per_network: int = Field(
        500, ge=1, validation_alias=variable("RIP_CONNECTIONS_PER_NETWORK")
    )
    mail_host: str = Field("", validation_alias=variable("RIP_MAIL_HOST"))
    mail_port: int = Field(587, ge=1, le=65535, validation_alias=variable("RIP_MAIL_PORT"))
    mail_user: str = Field("", validation_alias=variable("RIP_MAIL_USER"))
    mail_password: str = Field("", validation_alias=variable("RIP_MAIL_PASSWORD"))
    mail_from: str = Field("RIP <rip@localhost>", validation_alias=variable("RIP_MAIL_FROM"))
    rate_limits: bool = Field(True, validation_alias=variable("RIP_RATE_LIMITS"))
    wide_network_limits: bool = Field(False, validation_alias=variable("RIP_WIDE_NETWORK_LIMITS"))
    access_log: bool = Field(True, validation_alias=variable("RIP_ACCESS_LOG"))

    @field_validator("allowed_hosts", "trusted_origins", "embed_origins", "kinds", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("database_url")
    @classmethod
    def known_database(cls, value: str) -> str:
        return _url(value, "sqlite:///", "mysql://")

    @field_validator("redis_url")
    @classmethod
    def known_redis(cls, value: str) -> str:
        return _url(value, "redis://", "rediss://", "unix://")

    @field_validator("embed_origins")
    @classmethod
    def check_origins(cls, origins: list[str]) -> list[str]:
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise ValueError(f"write an origin as https://shop.example.org, not as {origin}")
        return origins

    @field_validator("kinds")
    @classmethod
    def check_kinds(cls, kinds: list[str]) -> list[str]:
        if not kinds or any(len(kind) > MAX_KIND_LENGTH for kind in kinds):
            raise ValueError(
                f"name at least one kind, each of at most {MAX_KIND_LENGTH} characters"
            )
        return kinds

    @property
    def production(self) -> bool:
        return self.profile == "production"

    @property
    def anonymous_adverts_allowed(self) -> bool:
        """True if adverts may be posted without a token, as the seed does; production says no by
        default."""
        if self.anonymous_adverts is None:
            return not self.production
        return self.anonymous_adverts

    def hosts(self) -> list[str]:
        return self.allowed_hosts or ([] if self.production else LOCAL_HOSTS)

    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'rip.sqlite3'}"

    def secret(self) -> str:
        """Return the signing secret. The local profile creates one in the data folder."""
        if self.secret_key or self.production:
            return self.secret_key
        path = self.data_dir / "secret_key"
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text()


def _url(value: str, *schemes: str) -> str:
    if value and not value.startswith(schemes):
        raise ValueError(f"the address must begin with {' or '.join(schemes)}")
    return value


def _private_folder(path: Path) -> None:
    """Make a folder for this user alone: it holds the database, the secret and the pictures."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    # One that belongs to another user, as a mounted volume may, is that user's to close.
    with contextlib.suppress(PermissionError):
        path.chmod(0o700)


def _write_once(path: Path, text: str) -> None:
    """Create `path` atomically, readable by its owner alone; if it exists by then, leave it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()


def check_production(env: Env) -> None:
    """Raise ImproperlyConfigured if production lacks a setting; one sentence says which."""
    if not env.production:
        return
    if len(env.secret_key) < 32:
        raise ImproperlyConfigured(
            "RIP_PROFILE=production needs SECRET_KEY, a random text of at least 32 characters."
        )
    if env.debug:
        raise ImproperlyConfigured("RIP_PROFILE=production does not run with DEBUG: unset DEBUG.")
    if env.web_concurrency > 1 and not env.redis_url:
        raise ImproperlyConfigured(
            "WEB_CONCURRENCY above 1 needs REDIS_URL, so that the workers hear of each other."
        )
    if not env.allowed_hosts:
        raise ImproperlyConfigured(
            "RIP_PROFILE=production needs ALLOWED_HOSTS, the site's host names, comma-separated."
        )


def read_environment() -> Env:
    """Read and check the environment.

    Raises ImproperlyConfigured, naming the variable at fault.
    """
    secrets_dir = Path(os.environ.get("RIP_SECRETS_DIR") or "/run/secrets")
    try:
        env = Env(
            _env_file=os.environ.get("RIP_ENV_FILE") or BASE_DIR / ".env",
            _secrets_dir=secrets_dir if secrets_dir.is_dir() else None,
        )
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "environment"
        message = first["msg"].removeprefix("Value error, ")
        raise ImproperlyConfigured(f"{name.upper()}: {message}.") from error
    try:
        _private_folder(env.data_dir)
    except OSError as error:
        raise ImproperlyConfigured(
            f"RIP_DATA_DIR: {env.data_dir} cannot be made ({error.strerror})."
        ) from error
    check_production(env)
    return env
