"""Icons and form widgets, for every page."""

import functools
from typing import Final

from django import forms, template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rip.pages.shared import NOBODY, hole, piece, piece_for

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
@functools.lru_cache(maxsize=512)
def icon(name: str, size: int = 20, css_class: str = "") -> SafeString:
    """Render an icon, hidden from screen readers; frontend/icons.txt lists the names."""
    return format_html(
        '<svg class="icon {}" width="{}" height="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css_class, size, size, static("rip/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def once(name: str) -> SafeString:
    """Include a template that depends on nothing but the language; it is rendered once for each."""
    return SafeString(piece(name, get_language() or "", NOBODY, ()))


@register.simple_tag(takes_context=True)
def by_visitor(context: template.Context, name: str) -> SafeString:
    """Include a template that depends on nothing but the language and the `user`."""
    if context.get("hole") is not None:
        return SafeString(hole(name))
    return SafeString(piece_for(context.get("user"), name, get_language() or ""))


@register.simple_tag(takes_context=True)
def personal(context: template.Context, name: str) -> SafeString:
    """Include a template that differs between visitors.

    A page that is rendered once for all of them has a `hole` there.
    """
    if context.get("hole") is not None:
        return SafeString(hole(name))
    assert context.template is not None
    with context.push():
        return context.template.engine.get_template(name).render(context)


@register.filter
def styled(field: forms.BoundField) -> SafeString:
    """Render the field's widget with the site's CSS classes and Django's ARIA attributes."""
    widget = field.field.widget
    css_class = next((css for kind, css in CLASSES.items() if isinstance(widget, kind)), "")
    own_class = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{css_class} {own_class}".strip()})


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)
