"""Fields that nobody has filled in are rendered once; whatever somebody has typed is their own."""

from typing import Any

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy


class One(forms.Form):
    age = forms.CharField(label=gettext_lazy("Search"), required=False)
    sure = forms.BooleanField(required=False)


class Other(forms.Form):
    age = forms.IntegerField(label="Years", max_value=9)


def html(form: forms.Form, name: str = "age") -> str:
    return str(form[name].as_field_group())


def test_a_field_looks_as_its_form_and_its_language_say() -> None:
    for _ in range(2):
        for language, label in (("ru", "Поиск"), ("en", "Search")):
            with translation.override(language):
                assert label in html(One())
                assert "Years" in html(Other())
                assert 'max="9"' in html(Other())
                assert 'id="x-age"' in html(One(auto_id="x-%s"))
                assert 'name="p-age"' in html(One(prefix="p"))


@pytest.mark.parametrize(
    "value", ["", "0", "a", "'\"<b>", "a" * 200, "'\"<b>&amp;" * 9, None, 0, 7]
)
def test_a_value_to_begin_with_is_shown(value: Any) -> None:
    for _ in range(2):
        shown = html(One(initial={"age": value}))
        fresh = One(initial={"age": value})["age"].as_widget(attrs={"class": "input w-full"})
        assert fresh in shown
        assert ("value=" in shown) == (value not in ("", None))


def test_two_long_values_are_each_their_own() -> None:
    for text in ("first of many words", "second of many words"):
        form = One(initial={"age": text})
        assert f'value="{text}"' in html(form)
        assert form["age"].value() == text


def test_a_checkbox_is_set_or_not() -> None:
    for _ in range(2):
        for is_set in (True, False):
            assert ("checked" in html(One(initial={"sure": is_set}), "sure")) == is_set


def test_what_somebody_has_typed_is_shown_to_nobody_else() -> None:
    assert 'value="mine"' in html(One({"age": "mine"}))
    assert "mine" not in html(One())
    wrong = html(Other({"age": "x"}))
    assert "age_error" in wrong
    assert "age_error" not in html(Other())
