#!/usr/bin/env python3
"""Post the adverts of adverts.json, each with its picture, through the API of a running RIP.

Needs nothing but Python: `python3 run.py --help`.
"""

import argparse
import json
import sys
import urllib.error
import urllib.request
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
ANSWER_SECONDS = 60


class Failure(Exception):
    """A failure, with a message for the person who runs this program."""


def main() -> int:
    options = read_arguments()
    site = options.url.rstrip("/")
    headers = {"Accept-Language": "en"}
    try:
        if options.user is not None:
            headers["Authorization"] = f"Bearer {sign_in(site, options.user, options.password)}"
        failed = post_all(site, headers)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    return 1 if failed else 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8000", help="default: %(default)s")
    parser.add_argument("--user", help="whose adverts they become; without it, nobody's")
    parser.add_argument("--password", default="", help="that user's password")
    return parser.parse_args()


def sign_in(site: str, user: str, password: str) -> str:
    """The user's access token."""
    body = json.dumps({"username": user, "password": password}).encode()
    headers = {"Content-Type": "application/json", "Accept-Language": "en"}
    status, answer = send(f"{site}/api/token/", body, headers)
    if status != 200:
        raise Failure(f"Signing in as {user} failed: {in_words(status, answer)}")
    return str(answer["access"])


def post_all(site: str, headers: dict[str, str]) -> int:
    """Post every advert and print each answer; return how many were refused."""
    # Decimal keeps the digits of a price as they are written.
    adverts = json.loads((FOLDER / "adverts.json").read_text(encoding="utf-8"), parse_float=Decimal)
    refused = 0
    for number, advert in enumerate(adverts, start=1):
        body, content_type = multipart(advert)
        status, answer = send(
            f"{site}/api/v1/execute", body, {**headers, "Content-Type": content_type}
        )
        if status == 201:
            said = f"id {answer['id']}  {answer['title']}"
        else:
            refused += 1
            said = f"{advert['title']}: {in_words(status, answer)}"
        print(f"{number:>3}/{len(adverts)}  {status}  {said}", flush=True)
    print(f"{len(adverts) - refused} adverts posted, {refused} refused.")
    return refused


def multipart(advert: dict[str, Any]) -> tuple[bytes, str]:
    """The advert as a multipart form, its picture as the file `image`; and the content type."""
    boundary = uuid.uuid4().hex
    parts = []
    for name, value in advert.items():
        disposition = f'Content-Disposition: form-data; name="{name}"'
        content = str(value).encode()
        if name == "image":
            picture = FOLDER / value
            content = picture.read_bytes()
            disposition += f'; filename="{picture.name}"\r\nContent-Type: image/webp'
        parts.append(f"--{boundary}\r\n{disposition}\r\n\r\n".encode() + content + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def send(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
    """POST to the server; the status and the JSON it answered with."""
    try:
        request = urllib.request.Request(url, data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
            return answer.status, read_json(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, read_json(error.read())
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Failure(
            f"Nothing answers at {url} ({reason}): start the server, or name it with --url."
        ) from error


def read_json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def in_words(status: int, problem: Any) -> str:
    """A problem document as one line."""
    if not isinstance(problem, dict) or "title" not in problem:
        return f"the server answered {status}; is it RIP?"
    fields = "; ".join(
        f"{name}: {' '.join(messages)}" for name, messages in problem.get("errors", {}).items()
    )
    words = f"{problem['title']}. {problem.get('detail', '')}"
    return f"{words} ({fields})" if fields else words


if __name__ == "__main__":
    sys.exit(main())
