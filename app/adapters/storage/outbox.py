"""What happened in each transaction: compared before and after, and written with the transaction itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, update
from sqlmodel import Session, col, select

from app.adapters.storage.codec import load_cluster, load_conflict
from app.adapters.storage.portions import portions
from app.adapters.storage.tables import ClaimEntityRow, ClaimRow, ClusterRow, ConflictRow, EntityNameRow
from app.adapters.storage.watch_tables import OutboxArticleRow, OutboxEventRow, OutboxHeadRow, WebhookDeliveryRow
from app.core.folding import fold
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.watching import Event, EventType, Kept, NewEvent
from app.core.watching.changes import ClaimNames, ClusterState, changes

THE_ROW = 1  # outbox_head has one row


class ClusterChanges:
    """What one transaction does to clusters and conflicts. Knows every cluster that went as it was before the
    transaction, and every one that came, as it stands."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: dict[str, ClusterState] = {}
        self._came: dict[str, Cluster] = {}
        self._conflicts: dict[str, dict[str, Conflict]] = {}

    def clearing(self, cluster_ids: Collection[str]) -> None:
        """These are about to go; call it while they are still there."""
        for cluster_id in cluster_ids:
            self._conflicts.pop(cluster_id, None)
        unseen = [key for key in cluster_ids if self._came.pop(key, None) is None and key not in self._before]
        for portion in portions(sorted(unseen)):
            conflicts: dict[str, dict[str, Conflict]] = {}
            for row in self._session.exec(select(ConflictRow).where(col(ConflictRow.cluster_id).in_(portion))):
                conflicts.setdefault(row.cluster_id, {})[row.id] = load_conflict(row.body)
            for found in self._session.exec(select(ClusterRow).where(col(ClusterRow.id).in_(portion))):
                self._before[found.id] = _state(load_cluster(found.body), conflicts.get(found.id, {}))

    def added(self, clusters: Iterable[Cluster]) -> None:
        """These came."""
        self._came.update((cluster.id, cluster) for cluster in clusters)

    def opened(self, conflicts: Iterable[Conflict]) -> None:
        """These came, of clusters that came before them."""
        for conflict in conflicts:
            self._conflicts.setdefault(conflict.cluster_id, {})[conflict.id] = conflict

    def events(self, outbox: "SqlOutbox") -> list[NewEvent]:
        """What it comes to."""
        after = {key: _state(cluster, self._conflicts.get(key, {})) for key, cluster in self._came.items()}
        if after == self._before:
            return []
        claims = {claim for state in (*self._before.values(), *after.values()) for claim in state.claims}
        return changes(self._before, after, outbox.names_of(claims))


def _state(cluster: Cluster, conflicts: Mapping[str, Conflict]) -> ClusterState:
    return ClusterState(
        claims=frozenset(cluster.claim_ids), outlets=frozenset(cluster.outlets), conflicts=dict(conflicts)
    )


