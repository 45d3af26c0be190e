"""Checks a statement against what is stored: which events it is about, and what supports or contradicts it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.model.claim import Claim
from app.core.model.conflict import Conflict
from app.core.model.linking import Edge
from app.core.model.records import Submission
from app.core.text_validity import check_text
from app.ports import Store, Understander, Unit
from app.use_cases.analyse_article import AnalyseArticle
from app.use_cases.browse import show_clusters
from app.use_cases.link_articles import (
    LinkingRules,
    find_candidates,
    stored_readings,
)
from app.use_cases.regroup import regroup
from app.use_cases.show import show_claim
from app.use_cases.views import CheckedClusterView, CheckView

LONGEST_STATEMENT = 2_000
STATEMENT_ID = "statement"
ARTICLES_AT_A_TIME = 100  # are read and compared: what was said of a frequent thing at any time may be much


class Verdict(StrEnum):
    """What the stored reports say to a statement."""

    SUPPORTED = "supported"
    DISPUTED = "disputed"
    CONTRADICTED = "contradicted"
    UNREPORTED = "unreported"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """Stored claims that meet a claim of the statement in one cluster, and those that exclude it."""

    met: dict[str, Claim]
    opposing: frozenset[str]
    conflicts: tuple[Conflict, ...]


class CheckStatement:
    """Reads a statement like an article of one sentence, and links it to the stored claims without storing it."""

    def __init__(self, *, store: Store, understand: Understander, analyse: AnalyseArticle, rules: LinkingRules) -> None:
        self._store = store
        self._understand = understand
        self._analyse = analyse
        self._rules = rules

    def __call__(self, statement: str, *, as_of: datetime | None = None, language: str | None = None) -> CheckView:
        """``as_of`` is when it was said: "yesterday" is the day before it. Raises InvalidText."""
        check_text(statement)
        submission = Submission(outlet=STATEMENT_ID, text=statement, language=language, published_at=as_of)
        understanding = self._understand(STATEMENT_ID, submission)
        reading = self._analyse.read_vectors(understanding)
        own = {claim.id: claim for claim in understanding.claims}
        with self._store.reading() as unit:
            edges: list[Edge] = []
            candidates = find_candidates(unit, reading, ever=True)
            for begin in range(0, len(candidates), ARTICLES_AT_A_TIME):
                others = stored_readings(unit, candidates[begin : begin + ARTICLES_AT_A_TIME])
                edges.extend(edge for found in self._rules.pairs(reading, list(others.values())) for edge in found)
            comparison = self._compare(unit, own, edges)
            clusters = _show(unit, comparison)
        verdict = _verdict(comparison.met.keys(), comparison.opposing)
        return CheckView(
            verdict=verdict.value,
            claims=tuple(show_claim(claim, None) for claim in understanding.claims),
            clusters=clusters,
        )

    def _compare(self, unit: Unit, own: dict[str, Claim], edges: list[Edge]) -> _Comparison:
        regrouped = regroup(unit, own.keys(), self._rules.threshold, edges)
        claims = unit.claims.get_many(sorted(regrouped.claim_ids - own.keys()))
        clusters, conflicts = self._rules.settle({**claims, **own}, regrouped)
        met = {
            claim_id: claims[claim_id]
            for cluster in clusters
            if own.keys() & set(cluster.claim_ids)
            for claim_id in cluster.claim_ids
            if claim_id in claims
        }
        ours = tuple(conflict for conflict in conflicts if _sides_with(conflict, own.keys()))
        opposing = {
            claim_id
            for conflict in ours
            for side in conflict.sides
            if not own.keys() & set(side.claim_ids)
            for claim_id in side.claim_ids
        }
        return _Comparison(met=met, opposing=frozenset(opposing), conflicts=ours)


def _sides_with(conflict: Conflict, claim_ids: Collection[str]) -> bool:
    return any(claim_id in claim_ids for side in conflict.sides for claim_id in side.claim_ids)


def _verdict(met: Collection[str], opposing: Collection[str]) -> Verdict:
    if not met:
        return Verdict.UNREPORTED
    if not opposing:
        return Verdict.SUPPORTED
    return Verdict.DISPUTED if set(met) - set(opposing) else Verdict.CONTRADICTED


def _show(unit: Unit, comparison: _Comparison) -> tuple[CheckedClusterView, ...]:
    home = unit.claims.cluster_of(sorted(comparison.met))
    clusters = unit.links.clusters(sorted(set(home.values())))
    entities = unit.entities.entities_of(comparison.met)
    shown: list[CheckedClusterView] = []
    for summary in show_clusters(unit, [clusters[key] for key in sorted(clusters)]):
        members = [claim for key, claim in sorted(comparison.met.items()) if home.get(key) == summary.id]
        views = {claim.id: show_claim(claim, summary.id, entities) for claim in members}
        shown.append(
            CheckedClusterView(
                cluster=summary,
                supporting=tuple(views[claim.id] for claim in members if claim.id not in comparison.opposing),
                contradicting=tuple(views[claim.id] for claim in members if claim.id in comparison.opposing),
                reasons=tuple(
                    conflict.explanation
                    for conflict in comparison.conflicts
                    if _sides_with(conflict, {claim.id for claim in members})
                ),
            )
        )
    return tuple(shown)
