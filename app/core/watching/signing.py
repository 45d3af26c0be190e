"""Signatures of webhooks, as the Standard Webhooks specification has them: HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from app.core.model.watching import Event

SECRET_BYTES = 32  # the specification asks for 24 to 64
PREFIX = "whsec_"


def new_secret() -> str:
    """A secret of chance, as it is shown to the receiver."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers_of(message_id: str, sent_at: datetime, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The headers of one attempt, with a signature for each of the secrets."""
    stamp = str(int(sent_at.timestamp()))
    signed = f"{message_id}.{stamp}.".encode() + body
    signatures = (hmac.new(base64.b64decode(key.removeprefix(PREFIX)), signed, hashlib.sha256).digest() for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(signature).decode()}" for signature in signatures),
    }


def payload(kind: str, at: datetime, data: Mapping[str, object]) -> bytes:
    """The body of a message: ``{type, timestamp, data}``, without blanks."""
    stamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    document = {"type": kind, "timestamp": stamp, "data": data}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def payload_of(event: Event) -> bytes:
    """The body that tells of an event; ``data.seq`` is its place in ``GET /v1/stream``."""
    return payload(event.type.value, event.at, {"seq": event.seq, **event.data})
