import pytest

from rip.core.http.languages import language_of


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ru"),
        ("ru", "ru"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("en-US,en;q=0.9,ru;q=0.8", "en"),
        ("en;q=0.1,ru;q=0.9", "ru"),
        ("de,en;q=0.5", "en"),
        ("de,fr", "ru"),
        ("*", "ru"),
        ("de,*;q=0.5,en;q=0.1", "ru"),
        ("en;q=0", "ru"),
        ("nonsense;;;q=x,,\x00", "ru"),
        ("en," * 5000, "en"),
        ("../../etc/passwd", "ru"),
    ],
)
def test_the_best_language_is_chosen(header: str, language: str) -> None:
    assert language_of(header) == language
