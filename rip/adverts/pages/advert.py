"""The page of one advert."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rip.adverts.encoding import to_json
from rip.adverts.models import Advert
from rip.adverts.pages.requests import site_of, user_of
from rip.adverts.pages.similar import similar_to
from rip.adverts.templatetags.advert_words import age, price, species
from rip.core.http.fields import number

LONGEST_SUMMARY: Final = 200
# In a script, "</script>" would end it, whatever the quotes around it.
IN_SCRIPT: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@require_safe
def advert_page(request: HttpRequest, advert_id: int) -> HttpResponse:
    """An advert; a closed one for its owner and staff alone, as everywhere."""
    advert = _advert_or_404(request, advert_id)
    address = advert.get_absolute_url()
    if request.path != address:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    user = user_of(request)
    site = site_of(request)
    context = {
        "advert": advert,
        "pictures": advert.album,
        "canonical": site + address,
        "summary": summary_of(advert),
        "social_image": site + (advert.image or static("rip/icon.svg")),
        "locale": "ru_RU" if get_language() == "ru" else "en_GB",
        "data": _data(advert, site),
        "seller_adverts": _count_of_owner(advert),
        "similar": similar_to(advert),
        "may_change": user is not None and advert.may_be_changed_by(user),
        "is_kept": user is not None and user.favourites.filter(advert=advert).exists(),
    }
    response = render(request, "adverts/advert.html", context)
    if not advert.traits.is_public:
        response["X-Robots-Tag"] = "noindex"
    return response


def advert_slug(request: HttpRequest, advert_id: str, slug: str) -> HttpResponse:
    """The page by its whole address; whatever the words in it, the number counts."""
    return advert_page(request, int(advert_id))


def _advert_or_404(request: HttpRequest, advert_id: int) -> Advert:
    if advert_id >= 2**63:
        raise Http404
    advert = Advert.objects.select_related("owner").filter(pk=advert_id).first()
    if advert is None or not advert.may_be_seen_by(user_of(request)):
        raise Http404
    return advert


def summary_of(advert: Advert) -> str:
    """One line that says what the advert is about."""
    words = f"{species(advert)}, {advert.breed}, {age(advert.age)}, {advert.location}"
    text = f"{words}. {price(advert.price)}. {' '.join(advert.description.split())}"
    return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1] + "…"


def _count_of_owner(advert: Advert) -> int:
    if advert.owner_id is None:
        return 0
    return Advert.objects.published().filter(owner_id=advert.owner_id).count()


def _data(advert: Advert, site: str) -> str:
    """The advert as schema.org has it, as JSON that may stand in a script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": advert.title,
        "description": advert.description,
        "category": species(advert),
        "image": [site + picture.url for picture in advert.album],
        "offers": {
            "@type": "Offer",
            "url": site + advert.get_absolute_url(),
            "price": number(advert.price),
            "priceCurrency": "RUB",
            "availability": advert.traits.availability,
            "areaServed": advert.location,
        },
    }
    return to_json(data).decode().translate(IN_SCRIPT)
