"""The page of one advert."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rip.adverts.models import Advert
from rip.adverts.pages.facts import (
    facts_of,
    flags_of,
    sections_of,
    structured_data,
    summary_of,
)
from rip.adverts.pages.layout import SMALL_CARD_LINE
from rip.adverts.pages.requests import site_of, user_of
from rip.adverts.pages.similar import similar_to
from rip.adverts.templatetags.advert_texts import phrases_of


@require_safe
def advert_page(request: HttpRequest, advert_id: int) -> HttpResponse:
    """An advert; a closed one for its owner and staff alone, as everywhere."""
    advert = _advert_or_404(request, advert_id)
    path = advert.get_absolute_url()
    if request.path != path:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    user = user_of(request)
    site = site_of(request)
    context = {
        "advert": advert,
        "pictures": advert.album,
        "canonical": site + path,
        "summary": summary_of(advert),
        "social_image": site + (advert.image or static("rip/icon.svg")),
        "locale": "ru_RU" if get_language() == "ru" else "en_GB",
        "data": structured_data(advert, site),
        "seller_adverts": _count_of_owner(advert),
        "facts": facts_of(advert),
        "flags": flags_of(advert),
        "sections": sections_of(advert),
        "similar": [(one, phrases_of(SMALL_CARD_LINE, one)) for one in similar_to(advert)],
        "may_change": user is not None and advert.may_be_changed_by(user),
        "is_favourite": user is not None and user.favourites.filter(advert=advert).exists(),
    }
    response = render(request, "adverts/advert.html", context)
    if not advert.traits.is_public:
        response["X-Robots-Tag"] = "noindex"
    return response


def advert_slug(request: HttpRequest, advert_id: str, slug: str) -> HttpResponse:
    """The page by its whole path, of which only the number counts."""
    return advert_page(request, int(advert_id))


def _advert_or_404(request: HttpRequest, advert_id: int) -> Advert:
    if advert_id >= 2**63:
        raise Http404
    advert = Advert.objects.select_related("owner").filter(pk=advert_id).first()
    if advert is None or not advert.may_be_seen_by(user_of(request)):
        raise Http404
    return advert


def _count_of_owner(advert: Advert) -> int:
    if advert.owner_id is None:
        return 0
    return Advert.objects.published().filter(owner_id=advert.owner_id).count()
