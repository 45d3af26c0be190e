"""Who calls, as the guard found out."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import Scope

from app.core.model.access import Actor, KeyScope, allows


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls, and what that one may do. ``session``: signed in with a browser."""

    actor: Actor
    scopes: tuple[KeyScope, ...]
    session: bool = False


def caller_of(request: Request) -> Caller:
    """The caller; the guard has put it there before any endpoint runs."""
    caller: Caller = request.state.caller
    return caller


def signed_in_as(request: Request) -> str | None:
    """The name of the key with which a browser signed in."""
    caller = caller_of(request)
    return caller.actor.name if caller.session else None


def may_read(request: Request) -> bool:
    """Whether what is stored may be told, where everybody may ask."""
    return allows(caller_of(request).scopes, KeyScope.READ)


def set_state(scope: Scope, **values: object) -> None:
    """What later layers find in ``request.state``."""
    scope["state"] = {**scope.get("state", {}), **values}


def request_id(scope: Scope) -> str:
    """The request's id, as the log has it; without a log, 16 random hexadecimal digits made at the first call."""
    known: str | None = scope.get("state", {}).get("request_id")
    if known is None:
        known = secrets.token_hex(8)
        set_state(scope, request_id=known)
    return known


def is_same_origin(headers: Headers) -> bool:
    """Whether a browser says that a page of this server sent the request (Fetch Metadata; else the Origin header)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc.lower() == headers.get("host", "").lower()
