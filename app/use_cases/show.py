"""Core values to views."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import assert_never

from app.core.model.article import DroppedPassage, Passage
from app.core.model.claim import Claim, SlotValue
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict, Relation, ReviewState
from app.core.model.entity import Party, Phrase, Place
from app.core.model.linking import ClusterDecision
from app.core.model.quantity import Quantity
from app.core.model.records import (
    ConflictMark,
    Decision,
    EntityDecision,
    EntityRecord,
    OutletPair,
    OutletRecord,
    QuotedClaim,
    StoredArticle,
)
from app.core.model.reference import party_entity_id, place_entity_id
from app.core.model.when import Duration, When
from app.use_cases.views import (
    AgreementView,
    ArticleSummary,
    ClaimView,
    ClusterDecisionView,
    ClusterSummary,
    ConflictView,
    DecisionView,
    EntityDecisionView,
    EntityView,
    NameView,
    OutletView,
    PassageView,
    PhraseView,
    SharedOriginView,
    SideClaimView,
    SideView,
    SlotReportView,
    SlotTableView,
    SlotValueView,
    SourceView,
    TimeView,
)

EntityIds = Mapping[tuple[str, str], str]


def show_claim(claim: Claim, cluster_id: str | None, entities: EntityIds | None = None) -> ClaimView:
    """A claim with the cluster that it is in; ``entities`` tell whose its names are, by claim id and id of the key."""
    known = {key_id: entity for (claim_id, key_id), entity in (entities or {}).items() if claim_id == claim.id}
    slots: dict[str, list[SlotValueView]] = defaultdict(list)
    for slot in claim.slots:
        slots[slot.name.value].append(show_value(slot.value, known))
    return ClaimView(
        id=claim.id,
        article_id=claim.article_id,
        outlet=claim.outlet,
        language=claim.language,
        published_at=claim.published_at,
        statement=claim.statement,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        event_type=claim.event_type,
        predicate=claim.predicate,
        slots={name: tuple(values) for name, values in slots.items()},
        polarity=claim.polarity.value,
        status=claim.status.value,
        attribution=tuple(
            SourceView(
                kind=source.kind.value,
                name=source.name,
                text=source.text,
                stance=source.stance.value,
                start=source.start,
                end=source.end,
            )
            for source in claim.attribution
        ),
        confidence=claim.confidence,
        stands_alone=claim.stands_alone,
        headline=claim.headline,
        framing=tuple(PhraseView(text=p.text, start=p.start, end=p.end) for p in claim.framing),
        cluster_id=cluster_id,
        extractor=claim.extractor,
        version=claim.version or None,
    )


def show_value(value: SlotValue, known: Mapping[str, str]) -> SlotValueView:
    """One value of a slot; ``known`` are entity ids by the ids of keys."""
    match value:
        case Party():
            return _show_party(value, known)
        case Place():
            place_id = place_entity_id(value)
            return SlotValueView(
                type="place",
                text=value.text,
                start=value.start,
                end=value.end,
                label=value.name,
                name=value.name,
                key=value.key or value.name_key or None,
                entity_id=known.get(place_id, place_id) if place_id is not None else None,
                kind=value.kind,
                readings=value.others or None,
                within=value.within or None,
            )
        case When():
            return _show_when(value)
        case Duration():
            return SlotValueView(
                type="duration", text=value.text, start=value.start, end=value.end, label=value.text, days=value.days
            )
        case Quantity():
            return SlotValueView(
                type="quantity",
                text=value.text,
                start=value.start,
                end=value.end,
                label=value.text,
                low=value.low,
                high=value.high,
                unit=value.unit,
                counted=value.counted,
                approximate=value.approximate,
            )
        case Phrase():
            return SlotValueView(type="phrase", text=value.text, start=value.start, end=value.end, label=value.text)
        case _:
            assert_never(value)


def _show_party(party: Party, known: Mapping[str, str]) -> SlotValueView:
    key_id = party_entity_id(party)
    return SlotValueView(
        type="party",
        text=party.text,
        start=party.start,
        end=party.end,
        label=party.name,
        name=party.name,
        key=party.key,
        entity_id=known.get(key_id, key_id) if key_id is not None else None,
        entity_type=party.type.value if party.type is not None else None,
        titles=party.titles,
        offices=party.offices,
        office_keys=party.office_keys,
        resolved=party.resolved,
        count=party.count,
    )


def _show_when(when: When) -> SlotValueView:
    interval = when.interval
    return SlotValueView(
        type="when",
        text=when.text,
        start=when.start,
        end=when.end,
        label=when.text,
        earliest=interval.earliest.isoformat() if interval is not None else None,
        latest=interval.latest.isoformat() if interval is not None else None,
        granularity=when.granularity.value,
        weekday=when.weekday,
        part_of_day=when.part_of_day.value if when.part_of_day is not None else None,
        days_from_publication=when.days_from_publication,
        bound=when.bound.value if when.bound is not None else None,
        reason=when.reason or None,
    )


def show_article(article: StoredArticle) -> ArticleSummary:
    """An article without its text."""
    found, submitted = article.found, article.submission
    return ArticleSummary(
        id=article.id,
        outlet=submitted.outlet,
        title=found.title if found is not None else submitted.title,
        language=found.language if found is not None else submitted.language,
        published_at=found.published_at if found is not None else submitted.published_at,
        url=submitted.url,
        author=found.author if found is not None else submitted.author,
        status=article.status.value,
        error=article.error,
        received_at=article.received_at,
        claim_count=article.claim_count,
    )


def show_passage(passage: Passage | DroppedPassage) -> PassageView:
    """A kept or dropped stretch."""
    return PassageView(start=passage.start, end=passage.end, kind=passage.kind.value)


def show_cluster(cluster: Cluster, conflicts: Sequence[Conflict | ConflictMark]) -> ClusterSummary:
    """A cluster with the ids of its conflicts."""
    time = None
    if cluster.earliest is not None and cluster.latest is not None:
        time = TimeView(earliest=cluster.earliest, latest=cluster.latest)
    return ClusterSummary(
        id=cluster.id,
        headline=cluster.headline,
        event_type=cluster.event_type,
        participants=cluster.participants,
        place=cluster.place,
        time=time,
        outlets=cluster.outlets,
        languages=cluster.languages,
        claim_count=len(cluster.claim_ids),
        independent_origins=cluster.independent_origins,
        shared_origins=tuple(
            SharedOriginView(kind=shared.kind.value, name=shared.name, outlets=shared.outlets)
            for shared in cluster.shared_origins
        ),
        slots=tuple(
            SlotTableView(
                name=table.name.value,
                values=tuple(
                    SlotReportView(
                        value=report.value,
                        label=report.label,
                        outlets=report.outlets,
                        claim_ids=report.claim_ids,
                        independent_origins=report.independent_origins,
                    )
                    for report in table.values
                ),
                agreed=table.agreed,
            )
            for table in cluster.slots
        ),
        conflict_ids=tuple(conflict.id for conflict in conflicts),
        disputed=any(conflict.relation is Relation.CONTRADICTION for conflict in conflicts),
        version=cluster.version or None,
    )


def show_cluster_decisions(decisions: Sequence[ClusterDecision]) -> tuple[ClusterDecisionView, ...]:
    """What reviewers decided about the claims of a cluster."""
    undone = {decision.undoes for decision in decisions}
    return tuple(
        ClusterDecisionView(
            id=decision.id,
            action=decision.action.value,
            claim_ids=decision.claims,
            other_claim_ids=decision.others,
            note=decision.note,
            reviewer=decision.reviewer,
            decided_at=decision.decided_at,
            undoes=decision.undoes,
            holds=decision.id not in undone,
        )
        for decision in decisions
    )


def show_conflict(conflict: Conflict, claims: Mapping[str, QuotedClaim], decisions: Sequence[Decision]) -> ConflictView:
    """A conflict with both sides' quotes; the last decision tells its state."""
    last = decisions[-1] if decisions else None
    return ConflictView(
        id=conflict.id,
        cluster_id=conflict.cluster_id,
        kind=conflict.kind.value,
        scope=conflict.scope.value,
        relation=conflict.relation.value,
        severity=conflict.severity.value,
        confidence=conflict.confidence,
        state=(last.state if last is not None else ReviewState.OPEN).value,
        note=last.note if last is not None else None,
        explanation=conflict.explanation,
        sides=tuple(
            SideView(
                value=side.value,
                label=side.label,
                outlets=tuple(sorted({claims[claim_id].outlet for claim_id in side.claim_ids})),
                claims=tuple(_show_side_claim(claims[claim_id]) for claim_id in side.claim_ids),
            )
            for side in conflict.sides
        ),
        decisions=tuple(
            DecisionView(
                state=decision.state.value,
                note=decision.note,
                reviewer=decision.reviewer,
                decided_at=decision.decided_at,
            )
            for decision in decisions
        ),
        version=conflict.version or None,
    )