class SqlOutbox:
    """``watch_ports.OutboxStore`` in one session."""

    def __init__(self, session: Session, clusters: ClusterChanges) -> None:
        self._session = session
        self._clusters = clusters
        self._told: list[NewEvent] = []
        self._forgotten: list[str] = []

    def tell(self, event: NewEvent) -> None:
        """Written when the transaction commits."""
        self._told.append(event)

    def forget_article(self, article_id: str) -> None:
        """What was told of it goes when the transaction commits."""
        self._forgotten.append(article_id)

    def close_off(self, now: datetime) -> None:
        """Writes everything; the last thing that a transaction does.

        The numbers come from a row that stays locked until the commit. So whoever reads an event has all events of
        lower numbers before it, however many write at once; and since nothing is locked after it, nobody waits in a
        circle.
        """
        self._session.flush()
        told = [*self._clusters.events(self), *self._told]
        if not told and not self._forgotten:
            return
        numbering = update(OutboxHeadRow).where(col(OutboxHeadRow.id) == THE_ROW)
        advanced = numbering.values(last=OutboxHeadRow.last + len(told)).returning(col(OutboxHeadRow.last))
        last: int = self._session.exec(advanced).one()[0]
        self._erase(self._forgotten)
        connection = self._session.connection()
        numbered = list(enumerate(told, last - len(told) + 1))
        if numbered:
            rows = [{"seq": seq, "type": one.type.value, "at": now, "data": dict(one.data)} for seq, one in numbered]
            connection.execute(insert(OutboxEventRow), rows)
        about = [{"seq": seq, "article_id": article} for seq, one in numbered for article in sorted(one.articles)]
        if about:
            connection.execute(insert(OutboxArticleRow), about)

    def _erase(self, article_ids: Sequence[str]) -> None:
        for portion in portions(article_ids):
            query = select(OutboxArticleRow.seq).where(col(OutboxArticleRow.article_id).in_(portion)).distinct()
            for seqs in portions(self._session.exec(query).all()):
                for table in (WebhookDeliveryRow, OutboxArticleRow, OutboxEventRow):
                    self._session.exec(delete(table).where(col(table.seq).in_(seqs)))

    def names_of(self, claim_ids: Collection[str]) -> Mapping[str, ClaimNames]:
        """Of those claims that are stored."""
        entities: dict[str, set[str]] = {}
        rows: list[tuple[str, str, str]] = []
        for portion in portions(sorted(claim_ids)):
            naming = (
                select(ClaimEntityRow.claim_id, EntityNameRow.entity_id)
                .join(EntityNameRow, col(EntityNameRow.id) == col(ClaimEntityRow.name_id))
                .where(col(ClaimEntityRow.claim_id).in_(portion))
            )
            for claim, entity in self._session.exec(naming):
                entities.setdefault(claim, set()).add(entity)
            columns = select(ClaimRow.id, ClaimRow.article_id, ClaimRow.outlet)
            rows.extend(self._session.exec(columns.where(col(ClaimRow.id).in_(portion))))
        return {
            claim: ClaimNames(article=article, outlet=outlet, entities=frozenset(entities.get(claim, ())))
            for claim, article, outlet in rows
        }

    def kept(self) -> Kept:
        """The bounds of what is there."""
        query = select(OutboxHeadRow.floor, OutboxHeadRow.last).where(OutboxHeadRow.id == THE_ROW)
        floor, last = self._session.exec(query).one()
        return Kept(floor=floor, last=last)

    def after(self, seq: int, *, limit: int) -> list[Event]:
        """Events of a higher number, in their order."""
        query = select(OutboxEventRow).where(col(OutboxEventRow.seq) > seq)
        return [load_event(row) for row in self._session.exec(query.order_by(col(OutboxEventRow.seq)).limit(limit))]

    def first_since(self, moment: datetime) -> int:
        """The number before the first event that happened at or after the moment; the last one's where none did."""
        query = select(func.min(OutboxEventRow.seq)).where(col(OutboxEventRow.at) >= moment)
        found = self._session.exec(query).first()
        return self.kept().last if found is None else found - 1

    def entity_ids(self, entity: str) -> frozenset[str]:
        """Whom an id or a name stands for; the id itself where it is not known yet."""
        naming = (
            select(EntityNameRow.entity_id)
            .join(ClaimEntityRow, col(ClaimEntityRow.name_id) == col(EntityNameRow.id))
            .where(
                or_(
                    col(ClaimEntityRow.folded) == fold(entity),
                    col(EntityNameRow.id) == entity,
                    col(EntityNameRow.key_id) == entity,
                    col(ClaimEntityRow.place_key) == entity,
                )
            )
            .distinct()
        )
        return frozenset({entity, *self._session.exec(naming)})

    def prune(self, *, before: datetime, most: int) -> int:
        """Forgets what is older, and the oldest where there are more."""
        numbering = update(OutboxHeadRow).where(col(OutboxHeadRow.id) == THE_ROW)
        held = numbering.values(last=OutboxHeadRow.last).returning(col(OutboxHeadRow.floor), col(OutboxHeadRow.last))
        floor, last = map(int, self._session.exec(held).one())
        old = self._session.exec(select(func.max(OutboxEventRow.seq)).where(col(OutboxEventRow.at) < before)).first()
        until = max(floor, old or 0, last - most)
        if until == floor:
            return 0
        for table in (WebhookDeliveryRow, OutboxArticleRow, OutboxEventRow):
            self._session.exec(delete(table).where(col(table.seq) <= until))
        self._session.exec(numbering.values(floor=until))
        return until - floor


def load_event(row: OutboxEventRow) -> Event:
    """The event in a row."""
    return Event(seq=row.seq, type=EventType(row.type), at=row.at, data=row.data)
