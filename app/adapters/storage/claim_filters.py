"""What lists ask of claims, as SQL: each filter as the ids of the claims that fit, and as a question to one claim."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.claim_words import numbers_of_claims
from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.list_plans import Choice, Wanted
from app.adapters.storage.tables import ArticleRow, ClaimEntityRow, ClaimRow, EntityNameRow, local_text
from app.core.folding import fold
from app.core.model.records import ClaimFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsChosen:
    """As ``Choice``, of claims."""

    ids: Any
    test: ColumnElement[bool]
    counted: Any
    homes: Any = None  # their clusters, where these are found without the claims


def of_outlet(outlet: str) -> ClaimsChosen:
    """What one outlet reports."""
    ids = select(ClaimRow.id).where(ClaimRow.outlet == outlet)
    return ClaimsChosen(ids=ids, test=InTurn(col(ClaimRow.outlet)) == outlet, counted=ids)


def of_type(event_type: str) -> ClaimsChosen:
    """What is claimed of one type of event."""
    ids = select(ClaimRow.id).where(ClaimRow.event_type == event_type)
    return ClaimsChosen(ids=ids, test=InTurn(col(ClaimRow.event_type)) == event_type, counted=ids)


def in_language(language: str) -> ClaimsChosen:
    """What articles in one language claim; they are counted by their articles."""
    articles = select(ArticleRow.id).where(ArticleRow.language == language)
    test = InTurn(col(ClaimRow.language)) == language
    ids = select(ClaimRow.id).where(col(ClaimRow.article_id).in_(articles), test)
    return ClaimsChosen(ids=ids, test=test, counted=ids)


def with_word(word: str, *, indexed: bool) -> ClaimsChosen:
    """What holds a word, or a part of one; ``indexed``: whether the database has an index of words."""
    test = col(ClaimRow.words).contains(word, autoescape=True)
    if not indexed:
        ids = select(ClaimRow.id).where(test)
        return ClaimsChosen(ids=ids, test=test, counted=ids)
    numbers = numbers_of_claims(word)
    ids = select(ClaimRow.id).where(col(ClaimRow.number).in_(numbers))
    homes = select(ClaimRow.cluster_id).where(col(ClaimRow.number).in_(numbers), col(ClaimRow.cluster_id).is_not(None))
    return ClaimsChosen(ids=ids, test=test, counted=numbers, homes=homes)


def naming(entity: str, *, place: bool = False) -> ClaimsChosen:
    """What names the entity, told by its id, by a name as some article writes it, or by a place's key, which also
    stands for all that lies in it. With ``place``, only what happened there."""
    ids = claims_naming(entity, place=place)
    row = ClaimEntityRow
    here = select(row.claim_id).where(
        col(row.claim_id) == col(ClaimRow.id),
        _same(entity, InTurn(col(row.name_id)), InTurn(col(row.folded)), InTurn(col(row.place_key))),
    )
    if place:
        here = here.where(row.role == "place")
    return ClaimsChosen(ids=ids, test=here.exists(), counted=ids)


def claims_naming(entity: str, *, place: bool = False) -> SelectOfScalar[str]:
    """A subquery: ids of the claims that ``naming`` chooses."""
    row = ClaimEntityRow
    query = select(row.claim_id).where(_same(entity, col(row.name_id), col(row.folded), col(row.place_key)))
    return query.where(row.role == "place") if place else query


def _same(entity: str, name: Any, folded: Any, key: Any) -> ColumnElement[bool]:
    return or_(
        name.in_(select(EntityNameRow.id).where(EntityNameRow.entity_id == entity)),
        folded == fold(entity),
        key == entity,
        (key > f"{entity}/") & (key < f"{entity}0"),  # "0" is next to "/"; LIKE takes xx for XX on SQLite
    )


def claims_wanted(wanted: ClaimFilter) -> Wanted:
    """Claims that fit all filters."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        conditions.append(InTurn(col(ClaimRow.latest)) > local_text(wanted.since))
    if wanted.until is not None:
        conditions.append(InTurn(col(ClaimRow.earliest)) < local_text(wanted.until))
    return Wanted(choices=list(_choices(wanted)), conditions=conditions)


def _choices(wanted: ClaimFilter) -> Iterator[Choice]:
    if wanted.article is not None:
        ids = select(ClaimRow.id).where(ClaimRow.article_id == wanted.article)
        yield Choice(ids=ids, test=InTurn(col(ClaimRow.article_id)) == wanted.article, counted=ids)
    for value, choose in (
        (wanted.outlet, of_outlet),
        (wanted.event_type, of_type),
        (wanted.language, in_language),
        (wanted.entity, naming),
    ):
        if value is not None:
            chosen = choose(value)
            yield Choice(ids=chosen.ids, test=chosen.test, counted=chosen.counted)
