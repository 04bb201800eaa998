"""The latest changes are known without a gap, and what each may mean to a search."""

import pytest

from rip.adverts.feed import recent_changes
from rip.adverts.feed.recent_changes import Change, RecentChanges
from rip.adverts.listing.listing import Values


def values(words: str | None) -> Values:
    return Values("published", None, {}, words)


@pytest.mark.parametrize(
    ("before", "after", "keeps_words", "has_new_words"),
    [
        (None, values("a"), False, True),
        (values("a"), None, False, False),
        (None, None, False, False),
        (values("a"), values("a"), True, False),
        (values("a"), values("b"), False, True),
        (values(None), values("a"), False, True),
        (values("a"), values(None), False, True),
        # Texts that are not known may be others.
        (values(None), values(None), False, True),
    ],
)
def test_a_change_keeps_the_words_or_may_have_new_ones(
    before: Values | None, after: Values | None, *, keeps_words: bool, has_new_words: bool
) -> None:
    change = Change(1, 7, before, after)
    assert change.keeps_words() is keeps_words
    assert change.has_new_words() is has_new_words


def changes(first: int, last: int, adverts: int = 100) -> list[Change]:
    return [Change(seq, seq % adverts, None, None) for seq in range(first, last + 1)]


def test_nothing_is_known_at_first() -> None:
    recent = RecentChanges()
    assert (recent.first, recent.last, len(recent)) == (0, 0, 0)
    assert (recent.since(0), recent.since(-1), recent.latest_of(7)) == ([], None, 0)
    recent.add(changes(1, 3))
    assert recent.since(0) == changes(1, 3)


def test_changes_since_any_number_that_is_known() -> None:
    recent = RecentChanges()
    recent.begin(10)
    recent.add(changes(11, 12))
    recent.add(changes(13, 15))
    assert (recent.first, recent.last, len(recent)) == (10, 15, 5)
    assert recent.since(9) is None
    for number in range(10, 16):
        assert recent.since(number) == changes(number + 1, 15)


def test_the_latest_change_of_each_advert() -> None:
    recent = RecentChanges()
    recent.begin(10)
    recent.add(changes(11, 16, adverts=4))
    assert [recent.latest_of(advert) for advert in range(5)] == [16, 13, 14, 15, 0]


def test_who_begins_anew_knows_nothing_of_before() -> None:
    recent = RecentChanges()
    recent.add(changes(1, 5))
    recent.begin(3)
    assert (recent.first, recent.last, len(recent)) == (3, 3, 0)
    assert (recent.since(3), recent.since(2), recent.latest_of(5)) == ([], None, 0)


def test_the_oldest_are_evicted_when_twice_as_many_as_it_keeps_are_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recent_changes, "MOST_KNOWN", 3)
    recent = RecentChanges()
    recent.begin(10)
    recent.add(changes(11, 16, adverts=5))
    assert (recent.first, len(recent)) == (10, 6)
    recent.add(changes(17, 17, adverts=5))
    assert (recent.first, recent.last, len(recent)) == (14, 17, 3)
    assert (recent.since(13), recent.since(14)) == (None, changes(15, 17, adverts=5))
    # Those whose latest change is still known, and no others.
    assert [recent.latest_of(advert) for advert in range(5)] == [15, 16, 17, 0, 0]
