"""Everything of one kind that fits a filter, as it was at one moment, a portion at a time.

Each export is one snapshot, read from end to end at the pace of the database (``spool.py`` keeps slow readers out of
it); within the snapshot it goes page by page, so that no more than a portion is ever in memory.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.core.errors import Busy
from app.core.model.records import ClaimFilter, ClusterFilter, ConflictFilter, Slice
from app.ports import Store, Unit
from app.use_cases.browse import show_claims, show_conflicts, show_whole_clusters
from app.use_cases.show import show_article
from app.use_cases.spool import Spool
from app.use_cases.views import ArticleSummary, ClaimView, ClusterView, ConflictView

PORTION = 200  # claims or conflicts read at once
CLUSTERS = 50  # clusters read at once, each with all its claims
MOST_AT_ONCE = 8  # exports that are being made or read, in one process

View = TypeVar("View", ClaimView, ClusterView, ConflictView)
Stored = TypeVar("Stored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion(Generic[View]):
    """Some views, as the interface shows each by its id, and the articles that they come from, by id."""

    items: tuple[View, ...]
    articles: Mapping[str, ArticleSummary]


class Export:
    """The three kinds of rows, and how many may be taken out at once."""

    def __init__(self, *, store: Store) -> None:
        self._store = store
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def claims(self, wanted: ClaimFilter) -> Iterator[Portion[ClaimView]]:
        """Latest published first."""
        with self._store.reading() as unit:
            for found in _pages(lambda cursor: unit.claims.list(wanted, limit=PORTION, cursor=cursor)):
                items = show_claims(unit, found)
                yield Portion(items=items, articles=_articles(unit, (claim.article_id for claim in items)))

    def clusters(self, wanted: ClusterFilter) -> Iterator[Portion[ClusterView]]:
        """Latest reported first, each with its claims."""
        with self._store.reading() as unit:
            for found in _pages(lambda cursor: unit.links.list_clusters(wanted, limit=CLUSTERS, cursor=cursor)):
                items = show_whole_clusters(unit, found)
                ids = (claim.article_id for cluster in items for claim in cluster.claims)
                yield Portion(items=items, articles=_articles(unit, ids))

    def conflicts(self, wanted: ConflictFilter) -> Iterator[Portion[ConflictView]]:
        """Latest reported first."""
        with self._store.reading() as unit:
            for found in _pages(lambda cursor: unit.links.list_conflicts(wanted, limit=PORTION, cursor=cursor)):
                items = show_conflicts(unit, found)
                ids = (claim.article_id for conflict in items for side in conflict.sides for claim in side.claims)
                yield Portion(items=items, articles=_articles(unit, ids))

    def spooled(self, pieces: Iterator[bytes]) -> Spool:
        """The written rows, being made from now on; close it. Raises Busy where too many are open already."""
        if not self._places.acquire(blocking=False):
            raise Busy(f"{MOST_AT_ONCE} exports are running already; try again when one has ended")
        try:
            return Spool(pieces, on_close=self._places.release)
        except Busy:
            self._places.release()
            raise


def _pages(list_page: Callable[[str | None], Slice[Stored]]) -> Iterator[Sequence[Stored]]:
    cursor: str | None = None
    while True:
        page = list_page(cursor)
        if page.items:
            yield page.items
        if page.next is None:
            return
        cursor = page.next


def _articles(unit: Unit, article_ids: Iterable[str]) -> dict[str, ArticleSummary]:
    found = unit.articles.without_texts(sorted(set(article_ids)))
    return {article_id: show_article(article) for article_id, article in found.items()}
