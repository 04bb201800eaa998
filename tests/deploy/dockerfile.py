"""The instructions of a Dockerfile, and the faults of one that makes an image for production."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

KNOWN: Final = {
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
}
ROOTS: Final = frozenset(("root", "0"))


class Instruction(NamedTuple):
    name: str
    arguments: str


def instructions(text: str) -> list[Instruction]:
    """Return the instructions, each on a line of its own."""
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    words = [line.strip().partition(" ") for line in lines if line.strip()]
    return [Instruction(name, arguments.strip()) for name, _, arguments in words]


def faults(text: str, context: Path) -> Iterator[str]:
    """Yield what is wrong with a Dockerfile that is built in the folder `context`."""
    read = instructions(text)
    if not read or read[0].name not in ("FROM", "ARG"):
        yield "begins without FROM"
    for one in read:
        if one.name not in KNOWN:
            yield f"{one.name}: no such instruction"
        elif one.name == "FROM":
            yield from _floating(one.arguments)
        elif one.name in ("ADD", "COPY"):
            yield from _missing_sources(one, context)


def service_faults(text: str) -> Iterator[str]:
    """Yield what an image lacks that serves as it is."""
    read = instructions(text)
    users = [one.arguments for one in read if one.name == "USER"]
    if not users or users[-1].partition(":")[0] in ROOTS:
        yield "runs as root"
    if not any(one.name == "HEALTHCHECK" and one.arguments != "NONE" for one in read):
        yield "without HEALTHCHECK"
    commands = [one.arguments for one in read if one.name in ("CMD", "ENTRYPOINT")]
    if not commands or not commands[-1].startswith("["):
        yield "its program does not get the signals: CMD is not a list"


def _floating(image: str) -> Iterator[str]:
    name = image.split(maxsplit=1)[0]
    tag = name.rpartition("/")[2].partition(":")[2]
    if tag in ("", "latest") and "@sha256:" not in name:
        yield f"{name}: not pinned by a tag"


def _missing_sources(one: Instruction, context: Path) -> Iterator[str]:
    *sources, _target = [word for word in shlex.split(one.arguments) if not word.startswith("--")]
    if "--from=" in one.arguments:
        return
    ignored = context / ".dockerignore"
    allowed = ignored.read_text().split() if ignored.exists() else []
    for source in sources:
        if not list(context.glob(source)):
            yield f"{one.name} {source}: not there"
        elif "*" in allowed and f"!{source.rstrip('/')}" not in allowed:
            yield f"{one.name} {source}: left out by .dockerignore"
