"""Names in use, whose they are, and what reviewers decided about them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, update
from sqlmodel import Session, col, select

from app.adapters.storage.entity_counts import entity_counts_of
from app.adapters.storage.mentions import SqlMentions
from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.tables import (
    CalledRow,
    ClaimEntityRow,
    ClaimRow,
    EntityBlockRow,
    EntityDecisionNameRow,
    EntityDecisionRow,
    EntityNameRow,
    MentionRow,
    NamesakeRow,
)
from app.core.entities.identity import KnownName, Standing, may_agree, name_blocks, name_shape
from app.core.model.records import EntityAction, EntityDecision

_NAME: tuple[Any, ...] = (
    EntityNameRow.id,
    EntityNameRow.base,
    EntityNameRow.key_id,
    EntityNameRow.type,
    EntityNameRow.name,
)
NAMES_AT_A_TIME = 5_000
_NAMED = Prepared(
    select(ClaimEntityRow.claim_id, ClaimEntityRow.entity_id, EntityNameRow.entity_id)
    .join(EntityNameRow, col(EntityNameRow.id) == col(ClaimEntityRow.name_id))
    .where(col(ClaimEntityRow.claim_id).in_(bindparam(LIST, expanding=True)))
)
_OF_ENTITY = Prepared(
    select(*_NAME).where(EntityNameRow.entity_id == bindparam("entity")).order_by(col(EntityNameRow.id))
)
_KNOWN_AS = tuple(
    Prepared(
        select(EntityNameRow.entity_id)
        .where(col(column) == bindparam("told"))
        .order_by(col(EntityNameRow.entity_id))
        .limit(1)
    )
    for column in (EntityNameRow.entity_id, EntityNameRow.key_id, EntityNameRow.id)
)
_GIVEN = Prepared(select(*_NAME).where(col(EntityNameRow.id).in_(bindparam(LIST, expanding=True))))
_DECIDED = Prepared(
    select(EntityDecisionNameRow.decision_id).where(
        col(EntityDecisionNameRow.name_id).in_(bindparam(LIST, expanding=True))
    )
)

_SHARING = Prepared(
    select(EntityBlockRow.block, EntityBlockRow.name_id, EntityBlockRow.shape).where(
        col(EntityBlockRow.block).in_(bindparam(LIST, expanding=True))
    )
)


class SqlEntities:
    """``ports.EntityStore`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, names: Collection[KnownName]) -> list[KnownName]:
        """Keeps those that are new, each in an entity of its own; returns them."""
        known = {name.id for name in self.get(name.id for name in names)}
        new = sorted({name for name in names if name.id not in known}, key=lambda name: name.id)
        if new:
            rows = [
                {
                    "id": name.id,
                    "base": name.base,
                    "key_id": name.key_id,
                    "type": name.type,
                    "name": name.name,
                    "component": name.id,
                    "entity_id": name.key_id,
                }
                for name in new
            ]
            self._session.connection().execute(insert(EntityNameRow), rows)
            entity_counts_of(self._session).added(name.id for name in new)
            blocks = block_rows(new)
            if blocks:
                self._session.connection().execute(insert(EntityBlockRow), blocks)
        return new

    def get(self, name_ids: Iterable[str]) -> list[KnownName]:
        """Those that are kept."""
        return [_load(row) for row in _GIVEN.of_many(self._session, sorted(set(name_ids)))]

    def of_entity(self, entity_id: str) -> list[KnownName]:
        """All names of an entity."""
        return [_load(row) for row in _OF_ENTITY.rows(self._session, entity=entity_id)]

    def entity_of(self, name_id: str) -> str:
        """Whose a kept name is."""
        return self._session.exec(select(EntityNameRow.entity_id).where(EntityNameRow.id == name_id)).one()

    def known_as(self, entity_id: str) -> str | None:
        """The id that the entity has now; ids that it had before others joined it still lead to it."""
        for known in _KNOWN_AS:
            found = known.rows(self._session, told=entity_id)
            if found:
                return str(found[0][0])
        return None

    def comparable(self, names: Collection[KnownName]) -> list[KnownName]:
        """All names that share the key or the base with one of these, or blocks by which their spelling may agree."""
        ids = {name.id for name in names}
        having: dict[str, list[KnownName]] = {}
        for name in names:
            for block in name_blocks(name):
                having.setdefault(block, []).append(name)
        for block, name_id, shape in _SHARING.of_many(self._session, sorted(having)):
            if name_id not in ids and any(may_agree(name, shape) for name in having[block]):
                ids.add(name_id)
        for portion in portions(sorted({name.key_id for name in names} | {name.base for name in names})):
            same = or_(col(EntityNameRow.key_id).in_(portion), col(EntityNameRow.base).in_(portion))
            ids.update(self._session.exec(select(EntityNameRow.id).where(same)))
        return self.get(ids)

    def components(self, names: Collection[KnownName]) -> list[KnownName]:
        """All names of the components that these belong to."""
        found: set[str] = set()
        for portion in portions(sorted(name.id for name in names)):
            found.update(self._session.exec(select(EntityNameRow.component).where(col(EntityNameRow.id).in_(portion))))
        members: list[KnownName] = []
        for portion in portions(sorted(found)):
            query = select(*_NAME).where(col(EntityNameRow.component).in_(portion))
            members.extend(_load(row) for row in self._session.exec(query))
        return members

    def place(self, standings: Mapping[str, Standing]) -> None:
        """Says where names belong."""
        for portion in portions(sorted(standings)):
            columns = select(EntityNameRow.id, EntityNameRow.component, EntityNameRow.entity_id)
            known = self._session.exec(columns.where(col(EntityNameRow.id).in_(portion))).all()
            moved = [
                {"id": name_id, "component": standings[name_id].component, "entity_id": standings[name_id].entity}
                for name_id, component, entity_id in known
                if (component, entity_id) != (standings[name_id].component, standings[name_id].entity)
            ]
            if moved:
                entity_counts_of(self._session).moving(
                    {name_id: entity_id for name_id, _, entity_id in known if entity_id != standings[name_id].entity}
                )
                self._session.execute(update(EntityNameRow), moved)

    def named_in(self, article_id: str) -> list[KnownName]:
        """The names that an article's claims use."""
        claims = select(ClaimRow.id).where(ClaimRow.article_id == article_id)
        used = select(ClaimEntityRow.name_id).where(col(ClaimEntityRow.claim_id).in_(claims)).distinct()
        return self.get(self._session.exec(used))

    def namesakes(self, article_id: str) -> dict[str, str]:
        """By name id, whose name the article uses instead."""
        query = select(NamesakeRow.base, NamesakeRow.name_id).where(NamesakeRow.article_id == article_id)
        return dict(self._session.exec(query).all())

    def rename(self, articles: Collection[str], name: KnownName) -> None:
        """In these articles the name is this one's, now and when they are analysed again."""
        for article_id in SqlMentions(self._session).rename(articles, name.base, name.id):
            self._session.merge(NamesakeRow(article_id=article_id, base=name.base, name_id=name.id))
        self._session.flush()

    def in_use(self, name_ids: Collection[str]) -> set[str]:
        """Those that any claim uses; the first one is enough, a name may be in a large part of all claims."""
        used = select(MentionRow.claim_id).where(col(MentionRow.called_id) == col(CalledRow.id)).exists()
        found: set[str] = set()
        for portion in portions(sorted(name_ids)):
            named = select(CalledRow.name_id).where(col(CalledRow.name_id).in_(portion), used)
            found.update(self._session.exec(named))
        return found

    def articles_naming(self, name_ids: Collection[str]) -> dict[str, set[str]]:
        """Ids of the articles that use each name."""
        found: dict[str, set[str]] = {name_id: set() for name_id in name_ids}
        for portion in portions(sorted(name_ids)):
            query = select(ClaimEntityRow.name_id, ClaimEntityRow.article_id).where(
                col(ClaimEntityRow.name_id).in_(portion)
            )
            for name_id, article_id in self._session.exec(query.distinct()):
                found[name_id].add(article_id)
        return found

    def remove(self, name_ids: Collection[str]) -> None:
        """Names that no claim uses any more."""
        entity_counts_of(self._session).removing(name_ids)
        for portion in portions(sorted(name_ids)):
            self._session.exec(delete(EntityBlockRow).where(col(EntityBlockRow.name_id).in_(portion)))
            self._session.exec(delete(EntityNameRow).where(col(EntityNameRow.id).in_(portion)))

    def entities_of(self, claim_ids: Iterable[str]) -> dict[tuple[str, str], str]:
        """Entity id by claim id and the id of the name's key."""
        named = _NAMED.of_many(self._session, sorted(set(claim_ids)))
        return {(claim_id, key_id): entity_id for claim_id, key_id, entity_id in named}

    def decide(self, decision: EntityDecision) -> None:
        """Keeps a decision beside all earlier ones."""
        row = EntityDecisionRow(
            action=decision.action,
            names=list(decision.names),
            others=list(decision.others),
            articles=list(decision.articles),
            note=decision.note,
            reviewer=decision.reviewer,
            decided_at=decision.decided_at,
        )
        self._session.add(row)
        self._session.flush()
        number = row.id or 0  # given by the flush
        about = sorted({*decision.names, *decision.others})
        self._session.add_all(EntityDecisionNameRow(decision_id=number, name_id=name_id) for name_id in about)
        self._session.flush()

    def decisions(self, name_ids: Collection[str]) -> tuple[EntityDecision, ...]:
        """Those that are about any of the names, oldest first."""
        return tuple(_load_decision(row) for row in self._decision_rows(name_ids))

    def forget(self, article_id: str, used: Collection[str], gone: Collection[str]) -> None:
        """Takes an article and the names that it alone used out of every decision; one with an empty side goes."""
        self._session.exec(delete(NamesakeRow).where(col(NamesakeRow.article_id) == article_id))
        for row in self._decision_rows(used):
            articles = [article for article in row.articles if article != article_id]
            row.names = [name_id for name_id in row.names if name_id not in gone]
            row.others = [name_id for name_id in row.others if name_id not in gone]
            if not row.names or not row.others or (row.articles and not articles):
                links = col(EntityDecisionNameRow.decision_id) == row.id
                self._session.exec(delete(EntityDecisionNameRow).where(links))
                self._session.delete(row)
                continue
            row.articles = articles
            self._session.add(row)
        for portion in portions(sorted(gone)):
            self._session.exec(delete(EntityDecisionNameRow).where(col(EntityDecisionNameRow.name_id).in_(portion)))
        self._session.flush()

    def _decision_rows(self, name_ids: Collection[str]) -> Sequence[EntityDecisionRow]:
        numbers = {number for (number,) in _DECIDED.of_many(self._session, sorted(name_ids))}
        rows: list[EntityDecisionRow] = []
        for some in portions(sorted(numbers)):
            rows.extend(self._session.exec(select(EntityDecisionRow).where(col(EntityDecisionRow.id).in_(some))))
        return sorted(rows, key=lambda row: row.id or 0)


def block_rows(names: Iterable[KnownName]) -> list[dict[str, str]]:
    """The values of the rows by which names are found."""
    return [
        {"block": block, "name_id": name.id, "shape": name_shape(name)}
        for name in names
        for block in sorted(name_blocks(name))
    ]


def index_names(session: Session) -> None:
    """Fills the table of blocks, which is empty, for all names."""
    last = ""
    some = select(*_NAME).order_by(col(EntityNameRow.id)).limit(NAMES_AT_A_TIME)
    while names := [_load(row) for row in session.exec(some.where(col(EntityNameRow.id) > last))]:
        if rows := block_rows(names):
            session.connection().execute(insert(EntityBlockRow), rows)
        last = names[-1].id


def _load(row: Sequence[str]) -> KnownName:
    name_id, base, key_id, kind, name = row
    return KnownName(id=name_id, base=base, key_id=key_id, type=kind, name=name)


def _load_decision(row: EntityDecisionRow) -> EntityDecision:
    return EntityDecision(
        action=EntityAction(row.action),
        names=tuple(row.names),
        others=tuple(row.others),
        articles=tuple(row.articles),
        note=row.note,
        reviewer=row.reviewer,
        decided_at=row.decided_at,
    )
