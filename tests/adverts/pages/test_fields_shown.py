"""Every field of an advert is shown wherever its declaration says, in both languages."""

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from rip.accounts.models import User
from rip.accounts.personal_data import personal_data_of
from rip.adverts.declarations import Choice, Field, Flag, Money, Searched, Shown
from rip.adverts.fields import FIELDS, FILTERED
from rip.adverts.models import Advert
from rip.adverts.pages.board.cards import ShownAdvert, cards
from rip.adverts.pages.board.query import read
from rip.adverts.pages.board.render import page_for_anyone
from rip.adverts.pages.layout import FILTERS, FORM_FIELDS
from rip.adverts.templatetags.advert_texts import phrase_of, text_of
from rip.adverts.writing import commands

pytestmark = pytest.mark.django_db

LANGUAGES = ("ru", "en")
CHANGELIST = "/admin/adverts/advert/"


def shown(where: Shown) -> list[Any]:
    return [pytest.param(field, id=field.name) for field in FIELDS if where in field.shown]


def with_names(fields: tuple[Field, ...]) -> list[Any]:
    return [pytest.param(field, id=field.name) for field in fields]


def example(field: Field) -> Any:
    """A value that differs from the field's default."""
    return Decimal(field.example) if isinstance(field, Money) else field.example


@pytest.fixture
def advert(owner: User) -> Advert:
    values: Any = {field.name: example(field) for field in FIELDS}
    return commands.advert_create(user=owner, values=values)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


def text_at(client: Client, path: str, language: str) -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def words(text: object, language: str) -> str:
    with translation.override(language):
        return str(escape(text)).replace("\xa0", " ")


@pytest.mark.parametrize("field", shown(Shown.FORM))
def test_the_form_takes_it(client: Client, owner: User, language: str, field: Field) -> None:
    client.force_login(owner)
    html = text_at(client, "/adverts/new/", language)
    assert re.search(rf'<(input|textarea)[^>]* name="{field.name}"', html)
    assert words(field.title, language) in html
    assert words(field.help_text, language) in html
    if isinstance(field, Choice):
        for value in field.values():
            assert f'name="{field.name}" value="{value}"' in html
    if field.is_suggested:
        assert f'<datalist id="known-{field.name}">' in html


def test_the_form_gives_back_what_it_was_given(client: Client, owner: User, advert: Advert) -> None:
    client.force_login(owner)
    path = f"/adverts/{advert.pk}/edit/"
    initial = client.get(path).context["form"].initial
    changed = {"key": "one", **{name: value for name, value in initial.items() if value != ""}}
    assert client.post(path, changed).status_code == 302
    after = Advert.objects.get()
    assert after.seq > advert.seq
    for field in FORM_FIELDS:
        assert getattr(after, field.name) == getattr(advert, field.name), field.name


@pytest.mark.parametrize("field", shown(Shown.PAGE))
def test_the_page_of_an_advert_shows_it(
    client: Client, advert: Advert, language: str, field: Field
) -> None:
    html = text_at(client, advert.get_absolute_url(), language)
    with translation.override(language):
        text = field.title if isinstance(field, Flag) else text_of(field, advert)
    assert words(text, language) in html
    if field.name not in ("title", "price"):
        assert words(field.page_title, language) in html


@pytest.mark.parametrize("field", shown(Shown.CARD))
def test_the_card_shows_it(advert: Advert, language: str, field: Field) -> None:
    card = {one.name: getattr(advert, one.name) for one in FIELDS if Shown.CARD in one.shown}
    with translation.override(language):
        one = ShownAdvert(**card, id=advert.pk, created=advert.created, seq=advert.seq, pictures=[])
        assert escape(phrase_of(field, advert)) in cards([one], language)


def board(query: str, language: str) -> str:
    """The board's page without adverts, as anyone gets it."""
    body = b'{"items":[],"next_cursor":null,"total":0}'
    with translation.override(language):
        html = page_for_anyone(read(query.encode(), language), body, language, "")
    return html.replace("\xa0", " ")


@pytest.mark.parametrize("field", with_names(FILTERED))
def test_the_board_is_filtered_by_it(language: str, field: Field) -> None:
    html = board("", language)
    assert words(field.filter_title, language) in html
    assert words(field.any_label, language) in html
    if isinstance(field, Choice):
        for option in field.options():
            assert f'aria-label="{words(option.filter_label, language)}"' in html
    for parameter in field.parameters:
        value = "true" if isinstance(field, Flag) else str(example(field))
        query = urlencode({parameter: value})
        with translation.override(language):
            [chip] = read(query.encode(), language).chips()
        assert chip.url == "/"
        html = board(query, language)
        assert f">{words(chip.label, language)}</span>" in html
        button = " checked" if isinstance(field, Choice | Flag) else ""
        assert re.search(rf'name="{parameter}" value="{value}"[^>]*{button}', html)


def test_no_filter_and_no_order_is_left_out(language: str) -> None:
    assert set(FILTERS) == set(FILTERED)
    html = board("", language)
    for order in (order for field in FIELDS for order in field.orders):
        assert f'<option value="{order.name}">{words(order.label, language)}</option>' in html


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    return client


@pytest.mark.parametrize("field", with_names(FIELDS))
def test_the_admin_lists_filters_finds_and_writes_it(
    desk: Client, advert: Advert, language: str, field: Field
) -> None:
    html = text_at(desk, CHANGELIST, language)
    assert (f"field-{field.name}" in html) is (Shown.ADMIN_LIST in field.shown)
    filtered = re.search(rf'href="\?{field.name}(__exact)?=', html) is not None
    assert filtered is (Shown.ADMIN_FILTER in field.shown)
    if field.searched is not Searched.NONE:
        found = text_at(desk, f"{CHANGELIST}?q={example(field)}", language)
        assert f"{CHANGELIST}{advert.pk}/change/" in found
    form = text_at(desk, f"{CHANGELIST}{advert.pk}/change/", language)
    assert f'name="{field.name}"' in form
    colon = "" if isinstance(field, Flag) else ":"
    assert f"{words(field.label, language)}{colon}" in form.lower()


@pytest.mark.parametrize("field", with_names(FIELDS))
def test_the_export_of_personal_data_holds_it(advert: Advert, owner: User, field: Field) -> None:
    [document] = personal_data_of(owner)["adverts"]["published"]
    assert document[field.name] == example(field)
