"""Everything that people read is there in Russian too."""

import io
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from rip.env import BASE_DIR

MESSAGES = BASE_DIR / "rip" / "locale" / "ru" / "LC_MESSAGES"
ONE, MANY, IN_CONTEXT = (1,), (1, 2), ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), IN_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

Message = tuple[str | None, str]


def sources() -> Iterator[tuple[Path, str]]:
    for path in (BASE_DIR / "rip").rglob("*.py"):
        yield path, path.read_text()
    for path in (BASE_DIR / "rip" / "templates").rglob("*.*"):
        code = templatize(path.read_text(), origin=str(path))
        yield path, "\n".join(line.strip() for line in code.splitlines())


def used() -> set[Message]:
    """The context, if there is one, and the text of every message in code and templates."""
    found = set()
    for _path, text in sources():
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS
        ):
            found.add((context, message if isinstance(message, str) else message[0]))
    return found


def test_every_message_in_code_and_templates_is_in_the_catalogue() -> None:
    with (MESSAGES / "django.po").open("rb") as file:
        known = read_po(file, locale="ru")
    wanted = used()
    assert wanted
    missing = [one for one in sorted(wanted, key=str) if known.get(one[1], one[0]) is None]
    assert missing == []


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    with (MESSAGES / "django.po").open("rb") as file:
        known = read_po(file, locale="ru")
    for message in known:
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else [*(message.string or ())]
        assert all(texts), message.id
        assert not message.fuzzy, message.id
        assert len(texts) == (3 if message.pluralizable else 1), message.id


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with (MESSAGES / "django.po").open("rb") as file:
        known = read_po(file, locale="ru")
    with (MESSAGES / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for message in known:
        if isinstance(message.id, str) and message.id:
            found = (
                compiled.pgettext(message.context, message.id)
                if message.context
                else compiled.gettext(message.id)
            )
            assert found == message.string
        elif message.id:
            one, many = str(message.id[0]), str(message.id[1])
            forms = tuple(compiled.ngettext(one, many, number) for number in (1, 2, 5))
            assert forms == message.string
