"""Which kinds can be exported in which formats."""

from collections.abc import Iterator
from enum import StrEnum

from app.core.model.records import ClaimFilter, ClusterFilter, ConflictFilter
from app.use_cases.export import Export, Portion, View
from app.use_cases.view_json import view_json
from app.web.exports import linked_data, tables
from app.web.exports.linked_data import Names

Filter = ClaimFilter | ClusterFilter | ConflictFilter


class ExportFormat(StrEnum):
    """How rows are written."""

    CSV = "csv"
    NDJSON = "ndjson"
    JSONLD = "jsonld"


MEDIA_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.NDJSON: "application/x-ndjson",
    ExportFormat.JSONLD: "application/ld+json",
}


def export_pieces(export: Export, wanted: Filter, form: ExportFormat, *, base: str | None) -> Iterator[bytes]:
    """The rows that the filter's kind asks for, as they are to be sent; nothing is read before the first is asked for.

    ``base``: the address under which the service is reached from outside; None where it has none.
    """
    pieces = _pieces(export, wanted, form, base=base)
    # With its header comes the first portion: a database that does not answer is told before anything is sent.
    yield next(pieces, b"") + next(pieces, b"")
    yield from pieces


def _pieces(export: Export, wanted: Filter, form: ExportFormat, *, base: str | None) -> Iterator[bytes]:
    names = Names(base)
    if isinstance(wanted, ClaimFilter):
        claims = export.claims(wanted)
        match form:
            case ExportFormat.CSV:
                return tables.write_claims(claims)
            case ExportFormat.NDJSON:
                return write_lines(claims)
            case ExportFormat.JSONLD:
                return linked_data.write_claims(claims, names)
    if isinstance(wanted, ClusterFilter):
        clusters = export.clusters(wanted)
        match form:
            case ExportFormat.CSV:
                return tables.write_clusters(clusters)
            case ExportFormat.NDJSON:
                return write_lines(clusters)
            case ExportFormat.JSONLD:
                return linked_data.write_clusters(clusters, names)
    conflicts = export.conflicts(wanted)
    match form:
        case ExportFormat.CSV:
            return tables.write_conflicts(conflicts)
        case ExportFormat.NDJSON:
            return write_lines(conflicts)
        case ExportFormat.JSONLD:
            return linked_data.write_conflicts(conflicts, names)


def write_lines(portions: Iterator[Portion[View]]) -> Iterator[bytes]:
    """One JSON object a line, as the interface answers it for its id."""
    for portion in portions:
        yield b"".join(view_json(item) + b"\n" for item in portion.items)
