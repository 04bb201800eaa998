"""The contents of a filled site, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contents:
    """The seller, the collector and the talker are one person each, who has that many adverts,
    favourites and messages; all others share the rest."""

    adverts: int
    rooms: int
    messages: int
    of_seller: int
    of_collector: int
    of_talker: int
