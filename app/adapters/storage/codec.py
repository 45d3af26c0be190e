"""Frozen values to JSON documents and back, by msgspec: a page reads hundreds of claims.

A field that has its default is left out, so documents are short, and those of older versions, which lack newer fields,
are read as well. What a claim's row tells in columns is no part of its document.
"""

import math
import struct
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from app.adapters.storage.packing import pack, unpack
from app.core.model.article import CleanText
from app.core.model.claim import OUR_OWN, Claim, Polarity, Slot, SlotName, SlotValue, Source, Status
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.entity import Name, Party, Phrase, Place
from app.core.model.origin import NOT_SHOWN, Provenance
from app.core.model.quantity import Quantity
from app.core.model.records import QuotedClaim
from app.core.model.when import Duration, When

Document = dict[str, Any]

_KINDS: tuple[type[SlotValue], ...] = (Party, Place, When, Duration, Quantity, Phrase)
_KIND_NAMES = {kind: kind.__name__.lower() for kind in _KINDS}
# Some 40 MB. Claims of one story come again with each of its articles, and know by then what linking asked of them.
KEPT_CLAIMS = 4_096
_PRINT_VALUE = 2  # bytes of each number of a fingerprint: they are below 2**16


class ClaimColumns(NamedTuple):
    """The part of a claim that is in columns of its row; ``fingerprint`` as bytes."""

    id: str
    article_id: str
    outlet: str
    language: str
    event_type: str | None
    start: int
    end: int
    fingerprint: bytes | None
    body: bytes


# What of a row ``load_quoted`` is given.
QUOTED = ("id", "article_id", "outlet", "language", "start", "end", "body")


class _Told(msgspec.Struct, kw_only=True):
    """What a claim says, out of its document; whatever else is there is passed over."""

    published_at: datetime | None = None
    statement: str
    quote: str | None = None  # None where it is the statement


class _Rest(msgspec.Struct, kw_only=True):
    """The rest of a claim. Its slots are told by name and type, in their order, and their values apart by type."""

    published_at: datetime | None = None
    statement: str
    quote: str | None = None  # None where it is the statement
    sentence: int
    predicate: str
    predicate_start: int
    predicate_end: int
    polarity: Polarity
    status: Status
    attribution: tuple[Source, ...] = ()
    confidence: float
    result: str | None = None
    headline: bool = False
    quoted: bool = False
    stands_alone: bool = True
    framing: tuple[Phrase, ...] = ()
    names: tuple[Name, ...] = ()
    agencies: tuple[str, ...] = ()
    extractor: str = OUR_OWN
    version: str = ""
    slots: tuple[tuple[SlotName, str], ...] = ()
    party: tuple[Party, ...] = ()
    place: tuple[Place, ...] = ()
    when: tuple[When, ...] = ()
    duration: tuple[Duration, ...] = ()
    quantity: tuple[Quantity, ...] = ()
    phrase: tuple[Phrase, ...] = ()


_IN_COLUMNS = frozenset({"id", "article_id", "outlet", "language", "event_type", "start", "end"})
_DEFAULTS: dict[type[Any], tuple[tuple[str, object], ...]] = {}


def _defaults_of(kind: type[Any]) -> tuple[tuple[str, object], ...]:
    if kind not in _DEFAULTS:
        _DEFAULTS[kind] = tuple((field.name, field.default) for field in fields(kind))
    return _DEFAULTS[kind]


