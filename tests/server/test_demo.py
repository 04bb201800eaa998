"""Production takes no demo, whose operator everybody could sign in as."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from rip.accounts.models import User
from rip.management.commands import serve
from rip.management.commands.demo import PASSWORD, staff_with_the_demo_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Production; the ports that are served."""
    settings.ENV = settings.ENV.model_copy(update={"profile": "production"})
    served: list[int] = []
    monkeypatch.setattr(serve, "serve", lambda _host, port: served.append(port))
    monkeypatch.setattr(serve, "check_port", lambda *_where: None)
    monkeypatch.setattr("os.umask", lambda _mask: 0)
    return served


@pytest.mark.parametrize("command", [["demo"], ["serve", "--demo"]])
def test_it_is_refused(command: list[str], production: list[int]) -> None:
    with pytest.raises(CommandError, match="takes no demo"):
        call_command(*command)
    assert production == []
    assert not User.objects.exists()


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_nothing_is_served_while_a_password_of_it_works(production: list[int], right: str) -> None:
    user = User.objects.create_user("operator", password=PASSWORD)
    User.objects.filter(pk=user.pk).update(**{right: True})
    with pytest.raises(CommandError, match=r"manage\.py changepassword operator"):
        call_command("serve", "--port", "8001")
    assert production == []
    user.set_password("другая-длинная-фраза-8")
    user.save()
    call_command("serve", "--port", "8001")
    assert production == [8001]


def test_customers_and_those_who_have_left_may_have_any_password() -> None:
    User.objects.create_user("vasya", password=PASSWORD)
    User.objects.create_user("former", password=PASSWORD, is_staff=True, is_active=False)
    assert staff_with_the_demo_password() == []
