"""The guard at the door: who calls, may they, and not too often."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import CrosscheckError, DatabaseUnavailable
from app.core.model.access import Actor, ApiKey, KeyScope, allows
from app.use_cases.services import Services
from app.web.access_table import OPEN, UNLIMITED, AccessTable, scope_needed
from app.web.caller import Caller, is_same_origin, request_id, set_state
from app.web.errors import NotAllowed, NotAuthenticated, TooManyRequests, WrongHost, problem_of
from app.web.pages.page import render_error
from app.web.pages.signing_in import SESSION_COOKIE, ask_to_sign_in
from app.web.rate_limits import TokenBuckets

REALM = 'Bearer realm="crosscheck"'
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
IPV6_HOME = 64  # bits of an IPv6 address that one customer has in common


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request brings to prove who calls: a token, or a browser's session."""

    token: str | None
    session: str | None


class AccessGuard:
    """Lets a request pass to the route that it is for, with its caller in ``request.state``, or answers itself.

    The answer of somebody who may not call is the same whatever is stored: no endpoint has seen the request.
    """

    def __init__(self, application: ASGIApp, *, services: Services, routes: list[BaseRoute]) -> None:
        self._application = application
        self._services = services
        self._rules = services.access
        self._table = AccessTable(routes)
        limited = self._rules.requests > 0
        self._buckets = TokenBuckets(per_minute=self._rules.requests, burst=self._rules.burst) if limited else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with 401, 403, 421 or 429 what may not pass."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        if scope["type"] != "http":  # there are none, and none shall come in by another door
            await send({"type": "websocket.close", "code": 1008})
            return
        added: dict[str, str] = {}
        try:
            route = self._table.find(scope["method"], scope["path"])
            needed = scope_needed(route)
            caller = await self._find_caller(scope, needed)
            self._count(scope, caller, route, added)
            set_state(scope, caller=caller)
            self._check(scope, caller, needed)
            if self._rules.authentication and needed is not OPEN:
                added["cache-control"] = "private, no-cache"  # what one caller may read is not for the next
        except CrosscheckError as error:
            await self._refuse(scope, receive, send, error, added)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._application(scope, receive, add if added else send)

    async def _find_caller(self, scope: Scope, needed: KeyScope | None) -> Caller:
        """A caller without a scope is a stranger. Raises WrongHost, DatabaseUnavailable."""
        headers = Headers(scope=scope)
        if not self._rules.authentication:
            if not self._rules.any_host_name and not is_own_name(headers.get("host", "")):
                raise WrongHost(
                    "it is open to whoever works on its machine, and so does not answer to names of the network; call "
                    "localhost, or have it ask for keys: CROSSCHECK_AUTHENTICATION=on"
                )
            return Caller(actor=Actor(request_id=request_id(scope)), scopes=(KeyScope.ADMIN,))
        given = read_credentials(headers)
        try:
            key = await run_in_threadpool(self._find_key, given)
        except DatabaseUnavailable:
            if needed is not OPEN:
                raise
            key = None  # whether the process lives is told without the database
        if key is None:
            return Caller(actor=Actor(name="nobody", request_id=request_id(scope)), scopes=())
        actor = Actor(name=key.name, key_id=key.id, request_id=request_id(scope))
        return Caller(actor=actor, scopes=key.scopes, session=given.token is None)

    def _find_key(self, given: Credentials) -> ApiKey | None:
        if given.token is not None:
            return self._services.keys.find(given.token)
        return self._services.keys.find_session(given.session) if given.session is not None else None

    def _count(self, scope: Scope, caller: Caller, route: str | None, added: dict[str, str]) -> None:
        """Raises TooManyRequests; ``added`` gets the headers that say how many are left."""
        if self._buckets is None or route in UNLIMITED:
            return
        verdict = self._buckets.take(caller.actor.key_id or address_of(scope))
        added.update(verdict.headers())
        if not verdict.allowed:
            whose = "this key" if caller.actor.key_id else "this address"
            raise TooManyRequests(
                f"{whose} may make {self._rules.requests:,} requests a minute; wait {verdict.retry_after} s, or post "
                "articles in batches"
            )

    def _check(self, scope: Scope, caller: Caller, needed: KeyScope | None) -> None:
        """Raises NotAuthenticated or NotAllowed."""
        if needed is OPEN:
            return
        if not caller.scopes:
            raise NotAuthenticated("send a key that works as Authorization: Bearer ck_...")
        if not allows(caller.scopes, needed):
            raise NotAllowed(f"it needs a key with the scope {needed}", scope=needed)
        if scope["method"] not in SAFE_METHODS:
            self._check_page(Headers(scope=scope), caller)

    def _check_page(self, headers: Headers, caller: Caller) -> None:
        """Raises NotAllowed where a browser is led by a page of somebody else to change something here."""
        if caller.session and not is_same_origin(headers):
            raise NotAllowed("a browser's session works from pages of this server only; programs send a key")
        elsewhere = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        if caller.actor.key_id is None and elsewhere and headers.get("origin") not in self._rules.origins:
            raise NotAllowed("pages of other sites change nothing here; allow them by CROSSCHECK_ALLOWED_ORIGINS")

    async def _refuse(
        self, scope: Scope, receive: Receive, send: Send, error: CrosscheckError, added: Mapping[str, str]
    ) -> None:
        request = Request(scope, receive)
        headers = dict(added)
        answer: Response
        if isinstance(error, NotAuthenticated):
            wrong = "authorization" in request.headers
            headers["www-authenticate"] = REALM + (', error="invalid_token"' if wrong else "")
            if wants_page(request):
                await ask_to_sign_in(request, status=401, headers=headers)(scope, receive, send)
                return
        elif isinstance(error, NotAllowed) and error.scope is not None:
            headers["www-authenticate"] = f'{REALM}, error="insufficient_scope", scope="{error.scope}"'
        if isinstance(error, NotAllowed) and wants_page(request):
            answer = render_error(request, 403, "not_allowed")
            answer.headers.update(headers)
        else:
            answer = problem_of(error, headers=headers)
        await answer(scope, receive, send)


def read_credentials(headers: Headers) -> Credentials:
    """A token goes before a session, and one that cannot be read is one that opens nothing."""
    given = headers.getlist("authorization")
    if given:
        kind, _, token = given[0].partition(" ")
        sound = len(given) == 1 and kind.lower() == "bearer"
        return Credentials(token.strip() if sound else "", None)
    return Credentials(None, cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE))


def wants_page(request: Request) -> bool:
    """Whether somebody looks at a page, and not a program at the interface."""
    in_interface = request.url.path.startswith("/v1/")
    return not in_interface and request.method == "GET" and "text/html" in request.headers.get("accept", "")


def is_own_name(host: str) -> bool:
    """Whether a Host header can only mean this machine or its neighbours: an address, localhost, or a name without a
    dot. Any other may be made to lead here by whoever owns it, and would let that one's page read everything (DNS
    rebinding)."""
    name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
    name = name.strip("[]").rstrip(".").lower()
    try:
        ip_address(name)
    except ValueError:
        return "." not in name or name.endswith(".localhost")
    return True


def address_of(scope: Scope) -> str:
    """Whose address the request comes from; IPv6 by the network that one customer has."""
    client = scope.get("client")
    if client is None:
        return "unknown"
    try:
        address = ip_address(str(client[0]).partition("%")[0])
    except ValueError:
        return str(client[0])[:100]
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped is not None else f"{int(address) >> (128 - IPV6_HOME):x}"
    return str(address)