def _plain(value: Any) -> Any:
    """As JSON tells it."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is float:
        return value if math.isfinite(value) else None  # JSON knows no number beyond all measure
    if kind is tuple:
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if kind is datetime:
        return value.isoformat()
    document: Document = {}
    for name, default in _defaults_of(kind):
        item = getattr(value, name)
        if default is MISSING or item != default:
            document[name] = _plain(item)
    return document


def dump_claim(claim: Claim) -> Document:
    """What of a claim is not in columns, as a JSON document."""
    document: Document = {}
    for name, default in _defaults_of(Claim):
        item = getattr(claim, name)
        if name in _IN_COLUMNS or name in ("slots", "provenance") or (default is not MISSING and item == default):
            continue
        document[name] = _plain(item)
    if claim.quote == claim.statement:
        del document["quote"]
    if claim.provenance.agencies:
        document["agencies"] = list(claim.provenance.agencies)
    if claim.slots:
        document["slots"] = [(slot.name.value, _KIND_NAMES[type(slot.value)]) for slot in claim.slots]
    for slot in claim.slots:
        document.setdefault(_KIND_NAMES[type(slot.value)], []).append(_plain(slot.value))
    return document


def columns_of(claim: Claim) -> ClaimColumns:
    """As a row keeps the claim."""
    numbers = claim.provenance.fingerprint
    return ClaimColumns(
        id=claim.id,
        article_id=claim.article_id,
        outlet=claim.outlet,
        language=claim.language,
        event_type=claim.event_type,
        start=claim.start,
        end=claim.end,
        fingerprint=struct.pack(f"<{len(numbers)}H", *numbers) or None,
        body=pack(_ENCODER.encode(dump_claim(claim))),
    )


_ENCODER = msgspec.json.Encoder()
_REST = msgspec.json.Decoder(_Rest)
_TOLD = msgspec.json.Decoder(_Told)
_CLUSTER = msgspec.json.Decoder(Cluster)
_CONFLICT = msgspec.json.Decoder(Conflict)
_CLEAN = msgspec.json.Decoder(CleanText)


def load_claim(columns: tuple[Any, ...]) -> Claim:
    """The claim, equal to the one that was kept; columns in the order of ``ClaimColumns``."""
    return _loaded(tuple(columns))


@lru_cache(maxsize=KEPT_CLAIMS)
def _loaded(columns: tuple[Any, ...]) -> Claim:
    key, article_id, outlet, language, event_type, start, end, fingerprint, body = columns
    return _joined(_REST.decode(unpack(body)), (key, article_id, outlet, language, event_type, start, end), fingerprint)


def load_quoted(columns: tuple[Any, ...]) -> QuotedClaim:
    """What the claim says, in a third of the time; columns in the order of ``QUOTED``."""
    key, article_id, outlet, language, start, end, body = columns
    told = _TOLD.decode(unpack(body))
    return QuotedClaim(
        id=key,
        article_id=article_id,
        outlet=outlet,
        language=language,
        published_at=told.published_at,
        statement=told.statement,
        quote=told.statement if told.quote is None else told.quote,
        start=start,
        end=end,
    )


def _joined(rest: _Rest, columns: tuple[Any, ...], fingerprint: bytes | None) -> Claim:
    key, article_id, outlet, language, event_type, start, end = columns
    provenance = NOT_SHOWN
    if rest.agencies or fingerprint is not None:
        provenance = Provenance(agencies=rest.agencies, fingerprint=_numbers(fingerprint))
    values = {name: iter(getattr(rest, name)) for name in {kind for _, kind in rest.slots}}
    return Claim(
        id=key,
        article_id=article_id,
        outlet=outlet,
        language=language,
        published_at=rest.published_at,
        statement=rest.statement,
        quote=rest.statement if rest.quote is None else rest.quote,
        start=start,
        end=end,
        sentence=rest.sentence,
        predicate=rest.predicate,
        predicate_start=rest.predicate_start,
        predicate_end=rest.predicate_end,
        event_type=event_type,
        slots=tuple([Slot(name=name, value=next(values[kind])) for name, kind in rest.slots]),
        polarity=rest.polarity,
        status=rest.status,
        attribution=rest.attribution,
        confidence=rest.confidence,
        result=rest.result,
        headline=rest.headline,
        quoted=rest.quoted,
        stands_alone=rest.stands_alone,
        framing=rest.framing,
        names=rest.names,
        provenance=provenance,
        extractor=rest.extractor,
        version=rest.version,
    )


def _numbers(fingerprint: bytes | None) -> tuple[int, ...]:
    return () if fingerprint is None else struct.unpack(f"<{len(fingerprint) // _PRINT_VALUE}H", fingerprint)


def dump_cluster(cluster: Cluster) -> bytes:
    """The cluster, packed."""
    return pack(_ENCODER.encode(_plain(cluster)))


def load_cluster(packed: bytes) -> Cluster:
    """The cluster, equal to the one that was dumped."""
    return _CLUSTER.decode(unpack(packed))


def dump_conflict(conflict: Conflict) -> bytes:
    """The conflict, packed."""
    return pack(_ENCODER.encode(_plain(conflict)))


def load_conflict(packed: bytes) -> Conflict:
    """The conflict, equal to the one that was dumped."""
    return _CONFLICT.decode(unpack(packed))


def dump_clean(clean: CleanText) -> Document:
    """What cleaning found, as a JSON document."""
    document: Document = _plain(clean)
    return document


def load_clean(document: Mapping[str, Any]) -> CleanText:
    """What cleaning found, equal to what was dumped."""
    return msgspec.convert(document, CleanText)


def dump_text(text: str) -> bytes:
    """A long text, packed."""
    return pack(text.encode("utf-8", "surrogatepass"))


def load_text(packed: bytes) -> str:
    """The text, as it was."""
    return unpack(packed).decode("utf-8", "surrogatepass")
