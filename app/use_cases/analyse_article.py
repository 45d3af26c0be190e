"""Analyses one article: understand, embed, link, keep. What comes of it is kept in one transaction, or not at all."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace

from app.core.errors import CrosscheckError
from app.core.model.linking import Edge
from app.core.model.records import Job, StoredAnalysis, StoredArticle, Submission, Understanding
from app.ports import Embedder, Store, Understander, Unit, Vectors
from app.telemetry import SILENT, Telemetry
from app.use_cases.cross_check import ArticleReading, embed_together
from app.use_cases.link_articles import LinkingRules, find_candidates, link, stored_readings, unlink
from app.use_cases.tell_articles import tell_analysed

MOST_LINKING_ATTEMPTS = 50  # each loses only to another worker's success
MOST_READ_TOGETHER = 60_000  # code points of all articles, which bounds the memory
ReadAlone = Callable[[StoredArticle], tuple[Understanding, Vectors]]  # claims and their vectors, as ``embed_claims``
ArticleState = tuple[str, int]  # an article's id and the epoch in which its claims were added


class LinkingContended(CrosscheckError):
    """Other workers changed the set of claims again and again while this article was being compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an article is to be compared with, as of one epoch."""

    epoch: int
    candidates: tuple[ArticleState, ...]


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """An article that was read together with others, before its turn."""

    submission: Submission
    understanding: Understanding
    reading: ArticleReading


class AnalyseArticle:
    """Turns a queued article into claims, clusters and conflicts."""

    def __init__(
        self,
        *,
        store: Store,
        understand: Understander,
        embedder: Embedder,
        rules: LinkingRules,
        telemetry: Telemetry = SILENT,
    ) -> None:
        self._store = store
        self._understand = understand
        self._embedder = embedder
        self._rules = rules
        self._telemetry = telemetry
        self._read_alone: ReadAlone = self._read_here

    @property
    def version(self) -> str:
        """Changes whenever the same article may be analysed differently."""
        parts = (self._understand.version, self._embedder.version, self._rules.judge.version, self._rules.version)
        return "+".join(part for part in parts if part)

    def read_ahead(self, article_ids: Sequence[str]) -> dict[str, ReadAhead]:
        """Understands and embeds several articles in one go, which costs much less than one after the other. Long ones
        are left out, and those that are gone."""
        with self._store.reading() as unit:
            found = [article for key in article_ids if (article := unit.articles.get(key)) is not None]
        room = MOST_READ_TOGETHER
        chosen: list[tuple[str, Submission]] = []
        for article in found:
            if len(article.submission.text) <= room:
                room -= len(article.submission.text)
                chosen.append((article.id, article.submission))
        if not chosen:
            return {}
        return {
            article_id: ReadAhead(submission, *read)
            for (article_id, submission), read in zip(chosen, self._read(chosen), strict=True)
        }

    def _read(self, submissions: Sequence[tuple[str, Submission]]) -> list[tuple[Understanding, ArticleReading]]:
        version = self.version
        understood = [
            replace(found, claims=tuple(replace(claim, version=version) for claim in found.claims))
            for found in self._understand.read_together(submissions)
        ]
        with self._telemetry.stage("embed"):
            return list(zip(understood, self._read_vectors(understood), strict=True))

    def reading_elsewhere(self, read: ReadAlone) -> "AnalyseArticle":
        """The same, but for who reads: what the models find in an article that was not read ahead comes from there."""
        other = copy(self)
        other._read_alone = read
        return other

    def _read_here(self, article: StoredArticle) -> tuple[Understanding, Vectors]:
        understanding, reading = self._read([(article.id, article.submission)])[0]
        return understanding, reading.vectors

    def _of_this_version(self, found: Understanding, vectors: Vectors) -> tuple[Understanding, ArticleReading]:
        version = self.version
        claims = tuple(replace(claim, version=version) for claim in found.claims)
        return replace(found, claims=claims), ArticleReading(
            article_id=found.article.id, claims=claims, vectors=vectors
        )

    def __call__(self, job: Job, ahead: ReadAhead | None = None) -> bool:
        """Whether the result was kept; not where the article was deleted meanwhile, or the lease was lost. ``ahead`` is
        what ``read_ahead`` read of it."""
        with self._store.reading() as unit:
            article = unit.articles.get(job.article_id)
        if article is None:
            return False
        if ahead is not None and ahead.submission == article.submission:
            understanding, reading = ahead.understanding, ahead.reading
        else:
            understanding, reading = self._of_this_version(*self._read_alone(article))
        with self._telemetry.stage("link"):
            inner = self._rules.within(reading)
        edges: dict[ArticleState, list[Edge]] = {}
        for _ in range(MOST_LINKING_ATTEMPTS):
            with self._telemetry.stage("link"):
                with self._store.reading() as unit:
                    around = look_around(unit, reading)
                    fresh = [other for other in around.candidates if other not in edges]
                    stored = stored_readings(unit, [article_id for article_id, _ in fresh])
                others = {other: stored[other[0]] for other in fresh if other[0] in stored}
                edges |= {other: [] for other in fresh if other[0] not in stored}
                edges |= zip(others, self._rules.pairs(reading, list(others.values())), strict=True)
            with self._telemetry.stage("keep"), self._store.writing() as unit:
                unit.links.lock()
                if not unit.jobs.holds(job):
                    return False
                around = catch_up(unit, reading, around)  # before anything is written
                if edges.keys() >= set(around.candidates):
                    outer = [edge for other in around.candidates for edge in edges[other]]
                    self._keep(unit, understanding, reading, [*inner, *outer])
                    unit.jobs.finish(job)
                    return True
        raise LinkingContended("other workers changed the claims meanwhile, many times over; it will be tried again")

    def read_vectors(self, understanding: Understanding) -> ArticleReading:
        """The claims with their vectors."""
        return self._read_vectors([understanding])[0]

    def _read_vectors(self, understood: Sequence[Understanding]) -> list[ArticleReading]:
        articles = [
            (one.claims, [(sentence.start, sentence.end) for sentence in one.sentences], one.article.text)
            for one in understood
        ]
        return [
            ArticleReading(article_id=one.article.id, claims=one.claims, vectors=vectors)
            for one, vectors in zip(understood, embed_together(articles, self._embedder), strict=True)
        ]

    def _keep(self, unit: Unit, understanding: Understanding, reading: ArticleReading, edges: list[Edge]) -> None:
        article = understanding.article
        tell_analysed(unit, article)
        unlink(unit, article.id, self._rules)  # of an earlier analysis
        link(unit, reading, edges, self._rules)
        analysis = StoredAnalysis(
            clean=understanding.clean,
            sentences=tuple((sentence.start, sentence.end) for sentence in understanding.sentences),
            version=self.version if understanding.unasked is None else f"{self.version} ({understanding.unasked})",
        )
        unit.articles.save_analysis(article, analysis)


def look_around(unit: Unit, reading: ArticleReading) -> Surroundings:
    """The articles to compare with, each as it is now: analysed again, it is to be compared again."""
    epoch = unit.links.epoch()
    added = unit.claims.added_at(find_candidates(unit, reading))
    return Surroundings(epoch=epoch, candidates=tuple(sorted(added.items())))


def catch_up(unit: Unit, reading: ArticleReading, around: Surroundings) -> Surroundings:
    """As ``look_around``, at the price of what others added or removed since."""
    epoch = unit.links.epoch()
    if epoch == around.epoch:
        return around
    standing = unit.claims.added_at([other for other, _ in around.candidates])
    left = {other for other in around.candidates if standing.get(other[0]) == other[1]}
    fresh = unit.claims.added_at(find_candidates(unit, reading, since=around.epoch))
    return Surroundings(epoch=epoch, candidates=tuple(sorted({*left, *fresh.items()})))
