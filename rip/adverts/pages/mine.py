"""The list of one's own adverts, with the actions on each."""

from datetime import datetime
from typing import Final

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rip.accounts.models import User
from rip.adverts.models import Advert, AdvertQuerySet
from rip.adverts.pages.requests import back, before_of, sign_in_first, user_of
from rip.adverts.statuses import ON_BOARD, Status, next_statuses, traits_of
from rip.adverts.writing.commands import advert_update
from rip.adverts.writing.deletions import (
    DELETED_AS,
    UNDO,
    advert_delete_later,
    advert_undelete,
)
from rip.core.errors import BadInput, NotFound
from rip.pages.rows import fill, row_of, rows_kept

PAGE: Final = 24
DELETED: Final = "deleted"
TABS: Final = (*Status.values, DELETED)


@require_safe
def my_adverts(request: HttpRequest) -> HttpResponse:
    """Adverts of one status, the newest first: `?status=closed&before=ID`."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    tab = request.GET.get("status", "")
    tab = tab if tab in TABS else ON_BOARD.value
    adverts = _in_tab(user, tab)
    before = before_of(request)
    if before is not None:
        adverts = adverts.filter(pk__lt=before)
    found = list(adverts.values_list("pk", "seq", "updated")[: PAGE + 1])
    context = {
        "rows": fill(_rows(tab, found[:PAGE]), request),
        "next_before": found[PAGE - 1][0] if len(found) > PAGE else None,
        "tab": tab,
        "tabs": _tabs(user),
        "undo_minutes": int(UNDO.total_seconds() // 60),
    }
    response = render(request, "adverts/mine.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _rows(tab: str, found: list[tuple[int, int, datetime]]) -> list[SafeString]:
    """The rows of these adverts, given by id, number and time of the last change."""
    language = get_language()
    keys = {pk: (tab, language, pk, seq, updated) for pk, seq, updated in found}
    rows = {pk: rows_kept.find(key) for pk, key in keys.items()}
    missing = [pk for pk, row in rows.items() if row is None]
    for advert in Advert.objects.filter(pk__in=missing).with_pictures() if missing else ():
        context = {"advert": advert, "tab": tab, "next_statuses": next_statuses(tab)}
        # One that has changed since is kept as what it is now.
        key = (tab, language, advert.pk, advert.seq, advert.updated)
        rows[advert.pk] = rows_kept.keep(key, row_of("adverts/my_row.html", context))
    return [row for row in rows.values() if row is not None]


def _in_tab(user: User, tab: str) -> AdvertQuerySet:
    own = Advert.objects.filter(owner=user).order_by("-pk")
    if tab == DELETED:
        return own.filter(pending_deletion__isnull=False, status=DELETED_AS)
    found = own.filter(status=tab)
    return found.filter(pending_deletion=None) if tab == DELETED_AS else found


def _tabs(user: User) -> list[tuple[str, str, int]]:
    """The name, the label and the number of adverts of each tab."""
    own = Advert.objects.filter(owner=user).order_by()
    counts = dict(own.values_list("status").annotate(Count("pk")))
    deleted = _in_tab(user, DELETED).count()
    counts[DELETED_AS] = counts.get(DELETED_AS, 0) - deleted
    tabs = [(one.value, str(one.traits.tab), counts.get(one.value, 0)) for one in Status]
    return [*tabs, (DELETED, _("Just deleted"), deleted)] if deleted else tabs


@require_POST
def advert_act(request: HttpRequest, advert_id: int) -> HttpResponse:
    """Run the form's `action`: a status that the advert gets, `delete` or `undelete`."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    if advert_id >= 2**63:
        raise NotFound
    action = request.POST.get("action", "")
    if action == "delete":
        advert = advert_delete_later(user=user, advert_id=advert_id)
        message = _("“%(title)s” is deleted. It can be taken back for %(minutes)d minutes.") % {
            "title": advert.title,
            "minutes": UNDO.total_seconds() // 60,
        }
        messages.success(request, message)
        return redirect(f"{reverse('my_adverts')}?status={DELETED}")
    if action == "undelete":
        advert_undelete(user=user, advert_id=advert_id)
        messages.success(request, _("It is back, as it was."))
    elif action in Status.values:
        advert_update(user=user, advert_id=advert_id, values={"status": action})
        messages.success(request, str(traits_of(action).done))
    else:
        raise BadInput(_("Choose what to do with the advert."))
    return back(request, reverse("my_adverts"))
