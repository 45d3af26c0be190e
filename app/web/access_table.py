"""Which scope each route needs. A route that stands nowhere here is for administrators, and fails a test."""

from collections.abc import Iterator, Mapping, Sequence
from re import Pattern
from typing import Any

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute

from app.core.model.access import KeyScope

READ, WRITE, REVIEW, ADMIN = KeyScope.READ, KeyScope.WRITE, KeyScope.REVIEW, KeyScope.ADMIN
OPEN = None  # to everybody, without a key

ACCESS: Mapping[str, KeyScope | None] = {
    # Who watches the process has no key. Strangers are told no numbers and no reasons.
    "GET /healthz": OPEN,
    "GET /readyz": OPEN,
    "GET /static/{asked_version}/{name}": OPEN,
    "GET /docs/style.css": OPEN,
    "GET /sign-in": OPEN,
    "POST /sign-in": OPEN,
    "POST /sign-out": OPEN,
    "GET /": READ,
    "GET /stories/{story_id}": READ,
    "GET /conflicts/{conflict_id}": READ,
    "GET /articles/{article_id}": READ,
    "POST /conflicts/{conflict_id}/review": REVIEW,
    "POST /stories/{story_id}/split": REVIEW,
    "POST /stories/{story_id}/merge": REVIEW,
    "POST /stories/{story_id}/undo": REVIEW,
    "GET /articles/{article_id}/comparison": READ,
    "GET /articles/{article_id}/sentences/{number}": READ,
    "GET /articles/{article_id}/delete": WRITE,
    "POST /articles/{article_id}/delete": WRITE,
    "GET /add": WRITE,
    "POST /add": WRITE,
    "GET /check": READ,
    "POST /check": READ,
    "GET /admin": ADMIN,
    "GET /admin/reanalyse": ADMIN,
    "POST /admin/reanalyse": ADMIN,
    "GET /admin/feeds": ADMIN,
    "POST /admin/feeds": ADMIN,
    "GET /admin/feeds/{feed_id}/remove": ADMIN,
    "POST /admin/feeds/{feed_id}/remove": ADMIN,
    "GET /admin/keys": ADMIN,
    "POST /admin/keys": ADMIN,
    "GET /admin/keys/{key_id}/revoke": ADMIN,
    "POST /admin/keys/{key_id}/revoke": ADMIN,
    "GET /admin/webhooks": ADMIN,
    "POST /admin/webhooks": ADMIN,
    "GET /admin/webhooks/{webhook_id}": ADMIN,
    "POST /admin/webhooks/{webhook_id}/test": ADMIN,
    "POST /admin/webhooks/{webhook_id}/replay": ADMIN,
    "GET /admin/webhooks/{webhook_id}/rotate": ADMIN,
    "POST /admin/webhooks/{webhook_id}/rotate": ADMIN,
    "POST /admin/webhooks/{webhook_id}/enable": ADMIN,
    "GET /admin/webhooks/{webhook_id}/remove": ADMIN,
    "POST /admin/webhooks/{webhook_id}/remove": ADMIN,
    "GET /admin/jobs": ADMIN,
    "POST /admin/jobs/retry": ADMIN,
    "GET /admin/audit": ADMIN,
    # The documents of the interface say which version runs: nothing for strangers.
    "GET /docs": READ,
    "GET /openapi.json": READ,
    "GET /metrics": READ,
    "GET /v1/articles": READ,
    "GET /v1/articles/{article_id}": READ,
    "GET /v1/claims": READ,
    "GET /v1/claims/{claim_id}": READ,
    "GET /v1/clusters": READ,
    "GET /v1/clusters/{cluster_id}": READ,
    "GET /v1/conflicts": READ,
    "GET /v1/conflicts/{conflict_id}": READ,
    "GET /v1/entities": READ,
    "GET /v1/entities/{entity_id}": READ,
    "GET /v1/outlets": READ,
    "GET /v1/outlets/{outlet}": READ,
    "POST /v1/check": READ,  # it stores nothing
    "POST /v1/articles": WRITE,
    "POST /v1/articles/batch": WRITE,
    # Whoever takes in what an outlet prints takes out what it retracts.
    "DELETE /v1/articles/{article_id}": WRITE,
    "PATCH /v1/conflicts/{conflict_id}": REVIEW,
    "POST /v1/clusters/{cluster_id}/merge": REVIEW,
    "POST /v1/clusters/{cluster_id}/split": REVIEW,
    "POST /v1/clusters/{cluster_id}/undo": REVIEW,
    "POST /v1/entities/{entity_id}/merge": REVIEW,
    "POST /v1/entities/{entity_id}/split": REVIEW,
    "GET /v1/export/claims.{form}": READ,
    "GET /v1/export/clusters.{form}": READ,
    "GET /v1/export/conflicts.{form}": READ,
    "GET /v1/feeds": READ,
    "GET /v1/feeds/{feed_id}": READ,
    "POST /v1/feeds": ADMIN,
    "DELETE /v1/feeds/{feed_id}": ADMIN,
    "GET /v1/stream": READ,
    # A webhook says what readers may see, but to a server of somebody's choice, for as long as it stands.
    "GET /v1/webhooks": ADMIN,
    "POST /v1/webhooks": ADMIN,
    "GET /v1/webhooks/{webhook_id}": ADMIN,
    "DELETE /v1/webhooks/{webhook_id}": ADMIN,
    "GET /v1/webhooks/{webhook_id}/deliveries": ADMIN,
    "POST /v1/webhooks/{webhook_id}/test": ADMIN,
    "POST /v1/webhooks/{webhook_id}/replay": ADMIN,
    "POST /v1/webhooks/{webhook_id}/rotate": ADMIN,
    "POST /v1/webhooks/{webhook_id}/enable": ADMIN,
    "GET /v1/keys": ADMIN,
    "POST /v1/keys": ADMIN,
    "DELETE /v1/keys/{key_id}": ADMIN,
    "GET /v1/audit": ADMIN,
}
# Asked for by machines that watch, or by every page; each costs next to nothing.
UNLIMITED = frozenset({"GET /healthz", "GET /readyz", "GET /static/{asked_version}/{name}", "GET /docs/style.css"})


def routes_of(routes: Sequence[BaseRoute]) -> Iterator[tuple[str, Pattern[str]]]:
    """Every route as ``GET /v1/articles/{article_id}`` with the pattern of its addresses, in the order in which they
    are tried. HEAD is answered as GET is."""
    for route in iter_route_contexts(routes):
        pattern: Any = getattr(route, "path_regex", None)
        for method in sorted(route.methods or {"*"}):
            if pattern is not None and not (method == "HEAD" and "GET" in (route.methods or ())):
                yield f"{method} {route.path_format}", pattern


class AccessTable:
    """Finds what a request needs among the routes of an application."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes
        self._known: list[tuple[str, str, Pattern[str]]] = []

    def find(self, method: str, path: str) -> str | None:
        """The name of the route that answers; None where none does."""
        if not self._known:  # routes are complete when the first request comes
            self._known = [(name.partition(" ")[0], name, pattern) for name, pattern in routes_of(self._routes)]
        wanted = "GET" if method == "HEAD" else method
        for verb, name, pattern in self._known:
            if verb in (wanted, "*") and pattern.match(path):
                return name
        return None


def scope_needed(name: str | None) -> KeyScope | None:
    """OPEN or a scope. An address where nothing is needs a key too: strangers are not told what is there."""
    return READ if name is None else ACCESS.get(name, ADMIN)
