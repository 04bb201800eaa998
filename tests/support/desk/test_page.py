"""The page of the desk: for operators alone."""

import re

import pytest
from django.test import Client

from rip.accounts.models import User

pytestmark = pytest.mark.django_db


def test_operators_get_the_desk_and_nothing_inline(client: Client, operator: User) -> None:
    client.force_login(operator)
    answer = client.get("/desk/")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert f'<rip-desk data-user="{operator.username}">' in shown
    assert "<noscript>" in shown
    assert re.search(r"<style|\bstyle=|\bon[a-z]+=|<script(?![^>]*\bsrc=)", shown) is None
    assert 'href="/desk/"' in client.get("/").content.decode()


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    answer = client.get("/desk/?room=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/desk/%3Froom%3D1"


def test_customers_are_refused(client: Client, owner: User) -> None:
    client.force_login(owner)
    answer = client.get("/desk/")
    assert answer.status_code == 403
    assert "rip-desk" not in answer.content.decode()
    assert 'href="/desk/"' not in client.get("/").content.decode()


def test_the_page_is_only_read(client: Client, operator: User) -> None:
    client.force_login(operator)
    assert client.post("/desk/").status_code == 405
