"""Something derived from the board advances over every change, or is stale."""

import pytest

from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.feed import recent_changes
from rip.adverts.feed.recent_changes import Change, RecentChanges


class Seen(AsOf):
    """Absorbs the changes of all adverts but one."""

    def __init__(self, number: int, poison: int | None = None) -> None:
        super().__init__(number)
        self.seqs: list[int] = []
        self._poison = poison

    def absorb(self, change: Change) -> bool:
        if change.advert_id == self._poison:
            return False
        self.seqs.append(change.seq)
        return True


def changes(first: int, last: int) -> list[Change]:
    return [Change(seq, seq % 7, None, None) for seq in range(first, last + 1)]


@pytest.fixture
def recent() -> RecentChanges:
    recent = RecentChanges()
    recent.begin(10)
    recent.add(changes(11, 20))
    return recent


def test_it_absorbs_each_change_once(recent: RecentChanges) -> None:
    seen = Seen(12)
    assert seen.advance(recent)
    assert seen.advance(recent)
    assert (seen.number, seen.seqs) == (20, list(range(13, 21)))
    recent.add(changes(21, 22))
    assert seen.advance(recent)
    assert (seen.number, seen.seqs[-2:]) == (22, [21, 22])


def test_one_change_can_make_it_stale(recent: RecentChanges) -> None:
    seen = Seen(12, poison=1)
    assert not seen.advance(recent)
    assert (seen.number, seen.seqs) == (12, [13, 14])


def test_what_is_true_as_of_a_later_number_is_fresh(recent: RecentChanges) -> None:
    seen = Seen(21)
    assert seen.advance(recent)
    assert (seen.number, seen.seqs) == (21, [])


def test_it_is_stale_when_changes_since_are_not_known(
    recent: RecentChanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not Seen(9).advance(recent)
    monkeypatch.setattr(recent_changes, "MOST_KNOWN", 3)
    recent.add(changes(21, 22))
    assert not Seen(12).advance(recent)
    assert Seen(recent.first).advance(recent)
