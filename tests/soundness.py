"""Whether a store holds together: what must be true of it at any moment, whoever was killed before."""

from collections import Counter
from typing import TypeVar

from sqlalchemy import text
from sqlmodel import Session, SQLModel, select

from app.adapters.storage.codec import load_cluster
from app.adapters.storage.day_bounds import DAYS, UNKNOWN
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.entity_counts import ALL, NAME_END
from app.adapters.storage.name_marks import marks_of
from app.adapters.storage.name_parts import parts_of
from app.adapters.storage.standing_tables import (
    DayBoundsRow,
    EntityCountRow,
    EntityOutletRow,
    NamePartRow,
    WordPartRow,
    WordRow,
)
from app.adapters.storage.standings import pairs_of
from app.adapters.storage.tables import (
    AnalysisRow,
    ArticleRow,
    CalledRow,
    ClaimEntityRow,
    ClaimRow,
    ClusterRow,
    ConflictClaimRow,
    ConflictRow,
    EdgeRow,
    EntityBlockRow,
    EntityNameRow,
    JobRow,
    MentionRow,
    SourceRow,
)
from app.adapters.storage.vector_bytes import read_blocks
from app.adapters.storage.vector_tables import VectorBlockRow, VectorRow
from app.adapters.storage.web_tables import PageRow
from app.core.linking.agreement import Opposition, compare_outlets
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict, ConflictKind
from app.use_cases.services import Services


def find_faults(url: str) -> list[str]:
    """One line for each thing that does not hold together; empty where all is sound."""
    engine = open_engine(parse_database_url(url), writer=False)
    try:
        with Session(engine) as session:
            return [
                *_faults_of_articles(session),
                *_faults_of_claims(session),
                *_faults_of_clusters(session),
                *faults_of_outlets(session),
                *faults_of_entities(session),
                *faults_of_words(session),
                *_faults_of_bounds(session),
            ]
    finally:
        engine.dispose()


Row = TypeVar("Row", bound=SQLModel)


def _all(session: Session, table: type[Row]) -> list[Row]:
    return list(session.exec(select(table)))


def _faults_of_articles(session: Session) -> list[str]:
    articles = {row.id: row for row in _all(session, ArticleRow)}
    jobs = Counter(row.article_id for row in _all(session, JobRow))
    analysed = {row.article_id for row in _all(session, AnalysisRow)}
    claims = Counter(row.article_id for row in _all(session, ClaimRow))
    pages = {row.article_id for row in _all(session, PageRow)}
    faults = [
        f"article {key} has no text" for key in articles.keys() - {r.article_id for r in _all(session, SourceRow)}
    ]
    faults += [f"a job for article {key}, which is not there" for key in jobs.keys() - articles.keys()]
    faults += [f"a page for article {key}, which is not there" for key in pages - articles.keys()]
    faults += [f"an analysis of article {key}, which is not there" for key in analysed - articles.keys()]
    faults += [f"claims of article {key}, which is not there" for key in claims.keys() - articles.keys()]
    for key, row in articles.items():
        if row.status == "queued" and not jobs[key] and key not in pages:
            faults.append(f"article {key} is queued without a job or a page: nobody will analyse it")
        if row.status == "analysed" and (key not in analysed or row.claim_count != claims[key]):
            faults.append(f"article {key} has {claims[key]} claims and says {row.claim_count}")
        if jobs[key] > 1:
            faults.append(f"article {key} has {jobs[key]} jobs")
    return faults


def _faults_of_claims(session: Session) -> list[str]:
    claims = Counter(row.id for row in _all(session, ClaimRow))
    vectors = Counter(_claims_with_vectors(session))
    names = {row.id for row in _all(session, EntityNameRow)}
    named = _all(session, ClaimEntityRow)
    faults = [f"claim {key} is there {count} times" for key, count in claims.items() if count > 1]
    faults += [f"claim {key} has {vectors[key]} vectors" for key in claims if vectors[key] != 1]
    faults += [f"a vector of claim {key}, which is not there" for key in vectors.keys() - claims.keys()]
    faults += [f"a name in claim {row.claim_id}, which is not there" for row in named if row.claim_id not in claims]
    faults += [f"name {row.name_id} is used and not known" for row in named if row.name_id not in names]
    faults += [f"name {key} is known and not used" for key in names - {row.name_id for row in named}]
    called = {row.id for row in _all(session, CalledRow)}
    used = {row.called_id for row in _all(session, MentionRow)}
    faults += [f"way {key} of calling somebody is known and not used" for key in called - used]
    faults += [f"way {key} of calling somebody is used and not known" for key in used - called]
    blocks = {row.name_id for row in _all(session, EntityBlockRow)}
    faults += [f"a block of name {key}, which is not known" for key in blocks - names]
    for row in _all(session, EdgeRow):
        faults += [f"an edge to claim {end}, which is not there" for end in (row.left, row.right) if end not in claims]
    return faults


