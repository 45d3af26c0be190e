"""Which claims name whom, and as what."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

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


class SqlMentions:
    """The tables ``called`` and ``mention`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, claims: Sequence[Claim], months: Sequence[str], namesakes: Mapping[str, str]) -> None:
        """Those of an article's claims, each with its month; ``namesakes`` by name id, whose name it uses instead."""
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

    def _numbers(self, wanted: Collection[Called]) -> dict[Called, int]:
        """The numbers of their rows, which are added where there are none."""
        numbers = self._known(wanted)
        new = sorted((one for one in wanted if one not in numbers), key=lambda one: (one.name_id, one.place_key or ""))
        if new:
            self._session.connection().execute(insert(CalledRow), [one._asdict() for one in new])
            numbers |= self._known(new)
        return numbers

    def _known(self, wanted: Collection[Called]) -> dict[Called, int]:
        numbers: dict[Called, int] = {}
        for portion in portions(sorted({one.name_id for one in wanted})):
            query = select(CalledRow.id, *_COLUMNS).where(col(CalledRow.name_id).in_(portion))
            numbers.update({Called(*columns): number for number, *columns in self._session.exec(query)})
        return numbers

    def rename(self, articles: Collection[str], base: str, name_id: str) -> list[str]:
        """Where these articles use a name of that base they use this one now; returns those of them that do."""
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
            for number, called in before.items():
                self._session.exec(
                    update(MentionRow)
                    .where(col(MentionRow.called_id) == number, col(MentionRow.article_id).in_(sorted(using)))
                    .values(called_id=numbers[called._replace(name_id=name_id)])
                )
            left |= before.keys()
        self._forget(left)
        return sorted(using)

    def remove_of_article(self, article_id: str) -> None:
        """Its mentions, and the names that no other article uses so; its claims are still there."""
        own = col(MentionRow.claim_id).in_(_claims_of([article_id]))
        left = set(self._session.exec(select(MentionRow.called_id).where(own).distinct()))
        self._session.exec(delete(MentionRow).where(own))
        self._forget(left)

    def _forget(self, numbers: Collection[int]) -> None:
        """Those of the names that nobody uses."""
        used = select(MentionRow.called_id).where(col(MentionRow.called_id) == col(CalledRow.id)).exists()
        for portion in portions(sorted(numbers)):
            self._session.exec(delete(CalledRow).where(col(CalledRow.id).in_(portion), ~used))


def _claims_of(article_ids: Sequence[str]) -> SelectOfScalar[str]:
    return select(ClaimRow.id).where(col(ClaimRow.article_id).in_(article_ids))
