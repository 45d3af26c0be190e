"""Rows as CSV (RFC 4180): a header, CRLF, UTF-8 without a mark at the beginning.

A spreadsheet takes a cell that begins with one of FORMULA_STARTS for a formula, and the text of an article is nobody's
program (OWASP, "CSV injection"): such a cell gets an apostrophe before it. A cell that begins with apostrophes before
such a character gets one more, so that whoever takes one away always has the text back.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from app.core.model.claim import SlotName
from app.use_cases.export import Portion
from app.use_cases.view_json import rfc_3339
from app.use_cases.views import (
    ArticleSummary,
    ClaimView,
    ClusterView,
    ConflictView,
    SideClaimView,
    SlotReportView,
    SlotValueView,
)

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # as typed in East Asian widths too
BETWEEN = "; "  # values in one cell
Cell = str | int | float | bool | datetime | None
Row = Mapping[str, Cell]

SLOTS = tuple(name.value for name in SlotName)
CLAIM_COLUMNS = (
    *("id", "article_id", "outlet", "language", "published_at", "url", "statement", "quote", "start", "end"),
    *("event_type", "predicate", *SLOTS, "earliest", "latest", "low", "high", "unit", "polarity", "status"),
    *("attribution", "confidence", "stands_alone", "headline", "cluster_id", "extractor"),
)
CLUSTER_COLUMNS = (
    *("id", "headline", "event_type", "participants", "place", "earliest", "latest", "outlets", "languages"),
    *("claim_count", "independent_origins", "disputed", *SLOTS, "conflict_ids", "claim_ids"),
)
CONFLICT_COLUMNS = (
    *("id", "cluster_id", "kind", "scope", "relation", "severity", "confidence", "state", "note"),
    *("explanation_en", "explanation_ar", "explanation_fr", "side", "value", "label"),
    *("claim_id", "article_id", "outlet", "language", "published_at", "url", "quote", "start", "end", "statement"),
)


def write_claims(portions: Iterable[Portion[ClaimView]]) -> Iterator[bytes]:
    """One row a claim."""
    yield _header(CLAIM_COLUMNS)
    for portion in portions:
        yield _lines(CLAIM_COLUMNS, (_claim_row(claim, portion.articles) for claim in portion.items))


def write_clusters(portions: Iterable[Portion[ClusterView]]) -> Iterator[bytes]:
    """One row a cluster; each slot's cell has all its values with those who report them."""
    yield _header(CLUSTER_COLUMNS)
    for portion in portions:
        yield _lines(CLUSTER_COLUMNS, map(_cluster_row, portion.items))


def write_conflicts(portions: Iterable[Portion[ConflictView]]) -> Iterator[bytes]:
    """One row for each claim of each side: the rows of one conflict follow each other, ``side`` counts from 1."""
    yield _header(CONFLICT_COLUMNS)
    for portion in portions:
        rows = (row for conflict in portion.items for row in _conflict_rows(conflict, portion.articles))
        yield _lines(CONFLICT_COLUMNS, rows)


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def _header(columns: Sequence[str]) -> bytes:
    return _lines(columns, [{name: name for name in columns}])


def _lines(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
    return buffer.getvalue().encode()


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return rfc_3339(value)
    return harmless(value) if isinstance(value, str) else value


def _claim_row(claim: ClaimView, articles: Mapping[str, ArticleSummary]) -> Row:
    values = {name: claim.slots.get(name, ()) for name in SLOTS}
    everything = [value for found in values.values() for value in found]
    return {
        "id": claim.id,
        "article_id": claim.article_id,
        "outlet": claim.outlet,
        "language": claim.language,
        "published_at": claim.published_at,
        "url": _url(claim.article_id, articles),
        "statement": claim.statement,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "event_type": claim.event_type,
        "predicate": claim.predicate,
        **{name: BETWEEN.join(value.label for value in found) for name, found in values.items()},
        **_when_and_how_many(everything),
        "polarity": claim.polarity,
        "status": claim.status,
        "attribution": " < ".join(source.name for source in claim.attribution),
        "confidence": claim.confidence,
        "stands_alone": claim.stands_alone,
        "headline": claim.headline,
        "cluster_id": claim.cluster_id,
        "extractor": claim.extractor,
    }


def _when_and_how_many(values: Sequence[SlotValueView]) -> Row:
    """The first time and the first number, as one can reckon with them."""
    when = next((value for value in values if value.type == "when" and value.earliest), None)
    number = next((value for value in values if value.type == "quantity"), None)
    return {
        "earliest": when.earliest if when else None,
        "latest": when.latest if when else None,
        "low": number.low if number else None,
        "high": number.high if number else None,
        "unit": (number.unit or number.counted) if number else None,
    }


def _cluster_row(cluster: ClusterView) -> Row:
    told = {table.name: table.values for table in cluster.slots}
    return {
        "id": cluster.id,
        "headline": cluster.headline,
        "event_type": cluster.event_type,
        "participants": BETWEEN.join(cluster.participants),
        "place": cluster.place,
        "earliest": cluster.time.earliest if cluster.time else None,
        "latest": cluster.time.latest if cluster.time else None,
        "outlets": BETWEEN.join(cluster.outlets),
        "languages": BETWEEN.join(cluster.languages),
        "claim_count": cluster.claim_count,
        "independent_origins": cluster.independent_origins,
        "disputed": cluster.disputed,
        **{name: BETWEEN.join(map(_report, told.get(name, ()))) for name in SLOTS},
        "conflict_ids": BETWEEN.join(cluster.conflict_ids),
        "claim_ids": BETWEEN.join(claim.id for claim in cluster.claims),
    }


def _report(report: SlotReportView) -> str:
    return f"{report.label} [{', '.join(report.outlets)}]"


def _conflict_rows(conflict: ConflictView, articles: Mapping[str, ArticleSummary]) -> Iterator[Row]:
    common: Row = {
        "id": conflict.id,
        "cluster_id": conflict.cluster_id,
        "kind": conflict.kind,
        "scope": conflict.scope,
        "relation": conflict.relation,
        "severity": conflict.severity,
        "confidence": conflict.confidence,
        "state": conflict.state,
        "note": conflict.note,
        "explanation_en": conflict.explanation.en,
        "explanation_ar": conflict.explanation.ar,
        "explanation_fr": conflict.explanation.fr,
    }
    for number, side in enumerate(conflict.sides, start=1):
        for claim in side.claims:
            told: Row = {"side": number, "value": side.value, "label": side.label}
            yield {**common, **told, **_side_claim(claim, articles)}


def _side_claim(claim: SideClaimView, articles: Mapping[str, ArticleSummary]) -> Row:
    return {
        "claim_id": claim.claim_id,
        "article_id": claim.article_id,
        "outlet": claim.outlet,
        "language": claim.language,
        "published_at": claim.published_at,
        "url": _url(claim.article_id, articles),
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "statement": claim.statement,
    }


def _url(article_id: str, articles: Mapping[str, ArticleSummary]) -> str | None:
    article = articles.get(article_id)
    return article.url if article is not None else None
