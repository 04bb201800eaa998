"""Staff who may change users get no rights by it, neither their own nor others'."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from rip.accounts.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

JOINED = {"date_joined_0": "2020-01-01", "date_joined_1": "00:00:00", "is_active": "on"}
NEW = "другая-длинная-фраза-8"


@pytest.fixture
def helper(operator: User) -> User:
    """One of the staff who may do all to users, and nothing else."""
    operator.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    return operator


@pytest.fixture
def client(helper: User) -> Client:
    client = Client()
    client.force_login(helper)
    return client


@pytest.fixture
def chief(db: None) -> User:
    return User.objects.create_superuser("chief", password=PASSWORD)


def page(user: User, action: str = "change") -> str:
    return f"/admin/accounts/user/{user.pk}/{action}/"


def everything(name: str) -> dict[str, object]:
    """The fields of a user with all rights there are."""
    rights = [permission.pk for permission in Permission.objects.all()]
    group = Group.objects.get_or_create(name="all")[0]
    ticked = {"is_staff": "on", "is_superuser": "on", "groups": [group.pk]}
    return {"username": name, **JOINED, **ticked, "user_permissions": rights}


@pytest.mark.parametrize("who", ["operator", "owner"])
def test_no_rights_are_given_to_oneself_or_others(
    client: Client, helper: User, owner: User, who: str
) -> None:
    user = User.objects.get(username=who)
    before = (user.is_staff, user.is_superuser, user.get_all_permissions())
    fields = everything(f"{who}-2")
    assert client.post(page(user), fields).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert user.username == f"{who}-2"
    assert (user.is_staff, user.is_superuser, user.get_all_permissions()) == before
    assert not user.groups.exists()


@pytest.mark.parametrize("without", ["is_superuser", "is_staff"])
def test_others_of_the_staff_are_not_changed(client: Client, chief: User, without: str) -> None:
    User.objects.filter(pk=chief.pk).update(**{without: False})
    passwords = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert client.post(page(chief), {"username": "mine", **JOINED}).status_code == 403
    password_page = f"/admin/accounts/user/{chief.pk}/password/"
    assert client.post(password_page, passwords).status_code == 403
    assert client.post(page(chief, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [chief.pk], "post": "yes"}
    client.post("/admin/accounts/user/", chosen)
    chief.refresh_from_db()
    assert chief.username == "chief"
    assert chief.check_password(PASSWORD)


def test_a_customer_gets_a_new_password(client: Client, owner: User) -> None:
    passwords = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert client.post(f"/admin/accounts/user/{owner.pk}/password/", passwords).status_code == 302
    owner.refresh_from_db()
    assert owner.check_password(NEW)


def test_a_superuser_gives_all_rights(chief: User, owner: User) -> None:
    client = Client()
    client.force_login(chief)
    assert client.post(page(owner), everything("owner")).status_code == 302
    owner.refresh_from_db()
    assert (owner.is_staff, owner.is_superuser, owner.groups.count()) == (True, True, 1)
