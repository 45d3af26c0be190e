"""What lists ask of claims, as SQL: each filter as the ids of the claims that fit, and as a question to one claim."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.claim_words import numbers_of_claims
from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.list_plans import ASKED, HANDFUL, LOOKED_UP, Choice, Sieve, Wanted, Way
from app.adapters.storage.name_marks import sieve_of
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.tables import (
    ArticleRow,
    CalledRow,
    ClaimEntityRow,
    ClaimRow,
    EntityNameRow,
    MentionRow,
    local_text,
)
from app.core.folding import fold
from app.core.model.records import ClaimFilter

CLAIMS_OF_ARTICLE = 15  # about
MOST_CALLED = 1_000  # ways of calling what lies in a country: all are used often enough
_OF_ARTICLE = Prepared(select(ClaimRow.id, ClaimRow.sort_key).where(col(ClaimRow.article_id) == bindparam("article")))
_THESE = Prepared(select(ClaimRow.id, ClaimRow.sort_key).where(col(ClaimRow.id).in_(bindparam(LIST, expanding=True))))


@dataclass(frozen=True, slots=True)
class Named:
    """An entity or a place."""

    entity: str
    place: bool

    def handful(self, found: Prepared) -> Callable[[Session], Collection[Any] | None]:
        """What a statement finds of the claims that name it, given a list of them, where they are a handful."""

        def find(session: Session) -> Collection[Any] | None:
            ids = [claim for (claim,) in _NAMING[self.place].rows(session, **_values(self.entity))]
            return None if len(ids) > HANDFUL else set(found.of_many(session, sorted(set(ids))))

        return find

    def total(self, session: Session) -> int:
        """About how many claims name it: as often as its names are used, the first ``MOST_CALLED`` of them."""
        return int(_USES.rows(session, **_values(self.entity))[0][0])

    def sieve(self, marks: Any) -> Callable[[Session], Sieve | None]:
        """What leaves the rows that may name it, by a column of theirs with the bits of names."""
        same = _same(self.entity, col(CalledRow.name_id), col(CalledRow.folded), col(CalledRow.place_key))
        return lambda session: sieve_of(session, same, self.entity, col(marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsChosen:
    """As ``Choice``, of claims. ``met`` is the question whether a claim is among them, gathered; microseconds are for
    each of them."""

    ids: Any
    test: ColumnElement[bool]
    counted: Any
    met: ColumnElement[bool]
    met_once: float  # to gather what ``met`` takes
    ids_once: float  # to gather ids
    homes: Any = None  # their clusters, where these are found without the claims
    homes_once: float = 3.3
    gathered: bool = False
    direct: ColumnElement[bool] | None = None
    among: type[SQLModel] = ClaimRow
    times: int = 1
    look: float = LOOKED_UP
    look_home: float = LOOKED_UP
    ask: float = ASKED
    named: Named | None = None


def of_outlet(outlet: str) -> ClaimsChosen:
    """What one outlet reports."""
    told = col(ClaimRow.outlet) == outlet
    ids = select(ClaimRow.id).where(told)
    # Claims of an article lie side by side, so that their rows are read at once.
    return ClaimsChosen(
        ids=ids,
        test=InTurn(col(ClaimRow.outlet)) == outlet,
        counted=ids,
        met=_one_of(ids),
        met_once=1.0,
        ids_once=1.0,
        homes=select(ClaimRow.cluster_id).where(told, InTurn(col(ClaimRow.cluster_id)).is_not(None)),
        homes_once=1.0,
        direct=told,
        look=0.65,
        look_home=3.6,
        ask=0.35,
    )


def of_type(event_type: str) -> ClaimsChosen:
    """What is claimed of one type of event."""
    told = col(ClaimRow.event_type) == event_type
    ids = select(ClaimRow.id).where(told)
    test = InTurn(col(ClaimRow.event_type)) == event_type
    return ClaimsChosen(ids=ids, test=test, counted=ids, met=_one_of(ids), met_once=1.0, ids_once=1.0, direct=told)


def in_language(language: str) -> ClaimsChosen:
    """What articles in one language claim; they are counted by their articles."""
    articles = select(ArticleRow.id).where(ArticleRow.language == language)
    test = InTurn(col(ClaimRow.language)) == language
    ids = select(ClaimRow.id).where(col(ClaimRow.article_id).in_(articles), test)
    return ClaimsChosen(
        ids=ids,
        test=test,
        counted=articles,
        met=_one_of(ids),
        met_once=CLAIMS_OF_ARTICLE,
        ids_once=CLAIMS_OF_ARTICLE,
        among=ArticleRow,
        times=CLAIMS_OF_ARTICLE,
        look=LOOKED_UP * CLAIMS_OF_ARTICLE,
        look_home=LOOKED_UP * CLAIMS_OF_ARTICLE,
    )


def with_word(word: str, *, indexed: bool) -> ClaimsChosen:
    """What holds a word, or a part of one; ``indexed``: whether the database has an index of words."""
    test = col(ClaimRow.words).contains(word, autoescape=True)
    if not indexed:
        ids = select(ClaimRow.id).where(test)
        return ClaimsChosen(ids=ids, test=test, counted=ids, met=_one_of(ids), met_once=9.0, ids_once=9.0)
    numbers = numbers_of_claims(word)
    ids = select(ClaimRow.id).where(col(ClaimRow.number).in_(numbers))
    homes = select(ClaimRow.cluster_id).where(col(ClaimRow.number).in_(numbers), col(ClaimRow.cluster_id).is_not(None))
    return ClaimsChosen(
        ids=ids,
        test=test,
        counted=numbers,
        met=InTurn(col(ClaimRow.number)).in_(numbers),
        met_once=0.5,
        ids_once=2.5,
        homes=homes,
        homes_once=3.0,
        gathered=True,
        ask=6.0,
    )


def naming(entity: str, *, place: bool = False) -> ClaimsChosen:
    """What names the entity, told by its id, by a name as some article writes it, or by a place's key, which also
    stands for all that lies in it. With ``place``, only what happened there."""
    ids = claims_naming(entity, place=place)
    test = names_one(entity, col(ClaimRow.id), place=place)
    named = Named(entity, place)
    return ClaimsChosen(
        ids=ids, test=test, counted=ids, met=_one_of(ids), met_once=0.6, ids_once=0.6, ask=4.0, named=named
    )


def names_one(entity: str, claim_id: Any, *, place: bool) -> ColumnElement[bool]:
    """Whether a claim names the entity, or the place as where something happened."""
    # The few names are gathered once; those that a claim has are in its mentions.
    names = select(CalledRow.id).where(
        _same(entity, col(CalledRow.name_id), col(CalledRow.folded), col(CalledRow.place_key))
    )
    here = select(MentionRow.claim_id).where(
        col(MentionRow.claim_id) == claim_id, InTurn(col(MentionRow.called_id)).in_(names)
    )
    return (here.where(col(MentionRow.role) == "place") if place else here).exists()


def _one_of(ids: Any) -> ColumnElement[bool]:
    met: ColumnElement[bool] = InTurn(col(ClaimRow.id)).in_(ids)
    return met


def claims_naming(entity: str, *, place: bool = False) -> SelectOfScalar[str]:
    """A subquery: ids of the claims that ``naming`` chooses."""
    row = ClaimEntityRow
    query = select(row.claim_id).where(_same(entity, col(row.name_id), col(row.folded), col(row.place_key)))
    return query.where(row.role == "place") if place else query


def _same(entity: str, name: Any, folded: Any, key: Any) -> ColumnElement[bool]:
    return _told(_values(entity), name, folded, key)


def _told(told: Any, name: Any, folded: Any, key: Any) -> ColumnElement[bool]:
    return or_(
        name.in_(select(EntityNameRow.id).where(EntityNameRow.entity_id == told["entity"])),
        folded == told["folded"],
        key == told["place"],
        (key > told["within"]) & (key < told["beyond"]),  # LIKE takes xx for XX on SQLite
    )


def _values(entity: str) -> dict[str, str]:
    return {
        "entity": entity,
        "folded": fold(entity),
        "place": entity,
        "within": f"{entity}/",
        "beyond": f"{entity}0",  # "0" is next to "/"
    }


def _naming(*, place: bool) -> Prepared:
    row = ClaimEntityRow
    told: Any = {name: bindparam(name) for name in _values("")}
    query = select(row.claim_id).where(_told(told, col(row.name_id), col(row.folded), col(row.place_key)))
    return Prepared((query.where(row.role == "place") if place else query).limit(HANDFUL + 1))


def _uses() -> Prepared:
    row = CalledRow
    told: Any = {name: bindparam(name) for name in _values("")}
    called = select(row.uses).where(_told(told, col(row.name_id), col(row.folded), col(row.place_key)))
    return Prepared(select(func.coalesce(func.sum(called.limit(MOST_CALLED).subquery().c.uses), 0)))


_USES = _uses()
_NAMING = {place: _naming(place=place) for place in (False, True)}


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
        article = wanted.article
        told = col(ClaimRow.article_id) == article
        ids = select(ClaimRow.id).where(told)
        test = InTurn(col(ClaimRow.article_id)) == article
        yield Choice(
            ids=ids,
            test=test,
            counted=ids,
            direct=told,
            among=ClaimRow,
            handful=lambda session: _OF_ARTICLE.rows(session, article=article),
        )
    for value, choose in (
        (wanted.outlet, of_outlet),
        (wanted.event_type, of_type),
        (wanted.language, in_language),
        (wanted.entity, naming),
    ):
        if value is not None:
            chosen = choose(value)
            yield Choice(
                ids=chosen.ids,
                test=chosen.test,
                counted=chosen.counted,
                direct=chosen.direct,
                among=chosen.among,
                times=chosen.times,
                look=chosen.look,
                ask=chosen.ask,
                ways=() if chosen.named is None else [Way(test=chosen.met, once=chosen.met_once, each=0.55)],
                handful=None if chosen.named is None else chosen.named.handful(_THESE),
                total=None if chosen.named is None else chosen.named.total,
            )
