"""Small pieces that every page is made of."""

from typing import Final

from django import forms, template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

CLASSES: Final[dict[type[forms.Widget], str]] = {
    forms.CheckboxInput: "checkbox",
    forms.RadioSelect: "radio",
    forms.ClearableFileInput: "file-input w-full",
    forms.FileInput: "file-input w-full",
    forms.Textarea: "textarea w-full",
    forms.Select: "select w-full",
    forms.widgets.Input: "input w-full",
}


@register.simple_tag
def icon(name: str, size: int = 20, css_class: str = "") -> SafeString:
    """A picture beside words that say the same; frontend/icons.txt lists the names."""
    return format_html(
        '<svg class="icon {}" width="{}" height="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css_class, size, size, static("rip/icons.svg"), name,
    )  # fmt: skip


@register.filter
def styled(field: forms.BoundField) -> SafeString:
    """The field's own widget, looking like all others; described and marked as Django does it."""
    widget = field.field.widget
    look = next((look for kind, look in CLASSES.items() if isinstance(widget, kind)), "")
    given = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{look} {given}".strip()})


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)