def _claims_with_vectors(session: Session) -> list[str]:
    """Ids of claims, each as often as it has a vector. Of a vector for which there is no claim, what it is told by."""
    if session.get_bind().dialect.name == "postgresql":
        return [row.claim_id for row in _all(session, VectorRow)]
    claims: dict[str, list[str]] = {}
    for row in sorted(_all(session, ClaimRow), key=lambda row: row.sort_key, reverse=True):
        claims.setdefault(row.article_id, []).append(row.id)
    told = []
    for block in _all(session, VectorBlockRow):
        own = dict(enumerate(claims.get(block.article_id, [])))
        positions = read_blocks([block.body], block.dimensions)["position"].tolist()
        told += [own.get(position, f"{block.article_id}:{position}") for position in positions]
    return told


def _faults_of_clusters(session: Session) -> list[str]:
    claims = _all(session, ClaimRow)
    clusters = {row.id: row for row in _all(session, ClusterRow)}
    conflicts = {row.id: row for row in _all(session, ConflictRow)}
    home = {row.id: row.cluster_id for row in claims}
    faults = [f"claim {row.id} is in no cluster" for row in claims if row.cluster_id not in clusters]
    for key, cluster in clusters.items():
        members = {claim_id for claim_id, cluster_id in home.items() if cluster_id == key}
        if members != set(load_cluster(cluster.body).claim_ids):
            faults.append(f"cluster {key} and its claims disagree")
    for conflict in conflicts.values():
        if conflict.cluster_id not in clusters:
            faults.append(f"conflict {conflict.id} is in no cluster")
        elif conflict.named != clusters[conflict.cluster_id].named:
            faults.append(f"conflict {conflict.id} and its cluster name others")
    named: dict[str | None, int] = {}
    for row in _all(session, ClaimEntityRow):
        cluster_id = home[row.claim_id]
        named[cluster_id] = named.get(cluster_id, 0) | marks_of(row.entity_id, row.place_key)
    faults += [
        f"cluster {key} and its claims name others" for key, one in clusters.items() if one.named != named.get(key, 0)
    ]
    for side in _all(session, ConflictClaimRow):
        if side.conflict_id not in conflicts or side.claim_id not in home:
            faults.append(f"a side of conflict {side.conflict_id} stands on nothing")
    return faults


def faults_of_outlets(session: Session) -> list[str]:
    """The rows of pairs of outlets, beside a count from scratch."""
    outlet_of = {row.id: row.outlet for row in _all(session, ClaimRow)}
    sides: dict[str, dict[int, set[str]]] = {}
    for side in _all(session, ConflictClaimRow):
        sides.setdefault(side.conflict_id, {}).setdefault(side.side, set()).add(outlet_of[side.claim_id])
    opposed: dict[str, list[Opposition]] = {}
    for conflict in _all(session, ConflictRow):
        if conflict.relation == "contradiction" and conflict.state != "dismissed":
            told = tuple(frozenset(outlets) for _, outlets in sorted(sides[conflict.id].items()))
            opposed.setdefault(conflict.cluster_id, []).append(Opposition(kind=ConflictKind(conflict.kind), sides=told))
    clusters = [load_cluster(row.body) for row in _all(session, ClusterRow)]
    reports = [(cluster, opposed.get(cluster.id, [])) for cluster in clusters if len(cluster.outlets) > 1]
    counted = {
        (outlet, pair)
        for outlet in {outlet for cluster, _ in reports for outlet in cluster.outlets}
        for pair in compare_outlets(outlet, [one for one in reports if outlet in one[0].outlets])
    }
    kept = {(outlet, pair) for outlet, pairs in pairs_of(session, set(outlet_of.values())).items() for pair in pairs}
    return [f"pair of {outlet} is counted wrongly: {pair}" for outlet, pair in sorted(counted ^ kept, key=repr)]


