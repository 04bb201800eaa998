"""The board as a plain dictionary, with a naive filter, sort and count, and any writes to it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from hypothesis import strategies as st

from rip.adverts.writing.commands import AdvertValues

STATUSES: Final = ("published", "reserved", "closed")
FACETS: Final = ("kind", "breed", "location")

TITLES = st.sampled_from(["Рыжий", "Серый"])
DESCRIPTIONS = st.sampled_from(["ласковый", "ищет дом тверь"])
BREEDS = st.sampled_from(["Сфинкс", "СФИНКС", "Такса"])
LOCATIONS = st.sampled_from(["Орёл", "орел", "Тверь"])
KINDS = st.sampled_from(["Cat", "Dog"])
SMALL = st.integers(0, 3)

FIELDS: Final[dict[str, st.SearchStrategy[Any]]] = {
    "title": TITLES,
    "description": DESCRIPTIONS,
    "kind": KINDS,
    "breed": BREEDS,
    "age": SMALL,
    "gender": st.sampled_from(["M", "F"]),
    "location": LOCATIONS,
    "price": SMALL.map(Decimal),
}
VALUES: Final = st.fixed_dictionaries(FIELDS)
CHANGES: Final = st.fixed_dictionaries(
    {}, optional={**FIELDS, "status": st.sampled_from(STATUSES)}
).filter(bool)


def fold(text: str) -> str:
    return text.casefold().replace("ё", "е")


@dataclass(frozen=True)
class Ad:
    """An advert: its number, its owner's, and its values."""

    number: int
    owner: int | None
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def has(self, word: str, *names: str) -> bool:
        return any(fold(word) in fold(self[name]).split() for name in names)

    def rank(self, words: Sequence[str]) -> int:
        return 0 if all(self.has(word, "title", "breed") for word in words) else 1


class Query(NamedTuple):
    """A listing, by its parameters as they stand in a query string."""

    conditions: Mapping[str, Any]
    sort: str
    limit: int

    def text(self, cursor: str | None = None) -> bytes:
        asked = {**self.conditions, "sort": self.sort, "limit": self.limit}
        asked |= {"facets": ",".join(FACETS)}
        if cursor is not None:
            asked["cursor"] = cursor
        return urlencode(asked).encode()

    @property
    def words(self) -> list[str]:
        return str(self.conditions.get("q", "")).split()

    def matches(self, ad: Ad, *, but_for: str = "") -> bool:
        """True if all conditions hold, but for those on one field."""
        tests = [
            test(ad, self.conditions[name])
            for name, test in _TESTS.items()
            if name in self.conditions and name != but_for
        ]
        on_status = ad["status"] == self.conditions.get("status", "published")
        found = all(ad.has(word, *_SEARCHED) for word in self.words)
        return on_status and found and all(tests)

    def key(self, ad: Ad) -> tuple[Any, ...]:
        """Adverts are listed by rising keys."""
        keys: dict[str, tuple[Any, ...]] = {
            "new": (-ad.number,),
            "price": (ad["price"], ad.number),
            "-price": (-ad["price"], -ad.number),
            "age": (ad["age"], ad.number),
            "relevance": (ad.rank(self.words) if self.words else 0, -ad.number),
        }
        return keys[self.sort]


_SEARCHED: Final = ("title", "description", "breed", "location")
_TESTS: Final[dict[str, Callable[[Ad, Any], bool]]] = {
    "kind": lambda ad, wanted: bool(ad["kind"] == wanted),
    "breed": lambda ad, wanted: fold(ad["breed"]) == fold(wanted),
    "location": lambda ad, wanted: fold(ad["location"]) == fold(wanted),
    "age_min": lambda ad, wanted: bool(ad["age"] >= wanted),
    "price_max": lambda ad, wanted: bool(ad["price"] <= wanted),
    "owner": lambda ad, wanted: ad.owner == wanted,
}

CONDITIONS: Final = {
    "kind": KINDS,
    "breed": BREEDS,
    "location": LOCATIONS,
    "age_min": SMALL,
    "price_max": SMALL,
    "status": st.sampled_from(STATUSES),
    "q": st.sampled_from(["рыжий", "такса", "орел", "тверь", "серый сфинкс", "такса орел"]),
}
SORTS: Final = st.sampled_from(["new", "price", "-price", "age", "relevance"])


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Most have a condition or two, so that something is found."""
    names = draw(st.lists(st.sampled_from(sorted(CONDITIONS)), max_size=2, unique=True))
    conditions = {name: draw(CONDITIONS[name]) for name in names}
    return Query(conditions, draw(SORTS), draw(st.sampled_from([1, 2, 3, 100])))


class Board(dict[int, Ad]):
    """All adverts by their numbers."""

    def create(self, number: int, owner: int | None, values: AdvertValues) -> None:
        self[number] = Ad(number, owner, {**values, "status": "published"})

    def may_change(self, number: int, values: Mapping[str, Any]) -> bool:
        """A closed advert must be published before it is reserved."""
        return (self[number]["status"], values.get("status")) != ("closed", "reserved")

    def change(self, number: int, values: Mapping[str, Any]) -> None:
        self[number] = replace(self[number], values={**self[number].values, **values})

    def copy(self) -> "Board":
        return Board(self)

    def listed(self, query: Query) -> list[Ad]:
        return sorted(filter(query.matches, self.values()), key=query.key)

    def counts(self, query: Query, field: str) -> list[tuple[str, int]]:
        """Each value of a field with its count, the most used first."""
        found = [ad for ad in self.values() if query.matches(ad, but_for=field)]
        counted = Counter(folded(field, ad[field]) for ad in found)
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def folded(field: str, value: str) -> str:
    """A value as it is compared."""
    return value if field == "kind" else fold(value)
