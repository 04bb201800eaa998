"""The networks that people have signed in from: strangers elsewhere cannot slow them down there."""

from datetime import timedelta
from typing import Final

from django.utils.crypto import salted_hmac

from rip.accounts import tokens
from rip.accounts.models import KnownNetwork, User
from rip.core.http.networks import network_of

MOST: Final = 20
# A network that is used again and again is written once in so long.
WRITTEN_EVERY: Final = timedelta(days=1)


def network_is_known(*, user: User, address: str) -> bool:
    """True if this user has signed in from the network of this address."""
    return user.known_networks.filter(network_hash=_hash_of(user, address)).exists()


def network_learn(*, user: User, address: str) -> None:
    """Remember that this user has signed in from the network of this address; forget old ones."""
    now = tokens.now()
    network, is_new = KnownNetwork.objects.get_or_create(
        user=user, network_hash=_hash_of(user, address), defaults={"last_used": now}
    )
    if is_new:
        latest = user.known_networks.order_by("-last_used", "-pk")
        old = list(latest.values_list("pk", flat=True)[MOST:])
        KnownNetwork.objects.filter(pk__in=old).delete()
    elif now - network.last_used > WRITTEN_EVERY:
        KnownNetwork.objects.filter(pk=network.pk).update(last_used=now)


def _hash_of(user: User, address: str) -> str:
    """Of each user another, and with the site's key: the table tells nobody's whereabouts."""
    value = f"{user.pk} {network_of(address)}"
    return salted_hmac("rip.accounts.known_network", value, algorithm="sha256").hexdigest()
