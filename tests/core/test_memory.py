"""A mapping of bounded bytes."""

from dataclasses import dataclass

from rip.core.memory import OVERHEAD, Memory


@dataclass
class Thing:
    size: int


def test_the_least_recently_used_goes_first() -> None:
    memory: Memory[str, Thing] = Memory(3 * (100 + OVERHEAD))
    for name in "abc":
        memory.put(name, Thing(100))
    memory.get("a")
    memory.peek("b")
    memory.put("d", Thing(100))
    assert [name for name in "abcd" if name in memory] == ["a", "c", "d"]
    assert memory.bytes == 3 * (100 + OVERHEAD)


def test_what_does_not_fit_at_all_is_not_kept() -> None:
    memory: Memory[str, Thing] = Memory(1000)
    memory.put("small", Thing(10))
    memory.put("large", Thing(1001))
    assert memory.get("large") is None
    assert memory.get("small") is not None


def test_an_entry_that_grew_is_counted_anew() -> None:
    memory: Memory[str, Thing] = Memory(10_000)
    thing = Thing(10)
    memory.put("a", thing)
    thing.size = 2000
    memory.put("a", thing)
    assert memory.bytes == 2000 + OVERHEAD
    memory.drop("a")
    memory.drop("a")
    assert (memory.bytes, len(memory)) == (0, 0)
