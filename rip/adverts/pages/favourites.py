"""Favourites as a page, and the heart on every advert.

Visitors who are not signed in have theirs in the browser; the page's script shows them, and hands
them over after signing in.
"""

import contextlib
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from rip.accounts.models import User
from rip.adverts import favourites
from rip.adverts.models.readers import Favourite
from rip.adverts.pages.requests import back, before_of, sign_in_first, user_of
from rip.core.errors import Conflict, NotFound
from rip.pages.rows import fill, row_of, rows_kept

MAX_MERGED: Final = 100
PAGE: Final = 48


@require_safe
def favourites_page(request: HttpRequest) -> HttpResponse:
    """The favourites of the user, also those whose advert is gone, the last added first."""
    user = user_of(request)
    context: dict[str, Any] = {}
    if user is not None:
        found = list(Favourite.objects.of(user, before=before_of(request))[: PAGE + 1])
        context["rows"] = fill([_row(one, user) for one in found[:PAGE]], request)
        context["next_before"] = found[PAGE - 1].pk if len(found) > PAGE else None
    response = render(request, "adverts/favourites.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _row(favourite: Favourite, user: User) -> SafeString:
    advert = favourites.advert_of(favourite, user)
    version = (advert.pk, advert.seq, advert.updated) if advert is not None else None
    key = (get_language(), favourite.pk, favourite.added, version)
    context = {"favourite": favourite, "advert": advert}
    return rows_kept.get(key, lambda: row_of("adverts/favourite_row.html", context))


@require_POST
def favourite_change(request: HttpRequest, advert_id: int) -> HttpResponse:
    """Add an advert to the favourites (`keep` is 1), or remove it."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    if advert_id >= 2**63:
        raise NotFound
    if request.POST.get("keep") == "1":
        favourites.favourite_add(user=user, advert_id=advert_id)
    else:
        favourites.favourite_remove(user=user, advert_id=advert_id)
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    return back(request, "/favourites/")


@require_POST
def favourites_merge(request: HttpRequest) -> HttpResponse:
    """Add the favourites of the browser: `ids`, comma-separated, the first to be added first."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    words = request.POST.get("ids", "").split(",")[:MAX_MERGED]
    ids = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]
    with contextlib.suppress(Conflict):  # with that many, nobody misses these
        favourites.favourites_merge(user=user, advert_ids=ids)
    return redirect("favourites")
