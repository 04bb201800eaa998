"""Pages that come from kept bytes are the pages that the views make, for each visitor their own."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import httpx
import pytest

from tests.adverts.pages.visiting import TOKEN, Visitor, change_advert, post_advert
from tests.kit.people import Person
from tests.kit.running import Server

# They differ between a kept page and one that is made for a single request.
OF_KEPT = {"etag", "cache-control", "content-encoding", "content-length", "vary"} | {
    *("date", "x-request-id", "set-cookie"),
}


@dataclass
class Board:
    """A site with an advert, others like it, and people who look at it."""

    server: Server
    seller: Person
    advert_id: int
    path: str
    nobody: Visitor
    stranger: Visitor
    owner: Visitor
    operator: Visitor

    @property
    def everybody(self) -> list[Visitor]:
        return [self.nobody, self.stranger, self.owner, self.operator]


@pytest.fixture(scope="module")
def board(server: Server, person: Callable[[str], Person]) -> Iterator[Board]:
    seller = person("seller")
    for number in range(6):
        post_advert(seller, title=f"Похожий {number}", breed="Квикшип")
    advert_id, path = post_advert(
        seller, title="Квик <b>{q}</b>", breed="Квикшип", location="Квикск"
    )
    visitors = [Visitor(server, **{"Accept-Language": "en"}) for _ in range(4)]
    names = ["", person("stranger").username, seller.username, "operator"]
    with ExitStack() as ends:
        for visitor, name in zip(visitors, names, strict=True):
            ends.enter_context(closing(visitor.http))
            if name:
                visitor.sign_in(name)
        yield Board(server, seller, advert_id, path, *visitors)


def by_the_view(visitor: Visitor, path: str, **headers: str) -> httpx.Response:
    """The page as the view makes it: it looks for messages, and finds none."""
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.http.cookies.items())
    given = headers.pop("Cookie", "")
    cookie = "; ".join(filter(None, [cookies, given, "messages=none"]))
    return visitor.get(path, headers={**headers, "Cookie": cookie})


def kept(visitor: Visitor, path: str, **headers: str) -> httpx.Response:
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.http.cookies.items())
    given = headers.pop("Cookie", "")
    cookie = "; ".join(filter(None, [cookies, given]))
    answer = visitor.get(path, headers={**headers, **({"Cookie": cookie} if cookie else {})})
    # The views set neither.
    assert "etag" in answer.headers or "private" in answer.headers["cache-control"]
    return answer


def essence(answer: httpx.Response) -> tuple[int, dict[str, str], str]:
    headers = {name: text for name, text in answer.headers.items() if name not in OF_KEPT}
    return answer.status_code, headers, TOKEN.sub("", answer.text)


def vary(answer: httpx.Response) -> set[str]:
    return set(answer.headers["vary"].split(", "))


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("theme", ["", "rip-dark"])
def test_a_kept_page_is_the_one_the_view_makes(board: Board, language: str, theme: str) -> None:
    paths = [
        *("/", "/?breed=Квикшип&sort=price", "/?kind=Cat&age_min=x", "/?q=Квик%20%7Bq%7D"),
        *(f"/?owner={board.advert_id}", board.path),
    ]
    how = {"Accept-Language": language, "Cookie": f"theme={theme}"}
    for visitor in board.everybody:
        for path in paths:
            quick, slow = kept(visitor, path, **how), by_the_view(visitor, path, **how)
            for one, other in zip(essence(quick), essence(slow), strict=True):
                assert one == other, path
            assert vary(quick) - {"Accept-Encoding"} == vary(slow), path
            assert f'<html lang="{language}"' in quick.text
            assert ('data-theme="rip-dark"' in quick.text) == bool(theme)


def test_nobody_gets_the_page_of_somebody_else(board: Board) -> None:
    def seen(visitor: Visitor, path: str) -> tuple[bool, ...]:
        html = visitor.page(path)
        signed_in = re.search(r'data-signed-in="(\d+)"', html)
        return (
            "/accounts/login/" in html,
            "/my/adverts/" in html,
            "/desk/" in html,
            f"/adverts/{board.advert_id}/edit/" in html,
            signed_in is not None,
        )

    for _ in range(2):
        for visitor in (board.owner, board.nobody, board.operator, board.stranger):
            is_known, is_staff = visitor is not board.nobody, visitor is board.operator
            links = (not is_known, is_known, is_staff)
            edits = visitor in (board.owner, board.operator)
            has_chat = is_known and not is_staff
            assert seen(visitor, "/") == (*links, False, has_chat)
            assert seen(visitor, board.path) == (*links, edits, has_chat)
    pages = [visitor.page("/") for visitor in (board.owner, board.stranger)]
    assert pages[0] != pages[1]


def test_a_page_for_everyone_has_a_tag_and_one_for_somebody_is_stored_nowhere(board: Board) -> None:
    for path in ("/", board.path):
        anyone = board.nobody.get(path)
        tag = anyone.headers["etag"]
        known = board.nobody.get(path, headers={"If-None-Match": tag})
        assert (known.status_code, known.content) == (304, b"")
        assert "set-cookie" not in anyone.headers
        for visitor in (board.stranger, board.operator):
            mine = visitor.get(path, headers={"If-None-Match": tag})
            assert mine.status_code == 200
            assert mine.headers["cache-control"] == "private, no-cache"
            assert "etag" not in mine.headers
            assert "content-encoding" not in mine.headers


def test_head_has_the_headers_of_get(board: Board) -> None:
    for visitor in board.everybody:
        for path in ("/", board.path):
            plain = {"Accept-Encoding": "identity"}
            head, get = (visitor.http.request(one, path, headers=plain) for one in ("HEAD", "GET"))
            assert head.status_code == 200
            assert head.content == b""
            assert len(get.content) == int(head.headers["content-length"])
            same = set(head.headers) - {"date", "x-request-id"}
            assert {name: head.headers[name] for name in same} == {
                name: get.headers[name] for name in same
            }


def test_a_heart_is_given_and_taken_without_a_script(board: Board) -> None:
    address = f"/adverts/{board.advert_id}/favourite/"
    keep, drop = 'name="keep" value="1"', 'name="keep" value="0"'
    assert keep in kept(board.stranger, board.path).text
    answer = board.stranger.send(board.path, to=address, keep="1", next=board.path)
    assert (answer.status_code, answer.headers["location"]) == (302, board.path)
    assert drop in kept(board.stranger, board.path).text
    assert keep in kept(board.owner, board.path).text
    assert drop not in board.nobody.page(board.path)
    board.stranger.send(board.path, to=address, keep="0")
    assert keep in kept(board.stranger, board.path).text


def test_the_token_of_a_form_is_the_visitors_own(board: Board) -> None:
    address = f"/adverts/{board.advert_id}/favourite/"
    token = TOKEN.search(kept(board.owner, board.path).text)
    assert token is not None
    fields = {"keep": "1", "csrfmiddlewaretoken": token[1]}
    assert board.stranger.http.post(address, data=fields).status_code == 403


@pytest.mark.parametrize("cookie", ["", "x", "'><script>", "é" * 32])
def test_a_visitor_without_a_good_token_gets_one(board: Board, cookie: str) -> None:
    with httpx.Client(base_url=board.server.url, timeout=30) as http:
        session = board.stranger.http.cookies["sessionid"]
        headers = {b"Cookie": f"sessionid={session}; csrftoken={cookie}".encode()}
        answer = http.get(board.path, headers=headers)
        assert answer.status_code == 200
        assert len(answer.cookies["csrftoken"]) == 32


def test_a_message_is_shown_once(board: Board) -> None:
    report = f"/adverts/{board.advert_id}/report/"
    assert board.stranger.send(report, reason="spam").headers["location"] == board.path
    assert "data-toast" in board.stranger.page(board.path)
    assert "data-toast" not in kept(board.stranger, board.path).text


def test_a_closed_advert_is_for_its_owner_and_staff_alone(board: Board) -> None:
    advert_id, path = post_advert(board.seller, title="Закроется")
    for visitor in board.everybody:
        assert "x-robots-tag" not in kept(visitor, path).headers
    change_advert(board.seller, advert_id, status="closed")
    for visitor in (board.nobody, board.stranger):
        assert visitor.get(path).status_code == 404
    for visitor in (board.owner, board.operator):
        answer = kept(visitor, path)
        assert answer.headers["x-robots-tag"] == "noindex"
        assert "Closed" in answer.text
        assert essence(answer) == essence(by_the_view(visitor, path))
    assert board.nobody.get(path).status_code == 404
    change_advert(board.seller, advert_id, status="published")
    assert "x-robots-tag" not in kept(board.nobody, path).headers


def test_other_addresses_of_an_advert_lead_to_the_one(board: Board) -> None:
    for visitor in board.everybody:
        for path in (f"/adverts/{board.advert_id}/", f"/adverts/{board.advert_id}-other/"):
            answer = visitor.get(f"{path}?from=chat")
            assert answer.status_code == 301
            assert answer.headers["location"] == f"{board.path}?from=chat"
            answer = visitor.get(path)
            assert answer.headers["location"] == board.path
            assert answer.headers["content-length"] == "0"
            assert essence(answer) == essence(by_the_view(visitor, path))
        for path in ("/adverts/999999999/", f"/adverts/{2**63}/", "/adverts/x/", "/adverts/1/2/"):
            assert visitor.get(path).status_code == 404, path
        assert visitor.http.post(board.path).status_code in (403, 405)
        assert visitor.get(f"{board.path}?from=chat").text == visitor.get(board.path).text or (
            visitor is not board.nobody
        )


def test_a_cookie_of_no_session_is_nobodys(board: Board) -> None:
    for path in ("/", board.path):
        answer = board.nobody.get(path, headers={"Cookie": "sessionid=nobody"})
        assert answer.content == board.nobody.get(path).content
        assert answer.headers["etag"] == board.nobody.get(path).headers["etag"]


def test_each_name_of_the_site_is_its_own_on_its_pages(board: Board) -> None:
    canonical = re.compile(r'rel="canonical" href="http://([^/"]+)')
    for name in ("localhost", "127.0.0.1:81", "localhost", "[::1]:5"):
        found = canonical.search(board.nobody.get(board.path, headers={"Host": name}).text)
        assert found is not None
        assert found[1] == name
