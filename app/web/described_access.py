"""What the OpenAPI document says of keys, scopes and limits: for every call, out of the one table."""

from typing import Any

from app.web.access_table import OPEN, UNLIMITED, scope_needed
from app.web.pages.signing_in import SESSION_COOKIE

SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key: `Authorization: Bearer ck_...`. Not needed where the server is bound to loopback.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "A browser that signed in at `/sign-in`; for calls from pages of the server itself.",
    },
}
ANSWERS = {
    "401": "No key, or one that does not work",
    "403": "The key is not for this call",
    "429": "Too many requests; `Retry-After` says when to come again",
    "503": "The database or the language model is not there",
}
OF_ANY_CALL = {"414": "The address is too long", "431": "The headers are too large"}
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}


def describe_access(document: dict[str, Any], *, authentication: bool) -> None:
    """Adds the security schemes, and to each call its scope and the answers of the guard. Where this server asks for no
    key, one may be sent and none is needed."""
    document["components"]["securitySchemes"] = SCHEMES
    for path, verbs in document["paths"].items():
        for verb, call in verbs.items():
            _describe_call(f"{verb.upper()} {path}", call, authentication=authentication)


def _describe_call(name: str, call: dict[str, Any], *, authentication: bool) -> None:
    statuses = [status for status in ANSWERS if status != "429" or name not in UNLIMITED]
    needed = scope_needed(name)
    if needed is OPEN:
        call["security"] = []
        statuses = [status for status in statuses if status == "429"]
    else:
        call["security"] = [*([] if authentication else [{}]), {"key": [needed.value]}, {"session": []}]
        text = call.get("description", "")
        call["description"] = f"{text}\n\nNeeds a key with the scope `{needed}`.".strip()
    for status in statuses:
        answer: dict[str, Any] = {"description": ANSWERS[status], "content": PROBLEM}
        if status == "429":
            answer["headers"] = RETRY_AFTER
        call["responses"].setdefault(status, answer)
    for status, text in OF_ANY_CALL.items():
        call["responses"].setdefault(status, {"description": text, "content": PROBLEM})
