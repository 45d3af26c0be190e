"""Analyses again what an older version analysed: other rules, other models, other results.

Each article keeps its old results until its new ones take their place, in one transaction. Breaking off loses nothing:
what is queued stays queued, and what is done is not asked for again.
"""

from dataclasses import dataclass

from app.ports import Clock, Store
from app.use_cases.analyse_article import AnalyseArticle

ARTICLES_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many analysed articles are of this version, and how many of an older one."""

    version: str
    current: int
    outdated: int


class Reanalyse:
    """Queues articles behind those that are new; the workers do the rest."""

    def __init__(self, *, store: Store, clock: Clock, analyse: AnalyseArticle) -> None:
        self._store = store
        self._clock = clock
        self._analyse = analyse

    def __call__(self, *, everything: bool = False) -> int:
        """Queues what an older version analysed, or ``everything`` that is analysed; how many were not queued yet."""
        version = None if everything else self._analyse.version
        count, last = 0, ""
        while True:
            with self._store.writing() as unit:
                ids = unit.articles.analysed_by_others(version, after=last, limit=ARTICLES_AT_ONCE)
                count += sum(unit.jobs.put(key, self._clock.now(), background=True) for key in ids)
            if not ids:
                return count
            last = ids[-1]

    def progress(self) -> Progress:
        """How far it has come."""
        version = self._analyse.version
        with self._store.reading() as unit:
            counts = unit.articles.versions()
        current = counts.get(version, 0)
        return Progress(version=version, current=current, outdated=sum(counts.values()) - current)
