"""Schemathesis sends what the OpenAPI document allows, and what it does not."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.kit.people import Person
from tests.kit.routes import DOCUMENT

# In seconds: a call that follows the board's changes may wait for half a minute.
LONGEST_WAIT = 40

schema = schemathesis.openapi.from_dict(DOCUMENT)


@schema.parametrize()
@hypothesis_settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.usefixtures("advert")
def test_every_answer_is_one_the_document_describes(
    case: schemathesis.Case[Any], operator: Person
) -> None:
    headers: dict[str, Any] = {}
    if not case.path.startswith("/api/token/revoke"):  # which would log the operator out
        headers["Authorization"] = f"Bearer {operator.access}"
    case.call_and_validate(
        base_url=operator.server.url,
        headers=headers,
        timeout=LONGEST_WAIT,
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ],
    )
