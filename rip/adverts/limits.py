"""Limits that both the adverts' API and their pages count towards."""

from typing import Final

from rip.core.http.limits import RateLimit

ADVERT_WRITES: Final = RateLimit("adverts", "600/minute")
