"""The page of one advert."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rip.accounts.models import User
from rip.adverts.catalogue.fragments import Fragment
from rip.adverts.catalogue.similar import Surroundings
from rip.adverts.models import Advert
from rip.adverts.pages.facts import (
    facts_of,
    flags_of,
    sections_of,
    structured_data,
    summary_of,
)
from rip.adverts.pages.kept import kept
from rip.adverts.pages.layout import SMALL_CARD_LINE
from rip.adverts.pages.requests import site_of, user_of
from rip.adverts.pages.seller import Seller, seller_of, sellers
from rip.adverts.pages.shown import PageAdvert, shown
from rip.adverts.pages.similar import similar_to
from rip.adverts.statuses import may_change
from rip.adverts.templatetags.advert_texts import phrases_of
from rip.pages.shared import Facts, SharedPage, hole

TEMPLATE: Final = "adverts/advert.html"


class Contact(NamedTuple):
    """All that the buttons beside an advert depend on, besides the visitor."""

    advert_id: int
    path: str
    may_change: bool = False
    is_favourite: bool = False


@require_safe
def advert_page(request: HttpRequest, advert_id: int) -> HttpResponse:
    """An advert; a closed one for its owner and staff alone, as everywhere."""
    user = user_of(request)
    model = _advert_or_404(advert_id, user)
    advert = shown(Fragment.of(model))
    if request.path != advert.path:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{advert.path}?{query}" if query else advert.path)
    similar = [shown(Fragment.of(one)) for one in similar_to(model)]
    seller = sellers([advert.owner]).get(advert.owner) if advert.owner is not None else None
    of_owner = Advert.objects.published().filter(owner_id=advert.owner).count() if seller else 0
    is_favourite = user is not None and user.favourites.filter(advert_id=advert.id).exists()
    context = _context(advert, similar, seller, of_owner, site_of(request))
    changes = user is not None and may_change(user, owner_id=advert.owner)
    context["contact"] = Contact(advert.id, advert.path, changes, is_favourite)
    response = render(request, TEMPLATE, context)
    for name, value in _headers(advert):
        response[name.decode()] = value.decode()
    return response


def advert_slug(request: HttpRequest, advert_id: str, slug: str) -> HttpResponse:
    """The page by its whole path, of which only the number counts."""
    return advert_page(request, int(advert_id))


async def shared_advert(found: Surroundings, site: str, language: str, theme: str) -> SharedPage:
    """The page for all visitors who may see the advert."""
    owner = found.advert.owner
    seller = await seller_of(owner) if owner is not None else None
    similar = [(one.advert_id, one.seq) for one in found.similar]
    made_of = (found.advert.seq, seller, tuple(similar), found.of_owner)

    def make() -> SharedPage:
        advert = shown(found.advert)
        others = [shown(one) for one in found.similar]
        with translation.override(language):
            context = _context(advert, others, seller, found.of_owner, site)
            html = render_to_string(TEMPLATE, {**context, "theme": theme, "hole": hole})
        return SharedPage(
            html, language, facts_with(Contact(advert.id, advert.path)), _headers(advert)
        )

    key = (b"/adverts/%d/" % found.advert.advert_id, site, language, theme)
    return kept.page(key, made_of, make)


def facts_with(contact: Contact) -> Facts:
    return (("contact", contact),)


def contact_in(page: SharedPage) -> Contact:
    """The contact of nobody in particular."""
    [(_name, contact)] = page.facts
    assert isinstance(contact, Contact)
    return contact


def _context(
    advert: PageAdvert,
    similar: Sequence[PageAdvert],
    seller: Seller | None,
    of_owner: int,
    site: str,
) -> dict[str, Any]:
    return {
        "advert": advert,
        "canonical": site + advert.path,
        "summary": summary_of(advert),
        "social_image": site + (advert.image or static("rip/icon.svg")),
        "locale": "ru_RU" if get_language() == "ru" else "en_GB",
        "data": structured_data(advert, site),
        "seller": seller,
        "seller_adverts": of_owner,
        "facts": facts_of(advert),
        "flags": flags_of(advert),
        "sections": sections_of(advert),
        "similar": [(one, phrases_of(SMALL_CARD_LINE, one)) for one in similar],
    }


def _headers(advert: PageAdvert) -> list[tuple[bytes, bytes]]:
    return [] if advert.traits.is_public else [(b"x-robots-tag", b"noindex")]


def _advert_or_404(advert_id: int, user: User | None) -> Advert:
    if advert_id >= 2**63:
        raise Http404
    advert = Advert.objects.with_pictures().filter(pk=advert_id).first()
    if advert is None or not advert.may_be_seen_by(user):
        raise Http404
    return advert
