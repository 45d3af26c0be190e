"""Reads annotated scenarios: a few articles with everything that must and must not be found in them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.core.errors import InvalidInput
from app.core.model.article import Article
from app.core.model.conflict import ConflictKind, Relation, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A stretch of one article of the scenario: ``article`` counts from 0, offsets are code points of its text."""

    article: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldConflict:
    """A conflict that an annotator found; one tuple of quotes a side."""

    kind: ConflictKind
    scope: Scope
    relation: Relation
    sides: tuple[tuple[Quote, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Articles of several outlets about overlapping happenings, with gold annotations."""

    id: str
    articles: tuple[Article, ...]
    same: tuple[tuple[Quote, Quote], ...]
    different: tuple[tuple[Quote, Quote], ...]
    conflicts: tuple[GoldConflict, ...]
    no_conflict_between: tuple[tuple[int, int], ...]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _ArticleRow(_Row):
    outlet: str
    language: str
    text: str
    title: str | None = None
    published_at: datetime | None = None


class _QuoteRow(_Row):
    article: int
    quote: str


class _SideRow(_Row):
    claims: list[_QuoteRow]


class _ConflictRow(_Row):
    kind: ConflictKind
    scope: Scope
    relation: Relation
    sides: list[_SideRow]


class _ScenarioRow(_Row):
    id: str
    articles: list[_ArticleRow]
    same: list[tuple[_QuoteRow, _QuoteRow]] = []
    different: list[tuple[_QuoteRow, _QuoteRow]] = []
    conflicts: list[_ConflictRow] = []
    no_conflict_between: list[tuple[int, int]] = []


def read_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of a JSON-lines file; InvalidInput naming file, line and field where one is wrong."""
    return list(_read_rows(path))


def _read_rows(path: Path) -> Iterator[Scenario]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                row = _ScenarioRow.model_validate(json.loads(line))
            except json.JSONDecodeError as error:
                raise InvalidInput(f"{where}: not JSON: {error.msg}") from error
            except ValidationError as error:
                first = error.errors()[0]
                key = ".".join(str(part) for part in first["loc"])
                raise InvalidInput(f"{where}: '{key}': {first['msg']}") from error
            yield _scenario(row, where)


def _scenario(row: _ScenarioRow, where: str) -> Scenario:
    articles = tuple(
        Article(
            id=f"{row.id}-{position}",
            outlet=article.outlet,
            text=article.text,
            language=article.language,
            title=article.title,
            published_at=article.published_at,
        )
        for position, article in enumerate(row.articles)
    )
    return Scenario(
        id=row.id,
        articles=articles,
        same=tuple((_quote(one, articles, where), _quote(other, articles, where)) for one, other in row.same),
        different=tuple((_quote(one, articles, where), _quote(other, articles, where)) for one, other in row.different),
        conflicts=tuple(
            GoldConflict(
                kind=conflict.kind,
                scope=conflict.scope,
                relation=conflict.relation,
                sides=tuple(tuple(_quote(claim, articles, where) for claim in side.claims) for side in conflict.sides),
            )
            for conflict in row.conflicts
        ),
        no_conflict_between=tuple(row.no_conflict_between),
    )


def _quote(row: _QuoteRow, articles: tuple[Article, ...], where: str) -> Quote:
    if not 0 <= row.article < len(articles):
        raise InvalidInput(f"{where}: there is no article {row.article}")
    start = articles[row.article].text.find(row.quote)
    if start < 0:
        raise InvalidInput(f"{where}: article {row.article} does not hold the quote '{row.quote}'")
    return Quote(article=row.article, start=start, end=start + len(row.quote), text=row.quote)
