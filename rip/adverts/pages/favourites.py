"""Favourites as a page, and the heart on every advert.

Visitors who are not signed in have theirs in the browser; the page's script shows them, and hands
them over after signing in.
"""

import contextlib
from collections.abc import Hashable
from datetime import datetime
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from rip.accounts.models import User
from rip.adverts import favourites
from rip.adverts.models import Advert
from rip.adverts.models.readers import Favourite
from rip.adverts.pages.requests import back, before_of, sign_in_first, user_of
from rip.adverts.statuses import may_see
from rip.core.errors import Conflict, NotFound
from rip.pages.rows import fill, row_of, rows_kept

MAX_MERGED: Final = 100
PAGE: Final = 48
VERSIONED: Final = ("pk", "owner_id", "status", "seq", "updated")


@require_safe
def favourites_page(request: HttpRequest) -> HttpResponse:
    """The favourites of the user, also those whose advert is gone, the last added first."""
    user = user_of(request)
    context: dict[str, Any] = {}
    if user is not None:
        found = list(Favourite.objects.of(user, before=before_of(request))[: PAGE + 1])
        context["rows"] = fill(_rows(found[:PAGE], user), request)
        context["next_before"] = found[PAGE - 1].pk if len(found) > PAGE else None
    response = render(request, "adverts/favourites.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _rows(found: list[Favourite], user: User) -> list[SafeString]:
    """The rows of these; adverts are read as far as their rows are not kept."""
    adverts = Advert.objects.filter(pk__in=[one.advert_id for one in found])
    versions = {
        pk: (seq, updated)
        for pk, owner_id, status, seq, updated in adverts.values_list(*VERSIONED)
        if may_see(user, owner_id=owner_id, status=status)
    }
    keys = [_key(one, versions.get(one.advert_id)) for one in found]
    rows = [rows_kept.find(key) for key in keys]
    # A join would leave out those whose advert is gone.
    prefetch_related_objects(
        [one for one, row in zip(found, rows, strict=True) if row is None], "advert__pictures"
    )
    return [row or _made(one, user) for one, row in zip(found, rows, strict=True)]


def _key(favourite: Favourite, version: tuple[int, datetime] | None) -> Hashable:
    return ("favourite", get_language(), favourite.pk, favourite.added, version)


def _made(favourite: Favourite, user: User) -> SafeString:
    advert = favourites.advert_of(favourite, user)
    context = {"favourite": favourite, "advert": advert}
    row = row_of("adverts/favourite_row.html", context)
    # An advert that has changed since is kept as what it is now.
    version = (advert.seq, advert.updated) if advert is not None else None
    return rows_kept.keep(_key(favourite, version), row)


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
