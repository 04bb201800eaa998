"""The renderer of forms on pages."""

from collections.abc import Hashable
from typing import Any, Final

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rip.pages.texts import KeptTexts

# Longer values are somebody's own.
LONGEST_KEPT: Final = 8

_kept: Final = KeptTexts(most_bytes=4 * 1024 * 1024)


class PageForms(TemplatesSetting):
    """Renders `{{ form.title.as_field_group }}` as label, widget, help text and errors.

    A field of a form that nobody has filled in looks the same each time, so it is rendered once for
    each language and initial value.
    """

    field_template_name = "pieces/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        def rendered() -> SafeString:
            return SafeString(super(PageForms, self).render(template_name, context, request))

        field = context.get("field")
        key = None
        if template_name == self.field_template_name and isinstance(field, forms.BoundField):
            key = _key_of(field)
        return rendered() if key is None else _kept.get(key, rendered)


def _key_of(field: forms.BoundField) -> Hashable | None:
    """All that the field looks different by; None if it is not worth keeping."""
    value = field.value()
    text = "" if value is None else str(value)
    is_own = field.form.is_bound or len(text) > LONGEST_KEPT
    # Their choices are rows of the database.
    if is_own or isinstance(field.field, forms.ModelChoiceField):
        return None
    return (type(field.form), field.html_name, field.auto_id, text, get_language())
