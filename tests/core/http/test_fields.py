from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from rip.core.http.fields import Boolean, Line, LongText, Whole, amount, explain, number


class Sheet(BaseModel):
    line: Line = "x"
    text: LongText = ""
    whole: Whole = 0
    yes: Boolean = False


def refused(**values: Any) -> str:
    """The kind of the one error that `values` meets."""
    with pytest.raises(ValidationError) as caught:
        Sheet(**values)
    (error,) = caught.value.errors()
    return error["type"]


def price(value: object) -> Decimal:
    """Take `value` as an amount of ten digits and two."""
    return TypeAdapter[Decimal](amount(12, 2)).validate_python(value)


@given(st.text())
@example("\0")
@example("\ud800")
@example("\x1b[31m")
@example("  \n ")
def test_a_line_is_either_clean_and_trimmed_or_refused(text: str) -> None:
    try:
        line = Sheet(line=text).line
    except ValidationError:
        forbidden = {*map(chr, range(32)), "\x7f"} - {"\t", "\n", "\r"}
        surrogates = any("\ud800" <= letter <= "\udfff" for letter in text)
        assert not text.strip() or surrogates or forbidden & set(text)
    else:
        assert line == text.strip()
        assert line
        line.encode()
        assert "\0" not in line


@pytest.mark.parametrize("value", [7, "7", " 7 ", "+7", "007"])
def test_a_whole_number_may_come_as_its_digits(value: object) -> None:
    assert Sheet.model_validate({"whole": value}).whole == 7


@pytest.mark.parametrize(
    "value",
    [True, False, 7.0, Decimal("7.0"), "7.0", "1_000", "1e3", "٧", "", "x", None, [], {}, "9" * 41],
)
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    assert refused(whole=value) == "int_type"


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_price_of_the_range_comes_back_exactly(kopecks: int) -> None:
    exact = Decimal(kopecks) / 100
    for sent in (exact, str(exact), f"{kopecks // 100}.{kopecks % 100:02}"):
        taken = price(sent)
        assert taken == exact
        assert taken.as_tuple().exponent == -2
    shown = number(exact)
    assert Decimal(str(shown)) == exact
    assert isinstance(shown, int) == (kopecks % 100 == 0)


@given(st.decimals() | st.text() | st.floats() | st.booleans() | st.none())
@example(Decimal("1E+400"))
@example(Decimal("-0.0"))
@example("1e999")
@example("0e-999")
@example(Decimal("0E+30"))
def test_anything_else_as_a_price_is_refused_cleanly(value: object) -> None:
    try:
        taken = price(value)
    except ValidationError as error:
        str(explain(error.errors()[0]))
    else:
        assert 0 <= taken < 10**10
        assert Decimal(str(number(taken))) == taken


@pytest.mark.parametrize(
    ("value", "shown"),
    [("16000.00", "16000"), ("10.50", "10.5"), ("0.00", "0"), ("100.00", "100"), ("-0.00", "0")],
)
def test_a_number_is_shown_without_empty_kopecks(value: str, shown: str) -> None:
    assert str(number(Decimal(value))) == shown


@pytest.mark.parametrize(
    ("line", "english"),
    [
        ({"type": "missing"}, "This field is required."),
        ({"type": "string_too_short", "ctx": {"min_length": 1}}, "This field must not be empty."),
        ({"type": "string_too_long", "ctx": {"max_length": 200}}, "At most 200 characters."),
        ({"type": "greater_than_equal", "ctx": {"ge": 0}}, "The smallest value is 0."),
        (
            {"type": "decimal_max_places", "ctx": {"decimal_places": 2}},
            "At most 2 digits after the point.",
        ),
        ({"type": "one_of", "ctx": {"choices": "Dog, Cat"}}, "Choose one of: Dog, Cat."),
        ({"type": "never heard of"}, "This value is not right."),
    ],
)
def test_errors_are_explained_in_both_languages(line: dict[str, Any], english: str) -> None:
    with translation.override("en"):
        assert str(explain(line)) == english
    with translation.override("ru"):
        assert not str(explain(line)).isascii()


