"""A database as a news desk has it after some years, for measuring the pages: made-up news (synthetic_news.py) of some
hundred outlets in three languages, with whole articles, conflicts of every kind, and one story that everybody tells.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate

from app.adapters.storage.unit_of_work import SqlStore
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict, ConflictKind, Explanation, Relation, Scope, Severity, Side
from app.core.model.records import ClusterFilter, StoredAnalysis, Submission
from app.use_cases.cross_check import ArticleReading
from benchmarks.store_filling import fill_database
from benchmarks.synthetic_news import CLAIMS_AN_ARTICLE, SHARED_CLAIMS, SyntheticNews

SEED = 23
OUTLETS = 400
FREQUENCY_FALL = 0.6  # the outlet of rank r prints as much as r to the minus this
LANGUAGES = ("en", "ar", "fr")
LARGE_STORY = 150  # articles that tell it
DISPUTED_SHARE = 0.3  # of the stories that several outlets tell
PORTION = 200
RECEIVED = datetime(2023, 1, 1, tzinfo=UTC)
BETWEEN = "It was said in a long sentence that claims nothing, as most sentences of an article do. " * 2
KINDS = tuple(ConflictKind)


def build(url: str, claims: int) -> None:
    """Fills the migrated, empty database at ``url`` with so many claims and what belongs to them."""
    chance = random.Random(SEED)  # noqa: S311  (made-up news, no secret)
    outlets = [f"Outlet {number} {chance.choice(('Post', 'Gazette', 'Times'))}" for number in range(OUTLETS)]
    weights = list(accumulate((rank + 1) ** -FREQUENCY_FALL for rank in range(OUTLETS)))
    readings = SyntheticNews(SEED).articles(claims // CLAIMS_AN_ARTICLE)
    shared = readings[len(readings) // 2].claims[0]
    tellers = set(chance.sample(range(len(readings)), min(LARGE_STORY, len(readings) // 2)))
    whole: list[ArticleReading] = []
    texts: dict[str, str] = {}
    for number, reading in enumerate(readings):
        rank = chance.choices(range(OUTLETS), cum_weights=weights)[0]
        told = list(reading.claims)
        if number in tellers:
            told[SHARED_CLAIMS + 1] = replace(told[-1], statement=shared.statement, slots=shared.slots)
        own, text = _written(told, outlets[rank], LANGUAGES[rank % len(LANGUAGES)], reading.claims)
        whole.append(replace(reading, claims=own))
        texts[reading.article_id] = text
    fill_database(url, whole)
    store = SqlStore(url)
    _keep_articles(store, whole, texts)
    _keep_conflicts(store, chance)
    store.close()


def _written(
    told: Sequence[Claim], outlet: str, language: str, places: Sequence[Claim]
) -> tuple[tuple[Claim, ...], str]:
    """The claims where they stand in a text that is made of them, and the text."""
    text = ""
    own: list[Claim] = []
    for claim, place in zip(told, places, strict=True):
        start, end = len(text), len(text) + len(claim.statement)
        own.append(
            replace(
                claim,
                id=place.id,
                outlet=outlet,
                language=language,
                quote=claim.statement,
                start=start,
                end=end,
                predicate_start=start,
                predicate_end=start + 1,
            )
        )
        text += f"{claim.statement}. {BETWEEN}\n"
    return tuple(own), text


def _keep_articles(store: SqlStore, readings: Sequence[ArticleReading], texts: dict[str, str]) -> None:
    for start in range(0, len(readings), PORTION):
        with store.writing() as unit:
            for reading in readings[start : start + PORTION]:
                first, text = reading.claims[0], texts[reading.article_id]
                submission = Submission(
                    outlet=first.outlet,
                    text=text,
                    title=first.statement,
                    language=first.language,
                    published_at=first.published_at,
                )
                unit.articles.add(reading.article_id, submission, first.published_at or RECEIVED)
                article = Article(
                    id=reading.article_id,
                    outlet=first.outlet,
                    text=text,
                    language=first.language,
                    title=first.statement,
                    published_at=first.published_at,
                )
                whole = Passage(start=0, end=len(text) - 1, kind=PassageKind.BODY)
                analysis = StoredAnalysis(
                    clean=CleanText(passages=(whole,), dropped=()),
                    sentences=tuple((claim.start, claim.end) for claim in reading.claims),
                    version="made up",
                )
                unit.articles.save_analysis(article, analysis)


def _keep_conflicts(store: SqlStore, chance: random.Random) -> None:
    cursor: str | None = None
    while True:
        with store.reading() as unit:
            found = unit.links.list_clusters(ClusterFilter(min_outlets=2), limit=PORTION, cursor=cursor)
        with store.writing() as unit:
            unit.links.add_conflicts([one for cluster in found.items for one in _conflicts(cluster, chance)])
        cursor = found.next
        if cursor is None:
            return


def _conflicts(cluster: Cluster, chance: random.Random) -> Iterator[Conflict]:
    large = len(cluster.claim_ids) >= LARGE_STORY
    if not large and chance.random() > DISPUTED_SHARE:
        return
    for kind in chance.sample(KINDS, 4 if large else chance.choice((1, 1, 1, 2))):
        cut = max(1, len(cluster.claim_ids) // 2)
        values = _values(kind, chance)
        yield Conflict(
            id=f"con_{chance.getrandbits(64):016x}",
            cluster_id=cluster.id,
            kind=kind,
            scope=Scope.CROSS,
            relation=chance.choice((Relation.CONTRADICTION, Relation.CONTRADICTION, Relation.UPDATE)),
            severity=chance.choice(tuple(Severity)),
            confidence=round(chance.uniform(0.6, 0.99), 3),
            explanation=Explanation(
                en=f"Some outlets report {values[0]}, others {values[1]}: both cannot be true of one event.",
                ar=f"تذكر وسائل {values[0]} وتذكر أخرى {values[1]}: لا يصح الأمران معا في حدث واحد.",
                fr=f"Certains rapportent {values[0]}, d'autres {values[1]} : les deux ne peuvent être vrais.",
            ),
            sides=tuple(
                Side(value=value, label=value, claim_ids=claim_ids)
                for value, claim_ids in zip(
                    values, (cluster.claim_ids[:cut], cluster.claim_ids[cut:] or cluster.claim_ids[:1]), strict=True
                )
            ),
        )


def _values(kind: ConflictKind, chance: random.Random) -> tuple[str, str]:
    if kind is ConflictKind.DATE:
        day = chance.randint(1, 27)
        return f"2020-03-{day:02}", f"2020-03-{day + 1:02}"
    if kind is ConflictKind.QUANTITY:
        number = chance.randint(2, 900)
        return str(number), str(number * 2)
    return f"one {kind.value}", f"another {kind.value}"
