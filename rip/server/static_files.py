"""Static files under names that change with their content, so that browsers keep them for good.

`{% static "rip/app.css" %}` gives `/static/rip/app.0123456789ab.css`; the door serves a file under
both names. Nothing needs to be collected.
"""

import functools
import gzip
import hashlib
import os
import tempfile
from pathlib import Path, PurePosixPath
from typing import Final, cast
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from servestatic import ServeStaticASGI
from servestatic.responders import StaticFile
from starlette.types import ASGIApp

PACKED_KINDS: Final = (".css", ".js", ".svg", ".json", ".txt")
# Fewer bytes fit one packet anyway.
SMALLEST_PACKED: Final = 1_400
# How long a file is kept that was asked for by its own name, as files refer to each other.
PLAIN_NAME_SECONDS: Final = 3600


def hashed_name(name: str, content: bytes) -> str:
    """The name with twelve digits of the content's hash in front of its ending."""
    path = PurePosixPath(name)
    return str(path.with_suffix(f".{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"))


@functools.cache
def _address_name(name: str) -> str:
    found = finders.find(name)
    return hashed_name(name, Path(found).read_bytes()) if found else name


class HashedNames(StaticFilesStorage):
    """Gives addresses with hashed names."""

    def url(self, name: str | None) -> str:
        return super().url(_address_name(name or ""))


def static_door(application: object) -> ASGIApp:
    """Serves every static file by its plain and its hashed name, and all else from `application`.

    Compressed forms are made when they are first needed and kept in the data folder.
    """
    door = ServeStaticASGI(application, max_age=PLAIN_NAME_SECONDS)
    for finder in get_finders():
        for name, storage in finder.list(None):
            path = Path(storage.path(name))
            content = path.read_bytes()
            packed = _packed(path, content)
            for one in (name, hashed_name(name, content)):
                url = settings.STATIC_URL + one
                door.files[url] = _file(door, url, str(path), packed)
    return cast("ASGIApp", door)


def _file(door: ServeStaticASGI, url: str, path: str, packed: Path | None) -> StaticFile:
    headers = Headers([("Access-Control-Allow-Origin", "*")])
    door.add_mime_headers(headers, path, url)
    door.add_cache_headers(headers, path, url)
    return StaticFile(path, headers.items(), {"gzip": str(packed)} if packed else None)


def _packed(path: Path, content: bytes) -> Path | None:
    """The file that holds `content` compressed, if it is of a kind that becomes smaller."""
    if path.suffix not in PACKED_KINDS or len(content) < SMALLEST_PACKED:
        return None
    folder = Path(settings.ENV.data_dir) / "static"
    packed = folder / f"{hashlib.sha256(content).hexdigest()}.gz"
    if not packed.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(gzip.compress(content, 9, mtime=0))
        # Another process may have written the same.
        Path(draft).replace(packed)
    return packed
