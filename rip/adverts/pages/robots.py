"""Pages for search engines: robots.txt, and a map of all published adverts.

The map is an index of files, each of a range of ids, so that a file is found by the primary key and
costs the same on a board of any size. Adverts that are closed leave gaps in it.
"""

from typing import Final

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from rip.adverts.models import Advert
from rip.adverts.models.paths import path_of
from rip.adverts.pages.requests import site_of

IDS_IN_FILE: Final = 10_000
XML: Final = "application/xml; charset=utf-8"
SCHEMA: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
CACHE_CONTROL: Final = "public, max-age=3600"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = ("/admin/", "/accounts/", "/my/", "/favourites/", "/desk/", "/adverts/new/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {site_of(request)}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: a file for each range of ids."""
    last = Advert.objects.aggregate(last=Max("pk"))["last"] or 0
    files = range(last // IDS_IN_FILE + 1)
    found = "".join(
        f"<sitemap><loc>{site_of(request)}/sitemap-{n}.xml</loc></sitemap>" for n in files
    )
    return _xml(f'<sitemapindex xmlns="{SCHEMA}">{found}</sitemapindex>')


@require_safe
def sitemap_file(request: HttpRequest, number: int) -> HttpResponse:
    """The published adverts of one range of ids; the first file has the board as well."""
    if number > 2**63 // IDS_IN_FILE - 1:
        raise Http404
    first = number * IDS_IN_FILE
    ids = {"pk__gte": first, "pk__lt": first + IDS_IN_FILE}
    rows = Advert.objects.published().filter(**ids).values_list("pk", "title", "updated")
    site = escape(site_of(request))
    pages = [f"<url><loc>{site}/</loc></url>"] if number == 0 else []
    pages += [
        f"<url><loc>{site}{path_of(pk, title)}</loc><lastmod>{at:%Y-%m-%d}</lastmod></url>"
        for pk, title, at in rows
    ]
    return _xml(f'<urlset xmlns="{SCHEMA}">{"".join(pages)}</urlset>')


def _xml(root: str) -> HttpResponse:
    response = HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{root}', content_type=XML)
    response["Cache-Control"] = CACHE_CONTROL
    return response