def _show_side_claim(claim: QuotedClaim) -> SideClaimView:
    return SideClaimView(
        claim_id=claim.id,
        article_id=claim.article_id,
        outlet=claim.outlet,
        language=claim.language,
        published_at=claim.published_at,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        statement=claim.statement,
    )


def show_entity(
    record: EntityRecord, decisions: Sequence[EntityDecision] = (), names: Mapping[str, str] | None = None
) -> EntityView:
    """An entity under the name most used; ``names`` are those that decisions tell by their ids."""
    called = names or {}
    return EntityView(
        id=record.id,
        type=record.type,
        name=record.names[0][0],
        names=tuple(NameView(name=name, count=count) for name, count in record.names),
        claim_count=record.claim_count,
        article_count=record.article_count,
        outlets=record.outlets,
        decisions=tuple(
            EntityDecisionView(
                action=decision.action.value,
                names=tuple(sorted({called[name_id] for name_id in decision.names if name_id in called})),
                others=tuple(sorted({called[name_id] for name_id in decision.others if name_id in called})),
                articles=decision.articles,
                note=decision.note,
                reviewer=decision.reviewer,
                decided_at=decision.decided_at,
            )
            for decision in decisions
        ),
    )


def show_outlet(record: OutletRecord, pairs: Sequence[OutletPair]) -> OutletView:
    """An outlet and how it stands to others."""
    return OutletView(
        id=record.outlet,
        article_count=record.article_count,
        claim_count=record.claim_count,
        languages=record.languages,
        agreement=tuple(
            AgreementView(
                outlet=pair.other,
                shared_clusters=pair.shared_clusters,
                conflicting_clusters=pair.conflicting_clusters,
                independent_clusters=pair.independent_clusters,
                compared=pair.compared,
                agreed=pair.agreed,
                agreement=round(pair.agreed / pair.compared, 3),
                independence=round(pair.independent_clusters / pair.shared_clusters, 3),
            )
            for pair in pairs
        ),
    )
