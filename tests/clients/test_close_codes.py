"""Both clients do after each close code what the protocol's table says."""

import json
import subprocess

from examples.rip_chat import closes
from rip.chat.protocol.frames import CLOSE_RULES, Close
from tests.clients.conftest import SOURCES
from tests.clients.talker import Casting
from tests.kit.people import Person

STOP = {code for code, rule in CLOSE_RULES.items() if rule.reconnect.startswith("no")}
LATER = {code for code, rule in CLOSE_RULES.items() if "after half a minute" in rule.reconnect}
RESET = {code for code, rule in CLOSE_RULES.items() if "without `since`" in rule.reconnect}
STEPS = {"stop": STOP, "reset": RESET, "later": LATER}


def test_the_python_client_knows_the_table() -> None:
    assert STOP == closes.STOP
    assert {closes.RELOAD} == RESET
    assert {closes.TOO_MANY} == LATER
    assert Close.FRAME_TOO_LARGE.value == closes.FRAME_TOO_LARGE


def test_the_javascript_client_knows_the_table(node: list[str]) -> None:
    program = f"""
        import {{ afterClose }} from "{SOURCES.as_uri()}/src/closes.js";
        const codes = {[int(code) for code in CLOSE_RULES]};
        console.log(JSON.stringify(codes.map((code) => [code, afterClose(code)])));
    """
    command = [*node, "--input-type=module", "--eval", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert dict(json.loads(done.stdout)) == {
        int(code): next((step for step, codes in STEPS.items() if code in codes), "resume")
        for code in CLOSE_RULES
    }


def test_a_client_does_not_come_back_to_a_room_of_somebody_else(
    owner: Person, start: Casting
) -> None:
    with start(owner, room=owner.room + 1) as talker:
        (left,) = talker.wait_for("state", state="offline")
        assert left["code"] == 4403
        assert left.get("retryIn", left.get("retry_in")) is None
