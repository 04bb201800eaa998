"""How forms on pages are drawn."""

from django.forms.renderers import TemplatesSetting


class PageForms(TemplatesSetting):
    """`{{ form.title.as_field_group }}` is a label, the field, its description and its errors."""

    field_template_name = "pieces/field.html"