@pytest.mark.parametrize(
    ("value", "read"),
    [(True, True), (False, False), ("true", True), (" TRUE\n", True), ("False", False)],
)
def test_a_boolean_may_come_as_its_name(value: object, read: bool) -> None:
    assert Sheet.model_validate({"yes": value}).yes is read


@pytest.mark.parametrize("value", [0, 1, 1.0, "1", "yes", "on", "", "t", None, [], {}])
def test_what_is_no_boolean_is_refused(value: object) -> None:
    assert refused(yes=value) == "bool_type"


@pytest.mark.parametrize(
    "value",
    [True, False, 0.5, "NaN", "Infinity", "-inf", "1_0", "1,5", "٧", "", ".5", "5.", None, []],
)
def test_what_is_no_amount_is_refused(value: object) -> None:
    assert refusal(value) == "decimal_type"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("-0.01", "greater_than_equal"),
        (-1, "greater_than_equal"),
        ("0.001", "decimal_max_places"),
        ("99999999999", "decimal_whole_digits"),
        ("1e12", "decimal_max_digits"),
    ],
)
def test_an_amount_out_of_bounds_is_refused_with_a_reason(value: object, kind: str) -> None:
    assert refusal(value) == kind


def refusal(value: object) -> str:
    """The kind of the one error that `value` meets as an amount."""
    with pytest.raises(ValidationError) as caught:
        price(value)
    (error,) = caught.value.errors()
    return error["type"]


def test_a_long_text_may_be_empty_and_have_lines() -> None:
    assert Sheet(text=" \n ").text == ""
    assert Sheet(text=" a\n\tb\r\n").text == "a\n\tb"
    for letter in ("\0", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\x7f", "\ud800", "\udfff"):
        assert refused(text=f"a{letter}b") in ("control_characters", "string_unicode")
    for letter in ("\t", "\n", "\r", " ", "~", "\x80", "\ud7ff", "\ue000", "🐶"):
        assert Sheet(text=f"a{letter}b").text == f"a{letter}b"


@pytest.mark.parametrize(
    ("line", "english"),
    [
        ({"type": "string_type"}, "Give this as text."),
        ({"type": "string_too_short", "ctx": {"min_length": 2}}, "At least 2 characters."),
        ({"type": "string_too_long", "ctx": {"max_length": 1}}, "At most 1 character."),
        ({"type": "control_characters"}, "Remove the control characters from this text."),
        ({"type": "int_type"}, "Give this as a whole number."),
        ({"type": "bool_type"}, "Give this as true or false."),
        ({"type": "bool_parsing"}, "Give this as true or false."),
        ({"type": "decimal_type"}, "Give this as a number."),
        ({"type": "finite_number"}, "Give this as a number."),
        ({"type": "less_than_equal", "ctx": {"le": 200}}, "The largest value is 200."),
        ({"type": "decimal_max_digits"}, "This number is too large."),
        ({"type": "decimal_whole_digits"}, "This number is too large."),
        (
            {"type": "decimal_max_places", "ctx": {"decimal_places": 1}},
            "At most 1 digit after the point.",
        ),
        (
            {"type": "literal_error", "ctx": {"expected": "'new', 'price' or '-price'"}},
            "Choose one of: new, price, -price.",
        ),
        ({"type": "picture_as_text"}, "Send the picture as a file, in a multipart form."),
        ({"type": "own_text", "ctx": {"text": "So it is."}}, "So it is."),
        ({"type": "list_type"}, "Send a list."),
        ({"type": "dict_type"}, "Send an object with named fields."),
        ({"type": "model_type"}, "Send an object with named fields."),
    ],
)
def test_each_kind_of_error_has_its_words(line: dict[str, Any], english: str) -> None:
    with translation.override("en"):
        assert str(explain(line)) == english
