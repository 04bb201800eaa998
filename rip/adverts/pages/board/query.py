"""The query string of the board's page, and the URLs that lead on from it.

The query string is the whole state of the page. Its wrong values are left out and named at their
fields; unknown parameters are ignored.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from rip.adverts.api.parameters import page_listing
from rip.adverts.listing.listing import NEWEST, RELEVANCE, Listing
from rip.adverts.pages.board.chips import conditions
from rip.adverts.pages.layout import FILTERS
from rip.core.errors import BadInput, NotSignedIn
from rip.core.http.queries import MOST_PARAMETERS

# In the order in which URLs of the page name them.
PARAMETERS: Final = (
    "q", *(name for field in FILTERS for name in field.parameters), "owner", "sort", "cursor",
)  # fmt: skip
# Longer query strings are not worth a place in the cache.
LONGEST_CACHED: Final = 1000


class Chip(NamedTuple):
    """A condition as people read it, and the URL of the page without it."""

    label: str
    url: str


@dataclass(frozen=True)
class BoardQuery:
    """The parameters as they are written in the URL, and the listing they mean."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    listing: Listing

    @property
    def sort(self) -> str:
        return self.listing.sort.name

    @property
    def default_sort(self) -> str:
        return RELEVANCE.name if self.listing.filter.q is not None else NEWEST.name

    def url(self, *without: str, **changed: str) -> str:
        """Return the page's URL without some parameters and with others changed; it leads to the
        first page unless a cursor is given."""
        left = {name: self.values[name] for name in self.values if name not in without}
        left.pop("cursor", None)
        query = urlencode({**left, **changed})
        return f"/?{query}" if query else "/"

    def chips(self) -> list[Chip]:
        """The conditions in the active language."""
        found = conditions(self.listing.filter, self.values)
        return [Chip(label, self.url(*parameters)) for label, parameters in found]


def read(query: bytes, language: str) -> BoardQuery:
    """Read a query string. `language` must be the active one, which errors are worded in."""
    if len(query) > LONGEST_CACHED:
        return _read(query)
    return _read_cached(query, language)


@functools.lru_cache(maxsize=4096)
def _read_cached(query: bytes, _language: str) -> BoardQuery:
    return _read(query)


def _read(query: bytes) -> BoardQuery:
    values = _values(query)
    errors: dict[str, str] = {}
    while True:
        try:
            listing = page_listing(urlencode(values).encode(), None)
        except BadInput as error:
            # If one of several forms of a value is wrong, its form follows the field's name.
            wrong = {path.partition(".")[0]: found for path, found in error.errors.items()}
            errors |= {name: " ".join(map(str, found)) for name, found in wrong.items()}
            right = {name: value for name, value in values.items() if name not in wrong}
            values = right if len(right) < len(values) else {}
        except NotSignedIn:
            del values["owner"]
        else:
            return BoardQuery(values, errors, listing)


def _values(query: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(query.decode("latin-1"), max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return {}
    given = dict(pairs)
    return {name: given[name].strip() for name in PARAMETERS if given.get(name, "").strip()}
