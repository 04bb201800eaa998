"""A real MySQL: the installed one, or that of a newer Debian, as Debian 12 has MariaDB alone.

`python -m tests.kit.mysql` gets it.
"""

import contextlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.kit.debian import unpacked
from tests.kit.programs import NotInstalled, program

OLDEST: Final = (8, 4)


@dataclass(frozen=True)
class MySQL:
    """The call of its server, and the folder that is its root."""

    command: tuple[str, ...]
    root: Path

    def version(self) -> tuple[int, ...]:
        """Its version; raises NotInstalled if it is MariaDB, or does not run."""
        done = subprocess.run(
            [*self.command, "--version"], capture_output=True, text=True, check=False
        )
        found = re.search(r"Ver (\d+)\.(\d+)\.(\d+)", done.stdout)
        if found is None or "MariaDB" in done.stdout:
            raise NotInstalled(f"{' '.join(self.command)} is no MySQL: {done.stdout}{done.stderr}")
        return tuple(map(int, found.groups()))


def mysql_server() -> MySQL:
    """A MySQL that is new enough, fetched if none is installed. Raises NotInstalled."""
    with contextlib.suppress(NotInstalled):
        installed = MySQL((program("mysqld", package="mysql-server"),), Path("/"))
        if installed.version() >= OLDEST:
            return installed
    oldest = ".".join(map(str, OLDEST))
    try:
        root = unpacked("mysql-server-core")
    except NotInstalled as error:
        raise NotInstalled(f"MySQL {oldest} or newer is not installed. {error}") from error
    # The server wants the folder that its settings name, though it is not told to use it.
    (root / "var/lib/mysql-files").mkdir(parents=True, exist_ok=True)
    fetched = MySQL(("chroot", str(root), "/usr/sbin/mysqld"), root)
    fetched.version()
    return fetched


def main() -> int:
    try:
        server = mysql_server()
    except NotInstalled as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(f"MySQL {'.'.join(map(str, server.version()))}: {' '.join(server.command)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
