"""Settings come from variables and files, and a process refuses to start with wrong ones."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rip.env import Env, read_environment
from tests.kit.running import ROOT

SECRET = "0123456789abcdef0123456789abcdef"
PRODUCTION = {"RIP_PROFILE": "production", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "rip.example.org"}

WithSettings = Callable[..., Env]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WithSettings:
    """Reads an environment that has these settings and no others."""
    for field in Env.model_fields.values():
        for name in getattr(field.validation_alias, "choices", []):
            monkeypatch.delenv(str(name), raising=False)
    monkeypatch.setenv("RIP_DATA_DIR", str(tmp_path / "data"))

    def read_with(**settings: str) -> Env:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return read_environment()

    return read_with


def test_the_data_folder_is_closed_to_others_even_if_it_was_open(
    read: WithSettings, tmp_path: Path
) -> None:
    for folder in (tmp_path / "new" / "data", tmp_path / "open"):
        if folder.name == "open":
            folder.mkdir(mode=0o755)
        read(RIP_DATA_DIR=str(folder))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_production_starts_with_what_it_needs(read: WithSettings) -> None:
    env = read(**PRODUCTION)
    assert (env.production, env.secret(), env.hosts()) == (True, SECRET, ["rip.example.org"])
    assert env.anonymous_adverts_allowed is False


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"WEB_CONCURRENCY": "2"}, "REDIS_URL"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses_in_one_sentence(
    read: WithSettings, change: dict[str, str], named: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=named) as refusal:
        read(**{**PRODUCTION, **change})
    sentence = str(refusal.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_several_workers_are_fine_with_redis(read: WithSettings) -> None:
    workers = {"WEB_CONCURRENCY": "2", "REDIS_URL": "redis://127.0.0.1/0"}
    assert read(**PRODUCTION, **workers).web_concurrency == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RIP_PROFILE", "prod"),
        ("DEBUG", "perhaps"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("WEB_CONCURRENCY", "0"),
        ("DATABASE_URL", "oracle://127.0.0.1/rip"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("RIP_DATA_DIR", "/dev/null/rip"),
        ("RIP_EMBED_ORIGINS", "*"),
        ("RIP_EMBED_ORIGINS", "null"),
        ("RIP_EMBED_ORIGINS", "shop.example.org"),
        ("RIP_EMBED_ORIGINS", "https://shop.example.org/"),
        ("RIP_EMBED_ORIGINS", "https://*.example.org"),
        ("RIP_EMBED_ORIGINS", "https://ok.example.org,https://Shop.example.org"),
        ("RIP_EMBED_ORIGINS", "https://shop.example.org:443"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_setting(
    read: WithSettings, name: str, value: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"^{name}: .*\.$"):
        read(**{name: value})


@pytest.mark.parametrize("command", ["serve", "runserver", "migrate", "check"])
def test_no_command_answers_a_wrong_setting_with_a_traceback(command: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "rip.settings", "PORT": "http"}
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("RIP cannot start as it is configured: PORT: ")
    assert done.stderr.count("\n") == 1


def test_lists_are_written_with_commas(read: WithSettings) -> None:
    assert read(RIP_KINDS="Dog, Cat,Bird,").kinds == ["Dog", "Cat", "Bird"]
    sites = "https://shop.example.org, http://localhost:8080"
    assert read(RIP_EMBED_ORIGINS=sites).embed_origins == sites.split(", ")


@pytest.mark.parametrize("kinds", [",", f"Dog,{'x' * 33}"])
def test_kinds_that_could_not_be_stored_are_refused(read: WithSettings, kinds: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="RIP_KINDS"):
        read(RIP_KINDS=kinds)


def test_an_env_file_gives_settings_and_the_environment_goes_first(
    read: WithSettings, tmp_path: Path
) -> None:
    file = tmp_path / "my.env"
    file.write_text("PORT=8001\nRIP_REFRESH_DAYS=3\n")
    env = read(RIP_ENV_FILE=str(file), PORT="8002")
    assert (env.port, env.refresh_days) == (8002, 3)


def test_a_secret_file_gives_a_setting(read: WithSettings, tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text(SECRET + "\n")
    (tmp_path / "database_url").write_text("mysql://rip:pa55@database/rip\n")
    env = read(
        RIP_PROFILE="production", ALLOWED_HOSTS="rip.example.org", RIP_SECRETS_DIR=str(tmp_path)
    )
    assert env.secret() == SECRET
    assert env.database() == "mysql://rip:pa55@database/rip"


def test_a_setting_that_is_empty_counts_as_not_given(read: WithSettings) -> None:
    assert read(PORT="", WEB_CONCURRENCY="").port == 8000


def test_the_local_profile_makes_a_secret_that_only_its_owner_can_read(
    read: WithSettings, tmp_path: Path
) -> None:
    secret = read().secret()
    assert len(secret) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert read().secret() == secret


def test_processes_that_start_together_agree_on_the_secret(read: WithSettings) -> None:
    env = read()
    with ThreadPoolExecutor(8) as together:
        assert len(set(together.map(lambda _: env.secret(), range(8)))) == 1
