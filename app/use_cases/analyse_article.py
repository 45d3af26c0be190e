"""Analyses one article: understand, embed, link, keep. What comes of it is kept in one transaction, or not at all."""

from app.core.errors import CrosscheckError
from app.core.model.linking import Edge
from app.core.model.records import Job, StoredAnalysis, Understanding
from app.ports import Embedder, Store, Understander, Unit
from app.use_cases.cross_check import ArticleReading, embed_claims
from app.use_cases.link_articles import LinkingRules, find_candidates, link, stored_reading, unlink

MOST_LINKING_ATTEMPTS = 50  # each loses only to another worker's success


class LinkingContended(CrosscheckError):
    """Other workers changed the set of claims again and again while this article was being compared."""


class AnalyseArticle:
    """Turns a queued article into claims, clusters and conflicts."""

    def __init__(self, *, store: Store, understand: Understander, embedder: Embedder, rules: LinkingRules) -> None:
        self._store = store
        self._understand = understand
        self._embedder = embedder
        self._rules = rules

    @property
    def version(self) -> str:
        """Changes whenever the same article may be analysed differently."""
        return f"{self._understand.version}+{self._embedder.version}+{self._rules.judge.version}"

    def __call__(self, job: Job) -> bool:
        """Whether the result was kept; not where the article was deleted meanwhile, or the lease was lost."""
        with self._store.reading() as unit:
            article = unit.articles.get(job.article_id)
        if article is None:
            return False
        understanding = self._understand(article.id, article.submission)
        reading = self.read_vectors(understanding)
        edges: dict[str, list[Edge]] = {article.id: self._rules.within(reading)}
        for _ in range(MOST_LINKING_ATTEMPTS):
            with self._store.reading() as unit:
                epoch = unit.links.epoch()
                candidates = find_candidates(unit, reading)
                others = [stored_reading(unit, other) for other in candidates if other not in edges]
            edges |= {other.article_id: self._rules.pair(reading, other) for other in others}
            with self._store.writing() as unit:
                if not unit.jobs.holds(job):
                    return False
                if unit.links.epoch() == epoch:
                    wanted = [edge for other in (article.id, *candidates) for edge in edges[other]]
                    self._keep(unit, understanding, reading, wanted)
                    unit.jobs.finish(job)
                    return True
        raise LinkingContended("other workers changed the claims meanwhile, many times over; it will be tried again")

    def read_vectors(self, understanding: Understanding) -> ArticleReading:
        """The claims with their vectors."""
        spans = [(sentence.start, sentence.end) for sentence in understanding.sentences]
        vectors = embed_claims(understanding.claims, spans, understanding.article.text, self._embedder)
        return ArticleReading(article_id=understanding.article.id, claims=understanding.claims, vectors=vectors)

    def _keep(self, unit: Unit, understanding: Understanding, reading: ArticleReading, edges: list[Edge]) -> None:
        article = understanding.article
        unlink(unit, article.id, self._rules)  # of an earlier analysis
        link(unit, reading, edges, self._rules)
        analysis = StoredAnalysis(
            clean=understanding.clean,
            sentences=tuple((sentence.start, sentence.end) for sentence in understanding.sentences),
            version=self.version,
        )
        unit.articles.save_analysis(article, analysis)
