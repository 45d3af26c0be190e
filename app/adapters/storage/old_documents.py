"""Claims as older versions kept them: one JSON document with every field. Used by the migrations alone, which must not
change with the model; so this is about documents, not about claims."""

import json
import struct
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.adapters.storage.packing import pack, unpack

Document = dict[str, Any]

IN_COLUMNS = ("id", "article_id", "outlet", "language", "event_type", "start", "end")
KEPT = 0xFFFF  # of each number of a fingerprint, since then
KINDS = ("party", "place", "when", "duration", "quantity", "phrase")
# What newer documents leave out.
_USUAL: Mapping[str, Mapping[str, object]] = {
    "claim": {
        **{"result": None, "headline": False, "quoted": False, "stands_alone": True, "extractor": "crosscheck"},
        **{"framing": [], "names": [], "version": ""},
    },
    "source": {"start": None, "end": None, "is_name": True},
    "party": {
        **{"type": None, "is_name": False, "resolved": True, "titles": [], "offices": [], "office_keys": []},
        **{"place_key": None, "count": None, "known_as": None},
    },
    "place": {
        **{"key": None, "name_key": "", "kind": None, "others": [], "within": [], "called": None, "proper": ""},
        **{"outer": None},
    },
    "when": {
        **{"weekday": None, "part_of_day": None, "days_from_publication": None, "alternative": None, "bound": None},
        **{"undirected": False, "vague": False, "later": None, "readings": [], "reason": ""},
    },
    "duration": {},
    "quantity": {"unit": None, "counted": None, "approximate": False},
    "phrase": {"key": ""},
    "name": {"place_key": None},
}


def pack_json(document: object) -> bytes:
    """Packed, without escapes."""
    return pack(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def unpack_json(packed: bytes) -> Any:
    """The document that was packed."""
    return json.loads(unpack(packed))


def _short(kind: str, document: Mapping[str, Any]) -> Document:
    usual = _USUAL[kind]
    found = {key: value for key, value in document.items() if key not in usual or value != usual[key]}
    for key, inner in (("known_as", "party"), ("outer", "place")):
        if found.get(key):
            found[key] = _short(inner, found[key])
    return found


def split_claim(old: Mapping[str, Any]) -> Document:
    """The columns ``start``, ``end``, ``fingerprint`` and ``body`` (packed) of a claim's old document."""
    document = _short("claim", {key: value for key, value in old.items() if key not in IN_COLUMNS})
    provenance = document.pop("provenance", {})
    slots = document.pop("slots", [])
    for key, kind in (("attribution", "source"), ("framing", "phrase"), ("names", "name")):
        if key in document:
            document[key] = [_short(kind, item) for item in document[key]]
    if document["quote"] == document["statement"]:
        del document["quote"]
    if provenance.get("agencies"):
        document["agencies"] = provenance["agencies"]
    if slots:
        document["slots"] = [[slot["name"], slot["type"]] for slot in slots]
    for slot in slots:
        document.setdefault(slot["type"], []).append(_short(slot["type"], slot["value"]))
    numbers = provenance.get("fingerprint", [])
    return {
        "start": old["start"],
        "end": old["end"],
        "fingerprint": struct.pack(f"<{len(numbers)}H", *(number & KEPT for number in numbers)) or None,
        "body": pack_json(document),
    }


def join_claim(row: Mapping[str, Any]) -> Document:
    """The old document of a claim, of a row with the columns of ``split_claim`` and IN_COLUMNS."""
    document: Document = unpack_json(row["body"])
    print_bytes = row["fingerprint"] or b""
    document["provenance"] = {
        "agencies": document.pop("agencies", []),
        "fingerprint": list(struct.unpack(f"<{len(print_bytes) // 2}H", print_bytes)),
    }
    values = {kind: iter(document.pop(kind, [])) for kind in KINDS}
    document["slots"] = [
        {"name": name, "type": kind, "value": next(values[kind])} for name, kind in document.pop("slots", [])
    ]
    document.setdefault("attribution", [])
    document.setdefault("published_at", None)
    document.setdefault("quote", document["statement"])
    return {**document, **{key: row[key] for key in IN_COLUMNS}}


def short_time(local: str | None) -> str | None:
    """A local time without zeros at its end."""
    for zeros in (".000000", ":00", "T00:00"):
        local = local and local.removesuffix(zeros)
    return local


def long_time(local: str | None) -> str | None:
    """A local time with microseconds."""
    return local and datetime.fromisoformat(local).isoformat(timespec="microseconds")
