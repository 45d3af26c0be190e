"""A database as a news desk has it after some years, for measuring the pages: made-up news (synthetic_news.py) of some
hundred outlets in three languages, with whole articles, conflicts of every kind, and one story that everybody tells.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from app.adapters.storage.codec import dump_clean
from app.adapters.storage.tables import AnalysisRow, ArticleRow, SourceRow
from app.adapters.storage.unit_of_work import SqlStore
from app.core.model.article import CleanText, Passage, PassageKind
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict, ConflictKind, Explanation, Relation, Scope, Severity, Side
from app.core.model.records import ArticleStatus, ClusterFilter
from app.use_cases.cross_check import ArticleReading
from benchmarks.store_filling import StoreFiller
from benchmarks.synthetic_news import ARTICLES_A_DAY, CLAIMS_AN_ARTICLE, SHARED_CLAIMS, SyntheticNews

SEED = 23
OUTLETS = 400
FREQUENCY_FALL = 0.6  # the outlet of rank r prints as much as r to the minus this
LANGUAGES = ("en", "ar", "fr")
LARGE_STORY = 150  # articles that tell it
DISPUTED_SHARE = 0.3  # of the stories that several outlets tell
PORTION = 300
RECEIVED = datetime(2023, 1, 1, tzinfo=UTC)
BETWEEN = "It was said in a long sentence that claims nothing, as most sentences of an article do. " * 2
KINDS = tuple(ConflictKind)


def ensure_store(database: Path, claims: int) -> None:
    """The file of a store of this version; one that is not there is filled with so many claims."""
    fresh = not database.exists()
    store = SqlStore(f"sqlite:///{database}")
    store.migrate()
    store.close()
    if fresh:
        build(f"sqlite:///{database}", claims)


def build(url: str, claims: int) -> None:
    """Fills the migrated, empty database at ``url`` with so many claims and what belongs to them."""
    chance = random.Random(SEED)  # noqa: S311  (made-up news, no secret)
    outlets = [f"Outlet {number} {chance.choice(('Post', 'Gazette', 'Times'))}" for number in range(OUTLETS)]
    weights = list(accumulate((rank + 1) ** -FREQUENCY_FALL for rank in range(OUTLETS)))
    count = claims // CLAIMS_AN_ARTICLE
    shared = SyntheticNews(SEED, part=1, days=count / ARTICLES_A_DAY / 2).articles(1)[0].claims[0]
    tellers = set(chance.sample(range(count), min(LARGE_STORY, count // 2)))
    number = 0
    held: list[ArticleReading] = []
    with StoreFiller(url, shared=(shared.statement,)) as filler:
        for event in SyntheticNews(SEED).events(count):
            texts: dict[str, str] = {}
            whole: list[ArticleReading] = []
            for reading in event:
                rank = chance.choices(range(OUTLETS), cum_weights=weights)[0]
                told = list(reading.claims)
                if number in tellers:
                    told[SHARED_CLAIMS + 1] = replace(told[-1], statement=shared.statement, slots=shared.slots)
                own, text = _written(told, outlets[rank], LANGUAGES[rank % len(LANGUAGES)], reading.claims)
                whole.append(replace(reading, claims=own))
                texts[reading.article_id] = text
                number += 1
            keep_articles(filler, whole, texts)
            held.extend(whole)
            if len(held) >= PORTION or number == count:
                filler.add(held)
                held = []
    store = SqlStore(url)
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


def texts_of(readings: Sequence[ArticleReading]) -> dict[str, str]:
    """A text for each article, in which its statements stand somewhere."""
    return {
        reading.article_id: "\n".join(f"{claim.statement}. {BETWEEN}" for claim in reading.claims)
        for reading in readings
    }


def keep_articles(filler: StoreFiller, readings: Sequence[ArticleReading], texts: dict[str, str]) -> None:
    """Whole articles, analysed."""
    articles, sources, analyses = [], [], []
    for reading in readings:
        first, text = reading.claims[0], texts[reading.article_id]
        published = first.published_at or RECEIVED
        told = {"title": first.statement, "language": first.language, "published_at": published.isoformat()}
        articles.append(
            {
                "id": reading.article_id,
                "sort_key": f"{published.isoformat(timespec='microseconds')}~{reading.article_id}",
                "outlet": first.outlet,
                "status": ArticleStatus.ANALYSED.value,
                "received_at": published,
                "submitted": {**told, "url": None, "author": None, "request": None},
                "title": first.statement,
                "language": first.language,
                "published_at": published,
                "published_offset": 0,
                "claim_count": len(reading.claims),
            }
        )
        sources.append({"article_id": reading.article_id, "text": text, "html": None})
        whole = Passage(start=0, end=len(text) - 1, kind=PassageKind.BODY)
        body = {
            "clean": dump_clean(CleanText(passages=(whole,), dropped=())),
            "sentences": [[claim.start, claim.end] for claim in reading.claims],
        }
        analyses.append({"article_id": reading.article_id, "version": "made up", "body": body})
    for table, rows in ((ArticleRow, articles), (SourceRow, sources), (AnalysisRow, analyses)):
        filler.insert(table, rows)


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
