"""Two things that hadolint does not look at in a Dockerfile: its context and its health check."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Instruction(NamedTuple):
    name: str
    arguments: str


def instructions(text: str) -> list[Instruction]:
    """Return the instructions, each on a line of its own."""
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    words = [line.strip().partition(" ") for line in lines if line.strip()]
    return [Instruction(name, arguments.strip()) for name, _, arguments in words]


def missing_sources(text: str, context: Path) -> Iterator[str]:
    """Yield what a Dockerfile that is built in the folder `context` copies and cannot have."""
    ignored = context / ".dockerignore"
    allowed = ignored.read_text().split() if ignored.exists() else []
    for source in _sources(text):
        if not list(context.glob(source)):
            yield f"{source}: not there"
        elif "*" in allowed and f"!{source.rstrip('/')}" not in allowed:
            yield f"{source}: left out by .dockerignore"


def _sources(text: str) -> Iterator[str]:
    for one in instructions(text):
        if one.name in ("ADD", "COPY") and "--from=" not in one.arguments:
            *sources, _ = [word for word in shlex.split(one.arguments) if not word.startswith("--")]
            yield from sources


def has_health_check(text: str) -> bool:
    checks = [one.arguments for one in instructions(text) if one.name == "HEALTHCHECK"]
    return bool(checks) and checks[-1] != "NONE"
