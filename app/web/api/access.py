"""``/v1/keys`` and ``/v1/audit``: for administrators."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.core.model.access import ApiKey, AuditAction, AuditEntry, AuditFilter, KeyScope
from app.core.model.records import Slice
from app.use_cases.access_keys import LONGEST_KEY_NAME
from app.use_cases.drafts import Instant, Line, Strict
from app.web.api.answers import answer, answer_page, services_of
from app.web.api.body import SMALL_BODY, read_json
from app.web.api.deciding import read_decision
from app.web.api.described import json_body, problems
from app.web.api.filters import PageOf, Paging, Since, Until, Word
from app.web.caller import caller_of

router = APIRouter(prefix="/v1", tags=["access"])


class KeyDraft(Strict):
    """A key to be made."""

    name: Annotated[Line, Field(max_length=LONGEST_KEY_NAME, description="Whose it is; decisions are kept under it.")]
    scopes: Annotated[list[Annotated[KeyScope, Field(strict=False)]], Field(min_length=1, max_length=len(KeyScope))]
    expires_at: Annotated[Instant, Field(description="RFC 3339; without it, it works until it is revoked.")] = None


class KeyView(BaseModel):
    """A key, without its token. ``hint`` is the beginning of the token."""

    id: str
    name: str
    hint: str
    scopes: list[KeyScope]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class NewKeyView(KeyView):
    """A key with its token, which is shown this once."""

    token: str


class AuditEntryView(BaseModel):
    """One effect and who caused it: ``actor`` is the name of the key, or ``local``."""

    id: int
    at: datetime
    actor: str
    key_id: str | None
    action: AuditAction
    object_id: str
    detail: dict[str, object]
    request_id: str | None


class AuditQuery(Paging):
    """Filters of the audit log."""

    actor: Annotated[Word, Field(description="The id or the name of a key, or local.")] = None
    action: AuditAction | None = None
    object: Annotated[Word, Field(description="The id of what was decided about, deleted or made.")] = None
    since: Annotated[Since, Field(description="At or after.")] = None
    until: Annotated[Until, Field(description="Before; a plain date counts as a whole.")] = None

    def wanted(self) -> AuditFilter:
        """As the use case wants it."""
        return AuditFilter(
            actor=self.actor, action=self.action, object_id=self.object, since=self.since, until=self.until
        )


@router.get("/keys", response_model=PageOf[KeyView], summary="List API keys")
def list_keys(request: Request) -> Response:
    """Revoked and expired ones too, the oldest first. Tokens are not kept, so that nobody can read them."""
    return answer_page(Slice(tuple(map(show_key, services_of(request).keys.list())), None))


@router.post(
    "/keys",
    status_code=201,
    response_model=NewKeyView,
    summary="Make an API key",
    responses=problems(400, 413, 415, 422, 503),
    openapi_extra=json_body(KeyDraft, {"name": "News desk", "scopes": ["write", "review"]}),
)
async def create_key(request: Request) -> Response:
    """The token is in this answer and nowhere else. `write` and `review` include `read`; `admin` includes all."""
    services = services_of(request)
    draft = read_decision(await read_json(request, SMALL_BODY), KeyDraft)
    by = caller_of(request).actor
    key, token = await run_in_threadpool(
        services.keys.create, draft.name, draft.scopes, expires_at=draft.expires_at, by=by
    )
    return answer({**show_key(key), "token": token}, 201, headers={"Cache-Control": "no-store"})


@router.delete("/keys/{key_id}", response_model=KeyView, summary="Revoke an API key", responses=problems(404, 503))
def revoke_key(request: Request, key_id: str) -> Response:
    """From now on it opens nothing. It stays in the list; a second time changes nothing."""
    return answer(show_key(services_of(request).keys.revoke(key_id, by=caller_of(request).actor)))


@router.get("/audit", response_model=PageOf[AuditEntryView], summary="Who did what", responses=problems(422))
def list_audit(request: Request, query: Annotated[AuditQuery, Query()]) -> Response:
    """Every decision, deletion, and making or revoking of a key, the latest first. Entries are never changed."""
    found = services_of(request).audit(query.wanted(), limit=query.limit, cursor=query.cursor)
    return answer_page(Slice(tuple(map(show_entry, found.items)), found.next))


def show_key(key: ApiKey) -> dict[str, object]:
    """The fields of ``KeyView``."""
    return {name: getattr(key, name) for name in KeyView.model_fields}


def show_entry(entry: AuditEntry) -> dict[str, object]:
    """The fields of ``AuditEntryView``."""
    return {
        "id": entry.id,
        "at": entry.at,
        "actor": entry.actor.name,
        "key_id": entry.actor.key_id,
        "action": entry.action,
        "object_id": entry.object_id,
        "detail": entry.detail,
        "request_id": entry.actor.request_id,
    }
