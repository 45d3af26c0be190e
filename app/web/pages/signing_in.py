"""``/sign-in``: a browser shows its key once, and gets a session in a cookie that no script can read."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.use_cases.access_keys import SESSION_LIFE
from app.web.api.answers import services_of
from app.web.caller import is_same_origin
from app.web.pages.forms import read_form
from app.web.pages.rendering import render
from app.web.pages.wording import choose_language

SESSION_COOKIE = "crosscheck_session"
LONGEST_NEXT = 1_000

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def show_form(request: Request) -> Response:
    """The form; where no key is needed, the overview."""
    if not services_of(request).access.authentication:
        return RedirectResponse("/", status_code=303)
    return ask_to_sign_in(request, target=request.query_params.get("next", "/"))


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Opens a session, and leads to the page that was asked for."""
    services = services_of(request)
    fields = await read_form(request)
    target = local_address(fields.get("next", "/"))
    if not services.access.authentication:
        return RedirectResponse(target, status_code=303)
    if not is_same_origin(request.headers):
        return ask_to_sign_in(request, status=403, problem="foreign", target=target)
    secret = await run_in_threadpool(services.keys.sign_in, fields.get("key", "").strip())
    if secret is None:
        return ask_to_sign_in(request, status=401, problem="wrong", target=target)
    answer = RedirectResponse(target, status_code=303)
    answer.set_cookie(SESSION_COOKIE, secret, max_age=round(SESSION_LIFE.total_seconds()), **cookie_attributes(request))
    return answer


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Ends the session of this browser."""
    if not is_same_origin(request.headers):
        return ask_to_sign_in(request, status=403, problem="foreign")
    secret = request.cookies.get(SESSION_COOKIE)
    if secret is not None:
        await run_in_threadpool(services_of(request).keys.sign_out, secret)
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(SESSION_COOKIE, **cookie_attributes(request))
    return answer


def ask_to_sign_in(
    request: Request,
    *,
    status: int = 200,
    problem: str | None = None,
    target: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The form. ``problem`` is wrong or foreign; ``target`` is where it leads, this page where none is given."""
    asked = request.query_params.get("lang")
    language = choose_language(asked, request.headers.get("accept-language"))
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    leads_to = local_address(target if target is not None else here)
    html = render(
        "sign_in.html",
        language=language,
        asked=language if asked == language else None,
        path="/sign-in",
        kept={"next": leads_to},
        problem=problem,
        next=leads_to,
        signed_in=None,
        may=frozenset(),
    )
    told = {"Content-Language": language, "Vary": "Accept-Language, Cookie", "Cache-Control": "no-store"}
    return HTMLResponse(html, status_code=status, headers=told | dict(headers or {}))


def local_address(target: str) -> str:
    """The path and query of a page of this server; the overview for whatever would lead elsewhere."""
    plain = len(target) <= LONGEST_NEXT and target.isascii() and target.isprintable() and "\\" not in target
    if not plain or not target.startswith("/") or target.startswith("//") or target.startswith("/sign-"):
        return "/"
    return target


def cookie_attributes(request: Request) -> dict[str, Any]:
    """No script reads it, no page elsewhere sends it along, and where the browser speaks TLS it never travels without.
    (Behind a proxy only the browser's Origin header tells that.)"""
    origin = urlsplit(request.headers.get("origin", ""))
    secure = "https" in (origin.scheme, request.url.scheme)
    return {"path": "/", "httponly": True, "samesite": "strict", "secure": secure}
