"""Each route of the API and each page has a row, or a reason why it has none."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from bench.surface.people import Who
from bench.surface.rows.all_rows import ROWS
from bench.surface.rows.pages import WITHOUT_ROW
from tests.kit.routes import ROUTES

ADMIN: Final = "/admin/"
CONVERTER: Final = re.compile(r"<\w+:(\w+)>")
GROUP: Final = re.compile(r"\(\?P(<\w+>)[^)]*\)")


def paths(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    """The paths of all pages, with their parameters as <name>; those of the admin are one."""
    for one in patterns:
        path = prefix + CONVERTER.sub(r"<\1>", GROUP.sub(r"\1", str(one.pattern).strip("^$")))
        if path == ADMIN:
            yield path
        elif isinstance(one, URLResolver):
            yield from paths(one.url_patterns, path)
        else:
            yield path


COVERED: Final = {covered for row in ROWS for covered in row.covers}
API: Final = {str(route) for route in ROUTES}
PAGES: Final = set(paths(get_resolver().url_patterns))
COVERED_PAGES: Final = {covered.partition(" ")[2] for covered in COVERED - API}


def test_each_route_of_the_api_has_a_row() -> None:
    assert sorted(API - COVERED) == []


def test_each_page_has_a_row_or_a_reason() -> None:
    assert sorted(PAGES - COVERED_PAGES - WITHOUT_ROW.keys()) == []


def test_no_row_and_no_reason_is_about_a_page_that_is_not_there() -> None:
    assert sorted((COVERED_PAGES | WITHOUT_ROW.keys()) - PAGES) == []
    assert sorted(WITHOUT_ROW.keys() & COVERED_PAGES) == []


def test_no_two_rows_have_the_same_name() -> None:
    assert [name for name, count in Counter(row.name for row in ROWS).items() if count > 1] == []


def test_nobody_and_customers_and_operators_have_rows() -> None:
    assert {row.who for row in ROWS} == set(Who) - {Who.TALKER}


def test_what_grows_by_its_nature_is_a_read_or_a_page() -> None:
    assert {row.kind for row in ROWS if row.whole} == {"read", "page"}
