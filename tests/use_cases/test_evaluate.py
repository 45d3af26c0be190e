"""Scoring: what counts as a hit, a miss, a false alarm."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.core.entities.places import NoPlaces
from app.core.errors import InvalidInput
from app.core.folding import fold
from app.core.model.article import Article
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.core.model.when import Granularity, Interval, When
from app.knowledge.loader import load_knowledge
from app.use_cases.cross_check import ArticleReading, cross_check, joined_vectors
from app.use_cases.evaluate import evaluate_scenarios, format_report
from tests.fakes import WordJudge

KNOWLEDGE = load_knowledge()
DAYS = {"Monday": 13, "Tuesday": 14}


def quote(article: int, text: str) -> dict[str, object]:
    return {"article": article, "quote": text}


def scenario(
    first: str, second: str, third: str = "The harbour festival drew no crowd.", **gold: object
) -> dict[str, object]:
    articles = [
        {"outlet": f"Outlet {i}", "language": "en", "published_at": "2024-05-16T10:00:00+00:00", "text": text}
        for i, text in enumerate((first, second, third))
    ]
    empty = {"same": [], "different": [], "conflicts": [], "no_conflict_between": []}
    return {"id": "s-1", "articles": articles, **empty, **gold}


def analyse(article: Article) -> ArticleReading:
    """One claim a sentence; sentences about one thing have one vector; weekdays are days of May 2024."""
    claims, vectors, start = [], [], 0
    for number, sentence in enumerate(article.text.split(". ")):
        claims.append(_claim(article, sentence, start, number))
        vectors.append(_vector(sentence))
        start += len(sentence) + 2
    rows = np.array(vectors, dtype=np.float32)
    return ArticleReading(article_id=article.id, claims=tuple(claims), vectors=joined_vectors(rows, rows))


def _vector(sentence: str) -> list[float]:
    topics = ("bridge", "match", "festival", "storm")
    vector = np.array([0.3] + [float(topic in sentence.casefold()) for topic in topics])
    return list(vector / np.linalg.norm(vector))


def _claim(article: Article, sentence: str, start: int, number: int) -> Claim:
    slots = tuple(
        Slot(
            name=SlotName.TIME,
            value=When(
                text=name,
                start=start,
                end=start + len(name),
                interval=Interval(earliest=datetime(2024, 5, day), latest=datetime(2024, 5, day) + timedelta(days=1)),
                granularity=Granularity.DAY,
            ),
        )
        for name, day in DAYS.items()
        if name in sentence
    )
    source = Source(
        kind=SourceKind.OUTLET, text=article.outlet, name=article.outlet, key=fold(article.outlet), stance=Stance.SAYS
    )
    return Claim(
        id=f"{article.id}/{number}",
        article_id=article.id,
        outlet=article.outlet,
        language="en",
        published_at=article.published_at,
        statement=sentence,
        quote=sentence,
        start=start,
        end=start + len(sentence),
        sentence=number,
        predicate="open",
        predicate_start=start,
        predicate_end=start + 1,
        event_type="open",
        slots=slots,
        polarity=Polarity.POSITIVE,
        status=Status.HAPPENED,
        attribution=(source,),
        confidence=0.9,
    )


FIRST = "The minister opened the new bridge on Monday. The match was lost."
SECOND = "The new bridge was opened by the minister on Tuesday. A storm is near."
OPENED = quote(0, "The minister opened the new bridge on Monday")
ALSO_OPENED = quote(1, "The new bridge was opened by the minister on Tuesday")
DATE_CONFLICT = {
    "kind": "date",
    "scope": "cross",
    "relation": "contradiction",
    "sides": [{"value": "2024-05-13", "claims": [OPENED]}, {"value": "2024-05-14", "claims": [ALSO_OPENED]}],
}


def evaluate(folder: Path, *rows: dict[str, object]):
    path = folder / "scenarios.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return evaluate_scenarios(path, analyse, knowledge=KNOWLEDGE, places=NoPlaces(), judge=WordJudge())


def test_a_conflict_with_the_right_kind_and_sides_is_a_hit(tmp_path: Path):
    report = evaluate(tmp_path, scenario(FIRST, SECOND, conflicts=[DATE_CONFLICT], same=[[OPENED, ALSO_OPENED]]))
    assert (report.conflicts.predicted, report.conflicts.hits, report.conflicts.found) == (1, 1, 1)
    assert report.same.rate == report.relation.rate == 1.0
    assert report.quotes_claimed.rate == 1.0
    assert report.mistakes == []


def test_a_conflict_that_no_annotator_saw_is_a_false_alarm(tmp_path: Path):
    report = evaluate(tmp_path, scenario(FIRST, SECOND, no_conflict_between=[[0, 1], [0, 2]]))
    assert (report.conflicts.precision, report.conflicts.recall) == (0.0, None)
    assert (report.traps.right, report.traps.total) == (1, 2)
    assert any("false date" in mistake for mistake in report.mistakes)


def test_a_conflict_of_another_kind_does_not_count(tmp_path: Path):
    report = evaluate(tmp_path, scenario(FIRST, SECOND, conflicts=[{**DATE_CONFLICT, "kind": "place"}]))
    assert (report.conflicts.hits, report.conflicts.found) == (0, 0)
    assert report.by_kind["place"].gold == report.by_kind["date"].predicted == 1


def test_both_gold_sides_need_a_side_of_their_own(tmp_path: Path):
    one_sided = {**DATE_CONFLICT, "sides": [{"claims": [OPENED]}, {"claims": [OPENED]}]}
    report = evaluate(tmp_path, scenario(FIRST, SECOND, conflicts=[one_sided]))
    assert report.conflicts.found == 0


def test_different_claims_that_share_a_cluster_are_counted(tmp_path: Path):
    third = "Storm. The match was lost."
    lost = [quote(0, "The match was lost."), quote(2, "The match was lost.")]
    report = evaluate(tmp_path, scenario(FIRST, SECOND, third, different=[[OPENED, lost[1]], lost]))
    assert (report.different.right, report.different.total) == (1, 2)


def test_a_quote_that_is_not_in_its_article_is_refused(tmp_path: Path):
    with pytest.raises(InvalidInput, match=r"scenarios.jsonl:1: article 0 does not hold"):
        evaluate(tmp_path, scenario(FIRST, SECOND, same=[[quote(0, "nowhere"), ALSO_OPENED]]))


def test_a_broken_line_is_named(tmp_path: Path):
    path = tmp_path / "broken.jsonl"
    path.write_text('\n{"id": "x"', encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"broken.jsonl:2: not JSON"):
        evaluate_scenarios(path, analyse, knowledge=KNOWLEDGE, places=NoPlaces(), judge=WordJudge())
    path.write_text('{"id": "x"}', encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"broken.jsonl:1: 'articles'"):
        evaluate_scenarios(path, analyse, knowledge=KNOWLEDGE, places=NoPlaces(), judge=WordJudge())


def test_the_report_prints_and_serialises(tmp_path: Path):
    report = evaluate(tmp_path, scenario(FIRST, SECOND, conflicts=[DATE_CONFLICT]))
    assert "1 scenarios, 3 articles, 5 claims" in format_report(report)
    assert json.loads(json.dumps(report.as_dict()))["by_languages"]["en-en"]["f1"] == 1.0


def test_the_order_of_the_articles_changes_nothing():
    articles = [
        Article(id=f"a{i}", outlet=f"Outlet {i}", text=text, language="en") for i, text in enumerate((FIRST, SECOND))
    ]
    readings = [analyse(article) for article in articles]
    there = cross_check(readings, knowledge=KNOWLEDGE, places=NoPlaces(), judge=WordJudge())
    assert there == cross_check(readings[::-1], knowledge=KNOWLEDGE, places=NoPlaces(), judge=WordJudge())
    assert there.conflicts
