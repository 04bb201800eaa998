"""The renderer of forms on pages."""

import copy
import secrets
from collections.abc import Hashable
from typing import Any, Final

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rip.pages.texts import KeptTexts

# Longer values are somebody's own; they are put into texts that are kept without them.
LONGEST_KEPT: Final = 8
_VALUE: Final = f"value-{secrets.token_hex(8)}"

_kept: Final = KeptTexts(most_bytes=4 * 1024 * 1024)


class PageForms(TemplatesSetting):
    """Renders `{{ form.title.as_field_group }}` as label, widget, help text and errors.

    A field of a form that nobody has sent looks the same each time but for its value, so it is
    rendered once for each language; short values, which may be choices, count as other fields.
    """

    field_template_name = "pieces/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        field = context.get("field")
        if template_name != self.field_template_name or not isinstance(field, forms.BoundField):
            return SafeString(super().render(template_name, context, request))
        if field.form.is_bound:
            return SafeString(super().render(template_name, context, request))
        own = _own_text(field)
        if own is not None:
            field = copy.copy(field)
            field.initial = _VALUE
        key = _key_of(field)

        def rendered() -> SafeString:
            shown = {**context, "field": field}
            return SafeString(super(PageForms, self).render(template_name, shown, request))

        text = rendered() if key is None else _kept.get(key, rendered)
        return text if own is None else SafeString(text.replace(_VALUE, escape(own)))


def _own_text(field: forms.BoundField) -> str | None:
    """The long text that the field begins with, if it has one."""
    value = field.value()
    is_text = type(value) is str and isinstance(
        field.field.widget, forms.TextInput | forms.Textarea
    )
    return value if is_text and len(value) > LONGEST_KEPT else None


def _key_of(field: forms.BoundField) -> Hashable | None:
    """All that the field looks different by; None if it is not worth keeping."""
    value = field.value()
    text = "" if value is None else str(value)
    is_own = text != _VALUE and len(text) > LONGEST_KEPT
    # Their choices are rows of the database.
    if is_own or isinstance(field.field, forms.ModelChoiceField):
        return None
    return (type(field.form), field.html_name, field.auto_id, text, get_language())
