"""Which claims name whom, and as what."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, update
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.entity_counts import entity_counts_of
from app.adapters.storage.name_parts import add_parts, remove_parts
from app.adapters.storage.portions import portions
from app.adapters.storage.tables import CalledRow, ClaimRow, EntityNameRow, MentionRow
from app.core.entities.identity import known_name
from app.core.folding import fold
from app.core.model.claim import Claim
from app.core.model.reference import references_of


class Called(NamedTuple):
    """An entity under a name, as ``CalledRow`` keeps it."""

    entity_id: str
    name_id: str
    type: str
    name: str
    folded: str
    place_key: str | None


_COLUMNS = tuple(getattr(CalledRow, name) for name in Called._fields)

_CALLED: Any = SQLModel.metadata.tables["called"].c
_MORE_USES = update(CalledRow).where(_CALLED.id == bindparam("number")).values(uses=_CALLED.uses + bindparam("more"))


class SqlMentions:
    """The tables ``called`` and ``mention`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, claims: Sequence[Claim], months: Sequence[str], namesakes: Mapping[str, str]) -> None:
        """Those of an article's claims, each with its month; ``namesakes`` by name id, whose name it uses instead."""
        entity_counts_of(self._session).changing({claim.article_id for claim in claims})
        told: dict[tuple[str, str, str], tuple[Called, Claim, str]] = {}
        for claim, month in zip(claims, months, strict=True):
            for reference in references_of(claim):
                name_id = known_name(reference).id
                called = Called(
                    entity_id=reference.id,
                    name_id=namesakes.get(name_id, name_id),
                    type=reference.type,
                    name=reference.name,
                    folded=fold(reference.name),
                    place_key=reference.place_key,
                )
                told[claim.id, reference.id, reference.role] = called, claim, month
        numbers = self._numbers({called for called, _, _ in told.values()})
        rows = [
            {
                "claim_id": claim.id,
                "called_id": numbers[called],
                "role": role,
                "article_id": claim.article_id,
                "month": month,
            }
            for (_, _, role), (called, claim, month) in told.items()
        ]
        if rows:
            self._session.connection().execute(insert(MentionRow), rows)
            self._use(Counter(numbers[called] for called, _, _ in told.values()))

    def _numbers(self, wanted: Collection[Called]) -> dict[Called, int]:
        """The numbers of their rows, which are added where there are none."""
        numbers = self._known(wanted)
        new = sorted((one for one in wanted if one not in numbers), key=lambda one: (one.name_id, one.place_key or ""))
        if new:
            self._session.connection().execute(insert(CalledRow), [one._asdict() for one in new])
            added = self._known(new)
            add_parts(self._session, {added[one]: one.folded for one in new})
            entity_counts_of(self._session).respelled(one.name_id for one in new)
            numbers |= added
        return numbers

    def _use(self, more: Mapping[int, int]) -> None:
        """So many more uses of each row."""
        rows = [{"number": number, "more": count} for number, count in sorted(more.items())]
        if rows:
            self._session.connection().execute(_MORE_USES, rows)

    def _known(self, wanted: Collection[Called]) -> dict[Called, int]:
        numbers: dict[Called, int] = {}
        for portion in portions(sorted({one.name_id for one in wanted})):
            query = select(CalledRow.id, *_COLUMNS).where(col(CalledRow.name_id).in_(portion))
            numbers.update({Called(*columns): number for number, *columns in self._session.exec(query)})
        return numbers

    def rename(self, articles: Collection[str], base: str, name_id: str) -> list[str]:
        """Where these articles use a name of that base they use this one now; returns those of them that do."""
        entity_counts_of(self._session).changing(articles)
        names = select(EntityNameRow.id).where(EntityNameRow.base == base)
        using: set[str] = set()
        left: set[int] = set()
        for portion in portions(sorted(articles)):
            query = (
                select(MentionRow.article_id, CalledRow.id, *_COLUMNS)
                .join(CalledRow, col(CalledRow.id) == col(MentionRow.called_id))
                .where(col(MentionRow.claim_id).in_(_claims_of(portion)), col(CalledRow.name_id).in_(names))
            )
            rows = self._session.exec(query.distinct()).all()
            using.update(article_id for article_id, *_ in rows)
            before = {number: Called(*columns) for _, number, *columns in rows}
            numbers = self._numbers({called._replace(name_id=name_id) for called in before.values()})
            more: Counter[int] = Counter()
            for number, called in before.items():
                new = numbers[called._replace(name_id=name_id)]
                here = (col(MentionRow.called_id) == number, col(MentionRow.article_id).in_(sorted(using)))
                moved: Any = self._session.execute(update(MentionRow).where(*here).values(called_id=new))
                more[number] -= moved.rowcount
                more[new] += moved.rowcount
            self._use(more)
            left |= before.keys()
        self._forget(left)
        return sorted(using)

    def remove_of_article(self, article_id: str) -> None:
        """Its mentions, and the names that no other article uses so; its claims are still there."""
        entity_counts_of(self._session).changing([article_id])
        own = col(MentionRow.claim_id).in_(_claims_of([article_id]))
        counted = select(MentionRow.called_id, func.count()).where(own).group_by(col(MentionRow.called_id))
        left = dict(self._session.exec(counted).all())
        self._session.exec(delete(MentionRow).where(own))
        self._use({number: -count for number, count in left.items()})
        self._forget(left)

    def _forget(self, numbers: Collection[int]) -> None:
        """Those of the names that nobody uses."""
        for portion in portions(sorted(numbers)):
            unused = select(CalledRow.id, CalledRow.name_id, CalledRow.folded)
            unused = unused.where(col(CalledRow.id).in_(portion), col(CalledRow.uses) == 0)
            gone = self._session.exec(unused).all()
            remove_parts(self._session, {number: folded for number, _, folded in gone if number is not None})
            entity_counts_of(self._session).respelled(name_id for _, name_id, _ in gone)
            self._session.exec(delete(CalledRow).where(col(CalledRow.id).in_([number for number, _, _ in gone])))


def _claims_of(article_ids: Sequence[str]) -> SelectOfScalar[str]:
    return select(ClaimRow.id).where(col(ClaimRow.article_id).in_(article_ids))
