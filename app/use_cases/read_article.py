"""One article as a reader goes through it: a long one part by part, each with its claims, their stories and conflicts.
Each call is one snapshot."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from app.core.errors import NotFound
from app.core.model.records import JobState, StoredAnalysis
from app.ports import Store, Unit
from app.use_cases.browse import show_claims, show_clusters, show_conflicts
from app.use_cases.show import show_article, show_passage
from app.use_cases.views import ArticleSummary, ClaimView, ClusterSummary, ConflictView, PassageView, SpanView

# What one part may weigh, where a code point counts 1: a claim takes far more room on a page than its words do.
CLAIM_WEIGHT = 420
HEAVIEST_PART = 30_000
LONGEST_UNIT = 6_000  # code points of a sentence that is never cut
MOST_CONFLICTS = 12  # of one part
MOST_IN_TURN = 200  # waiting articles that are looked through
MOST_COMPARED = 1_000  # claims of one article that are looked at for what it agrees with

Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedClaim:
    """A claim and its number in the article, counted from 1."""

    number: int
    claim: ClaimView


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePart:
    """A stretch of an article. All offsets are those of the whole text."""

    article: ArticleSummary
    start: int
    text: str
    starts: tuple[int, ...]  # where the article's parts begin
    passages: tuple[PassageView, ...]
    dropped: tuple[PassageView, ...]
    sentences: tuple[SpanView, ...]  # of the whole article
    claims: tuple[NumberedClaim, ...]  # those that begin in it
    stories: dict[str, ClusterSummary]  # by id
    conflicts: tuple[ConflictView, ...]  # the first ``MOST_CONFLICTS``
    conflict_count: int
    awaits_page: bool  # its text is still to be fetched
    version: str | None

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def number(self) -> int:
        """Its place among the parts, counted from 1."""
        return self.starts.index(self.start) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What an article says, held against what others report."""

    article: ArticleSummary
    awaits_page: bool
    claims: tuple[ClaimView, ...]  # the first ``MOST_COMPARED``
    stories: tuple[ClusterSummary, ...]  # that other articles report too, the most widely reported first
    conflicts: tuple[ConflictView, ...]
    alone: tuple[ClaimView, ...]  # that no other article reports
    apart: tuple[ClaimView, ...]  # of which too little is understood for a comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How many articles go before one that waits, and whether a worker has it already."""

    ahead: int
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """One sentence of an article, numbered from 1."""

    article: ArticleSummary
    text: str  # of the whole article
    number: int
    count: int
    span: SpanView


class ReadArticle:
    """Articles in parts, compared, and sentence by sentence. Unknown ids raise NotFound."""

    def __init__(self, *, store: Store) -> None:
        self._store = store

    def part(self, article_id: str, *, position: int = 0, claim_id: str | None = None) -> ArticlePart:
        """The part around a position, or the one in which a claim begins."""
        with self._store.reading() as unit:
            article, text = _article(unit, article_id)
            analysis = unit.articles.analysis(article_id)
            spans = unit.claims.spans(article_id)
            at = next((start for key, start, _ in spans if key == claim_id), position)
            starts = part_starts(text, _sentences(analysis), spans)
            place = max(0, bisect_right(starts, at) - 1)
            start, end = starts[place], [*starts[1:], len(text)][place]
            chosen = [(number, key) for number, (key, begin, _) in enumerate(spans, 1) if start <= begin < end]
            claims = _claims(unit, [key for _, key in chosen])
            stories, conflicts = _around(unit, claims)
        clean = analysis.clean if analysis is not None else None
        return ArticlePart(
            article=article,
            start=start,
            text=text[start:end],
            starts=starts,
            passages=tuple(map(show_passage, clean.passages)) if clean else (),
            dropped=tuple(map(show_passage, clean.dropped)) if clean else (),
            sentences=tuple(SpanView(start=first, end=last) for first, last in _sentences(analysis)),
            claims=tuple(NumberedClaim(number=number, claim=claims[key]) for number, key in chosen if key in claims),
            stories=stories,
            conflicts=conflicts[:MOST_CONFLICTS],
            conflict_count=len(conflicts),
            awaits_page=not text,
            version=analysis.version if analysis is not None else None,
        )

    def comparison(self, article_id: str) -> Comparison:
        """What it agrees and disagrees with, what only it reports, and what could not be compared."""
        with self._store.reading() as unit:
            article, text = _article(unit, article_id)
            claims = _claims(unit, [key for key, _, _ in unit.claims.spans(article_id)[:MOST_COMPARED]])
            stories, conflicts = _around(unit, claims)
            elsewhere = _told_elsewhere(unit, stories.values(), article_id)
        shared = [story for story in stories.values() if story.id in elsewhere]
        return Comparison(
            article=article,
            awaits_page=not text,
            claims=tuple(claims.values()),
            stories=tuple(sorted(shared, key=lambda story: (-len(story.outlets), -story.claim_count, story.id))),
            conflicts=conflicts,
            alone=tuple(c for c in claims.values() if c.predicate and c.cluster_id not in elsewhere),
            apart=tuple(c for c in claims.values() if not c.predicate),
        )

    def turn(self, article_id: str, now: datetime) -> Turn | None:
        """Where it stands among the articles that wait; None where it is not among the first ``MOST_IN_TURN``."""
        with self._store.reading() as unit:
            queued = unit.jobs.queued(MOST_IN_TURN, now)
        for ahead, job in enumerate(queued):
            if job.article_id == article_id:
                return Turn(ahead=ahead, held=job.state is JobState.HELD)
        return None

    def sentence(self, article_id: str, number: int) -> ReadSentence:
        """One sentence; NotFound where the article has none of that number."""
        with self._store.reading() as unit:
            article, text = _article(unit, article_id)
            sentences = _sentences(unit.articles.analysis(article_id))
        if not 1 <= number <= len(sentences):
            raise NotFound(f"article {article_id[:80]} has no sentence {number}")
        start, end = sentences[number - 1]
        return ReadSentence(
            article=article, text=text, number=number, count=len(sentences), span=SpanView(start=start, end=end)
        )

    def summary(self, article_id: str) -> ArticleSummary:
        """An article without its text."""
        with self._store.reading() as unit:
            found = unit.articles.without_texts([article_id]).get(article_id)
        if found is None:
            raise NotFound(f"there is no article {article_id[:80]}")
        return show_article(found)


