"""Programs of a newer Debian than this one, each in a folder under var/ that is its root.

They need a newer C library than this Debian has, so their packages are unpacked beside it. Only
root can do that, on Debian.
"""

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.kit.programs import NotInstalled

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "var" / "debian"
SUITE: Final = "sid"
KEYRING: Final = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES: Final = ("sources.list", "sources.list.d/debian.sources")
_MIRROR: Final = re.compile(r"^(?:URIs:|deb(?: \[[^]]*\])?) *(https?://\S+)", re.MULTILINE)


def unpacked(package: str) -> Path:
    """The root in which a package is, with what it depends on; fetched the first time.

    Raises NotInstalled with the reason if that cannot be done.
    """
    root = FOLDER / package
    if reason := _why_not():
        raise NotInstalled(f"{package} of Debian {SUITE} cannot be used: {reason}.")
    with _locked():
        if not root.exists():
            _fetch(package, root)
    return root


def _why_not() -> str:
    """Say why packages cannot be fetched and run here; nothing if they can."""
    if os.geteuid() != 0:
        return "only root can run it from a folder"
    if not KEYRING.exists() or not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return "this is not Debian"
    return ""


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """Let one process at a time fetch."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(package: str, root: Path) -> None:
    """Unpack a package, and what it depends on, into what becomes `root` when all is there."""
    sys.stderr.write(f"Fetching {package} from Debian {SUITE} into {root}\n")
    partial, apt = FOLDER / "partial", FOLDER / "apt"
    for folder in (partial, apt):
        shutil.rmtree(folder, ignore_errors=True)
    environment = {**os.environ, "APT_CONFIG": str(_apt_settings(apt))}
    options = ("-qq", "--yes", "--download-only", "--no-install-recommends")
    _run("apt-get", "-qq", "update", env=environment)
    _run("apt-get", *options, "install", package, env=environment)
    for name in ("bin", "lib", "lib64", "sbin"):
        (partial / "usr" / name).mkdir(parents=True)
        (partial / name).symlink_to(f"usr/{name}")
    for archive in sorted((apt / "cache" / "archives").glob("*.deb")):
        _unpack(archive, partial)
    _furnish(partial)
    partial.rename(root)
    shutil.rmtree(apt)


def _apt_settings(apt: Path) -> Path:
    """Write settings by which apt knows one suite and no installed package."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (apt / folder).mkdir(parents=True)
    (apt / "status").touch()
    (apt / "sources.list").write_text(f"deb [signed-by={KEYRING}] {_mirror()} {SUITE} main\n")
    settings = apt / "apt.conf"
    settings.write_text(
        f'Dir::Etc::sourcelist "{apt}/sources.list";\n'
        'Dir::Etc::sourceparts "-";\n'
        f'Dir::State::lists "{apt}/lists";\n'
        f'Dir::State::status "{apt}/status";\n'
        f'Dir::Cache "{apt}/cache";\n'
        'APT::Sandbox::User "root";\n'
    )
    return settings


def _mirror() -> str:
    """The mirror that this machine uses. Raises NotInstalled if it has none."""
    for path in (Path("/etc/apt") / name for name in SOURCES):
        if path.exists() and (found := _MIRROR.search(path.read_text())):
            return found[1]
    raise NotInstalled("apt has no mirror of Debian on this machine")


def _unpack(archive: Path, root: Path) -> None:
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE
    ) as reading:
        _run("tar", "-x", "-C", str(root), "--keep-directory-symlink", stdin=reading.stdout)
    if reading.returncode:
        raise NotInstalled(f"{archive.name} is broken")


def _furnish(root: Path) -> None:
    """Give the root what packages find in every system."""
    for name in ("tmp", "dev", "etc"):
        (root / name).mkdir(parents=True, exist_ok=True)
    for name in ("null", "zero", "random", "urandom"):
        device = root / "dev" / name
        device.unlink(missing_ok=True)
        os.mknod(device, 0o20666, Path("/dev", name).stat().st_rdev)
    for name in ("passwd", "group"):
        shutil.copy(Path("/etc", name), root / "etc")


def _run(*command: str, env: dict[str, str] | None = None, stdin: object = None) -> None:
    done = subprocess.run(
        command,
        env=env,
        stdin=stdin or subprocess.DEVNULL,  # type: ignore[call-overload]
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotInstalled(f"{' '.join(command)}: {done.stdout}")
