"""The pages on which people post and edit adverts."""

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rip.adverts.limits import ADVERT_WRITES, ANONYMOUS_PICTURES
from rip.adverts.models import Advert
from rip.adverts.models.owners import UploadedPicture
from rip.adverts.pages.post_form import PostForm
from rip.adverts.pages.requests import count_use, sign_in_first, user_of
from rip.adverts.writing import picture_rows, pictures
from rip.adverts.writing.commands import check_may_change, check_may_post
from rip.adverts.writing.pictures import Album
from rip.core.errors import BadInput, Conflict, KeyReused, NotFound, NotSignedIn, RipError, TooLarge
from rip.core.http import problems
from rip.core.pictures.convert import ConvertedPicture, convert_blocking

LONGEST_KEY: Final = 64


@require_http_methods(["GET", "HEAD", "POST"])
def advert_new(request: HttpRequest) -> HttpResponse:
    """Post an advert; without an account only where the site allows that."""
    user = user_of(request)
    if user is None and not settings.RIP_ANONYMOUS_ADVERTS:
        return sign_in_first(request)
    if request.method != "POST":
        return _page(request, PostForm(), None, [])
    check_may_post(user)
    form = PostForm(request.POST)

    def publish(album: Album) -> Advert:
        key = request.POST.get("key", "")[:LONGEST_KEY] or uuid.uuid4().hex
        try:
            return pictures.advert_publish(user=user, values=form.values, album=album, key=key)
        except (KeyReused, Conflict):
            # The form was filled in anew after the browser went back: that is another advert.
            fresh = uuid.uuid4().hex
            return pictures.advert_publish(user=user, values=form.values, album=album, key=fresh)

    message = _("Your advert is on the board. Good luck!")
    return _store(request, form, None, publish, message)


@require_http_methods(["GET", "HEAD", "POST"])
def advert_edit(request: HttpRequest, advert_id: int) -> HttpResponse:
    """Change an advert and its pictures: its owner and staff may."""
    advert = Advert.objects.filter(pk=advert_id).first() if advert_id < 2**63 else None
    user = user_of(request)
    if advert is None:
        raise NotFound
    try:
        check_may_change(advert, user)
    except NotSignedIn:
        return sign_in_first(request)
    if request.method != "POST":
        return _page(request, PostForm.of(advert), advert, [one.name for one in advert.album])
    form = PostForm(request.POST)

    def revise(album: Album) -> Advert:
        return pictures.advert_revise(
            user=user, advert_id=advert_id, values=form.values, album=album
        )

    return _store(request, form, advert, revise, _("The advert is changed."))


@require_POST
def picture_upload(request: HttpRequest) -> HttpResponse:
    """Store one picture, the file `image`, for an advert that is being written."""
    try:
        check_may_post(user_of(request))
        count_use(request, ADVERT_WRITES)
        ready = _converted(request)
        if not ready:
            raise BadInput(errors={"image": [_("This field is required.")]})
        picture = pictures.picture_upload(user=user_of(request), picture=ready[0])
    except RipError as error:
        body = problems.document(error)
        response = JsonResponse(body, status=body["status"], content_type=problems.MEDIA_TYPE)
        if error.retry_after is not None:
            response["Retry-After"] = str(error.retry_after)
        return response
    return JsonResponse({"name": picture.name, "thumbnail": picture.thumbnail}, status=201)


def _store(
    request: HttpRequest,
    form: PostForm,
    advert: Advert | None,
    store: Callable[[Album], Advert],
    message: str,
) -> HttpResponse:
    """Store the advert and show it, or show the form again with its errors."""
    count_use(request, ADVERT_WRITES)
    names = _names(request)
    try:
        new = _converted(request)
    except (BadInput, Conflict, TooLarge) as error:
        form.add_error(None, _text(error))
        new = []
    if form.is_valid():
        try:
            stored = store(Album(names, new))
        except BadInput as error:
            form.add_error(None, _text(error))
        else:
            messages.success(request, message, extra_tags="" if advert else "posted")
            return redirect(stored)
    return _page(request, form, advert, names, status=400)


def _names(request: HttpRequest) -> list[str]:
    """The pictures that stay, in their order, but for the one chosen as the main: it is first."""
    gone = set(request.POST.getlist("remove"))
    names = [name for name in request.POST.getlist("pictures") if name not in gone]
    main = request.POST.get("main")
    return sorted(names, key=lambda name: name != main) if main else names


def _converted(request: HttpRequest) -> list[ConvertedPicture]:
    uploads = [upload for upload in request.FILES.getlist("image") if upload.size]
    picture_rows.check_count(len(uploads))
    user = user_of(request)
    if user is None and uploads:
        count_use(request, ANONYMOUS_PICTURES)
    picture_rows.check_quota(user, len(uploads))
    return [convert_blocking(upload.read()) for upload in uploads]


def _text(error: RipError) -> str:
    found = [str(message) for messages in error.errors.values() for message in messages]
    return " ".join(found) or str(error.detail)


def _page(
    request: HttpRequest,
    form: PostForm,
    advert: Advert | None,
    names: list[str],
    status: int = 200,
) -> HttpResponse:
    uploads = UploadedPicture.objects.filter(name__in=names, user=user_of(request))
    there = {one.name: one.thumbnail for one in [*uploads, *(advert.album if advert else [])]}
    context: dict[str, Any] = {
        "form": form,
        "advert": advert,
        "pictures": [(name, there[name]) for name in names if name in there],
        "key": request.POST.get("key", "")[:LONGEST_KEY] or uuid.uuid4().hex,
        "most_pictures": settings.RIP_PICTURES_PER_ADVERT,
        "most_megabytes": settings.RIP_PICTURE_BYTES // 1024 // 1024,
    }
    response = render(request, "adverts/post.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