def part_starts(text: str, sentences: Sequence[tuple[int, int]], spans: Sequence[Span]) -> tuple[int, ...]:
    """Where the parts of a text begin: at a line where one is near, else at a sentence, and never inside a claim that
    it is shorter than."""
    units = _units(text, sentences)
    claims = sorted(start for _, start, _ in spans)
    starts, weight, last_line = [0], 0, 0
    for start, end in pairwise([*units, len(text)]):
        own = CLAIM_WEIGHT * sum(1 for at in _between(claims, start, end)) + end - start
        if weight and weight + own > HEAVIEST_PART:
            begin = last_line if last_line - starts[-1] > (start - starts[-1]) // 2 else start
            starts.append(begin)
            weight = CLAIM_WEIGHT * sum(1 for at in _between(claims, begin, start)) + start - begin
        if start == 0 or text[start - 1] == "\n":
            last_line = start
        weight += own
    return tuple(starts)


def _between(claims: Sequence[int], start: int, end: int) -> Sequence[int]:
    return claims[bisect_right(claims, start - 1) : bisect_right(claims, end - 1)]


def _units(text: str, sentences: Sequence[tuple[int, int]]) -> list[int]:
    """Where a part may begin: at lines and sentences, and inside what is endless."""
    found = {0, *(start for start, _ in sentences if start < len(text))}
    position = text.find("\n")
    while position != -1:
        found.add(position + 1)
        position = text.find("\n", position + 1)
    found.discard(len(text))
    edges = sorted(found)
    extra = [
        at
        for start, end in pairwise([*edges, len(text)])
        if end - start > LONGEST_UNIT
        for at in range(start + LONGEST_UNIT, end, LONGEST_UNIT)
    ]
    return sorted([*edges, *extra])


def _article(unit: Unit, article_id: str) -> tuple[ArticleSummary, str]:
    article = unit.articles.get(article_id)
    if article is None:
        raise NotFound(f"there is no article {article_id[:80]}")
    return show_article(article), article.submission.text


def _sentences(analysis: StoredAnalysis | None) -> tuple[tuple[int, int], ...]:
    return analysis.sentences if analysis is not None else ()


def _claims(unit: Unit, claim_ids: Sequence[str]) -> dict[str, ClaimView]:
    """In the order asked for."""
    found = unit.claims.with_clusters(claim_ids)
    return {view.id: view for view in show_claims(unit, [found[key] for key in claim_ids if key in found])}


def _around(unit: Unit, claims: dict[str, ClaimView]) -> tuple[dict[str, ClusterSummary], tuple[ConflictView, ...]]:
    """The stories of claims by id, and the conflicts of which one of the claims is a side."""
    homes = list(dict.fromkeys(claim.cluster_id for claim in claims.values() if claim.cluster_id is not None))
    clusters = unit.links.clusters(homes)
    stories = {story.id: story for story in show_clusters(unit, [clusters[key] for key in homes if key in clusters])}
    conflicts = [
        conflict
        for conflict in unit.links.conflicts_of(homes)
        if any(claim_id in claims for side in conflict.sides for claim_id in side.claim_ids)
    ]
    return stories, show_conflicts(unit, conflicts)


def _told_elsewhere(unit: Unit, stories: Collection[ClusterSummary], article_id: str) -> set[str]:
    """Ids of the stories that other articles report too."""
    clusters = unit.links.clusters([story.id for story in stories if story.claim_count > 1])
    own = {key for key, _, _ in unit.claims.spans(article_id)}
    return {cluster.id for cluster in clusters.values() if not own.issuperset(cluster.claim_ids)}
