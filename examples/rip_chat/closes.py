"""The close codes of docs/chat-protocol.md by reaction. After any other code, a client resumes."""

from typing import Final

STOP: Final = frozenset({1000, 4400, 4403, 4404})
RELOAD: Final = 4410
TOO_MANY: Final = 4429
FRAME_TOO_LARGE: Final = 1009
# The connection ended without a code.
LOST: Final = 1006
