import json
from collections.abc import Iterator

import pytest
from django.utils import translation

from rip.core import errors
from rip.core.http import problems


def every_error(of: type[errors.RipError] = errors.RipError) -> Iterator[type[errors.RipError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from every_error(kind)


@pytest.mark.parametrize("kind", [*every_error()])
def test_every_error_has_a_status_and_words_in_both_languages(kind: type[errors.RipError]) -> None:
    said = {}
    for language in ("en", "ru"):
        with translation.override(language):
            said[language] = problems.document(kind())
    assert 400 <= said["en"]["status"] < 504
    assert said["en"]["status"] != 500
    assert said["en"]["type"] == said["ru"]["type"]
    for words in ("title", "detail"):
        assert said["en"][words] != said["ru"][words]


def test_the_answer_is_a_problem_document_that_is_never_stored() -> None:
    answer = problems.response(errors.BadInput("why", errors={"age": ["too old"]}))
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "Accept-Language"
    body = json.loads(bytes(answer.body))
    assert body.keys() == {"type", "title", "status", "detail", "errors"}
    assert body["detail"] == "why"
    assert body["errors"] == {"age": ["too old"]}


@pytest.mark.parametrize(
    ("error", "header", "value"),
    [
        (errors.NotSignedIn(), "www-authenticate", "Bearer"),
        (errors.TooMany(retry_after=7), "retry-after", "7"),
        (errors.TooLarge(), "connection", "close"),
    ],
)
def test_some_answers_say_what_to_do_in_a_header(
    error: errors.RipError, header: str, value: str
) -> None:
    assert problems.response(error).headers[header] == value


def test_an_error_of_no_known_kind_is_a_500() -> None:
    assert problems.response(errors.RipError()).status_code == 500
