"""Install the peers' dependencies from their lock files into var/bench, on first use."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.kit.running import ROOT

PEERS = ROOT / "bench" / "peers"
CACHE = ROOT / "var" / "bench"
INSTALL_SECONDS = 600


class PeerUnavailable(Exception):
    """A peer cannot run here; the message says why in one sentence."""


def channels_python() -> Path:
    """Return the Python that the Channels peer runs on. Raises PeerUnavailable."""
    return _venv("channels_drf") / "bin" / "python"


def drf_python() -> Path:
    """Return the Python that the DRF peer runs on. Raises PeerUnavailable."""
    return _venv("drf_board") / "bin" / "python"


def pocketbase() -> Path:
    """Return the PocketBase program. Raises PeerUnavailable."""
    return _venv("pocketbase") / "bin" / "pocketbase"


def node_modules() -> Path:
    """Return the modules that the Node peer requires. Raises PeerUnavailable."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise PeerUnavailable("node and npm are not installed")
    folder = CACHE / "node_ws"
    folder.mkdir(parents=True, exist_ok=True)
    locks = [PEERS / "node_ws" / name for name in ("package.json", "package-lock.json")]
    for lock in locks:
        shutil.copy(lock, folder)
    _once(folder, locks, ["npm", "ci", "--prefix", str(folder), "--no-audit", "--no-fund"])
    return folder / "node_modules"


def _venv(peer: str) -> Path:
    lock = PEERS / peer / "requirements.txt"
    folder = CACHE / peer
    install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    _once(
        folder,
        [lock],
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [*install, "--disable-pip-version-check", "-r", str(lock)],
    )
    return folder


def _once(folder: Path, locks: list[Path], *commands: list[str]) -> None:
    """Run the commands unless they have run for the same lock files."""
    wanted = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    for command in commands:
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PeerUnavailable(f"its packages could not be installed ({error})") from error
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise PeerUnavailable(f"its packages could not be installed ({last})")
    stamp.write_text(wanted)
