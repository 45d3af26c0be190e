"""Claims and their vectors in, clusters and conflicts out: the set-level step, without a store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from app.core.conflicts.agreeing import AgreeingPairs
from app.core.entities.places import PlaceList
from app.core.linking.clusters import cluster_claims, cluster_id
from app.core.linking.edges import Aligned, Judge, align_articles, align_within_article, judged_edges
from app.core.linking.summary import summarise_cluster
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.language import Knowledge
from app.core.model.linking import Edge
from app.core.segmentation import TERMINALS
from app.ports import PAIR_RELATIONS, Embedder, PairJudge, Vectors
from app.rounding import round_vectors
from app.use_cases.nearness import VectorNearness


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReading:
    """The claims of one article and their vectors, as ``joined_vectors`` makes them: shape (len(claims), 2 x
    dimensions), rows of length 1."""

    article_id: str
    claims: tuple[Claim, ...]
    vectors: Vectors

    @property
    def statements(self) -> Vectors:
        """Vectors of the statements: shape (len(claims), dimensions), rows of length 1."""
        return self.vectors[:, : self.vectors.shape[1] // 2] * np.float32(np.sqrt(2))

    @property
    def contexts(self) -> Vectors:
        """Vectors of the sentences in which the claims stand, of the same shape."""
        return self.vectors[:, self.vectors.shape[1] // 2 :] * np.float32(np.sqrt(2))


def joined_vectors(statements: Vectors, contexts: Vectors) -> Vectors:
    """One vector for each claim, of its statement and of its sentence: the inner product of two is the mean of both
    cosines. Rows of length 1 in, rows of length 1 out, rounded as the store keeps them: what is compared is the same
    whether it was read just now or long ago."""
    joined: Vectors = (np.concatenate([statements, contexts], axis=1) / np.sqrt(2)).astype(np.float32)
    return round_vectors(joined)


Spans = Sequence[tuple[int, int]]
END_MARKS = "".join(sorted(TERMINALS)) + " \n\t"


def embed_claims(claims: Sequence[Claim], sentences: Spans, text: str, embedder: Embedder) -> Vectors:
    """The vectors of an article's claims; ``sentences`` are the spans of its sentences in its text."""
    return embed_together([(claims, sentences, text)], embedder)[0]


def context_of(text: str, span: tuple[int, int]) -> str:
    """A sentence as it is embedded: without its end mark, which statements do not have either. So a sentence that is
    one claim is embedded once, and two that differ in the mark alone are alike."""
    return text[slice(*span)].rstrip(END_MARKS)


def embed_together(articles: Sequence[tuple[Sequence[Claim], Spans, str]], embedder: Embedder) -> list[Vectors]:
    """As ``embed_claims`` for several articles at once, in one pass: each sentence that holds claims, and each
    statement, is embedded once."""
    contexts = [
        context_of(text, sentences[number])
        for claims, sentences, text in articles
        for number in dict.fromkeys(claim.sentence for claim in claims)
    ]
    statements = [claim.statement for claims, _, _ in articles for claim in claims]
    texts = list(dict.fromkeys([*contexts, *statements]))
    vectors = embedder.embed(texts)
    rows = {text: number for number, text in enumerate(texts)}
    found = []
    for claims, sentences, text in articles:
        own = vectors[[rows[claim.statement] for claim in claims]]
        around = vectors[[rows[context_of(text, sentences[claim.sentence])] for claim in claims]]
        found.append(joined_vectors(own, around))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """What a set of articles has in common, and where it disagrees with itself."""

    edges: tuple[Edge, ...]
    clusters: tuple[Cluster, ...]
    conflicts: tuple[Conflict, ...]


