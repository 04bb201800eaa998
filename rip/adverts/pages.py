"""The board as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rip.adverts.models import Advert

PAGE = 24


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The published adverts, the newest first, a page at a time: `?before=ID` goes on."""
    adverts = Advert.objects.published().with_pictures()
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        adverts = adverts.filter(pk__lt=int(before))
    found = list(adverts[: PAGE + 1])
    page = found[:PAGE]
    context = {"adverts": page, "next_before": page[-1].pk if len(found) > PAGE else None}
    return render(request, "adverts/board.html", context)
