"""The networks that people have signed in from are remembered, a few of each, and not readable."""

from datetime import timedelta

import pytest

from rip.accounts.attempts.known_networks import MOST, network_is_known, network_learn
from rip.accounts.models import KnownNetwork, User
from rip.accounts.personal_data import account_erase

pytestmark = pytest.mark.django_db


def test_one_is_known_to_those_alone_who_signed_in_from_it(owner: User, stranger: User) -> None:
    network_learn(user=owner, address="192.0.2.1")
    assert network_is_known(user=owner, address="192.0.2.1")
    assert not network_is_known(user=owner, address="192.0.2.2")
    assert not network_is_known(user=stranger, address="192.0.2.1")


def test_all_of_a_64_is_one(owner: User) -> None:
    network_learn(user=owner, address="2001:db8::1")
    assert network_is_known(user=owner, address="2001:db8::2")
    assert not network_is_known(user=owner, address="2001:db8:0:1::1")


def test_two_people_of_one_network_have_different_rows(owner: User, stranger: User) -> None:
    for user in (owner, stranger):
        network_learn(user=user, address="192.0.2.1")
    first, second = KnownNetwork.objects.values_list("network_hash", flat=True)
    assert first != second
    assert "192.0.2.1" not in first


def test_using_one_again_makes_no_row_and_moves_its_time_once_a_day(owner: User) -> None:
    network_learn(user=owner, address="192.0.2.1")
    (row,) = owner.known_networks.all()
    for hours, moved in ((23, False), (25, True)):
        earlier = row.last_used - timedelta(hours=hours)
        owner.known_networks.update(last_used=earlier)
        network_learn(user=owner, address="192.0.2.1")
        (now,) = owner.known_networks.all()
        assert (now.last_used != earlier) == moved


def test_the_one_used_the_longest_ago_is_forgotten(owner: User, stranger: User) -> None:
    network_learn(user=stranger, address="192.0.2.0")
    for number in range(MOST + 1):
        network_learn(user=owner, address=f"192.0.2.{number}")
    assert not network_is_known(user=owner, address="192.0.2.0")
    assert network_is_known(user=owner, address="192.0.2.1")
    assert network_is_known(user=stranger, address="192.0.2.0")
    assert owner.known_networks.count() == MOST


def test_they_are_erased_with_the_account(owner: User) -> None:
    network_learn(user=owner, address="192.0.2.1")
    account_erase(user=owner)
    assert not KnownNetwork.objects.exists()
