"""A mapping of bounded bytes."""

from dataclasses import dataclass

from rip.core.work.lru import OVERHEAD, LRUCache, SeenRecently


@dataclass
class Thing:
    size: int


def test_the_least_recently_used_goes_first() -> None:
    memory: LRUCache[str, Thing] = LRUCache(3 * (100 + OVERHEAD))
    for name in "abc":
        memory.put(name, Thing(100))
    memory.get("a")
    memory.peek("b")
    memory.put("d", Thing(100))
    assert [name for name in "abcd" if name in memory] == ["a", "c", "d"]
    assert memory.bytes == 3 * (100 + OVERHEAD)


def test_what_does_not_fit_at_all_is_not_kept() -> None:
    memory: LRUCache[str, Thing] = LRUCache(1000)
    memory.put("small", Thing(10))
    memory.put("large", Thing(1001 - OVERHEAD))
    assert memory.get("large") is None
    assert memory.get("small") is not None


def test_what_takes_all_of_it_is_kept_and_evicts_all_else() -> None:
    memory: LRUCache[str, Thing] = LRUCache(1000)
    for name in "ab":
        memory.put(name, Thing(10))
    memory.put("large", Thing(1000 - OVERHEAD))
    assert [name for name in ("a", "b", "large") if name in memory] == ["large"]
    assert memory.bytes == 1000
    memory.put("large", Thing(1001 - OVERHEAD))
    assert ("large" in memory, memory.bytes) == (False, 0)


def test_an_entry_is_evicted_for_the_byte_that_is_too_much_and_not_before() -> None:
    memory: LRUCache[str, Thing] = LRUCache(2 * (100 + OVERHEAD))
    memory.put("a", Thing(100))
    memory.put("b", Thing(100))
    assert "a" in memory
    memory.put("b", Thing(101))
    assert ("a" in memory, "b" in memory) == (False, True)


def test_a_look_gives_the_entry_or_nothing() -> None:
    memory: LRUCache[str, Thing] = LRUCache(1000)
    thing = Thing(10)
    memory.put("a", thing)
    assert (memory.peek("a"), memory.peek("b")) == (thing, None)
    assert (memory.get("a"), memory.get("b")) == (thing, None)


def test_what_is_cleared_leaves_only_what_is_reserved() -> None:
    memory: LRUCache[str, Thing] = LRUCache(1000)
    memory.reserve(200)
    memory.put("a", Thing(10))
    memory.clear()
    assert (len(memory), memory.bytes, memory.get("a")) == (0, 200, None)
    memory.put("a", Thing(800 - OVERHEAD))
    assert memory.bytes == 1000
    memory.reserve(0)
    memory.reserve(0)
    assert (len(memory), memory.bytes) == (1, 800)


def test_more_may_be_reserved_than_there_is() -> None:
    memory: LRUCache[str, Thing] = LRUCache(1000)
    memory.put("a", Thing(10))
    memory.reserve(1001)
    assert (len(memory), memory.bytes) == (0, 1001)
    memory.reserve(1000 - OVERHEAD)
    memory.put("a", Thing(0))
    memory.put("b", Thing(0))
    assert [name for name in "ab" if name in memory] == ["b"]


def test_an_entry_that_grew_is_counted_anew() -> None:
    memory: LRUCache[str, Thing] = LRUCache(10_000)
    thing = Thing(10)
    memory.put("a", thing)
    thing.size = 2000
    memory.put("a", thing)
    assert memory.bytes == 2000 + OVERHEAD
    memory.drop("a")
    memory.drop("a")
    assert (memory.bytes, len(memory)) == (0, 0)


def test_what_is_reserved_is_left_to_others() -> None:
    memory: LRUCache[str, Thing] = LRUCache(2 * (100 + OVERHEAD))
    memory.put("a", Thing(100))
    memory.put("b", Thing(100))
    memory.reserve(1)
    assert [name for name in "ab" if name in memory] == ["b"]
    assert memory.bytes == 100 + OVERHEAD + 1
    memory.put("c", Thing(2 * 100 + OVERHEAD))
    assert [name for name in "bc" if name in memory] == ["b"]


def test_what_comes_again_soon_is_known() -> None:
    lately: SeenRecently[int] = SeenRecently(3)
    assert not lately.again(1)
    assert lately.again(1)
    for other in (2, 3, 4, 5):
        assert not lately.again(other)
    assert lately.again(1)


def test_what_comes_again_late_is_forgotten() -> None:
    lately: SeenRecently[int] = SeenRecently(3)
    lately.again(1)
    for other in range(2, 8):
        lately.again(other)
    assert not lately.again(1)
