"""The fields of an advert on its page: as facts beside their labels, in one line, as schema.org."""

from typing import Any, Final, NamedTuple
from urllib.parse import quote

from django.urls import reverse

from rip.adverts.declarations import Field, Filtering, Flag, Label, Text
from rip.adverts.encoding import to_json
from rip.adverts.pages.layout import FACTS, SECTIONS, SUMMARY
from rip.adverts.pages.shown import PageAdvert
from rip.adverts.templatetags.advert_texts import phrases_of, price, species, text_of
from rip.core.http.fields import number

LONGEST_SUMMARY: Final = 200
# In a script, "</script>" would end it, whatever the quotes around it.
IN_SCRIPT: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


class Fact(NamedTuple):
    """A field with its value, and the URL of the adverts that have the same one, or empty."""

    label: Label
    text: str
    url: str


def facts_of(advert: PageAdvert) -> list[Fact]:
    """The fields that have a value, but for flags."""
    found = [
        Fact(field.page_title, text_of(field, advert), _url_of_same(field, advert))
        for field in FACTS
        if not isinstance(field, Flag)
    ]
    return [fact for fact in found if fact.text]


def flags_of(advert: PageAdvert) -> list[Flag]:
    """The flags that are set."""
    return [field for field in FACTS if isinstance(field, Flag) and getattr(advert, field.name)]


def sections_of(advert: PageAdvert) -> list[Fact]:
    """The texts of several paragraphs, unless they are empty."""
    found = [Fact(field.page_title, text_of(field, advert), "") for field in SECTIONS]
    return [fact for fact in found if fact.text]


def _url_of_same(field: Field, advert: PageAdvert) -> str:
    if not isinstance(field, Text) or field.filtering is Filtering.NONE:
        return ""
    return f"{reverse('board')}?{field.name}={quote(getattr(advert, field.name))}"


def summary_of(advert: PageAdvert) -> str:
    """One line about the advert, at most LONGEST_SUMMARY characters."""
    described = " ".join(advert.description.split())
    text = f"{phrases_of(SUMMARY, advert)}. {price(advert.price)}. {described}"
    return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1] + "…"


def structured_data(advert: PageAdvert, site: str) -> str:
    """The advert as schema.org has it, as JSON that may stand in a script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": advert.title,
        "description": advert.description,
        "category": species(advert),
        "image": [site + picture.image for picture in advert.pictures],
        "offers": {
            "@type": "Offer",
            "url": site + advert.path,
            "price": number(advert.price),
            "priceCurrency": "RUB",
            "availability": advert.traits.availability,
            "areaServed": advert.location,
        },
    }
    if properties := _properties(advert):
        data["additionalProperty"] = properties
    return to_json(data).decode().translate(IN_SCRIPT)


def _properties(advert: PageAdvert) -> list[dict[str, Any]]:
    """The fields that are not of the seed, for which schema.org has no names."""
    named: dict[str, Any] = {str(flag.page_title): True for flag in flags_of(advert)}
    others = [field for field in (*FACTS, *SECTIONS) if not field.in_seed]
    for field in others:
        if not isinstance(field, Flag) and (text := text_of(field, advert)):
            named[str(field.page_title)] = text
    return [{"@type": "PropertyValue", "name": name, "value": named[name]} for name in named]
