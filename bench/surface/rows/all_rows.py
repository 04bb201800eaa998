"""All rows, reads first: what writes makes the site grow."""

from typing import Final

from bench.surface.rows import accounts, adverts, pages, support
from bench.surface.rows.row import Row

_ALL: Final = [*adverts.ROWS, *accounts.ROWS, *support.ROWS, *pages.ROWS, *pages.FORMS]
ROWS: Final[list[Row]] = sorted(_ALL, key=lambda row: row.kind == "write")
