"""Rows of lists of one's own: each is rendered once, and gets the CSRF token and the way back at
each request."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from rip.pages.shared import FORM_TOKEN
from rip.pages.texts import KeptTexts

# The part of the catalogue's memory that rows may take.
SHARE: Final = 16
_BACK: Final = f"back-{secrets.token_hex(8)}"

rows_kept: Final = KeptTexts(settings.RIP_CATALOGUE_BYTES // SHARE)


def row_of(template: str, context: Mapping[str, Any]) -> SafeString:
    """Render a row without what belongs to one request."""
    marks = {"csrf_token": FORM_TOKEN, "back": _BACK}
    return render_to_string(template, {**context, **marks})


def fill(rows: Iterable[SafeString], request: HttpRequest) -> SafeString:
    """The rows as one text, for this request."""
    text = "".join(rows)
    if not text:
        return SafeString()
    text = text.replace(_BACK, escape(request.get_full_path()))
    return SafeString(text.replace(FORM_TOKEN, get_token(request)))
