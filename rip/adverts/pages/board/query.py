"""What the address of the board's page asks for, and the ways on from there.

The query string is the whole state of the page. What it says wrongly is left out and told at its
field; what it does not know is ignored.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rip.adverts.api.parameters import page_listing
from rip.adverts.listing.listing import NEWEST, RELEVANCE, Listing
from rip.adverts.templatetags.advert_words import age, kind, price, sex
from rip.core.errors import BadInput, NotSignedIn
from rip.core.http.queries import MOST_PARAMETERS

NAMES: Final = (
    "q", "kind", "gender", "breed", "location", "age_min", "age_max", "price_min", "price_max",
    "owner", "sort", "cursor",
)  # fmt: skip
# These say which part of the adverts is shown, not which adverts.
PLACES: Final = ("sort", "cursor")
# A longer query string is not worth remembering what it means.
LONGEST_REMEMBERED: Final = 1000


class Chip(NamedTuple):
    """A condition in words, and the address of the page without it."""

    words: str
    address: str


@dataclass(frozen=True)
class Asked:
    """The conditions as they are written in the address, and the listing they mean."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    listing: Listing

    @property
    def sort(self) -> str:
        return self.listing.sort.name

    @property
    def default_sort(self) -> str:
        return RELEVANCE.name if self.listing.filter.q is not None else NEWEST.name

    def address(self, *without: str, **changed: str) -> str:
        """The page with the same conditions, but for these; from its beginning, unless a cursor
        is given."""
        left = {name: self.values[name] for name in self.values if name not in without}
        left.pop("cursor", None)
        query = urlencode({**left, **changed})
        return f"/?{query}" if query else "/"

    def chips(self) -> list[Chip]:
        """Each condition in the words of the active language."""
        wanted = self.listing.filter
        words = {
            ("q",): wanted.q and f"«{self.values['q']}»",
            ("kind",): wanted.value("kind") and kind(wanted.value("kind")),
            ("gender",): wanted.value("gender") and sex(wanted.value("gender")).capitalize(),
            ("breed",): wanted.value("breed") and self.values["breed"],
            ("location",): wanted.value("location") and self.values["location"],
            ("age_min", "age_max"): ages(wanted.value("age_min"), wanted.value("age_max")),
            ("price_min", "price_max"): prices(
                wanted.value("price_min"), wanted.value("price_max")
            ),
            ("owner",): wanted.owner and _("Adverts of one owner"),
        }
        return [Chip(said, self.address(*names)) for names, said in words.items() if said]


def ages(low: int | None, high: int | None) -> str:
    """A span of ages in years."""
    if low is not None and high is not None:
        if low == high:
            return age(low)
        words = ngettext("%(low)d–%(high)d year", "%(low)d–%(high)d years", high)
        return words % {"low": low, "high": high}
    if low:
        return ngettext("from %(count)d year", "from %(count)d years", low) % {"count": low}
    if high == 0:
        return age(0)
    if high is not None:
        return ngettext("up to %(count)d year", "up to %(count)d years", high) % {"count": high}
    return ""


def prices(low: Decimal | None, high: Decimal | None) -> str:
    """A span of prices in roubles."""
    if high is not None and not high:
        return price(high)
    if low is not None and high is not None:
        return f"{price(low).removesuffix('₽').rstrip()}–{price(high)}" if low else _upto(high)
    if high is not None:
        return _upto(high)
    return _("from %(price)s") % {"price": price(low)} if low else ""


def _upto(high: Decimal) -> str:
    return _("up to %(price)s") % {"price": price(high)}


def read(query: bytes, language: str) -> Asked:
    """What a query string asks for. `language` is the active one, that errors are told in."""
    if len(query) > LONGEST_REMEMBERED:
        return _read(query)
    return _read_and_remember(query, language)


@functools.lru_cache(maxsize=4096)
def _read_and_remember(query: bytes, _language: str) -> Asked:
    return _read(query)


def _read(query: bytes) -> Asked:
    values = _values(query)
    errors: dict[str, str] = {}
    while True:
        try:
            listing = page_listing(urlencode(values).encode(), None)
        except BadInput as error:
            # Where one of several forms is wrong, the form follows the field's name.
            wrong = {place.partition(".")[0]: said for place, said in error.errors.items()}
            errors |= {name: " ".join(map(str, said)) for name, said in wrong.items()}
            right = {name: value for name, value in values.items() if name not in wrong}
            values = right if len(right) < len(values) else {}
        except NotSignedIn:
            del values["owner"]
        else:
            return Asked(values, errors, listing)


def _values(query: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(query.decode("latin-1"), max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return {}
    given = dict(pairs)
    return {name: given[name].strip() for name in NAMES if given.get(name, "").strip()}
