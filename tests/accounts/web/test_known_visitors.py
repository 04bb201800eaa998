"""Pages show who somebody is and what they may do as of now, whichever process has changed it."""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from tests.adverts.pages.visiting import Visitor
from tests.kit.people import make_staff, register_account
from tests.kit.running import Server, free_port, running_server


@pytest.fixture(scope="module")
def two() -> Iterator[list[Server]]:
    """Two processes of one site."""
    with running_server() as first:
        second = Server(free_port(), first.data_dir, first.environment)
        second.start()
        yield [first, second]
        second.stop()


@pytest.fixture
def pair(two: list[Server], request: pytest.FixtureRequest) -> Iterator[list[Visitor]]:
    """One session of one person, used in both processes."""
    name = request.node.name
    make_staff(two[0], name)
    with ExitStack() as ends:
        found = [Visitor(server, **{"Accept-Language": "en"}) for server in two]
        for visitor in found:
            ends.enter_context(closing(visitor.http))
        found[0].sign_in(name)
        found[1].http.cookies.update(found[0].http.cookies)
        for visitor in found:
            assert name in visitor.page("/profile/")
        yield found


def user_changes(server: Server, name: str, change: str) -> None:
    program = "from rip.accounts.models import User;"
    program += f"user = User.objects.get(username='{name}'); {change}"
    server.manage("shell", "-c", program)


def test_a_new_name(pair: list[Visitor]) -> None:
    here, there = pair
    for number in range(3):
        assert here.send("/profile/name/", username=f"renamed-{number}").status_code == 302
        assert f"renamed-{number}" in there.page("/profile/")


def test_a_log_out(pair: list[Visitor]) -> None:
    here, there = pair
    assert here.send("/profile/", to="/accounts/logout/").status_code == 302
    for path in ("/profile/", "/my/adverts/", "/desk/"):
        assert there.get(path).headers["location"].startswith("/accounts/login/"), path


def test_a_log_out_everywhere(pair: list[Visitor]) -> None:
    here, there = pair
    there.send("/profile/", to="/profile/log-out-everywhere/")
    for visitor in (here, there):
        assert visitor.get("/profile/").status_code == 302


def test_a_lost_right(pair: list[Visitor], two: list[Server]) -> None:
    assert [visitor.get("/desk/").status_code for visitor in pair] == [200, 200]
    user_changes(two[0], "test_a_lost_right", "user.is_staff = False; user.save()")
    assert [visitor.get("/desk/").status_code for visitor in pair] == [403, 403]


def test_a_deactivation(pair: list[Visitor], two: list[Server]) -> None:
    user_changes(two[0], "test_a_deactivation", "user.is_active = False; user.save()")
    assert [visitor.get("/profile/").status_code for visitor in pair] == [302, 302]


def test_the_session_of_somebody_else_shows_somebody_else(
    pair: list[Visitor], two: list[Server]
) -> None:
    register_account(two[0], "somebody-else")
    other = Visitor(two[1])
    with closing(other.http):
        other.sign_in("somebody-else")
        for _ in range(2):
            assert "somebody-else" in other.page("/profile/")
            assert "somebody-else" not in pair[1].page("/profile/")
        assert other.get("/desk/").status_code == 403
        assert "Cookie" in other.get("/profile/").headers["vary"]
