"""The pictures that workers are asked to decode."""

import pytest

from rip.core.pictures.headers import Header
from rip.core.pictures.queue import Job, queue


def asked_of_workers(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A list that each picture joins as a worker is asked to decode it; they are decoded still."""
    seen: list[bytes] = []
    submit = queue.submit

    def counted(raw: bytes, header: Header) -> Job:
        seen.append(raw)
        return submit(raw, header)

    monkeypatch.setattr(queue, "submit", counted)
    queue.start()
    return seen
