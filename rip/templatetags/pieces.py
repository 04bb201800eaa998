"""Icons and form widgets, for every page."""

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
    """Render an icon, hidden from screen readers; frontend/icons.txt lists the names."""
    return format_html(
        '<svg class="icon {}" width="{}" height="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css_class, size, size, static("rip/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def personal(context: template.Context, name: str) -> SafeString:
    """Include a template that differs between visitors.

    A page that is rendered once for all of them gives `hole`, and gets each visitor's later.
    """
    hole = context.get("hole")
    if hole is not None:
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