def contradictions_by(judge: PairJudge) -> Judge:
    """The pair judge as the core asks it."""
    column = PAIR_RELATIONS.index("contradiction")

    def read(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [float(row[column]) for row in judge.judge(pairs)] if pairs else []

    return read


def link_pair(left: ArticleReading, right: ArticleReading, *, knowledge: Knowledge, judge: PairJudge) -> list[Edge]:
    """Edges between the claims of two articles, whichever comes first."""
    return link_pairs(left, [right], knowledge=knowledge, judge=judge)[0]


def link_pairs(
    reading: ArticleReading, others: Sequence[ArticleReading], *, knowledge: Knowledge, judge: PairJudge
) -> list[list[Edge]]:
    """Edges between the claims of an article and those of each other one."""
    aligned = [_align(reading, other, knowledge) for other in others]
    return _judged(aligned, knowledge, judge)


def _align(left: ArticleReading, right: ArticleReading, knowledge: Knowledge) -> Aligned:
    first, second = (left, right) if left.article_id <= right.article_id else (right, left)
    first, second = _comparable(first), _comparable(second)
    if not first.claims or not second.claims:
        return Aligned()
    near = nearness_of(first, second)
    near.screen(knowledge.linking, knowledge)
    return align_articles(first.claims, second.claims, near, knowledge=knowledge, weights=knowledge.linking)


def link_within(reading: ArticleReading, *, knowledge: Knowledge, judge: PairJudge) -> list[Edge]:
    """Edges between the claims of one article."""
    reading = _comparable(reading)
    if len(reading.claims) < 2:
        return []
    near = nearness_of(reading, reading)
    near.screen(knowledge.linking, knowledge)
    aligned = align_within_article(reading.claims, near, knowledge=knowledge, weights=knowledge.linking)
    return _judged([aligned], knowledge, judge)[0]


def _judged(aligned: Sequence[Aligned], knowledge: Knowledge, judge: PairJudge) -> list[list[Edge]]:
    # The rules are loaded when something is compared: serving reads does not wait for them.
    from app.core.conflicts.detector import asks_judge  # noqa: PLC0415

    asks = partial(asks_judge, knowledge=knowledge)
    return judged_edges(aligned, contradictions_by(judge), knowledge.linking, asks=asks)


def nearness_of(left: ArticleReading, right: ArticleReading) -> VectorNearness:
    """How near the claims of two articles, or of one to itself, are by their vectors; neither may be empty."""
    statements, contexts = left.statements @ right.statements.T, left.contexts @ right.contexts.T
    return VectorNearness(left.claims, right.claims, statements, contexts)


def _comparable(reading: ArticleReading) -> ArticleReading:
    """Without bare quotes: whether they say the same as others, or the opposite, nobody has read out of them."""
    chosen = [number for number, claim in enumerate(reading.claims) if claim.is_understood]
    if len(chosen) == len(reading.claims):
        return reading
    claims = tuple(reading.claims[number] for number in chosen)
    return ArticleReading(article_id=reading.article_id, claims=claims, vectors=reading.vectors[chosen])


def link_articles(readings: Sequence[ArticleReading], *, knowledge: Knowledge, judge: PairJudge) -> list[Edge]:
    """All edges within and between the articles, sorted."""
    edges = [edge for reading in readings for edge in link_within(reading, knowledge=knowledge, judge=judge)]
    for left, right in combinations(readings, 2):
        edges.extend(link_pair(left, right, knowledge=knowledge, judge=judge))
    return sorted(edges, key=lambda edge: (edge.left, edge.right))


def check_clusters(
    groups: Iterable[tuple[str, ...]],
    claims: Mapping[str, Claim],
    edges: Sequence[Edge],
    *,
    knowledge: Knowledge,
    places: PlaceList,
    agreeing: AgreeingPairs | None = None,
) -> tuple[list[Cluster], list[Conflict]]:
    """Clusters of these groups of claims with their conflicts, both sorted by id.

    ``edges``: those inside the groups, and any others; ``agreeing``: pairs in which this knowledge found nothing.
    """
    # The rules of conflicts bring words of reported speech along; who only reads what is stored does not wait for them.
    from app.core.conflicts.detector import find_conflicts  # noqa: PLC0415

    neighbours: dict[str, list[Edge]] = {}
    for edge in edges:
        neighbours.setdefault(edge.left, []).append(edge)
    clusters: list[Cluster] = []
    conflicts: list[Conflict] = []
    for claim_ids in groups:
        members = [claims[claim_id] for claim_id in claim_ids]
        clusters.append(summarise_cluster(members))
        if len(members) > 1:
            inside = set(claim_ids)
            own = [edge for claim_id in claim_ids for edge in neighbours.get(claim_id, ()) if edge.right in inside]
            conflicts.extend(
                find_conflicts(
                    members,
                    cluster_id=cluster_id(claim_ids),
                    knowledge=knowledge,
                    places=places,
                    edges=own,
                    agreeing=agreeing,
                )
            )
    return sorted(clusters, key=lambda cluster: cluster.id), sorted(conflicts, key=lambda conflict: conflict.id)


def cross_check(
    readings: Sequence[ArticleReading], *, knowledge: Knowledge, places: PlaceList, judge: PairJudge
) -> CrossCheck:
    """Everything that follows from this set of articles; their order does not matter."""
    from app.core.conflicts.internal import find_internal_conflicts  # noqa: PLC0415  (see check_clusters)

    edges = link_articles(readings, knowledge=knowledge, judge=judge)
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    groups = cluster_claims(claims.keys(), edges, threshold=knowledge.linking.threshold)
    clusters, conflicts = check_clusters(groups, claims, edges, knowledge=knowledge, places=places)
    home = {claim_id: cluster.id for cluster in clusters for claim_id in cluster.claim_ids}
    for reading in readings:
        conflicts.extend(find_internal_conflicts(reading.claims, home=home, knowledge=knowledge))
    unique = {conflict.id: conflict for conflict in conflicts}
    return CrossCheck(
        edges=tuple(edges), clusters=tuple(clusters), conflicts=tuple(unique[key] for key in sorted(unique))
    )
