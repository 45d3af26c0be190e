"""``/admin/keys``: who may do what. A token is shown once, on the answer to the form that made it."""

from collections.abc import Mapping
from datetime import timedelta

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from app.core.errors import InvalidInput, NotFound
from app.core.model.access import ApiKey, KeyScope
from app.use_cases.access_keys import LONGEST_KEY_NAME
from app.use_cases.drafts import InvalidFields
from app.use_cases.services import Services
from app.web.api.answers import services_of
from app.web.caller import caller_of
from app.web.pages.admin.forms import NOTHING_TYPED, Form, read_typed, refused
from app.web.pages.admin.shown import admin_page
from app.web.pages.page import page_router, see

# How long a new key works; None: until it is revoked.
LIVES: Mapping[str, timedelta | None] = {
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
    "365d": timedelta(days=365),
    "endless": None,
}
USUAL_LIFE = "90d"

router = page_router()


@router.get("/admin/keys")
def show_keys(request: Request) -> Response:
    """Those that work before those that do not any more."""
    return keys_page(request)


@router.post("/admin/keys")
async def create_key(request: Request) -> Response:
    """The token is on this page and nowhere else: in no address, no redirect and no log."""
    services = services_of(request)
    typed = await read_typed(request)
    by = caller_of(request).actor
    scopes = [scope for scope in KeyScope if f"scope_{scope}" in typed]
    try:
        life = read_life(typed.get("life", ""))
        expires_at = services.clock.now() + life if life is not None else None
        key, token = await run_in_threadpool(
            services.keys.create, typed.get("name", ""), scopes, expires_at=expires_at, by=by
        )
    except InvalidInput as error:
        return await run_in_threadpool(keys_page, request, status=422, form=refused(typed, error))
    return admin_page(request, "key_made.html", 201, has_secret=True, key=key, token=token)


@router.get("/admin/keys/{key_id}/revoke")
def confirm_revoking(request: Request, key_id: str) -> Response:
    """What that means, before it is done; above all for the one who asks."""
    return revoke_page(request, find_key(services_of(request), key_id))


@router.post("/admin/keys/{key_id}/revoke")
async def revoke_key(request: Request, key_id: str) -> Response:
    """Whoever would lock out themselves, or every administrator, must have said that they know."""
    services = services_of(request)
    typed = await read_typed(request)
    key = await run_in_threadpool(find_key, services, key_id)
    if await run_in_threadpool(dangers_of, request, key) and "sure" not in typed:
        form = Form(values=typed, problems=refused({}, InvalidFields((("sure", "tick the box"),))).problems)
        return await run_in_threadpool(revoke_page, request, key, status=422, form=form)
    await run_in_threadpool(services.keys.revoke, key_id, by=caller_of(request).actor)
    return see(request, "/admin/keys", done="key_revoked")


def read_life(text: str) -> timedelta | None:
    """Raises InvalidFields for what was not offered."""
    if text not in LIVES:
        raise InvalidFields((("life", "choose one of those offered"),))
    return LIVES[text]


def find_key(services: Services, key_id: str) -> ApiKey:
    """Raises NotFound."""
    for key in services.keys.list():
        if key.id == key_id:
            return key
    raise NotFound(f"there is no key {key_id[:80]}")


def dangers_of(request: Request, key: ApiKey) -> tuple[str, ...]:
    """What whoever revokes a key must know first: it is their ``own``, or the ``last`` one for administrators."""
    services = services_of(request)
    if not services.keys.works(key):
        return ()
    own = caller_of(request).actor.key_id == key.id
    others = (other for other in services.keys.list() if other.id != key.id and services.keys.works(other))
    last = KeyScope.ADMIN in key.scopes and not any(KeyScope.ADMIN in other.scopes for other in others)
    return tuple(name for name, here in (("own", own), ("last", last and services.access.authentication)) if here)


def revoke_page(request: Request, key: ApiKey, *, status: int = 200, form: Form = NOTHING_TYPED) -> Response:
    """The second step."""
    return admin_page(request, "key_revoke.html", status, form=form, key=key, dangers=dangers_of(request, key))


def keys_page(request: Request, *, status: int = 200, form: Form = NOTHING_TYPED) -> Response:
    """The list, and the form with what was typed."""
    services = services_of(request)
    keys = services.keys.list()[::-1]
    working = {key.id for key in keys if services.keys.works(key)}
    return admin_page(
        request,
        "keys.html",
        status,
        form=form,
        keys=[key for key in keys if key.id in working] + [key for key in keys if key.id not in working],
        working=working,
        own=caller_of(request).actor.key_id,
        all_scopes=list(KeyScope),
        lives=LIVES,
        life=form.value("life") if form.value("life") in LIVES else USUAL_LIFE,
        longest_name=LONGEST_KEY_NAME,
    )
