"""Pictures through the API, as files that really are (or are not) on the disk and served."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.kit import pictures
from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields
from tests.kit.running import Server

FORM = {name: str(value) for name, value in ADVERT.items()}
FilesOnDisk = Callable[[], set[str]]


@pytest.fixture
def on_disk(server: Server) -> FilesOnDisk:
    """The addresses under which the files that lie in the media folder now are served."""
    media = server.data_dir / "media"

    def addresses() -> set[str]:
        found = (path for path in media.rglob("*") if path.is_file())
        return {f"/media/{path.relative_to(media)}" for path in found}

    return addresses


def post(client: httpx.Client, raw: bytes, name: str = "pet.jpg", **form: str) -> httpx.Response:
    files = {"image": (name, raw)}
    return client.post("/api/v1/execute", data={**FORM, **form}, files=files)


def patch(client: httpx.Client, number: int, raw: bytes, **form: str) -> httpx.Response:
    files = {"image": ("pet.jpg", raw)}
    return client.patch("/api/v1/execute", data={"id": str(number), **form}, files=files)


def three_widths(image: str) -> set[str]:
    stem = image.removesuffix("-1600.webp")
    assert stem != image
    return {f"{stem}-{width}.webp" for width in (320, 800, 1600)}


@pytest.fixture
def pictured(owner: Person) -> dict[str, Any]:
    answer = post(owner.http, pictures.jpeg(2000, 1500))
    assert answer.status_code == 201
    body: dict[str, Any] = answer.json()
    return body


@pytest.mark.parametrize("raw", [pictures.jpeg(), pictures.png(), pictures.webp()])
def test_the_address_in_the_answer_serves_the_picture(
    owner: Person, nobody: httpx.Client, raw: bytes
) -> None:
    answer = post(owner.http, raw, name="the name says nothing.exe")
    assert answer.status_code == 201
    image = answer.json()["image"]
    assert nobody.get("/api/v1/execute").json()[0]["image"] == image
    served = nobody.get(image)
    assert served.status_code == 200
    assert served.headers["content-type"] == "image/webp"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in served.headers["cache-control"]
    assert pictures.is_upright(pictures.decoded(served.content))


def test_a_photograph_is_served_upright_in_three_widths_and_without_its_secrets(
    owner: Person, nobody: httpx.Client
) -> None:
    image = post(owner.http, pictures.photo_with_secrets()).json()["image"]
    for address in three_widths(image):
        served = nobody.get(address).content
        picture = pictures.decoded(served)
        assert picture.format == "WEBP"
        assert picture.size == (300, 400)
        assert pictures.is_upright(picture)
        assert not picture.getexif()
        assert b"Secret" not in served


def test_each_width_is_as_wide_as_it_says(pictured: dict[str, Any], nobody: httpx.Client) -> None:
    for address in three_widths(pictured["image"]):
        width = int(Path(address).stem.rpartition("-")[2])
        picture = pictures.decoded(nobody.get(address).content)
        assert picture.size == (width, width * 3 // 4)


def test_a_form_without_a_picture_makes_an_advert_without_one(owner: Person) -> None:
    with_an_empty_part = post(owner.http, b"", name="")
    assert with_an_empty_part.status_code == 201
    assert with_an_empty_part.json()["image"] is None
    as_text = owner.http.post("/api/v1/execute", data={**FORM, "image": ""})
    assert as_text.status_code == 201
    assert as_text.json()["image"] is None


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"plain text" * 100, id="text"),
        pytest.param(b"", id="empty"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(pictures.jpeg()[:-900], id="truncated"),
        pytest.param(pictures.bomb(), id="bomb"),
    ],
)
def test_what_is_no_sound_picture_is_refused_and_nothing_is_kept(
    owner: Person, pictured: dict[str, Any], on_disk: FilesOnDisk, raw: bytes
) -> None:
    before, listed = on_disk(), owner.http.get("/api/v1/execute").json()
    assert wrong_fields(post(owner.http, raw, name="pet.png")) == {"image"}
    assert wrong_fields(patch(owner.http, pictured["id"], raw, age="9")) == {"image"}
    assert on_disk() == before
    assert owner.http.get("/api/v1/execute").json() == listed


def test_a_new_picture_replaces_the_old_one_on_the_disk_too(
    owner: Person, pictured: dict[str, Any], nobody: httpx.Client, on_disk: FilesOnDisk
) -> None:
    before = on_disk()
    assert three_widths(pictured["image"]) <= before
    answer = patch(owner.http, pictured["id"], pictures.png())
    assert answer.status_code == 200
    image = answer.json()["image"]
    assert answer.json() == {**pictured, "image": image}
    assert on_disk() == before - three_widths(pictured["image"]) | three_widths(image)
    problem(nobody.get(pictured["image"]), 404)


def test_null_removes_the_picture(
    owner: Person, pictured: dict[str, Any], on_disk: FilesOnDisk
) -> None:
    answer = owner.http.patch("/api/v1/execute", json={"id": pictured["id"], "image": None})
    assert answer.json() == {**pictured, "image": None}
    assert not on_disk() & three_widths(pictured["image"])
    again = owner.http.patch("/api/v1/execute", json={"id": pictured["id"], "image": None})
    assert again.json() == {**pictured, "image": None}


def test_sending_back_the_address_it_was_given_changes_nothing(
    owner: Person, pictured: dict[str, Any], on_disk: FilesOnDisk
) -> None:
    before = on_disk()
    assert owner.http.patch("/api/v1/execute", json=pictured).json() == pictured
    as_form = {name: str(value) for name, value in pictured.items()}
    assert owner.http.patch("/api/v1/execute", data=as_form).json() == pictured
    assert on_disk() == before


def test_another_text_is_no_picture(owner: Person, pictured: dict[str, Any]) -> None:
    for text in ("https://example.org/x.png", "../secret_key", "data:image/png;base64,AA"):
        change = {"id": pictured["id"], "image": text}
        assert wrong_fields(owner.http.patch("/api/v1/execute", json=change)) == {"image"}


def test_deleting_the_advert_removes_its_files(
    owner: Person, pictured: dict[str, Any], nobody: httpx.Client, on_disk: FilesOnDisk
) -> None:
    assert three_widths(pictured["image"]) <= on_disk()
    number = {"id": pictured["id"]}
    assert owner.http.request("DELETE", "/api/v1/execute", json=number).status_code == 200
    assert not on_disk() & three_widths(pictured["image"])
    problem(nobody.get(pictured["image"]), 404)


def test_a_failed_request_leaves_no_file(
    owner: Person,
    stranger: Person,
    nobody: httpx.Client,
    pictured: dict[str, Any],
    on_disk: FilesOnDisk,
) -> None:
    before = on_disk()
    good = pictures.png()
    assert wrong_fields(post(owner.http, good, age="-1")) == {"age"}
    assert wrong_fields(patch(owner.http, pictured["id"], good, age="-1")) == {"age"}
    problem(patch(stranger.http, pictured["id"], good), 403)
    problem(patch(nobody, pictured["id"], good), 401)
    problem(patch(owner.http, 2**62, good), 404)
    nobody.headers["Authorization"] = "Bearer x.y.z"
    problem(post(nobody, good), 401)
    assert on_disk() == before


def test_of_two_pictures_in_one_form_the_last_is_taken(
    owner: Person, nobody: httpx.Client, on_disk: FilesOnDisk
) -> None:
    before = on_disk()
    answer = owner.http.post(
        "/api/v1/execute",
        data=FORM,
        files=[("image", ("1.png", pictures.png(50, 40))), ("image", ("2.png", pictures.png()))],
    )
    image = answer.json()["image"]
    assert pictures.decoded(nobody.get(image).content).size == (400, 300)
    assert on_disk() - before == three_widths(image)
