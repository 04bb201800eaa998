"""The renderer of forms on pages."""

from django.forms.renderers import TemplatesSetting


class PageForms(TemplatesSetting):
    """Renders `{{ form.title.as_field_group }}` as label, widget, help text and errors."""

    field_template_name = "pieces/field.html"