def faults_of_entities(session: Session) -> list[str]:
    """The rows that count entities, beside a count from scratch."""
    called = {row.id: row for row in _all(session, CalledRow)}
    names = {row.id: row for row in _all(session, EntityNameRow)}
    claims = {row.id: row for row in _all(session, ClaimRow)}
    uses = Counter(mention.called_id for mention in _all(session, MentionRow))
    found = {
        (names[called[one.called_id].name_id].entity_id, claims[one.claim_id].outlet, one.article_id, one.claim_id)
        for one in _all(session, MentionRow)
    }
    told = Counter((entity, outlet) for entity, outlet, _, _ in found)
    articles = Counter((entity, outlet) for entity, outlet, _ in {each[:3] for each in found})
    kinds: dict[str, set[str]] = {}
    folded: dict[str, set[str]] = {}
    for name in names.values():
        kinds.setdefault(name.entity_id, {ALL}).add(name.type)
    for row in called.values():
        folded.setdefault(names[row.name_id].entity_id, set()).add(row.folded)
    by_outlet = {(entity, outlet, count, articles[entity, outlet]) for (entity, outlet), count in told.items()}
    totals = {
        (entity, kind, _total(told, entity), _total(articles, entity), NAME_END.join(sorted(folded[entity])))
        for entity in {entity for entity, _ in told}
        for kind in kinds[entity]
    }
    parts = {(part, number) for number, row in called.items() for part in parts_of(row.folded)}
    kept_uses = {(number, row.uses) for number, row in called.items()}
    return [
        f"{what} of entities are counted wrongly: {one}"
        for what, right, kept in (
            ("uses", {(number, uses[number]) for number in called}, kept_uses),
            ("outlets", by_outlet, _rows(session, EntityOutletRow, "entity_id", "outlet", "claims", "articles")),
            ("totals", totals, _rows(session, EntityCountRow, "entity_id", "kind", "claims", "articles", "names")),
            ("parts", parts, _rows(session, NamePartRow, "part", "called_id")),
        )
        for one in sorted(right ^ kept, key=repr)
    ]


def faults_of_words(session: Session) -> list[str]:
    """On SQLite, the index of words beside the words of all claims."""
    if session.get_bind().dialect.name != "sqlite":
        return [f"claim {row.id} has a number" for row in _all(session, ClaimRow) if row.number is not None]
    claims = {row.number: set(row.words.split()) for row in _all(session, ClaimRow)}
    words = {row.id: row.word for row in _all(session, WordRow)}
    held = {word for told in claims.values() for word in told}
    kept = {
        (int(doc), words.get(int(term), f"number {term}"))
        for term, doc in session.execute(text("SELECT term, doc FROM claim_word_doc"))
    }
    parts = {(part, number) for number, word in words.items() for part in parts_of(word)}
    faults = [] if len(claims) == len(_all(session, ClaimRow)) else ["claims share a number"]
    faults += [f"word {word} is known and not used, or the other way" for word in sorted(held ^ set(words.values()))]
    right = {(number, word) for number, told in claims.items() for word in told}
    faults += [f"the index of words is wrong: {one}" for one in sorted(right ^ kept, key=repr)]
    kept_parts = _rows(session, WordPartRow, "part", "word_id")
    return faults + [f"a part of a word is wrong: {one}" for one in sorted(parts ^ kept_parts, key=repr)]


def _total(counts: Counter[tuple[str, str]], entity_id: str) -> int:
    return sum(count for (entity, _), count in counts.items() if entity == entity_id)


def _rows(session: Session, table: type[SQLModel], *columns: str) -> set[tuple[object, ...]]:
    return {tuple(getattr(row, column) for column in columns) for row in session.exec(select(table))}


def _faults_of_bounds(session: Session) -> list[str]:
    """Whatever has a time lies within what is told of its days: else a list would leave it out."""
    bounds = {(row.of, row.days): row for row in _all(session, DayBoundsRow)}
    faults = []
    for kind, table in (("claim", ClaimRow), ("cluster", ClusterRow)):
        for row in _all(session, table):  # type: ignore[type-var]
            if row.earliest is None or row.latest is None:
                continue
            told = bounds.get((kind, row.sort_key.partition("~")[0][:DAYS] or UNKNOWN))
            if told is None or row.earliest < told.earliest or row.latest > told.latest:
                faults.append(f"{kind} {row.id} lies outside of the bounds of its days")
    return faults


def all_of(services: Services) -> tuple[dict[str, str], dict[str, Cluster], tuple[Conflict, ...]]:
    """Every cluster, conflict and membership, in an order of their own."""
    with services.store.reading() as unit:
        claims = [claim for key in unit.articles.ids() for claim in unit.claims.of_article(key)]
        home = unit.claims.cluster_of(claim.id for claim in claims)
        clusters = unit.links.clusters(sorted(set(home.values())))
        conflicts = unit.links.conflicts_of(sorted(clusters))
    return home, clusters, conflicts
