"""Text frames that are not UTF-8."""

import pytest
from websockets.exceptions import ConnectionClosedError

from tests.kit.people import Person


def test_they_close_their_socket_and_are_no_error_of_the_server(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        socket.send(b"\xff\xfe", text=True)
        with pytest.raises(ConnectionClosedError) as closed:
            socket.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1007
    assert "Traceback" not in owner.server.log()
