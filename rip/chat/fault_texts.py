"""The texts of the protocol's faults, for people: the protocol itself knows codes alone."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULT_TEXTS: Final[dict[str, Promise]] = {
    "binary": _("Send text frames, not binary ones."),
    "too_large": _("This frame is too large."),
    "not_json": _('Send JSON, for example {"message": "Hello"}.'),
    "not_an_object": _('Send JSON, for example {"message": "Hello"}.'),
    "no_message": _("Put the text in the field “message”."),
    "message_not_text": _("The field “message” takes text."),
    "message_empty": _("The message is empty."),
    "message_too_long": _("The message is too long. Send it in parts."),
    "control_characters": _("Remove the control characters from the message."),
    "bad_client_message_id": _("“client_message_id” takes 1 to 64 visible ASCII characters."),
    "unknown_type": _("There is no frame of that type."),
    "bad_seq": _("“seq” takes the number of a message."),
    "not_stored": _("The message was not stored. Send it again."),
}
