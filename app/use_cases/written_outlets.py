"""Outlets as JSON, each written once and kept until something about it changes: one may stand to hundreds of others,
and a page of them is megabytes."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from app.core.model.records import OutletRecord, Slice
from app.ports import Store
from app.use_cases.show import show_outlet
from app.use_cases.view_json import view_json

MOST_KEPT = 32_000_000  # bytes; of more, the ones that were not asked for longest are written anew


class WrittenOutlets:
    """Answers from any thread."""

    def __init__(self, *, store: Store, most: int = MOST_KEPT) -> None:
        self._store, self._most = store, most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[OutletRecord, bytes]] = OrderedDict()
        self._size = 0

    def __call__(self, *, limit: int, cursor: str | None = None) -> Slice[bytes]:
        """As ``Browse.outlets``, each outlet as the JSON of its view."""
        with self._store.reading() as unit:
            found = unit.directory.outlets(limit=limit, cursor=cursor)
            written = self._known(found.items)
            missing = [record for record in found.items if record.outlet not in written]
            pairs = unit.directory.outlet_pairs([record.outlet for record in missing]) if missing else {}
        for record in missing:
            written[record.outlet] = view_json(show_outlet(record, pairs[record.outlet]))
            self._keep(record, written[record.outlet])
        return Slice(tuple(written[record.outlet] for record in found.items), found.next)

    def _known(self, records: Sequence[OutletRecord]) -> dict[str, bytes]:
        with self._lock:
            found: dict[str, bytes] = {}
            for record in records:
                kept = self._kept.get(record.outlet)
                if kept is not None and kept[0] == record:
                    self._kept.move_to_end(record.outlet)
                    found[record.outlet] = kept[1]
            return found

    def _keep(self, record: OutletRecord, text: bytes) -> None:
        with self._lock:
            before = self._kept.pop(record.outlet, None)
            self._size += len(text) - (len(before[1]) if before is not None else 0)
            self._kept[record.outlet] = record, text
            while self._size > self._most:
                _, (_, oldest) = self._kept.popitem(last=False)
                self._size -= len(oldest)
