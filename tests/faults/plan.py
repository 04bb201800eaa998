"""Which kinds run on which backend, and how that work is shared out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tests.faults.kinds import KINDS, Kind
from tests.faults.site import BACKENDS, Backend


@dataclass(frozen=True)
class Share:
    """Kinds that one process runs on one site of its own."""

    backend: str
    kinds: tuple[str, ...]
    small_disk: bool = False

    def site(self) -> Backend:
        return Backend(small_disk=True) if self.small_disk else BACKENDS[self.backend]


def kinds_of(backend: Backend) -> list[Kind]:
    """The kinds that make sense on it."""
    return [kind for kind in KINDS.values() if kind.needs <= backend.offers()]


def shares(backends: Collection[str], kinds: Collection[str], jobs: int) -> list[Share]:
    """The work in shares of about the same size, for `jobs` processes at a time."""
    parts = -(-jobs // max(len(backends), 1))
    return [share for name in backends for share in _shares_of(name, kinds, parts)]


def _shares_of(name: str, wanted: Collection[str], parts: int) -> Iterator[Share]:
    names = [kind.name for kind in kinds_of(BACKENDS[name]) if kind.name in wanted]
    for part in range(parts):
        if mine := tuple(names[part::parts]):
            yield Share(name, mine)
    if name == "sqlite":
        small = [one.name for one in kinds_of(Backend(small_disk=True)) if one.name in wanted]
        if on_small_disk := tuple(sorted(set(small) - set(names))):
            yield Share(name, on_small_disk, small_disk=True)
