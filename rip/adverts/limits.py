"""Limits of the adverts: on writes, by the API and by pages, and on lists that have no pages."""

from typing import Final

from rip.core.http.limits import ProcessLimit, RateLimit

ADVERT_WRITES: Final = RateLimit("adverts", "600/minute")
WHOLE_LISTS: Final = ProcessLimit(per_minute=120, burst=60)
