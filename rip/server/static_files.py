"""Static files under names that change with their content, so that browsers cache them for good.

`{% static "rip/app.css" %}` gives `/static/rip/app.0123456789ab.css`; a file is served under both
names. Nothing needs to be collected.

ServeStatic finds files by scanning folders and knows no hashed names without a manifest, so its
table `files` is filled here, by its `add_mime_headers` and `add_cache_headers`.
"""

import functools
import gzip
import hashlib
import os
import tempfile
from functools import cached_property
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

COMPRESSED_SUFFIXES: Final = (".css", ".js", ".svg", ".json", ".txt")
# Fewer bytes fit into one packet anyway.
MIN_COMPRESSED_BYTES: Final = 1_400
# The cache lifetime of a file that is requested by its plain name, as files refer to each other.
PLAIN_NAME_SECONDS: Final = 3600


def hashed_name(name: str, content: bytes) -> str:
    """Return the name with twelve digits of the content's hash in front of its suffix."""
    path = PurePosixPath(name)
    return str(path.with_suffix(f".{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"))


@functools.cache
def _name_in_url(name: str) -> str:
    found = finders.find(name)
    return hashed_name(name, Path(found).read_bytes()) if found else name


class HashedNames(StaticFilesStorage):
    """Gives URLs with hashed names."""

    def url(self, name: str | None) -> str:
        # To quote and to join them costs more than all else on some pages.
        if name not in self._urls:
            self._urls[name] = super().url(_name_in_url(name or ""))
        return self._urls[name]

    @cached_property
    def _urls(self) -> dict[str | None, str]:
        return {}


def static_door(application: object) -> ASGIApp:
    """Return an application that serves every static file, and passes all else to `application`.

    Compressed files are made at the first start and stored in the data folder.
    """
    door = ServeStaticASGI(application, max_age=PLAIN_NAME_SECONDS)
    for finder in get_finders():
        for name, storage in finder.list(None):
            path = Path(storage.path(name))
            content = path.read_bytes()
            compressed = _compressed(path, content)
            for served_name in (name, hashed_name(name, content)):
                url = settings.STATIC_URL + served_name
                door.files[url] = _file(door, url, str(path), compressed)
    return cast("ASGIApp", door)


def _file(door: ServeStaticASGI, url: str, path: str, compressed: Path | None) -> StaticFile:
    headers = Headers([("Access-Control-Allow-Origin", "*")])
    door.add_mime_headers(headers, path, url)
    door.add_cache_headers(headers, path, url)
    return StaticFile(path, headers.items(), {"gzip": str(compressed)} if compressed else None)


def _compressed(path: Path, content: bytes) -> Path | None:
    """Return the file with `content` compressed by gzip; None if compression does not pay."""
    if path.suffix not in COMPRESSED_SUFFIXES or len(content) < MIN_COMPRESSED_BYTES:
        return None
    folder = Path(settings.ENV.data_dir) / "static"
    compressed = folder / f"{hashlib.sha256(content).hexdigest()}.gz"
    if not compressed.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(gzip.compress(content, 9, mtime=0))
        # Another process may have written the same file: replacing it is atomic.
        Path(temporary).replace(compressed)
    return compressed
