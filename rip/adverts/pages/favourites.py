"""Favourites as a page, and the heart on every advert.

Visitors who are not signed in have theirs in the browser; the page's script shows them, and hands
them over after signing in.
"""

import contextlib
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rip.adverts import favourites
from rip.adverts.models.readers import Favourite
from rip.adverts.pages.requests import back, sign_in_first, user_of
from rip.core.errors import Conflict, NotFound

MAX_MERGED: Final = 100


@require_safe
def favourites_page(request: HttpRequest) -> HttpResponse:
    """All favourites of the user, also those whose advert is gone."""
    user = user_of(request)
    found = Favourite.objects.of(user) if user is not None else []
    shown = [(one, favourites.advert_of(one, user)) for one in found] if user is not None else []
    response = render(request, "adverts/favourites.html", {"favourites": shown})
    response["Cache-Control"] = "no-store"
    return response


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
