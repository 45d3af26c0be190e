"""``crosscheck export``: all that fits a filter, to standard output or into a file that is whole or not there."""

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from app.commands.joined import joined_services
from app.commands.terminal import note
from app.core.errors import InvalidInput
from app.use_cases.drafts import InvalidFields, problems_of
from app.use_cases.spool import Spool
from app.web.api.filters import ClaimFilters, ClusterFilters, ConflictFilters
from app.web.exports.formats import ExportFormat, Filter, export_pieces

FILTERS: dict[str, type[ClaimFilters] | type[ClusterFilters] | type[ConflictFilters]] = {
    "claims": ClaimFilters,
    "clusters": ClusterFilters,
    "conflicts": ConflictFilters,
}
CHUNK = 1_048_576  # bytes


def export(kind: str, *, form: str, output: Path | None, options: Sequence[str]) -> None:
    """Write the rows. Raises InvalidInput for a filter, format or file that cannot be taken."""
    if form not in tuple(ExportFormat):
        raise InvalidInput(f"--format: there is no {form!r}; choose {', '.join(ExportFormat)}")
    chosen = read_filter(kind, options)
    if output is not None and output.exists():
        raise InvalidInput(f"--output: {output} is there already; choose another name")
    with joined_services(models=False) as services:
        pieces = export_pieces(services.export, chosen, ExportFormat(form), base=services.public_url)
        with closing(services.export.spooled(pieces)) as spool:
            if output is None:
                _copy(spool, sys.stdout.buffer)
            else:
                size = _copy_into(spool, output)
                note(f"{output}: {size:,} bytes")


def read_filter(kind: str, options: Sequence[str]) -> Filter:
    """The filter that options tell (``--event-type arrive`` or ``--event-type=arrive``), by the rules of HTTP."""
    told: dict[str, str] = {}
    left = list(options)
    while left:
        name, equals, value = left.pop(0).partition("=")
        if not name.startswith("--") or (not equals and not left):
            raise InvalidInput(f"{name}: not a filter with its value; write --outlet NAME")
        told[name.removeprefix("--").replace("-", "_")] = value if equals else left.pop(0)
    try:
        return FILTERS[kind].model_validate(told).wanted()
    except ValidationError as error:
        found = [(f"--{field.replace('_', '-')}", text) for field, text in problems_of(error)]
        raise InvalidFields(tuple(found)) from error


def _copy_into(spool: Spool, output: Path) -> int:
    """Under another name until all is there."""
    partial = output.with_name(f"{output.name}.part")
    try:
        with partial.open("wb") as file:
            size = _copy(spool, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(output)
    except OSError as error:
        raise InvalidInput(f"--output: cannot write {output}: {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)
    return size


def _copy(spool: Spool, file: BinaryIO) -> int:
    size = 0
    while chunk := spool.read(CHUNK):
        file.write(chunk)
        size += len(chunk)
    file.flush()
    return size
