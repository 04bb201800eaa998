"""Short texts are remembered, and long ones are not: they would be kept whole."""

from rip.core.work.lru import cached_if_short


def test_results_for_short_texts_are_kept_and_those_for_long_ones_made_anew() -> None:
    calls: list[tuple[str, ...]] = []

    @cached_if_short(2, longest=3)
    def joined(*texts: str) -> str:
        calls.append(texts)
        return "+".join(texts)

    for _ in range(3):
        assert joined("abc", "d") == "abc+d"
        assert joined("abcd", "e") == "abcd+e"
        assert joined("e", "abcd") == "e+abcd"
    assert calls.count(("abc", "d")) == 1
    assert calls.count(("abcd", "e")) == calls.count(("e", "abcd")) == 3


def test_only_so_many_are_kept() -> None:
    calls: list[str] = []

    @cached_if_short(2)
    def same(text: str) -> str:
        calls.append(text)
        return text

    for text in ("a", "b", "c", "a"):
        same(text)
    assert calls == ["a", "b", "c", "a"]
