"""Caddy and nginx take their configurations."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.kit.programs import NotInstalled, program
from tests.kit.running import ROOT

DEPLOY = ROOT / "deploy"


def installed(name: str, package: str) -> str:
    try:
        return program(name, package=package)
    except NotInstalled as error:
        pytest.skip(f"needs {name}: {error}")


def run(*command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )


def test_caddy_takes_its_configuration(tmp_path: Path) -> None:
    caddy = installed("caddy", package="caddy")
    command = [caddy, "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    done = run(*command, RIP_HOST="rip.example.org", HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Valid configuration" in done.stdout + done.stderr


def nginx(folder: Path, site: str) -> "subprocess.CompletedProcess[str]":
    """Let nginx read a site's file, with a certificate that is made for it."""
    program_path = installed("nginx", package="nginx-light")
    key, certificate = folder / "rip.key", folder / "rip.pem"
    made = run(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=rip"),
        *("-keyout", str(key), "-out", str(certificate)),
    )
    assert made.returncode == 0, made.stderr
    site = site.replace("/etc/ssl/certs/rip.pem", str(certificate))
    site = site.replace("/etc/ssl/private/rip.key", str(key))
    logs = f"error_log {folder}/error.log; pid {folder}/nginx.pid;"
    config = folder / "nginx.conf"
    config.write_text(f"{logs} events {{}} http {{ access_log off; {site} }}")
    return run(program_path, "-t", "-p", str(folder), "-c", str(config))


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    done = nginx(tmp_path, (DEPLOY / "nginx.conf").read_text())
    assert done.returncode == 0, done.stderr
    assert "test is successful" in done.stderr


def test_nginx_refuses_a_wrong_one(tmp_path: Path) -> None:
    done = nginx(tmp_path, (DEPLOY / "nginx.conf").read_text().replace("proxy_pass", "proxy_pas"))
    assert 'unknown directive "proxy_pas"' in done.stderr
