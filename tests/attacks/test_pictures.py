"""Twenty large pictures at once cost a bounded amount of memory, and it is given back."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.attacks.pictures import (
    MOST_GROWTH,
    MOST_KEPT,
    Figures,
    large,
    resident,
    to_an_advert_of_ones_own,
    watched,
)
from tests.kit.people import Person, owner
from tests.kit.running import Server
from tests.kit.waiting import wait_until

__all__ = ["owner"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_twenty_large_pictures_at_once_cost_little_memory(server: Server, owner: Person) -> None:
    owner.http.timeout = 100
    raw = large()
    assert to_an_advert_of_ones_own(owner.http, raw).status_code == 201
    before, figures = resident(server), Figures()
    with watched(server, figures, before), ThreadPoolExecutor(20) as senders:
        answers = list(senders.map(lambda _: to_an_advert_of_ones_own(owner.http, raw), range(20)))
    assert {one.status_code for one in answers} <= {201, 503}
    assert {"retry-after" in one.headers for one in answers if one.status_code == 503} <= {True}
    assert 0 < figures.grown < MOST_GROWTH
    wait_until(
        lambda: resident(server) - before < MOST_KEPT, failing="The memory was not given back."
    )
