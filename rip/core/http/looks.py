"""One look at the logs' last numbers for all that a request reads."""

from typing import Final

from starlette.types import Scope

from rip.core.database.last_numbers import LastNumbers, look

_KEY: Final = "rip.last_numbers"


async def look_for(scope: Scope) -> LastNumbers:
    """Return the last numbers as of some moment since the request came.

    Raises Unavailable when the database does not answer.
    """
    numbers = taken_look(scope)
    if numbers is None:
        numbers = scope[_KEY] = await look.read()
    return numbers


def taken_look(scope: Scope) -> LastNumbers | None:
    """Return the look that was taken for this request, if one was."""
    numbers: LastNumbers | None = scope.get(_KEY)
    return numbers
