"""A page that is requested after a write was acknowledged shows it, in any process of the site."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from tests.adverts.pages.visiting import Visitor, change_advert, post_advert
from tests.faults.soak import processes
from tests.kit.people import Person, make_staff, register_account
from tests.kit.running import Server

TITLES = re.compile(r'group-hover:text-primary" href="[^"]*">([^<]*)</a>')


@pytest.fixture(scope="module")
def two() -> Iterator[list[Server]]:
    """Two processes of one site."""
    with processes(2) as servers:
        yield servers


@pytest.fixture(scope="module")
def seller(two: list[Server]) -> Iterator[Person]:
    register_account(two[0], "seller")
    with Person(two[0], "seller") as person:
        yield person


@pytest.fixture(scope="module")
def visitors(two: list[Server], seller: Person) -> Iterator[list[Visitor]]:
    """The seller in both processes, and nobody in both."""
    with ExitStack() as ends:
        found = [Visitor(server, **{"Accept-Language": "en"}) for server in [*two, *two]]
        for visitor in found:
            ends.enter_context(closing(visitor.http))
        for visitor in found[:2]:
            visitor.sign_in("seller")
        yield found


def see(visitors: list[Visitor], path: str, *, present: str = "", absent: str = "") -> None:
    """Everybody sees the page with the one text, and without the other."""
    for visitor in visitors:
        html = visitor.page(path)
        assert present in html
        assert not absent or absent not in html


def similar(visitor: Visitor, path: str) -> list[str]:
    return TITLES.findall(visitor.page(path))


def test_an_advert_and_the_board_show_the_last_change(
    visitors: list[Visitor], seller: Person
) -> None:
    advert_id, path = post_advert(seller, title="Fresh", price=100)
    for price in range(101, 121):
        change_advert(seller, advert_id, price=price)
        for address in (path, "/"):
            see(visitors, address, present=f"{price}\N{NO-BREAK SPACE}₽")
    change_advert(seller, advert_id, status="reserved")
    see(visitors, path, present="Reserved")
    see(visitors, "/", absent=path)
    answer = seller.http.delete(f"/api/v1/adverts/{advert_id}")
    assert answer.status_code == 200
    assert {visitor.get(path).status_code for visitor in visitors} == {404}


def test_those_like_it_are_the_newest_of_now(visitors: list[Visitor], seller: Person) -> None:
    advert_id, path = post_advert(seller, title="Middle", breed="Rarest", location="Farthest")
    for visitor in visitors:
        visitor.page(path)
    posted = []
    for number in range(6):
        posted.append(post_advert(seller, title=f"Like {number}", breed="RAREST")[0])
        for visitor in visitors:
            likes = [one for one in similar(visitor, path) if one.startswith("Like")]
            assert likes == [f"Like {n}" for n in range(number, -1, -1)][:4]
    change_advert(seller, posted[-1], title="Like nothing")
    change_advert(seller, posted[-2], status="closed")
    change_advert(seller, posted[-3], breed="Other")
    for visitor in visitors:
        assert similar(visitor, path)[:3] == ["Like nothing", "Like 2", "Like 1"]
    change_advert(seller, advert_id, breed="Other")
    for visitor in visitors:
        assert similar(visitor, path)[0] == "Like 3"


def test_the_seller_is_shown_as_they_are(
    two: list[Server], visitors: list[Visitor], seller: Person
) -> None:
    _advert_id, path = post_advert(seller, title="Somebody's")
    count = int(re.findall(r">(\d+) adverts? on the board<", visitors[0].page(path))[0])
    other, _path = post_advert(seller, title="Another")
    see(visitors, path, present=f">{count + 1} adverts on the board<")
    change_advert(seller, other, status="closed")
    see(visitors, path, present=f">{count} adverts on the board<", absent=f">{count + 1} adverts")
    register_account(two[0], "renamed")
    with Person(two[0], "renamed") as person:
        _advert_id, path = post_advert(person, title="Renamed")
        renamer = Visitor(two[0])
        with closing(renamer.http):
            renamer.sign_in("renamed")
            see(visitors, path, present=">renamed<")
            assert renamer.send("/profile/name/", username="afterwards").status_code == 302
        see(visitors, path, present=">afterwards<", absent=">renamed<")


def test_a_heart_is_seen_in_the_other_process(visitors: list[Visitor], seller: Person) -> None:
    advert_id, path = post_advert(seller, title="Hearts")
    here, there = visitors[:2]
    for keep in "1010":
        here.send(path, to=f"/adverts/{advert_id}/favourite/", keep=keep)
        assert f'name="keep" value="{1 - int(keep)}"' in there.page(path)


def test_who_has_signed_out_or_lost_a_right_is_seen_as_that(two: list[Server]) -> None:
    make_staff(two[0], "leaving")
    one, other = Visitor(two[0]), Visitor(two[1])
    with closing(one.http), closing(other.http):
        one.sign_in("leaving")
        other.http.cookies.update(one.http.cookies)
        assert "/desk/" in other.page("/")
        two[0].manage(
            "shell",
            "-c",
            "from rip.accounts.models import User; user = User.objects.get(username='leaving');"
            "user.is_staff = False; user.save()",
        )
        html = other.page("/")
        assert "/desk/" not in html
        assert "/my/adverts/" in html
        assert one.send("/profile/", to="/accounts/logout/").status_code == 302
        assert "/my/adverts/" not in other.page("/")
