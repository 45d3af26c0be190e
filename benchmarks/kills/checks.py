"""What must be true of the store when the last article is analysed, whoever was killed meanwhile."""

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from sqlalchemy import Connection, text
from sqlmodel import Session, select

from app.adapters.storage.engine import is_postgres, open_engine, parse_database_url
from app.adapters.storage.watch_tables import OutboxArticleRow, OutboxEventRow, OutboxHeadRow
from app.core.model.records import ArticleStatus
from app.core.model.watching import EventType
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.use_cases.submit_article import article_id
from benchmarks.kills.clients import Fields
from tests.fakes import fake_services
from tests.soundness import all_of, find_faults

EPOCHS_OF_AN_ANALYSIS = 2  # the article's unlinking, and its linking
MOST_NAMED = 5


def all_faults(
    services: Services, url: str, folder: Path, *, acknowledged: Collection[str], sent: Iterable[Fields]
) -> list[str]:
    """One line for each thing that is wrong, of a store that nobody writes to; ``folder`` is for a database of one
    process that takes in the same articles."""
    by_id = {article_id(services.submit.read(draft)): fields for fields in sent if (draft := read_draft(fields))}
    with services.store.reading() as unit:
        stored = set(unit.articles.ids())
        statuses = {key: unit.articles.status(key) for key in stored}
    unfinished = [key for key in stored if statuses[key] is not ArticleStatus.ANALYSED]
    return [
        *_list("acknowledged and not there", set(acknowledged) - stored),
        *_list("there, and nobody sent it", stored - by_id.keys()),
        *_list("there, and not analysed", unfinished),
        *find_faults(url),
        *_faults_of_counting(services, len(stored)),
        *_faults_of_events(url, stored),
        *faults_of_files(url),
        *_faults_beside_one_process(services, folder, [by_id[key] for key in sorted(stored & by_id.keys())]),
    ]


def _list(what: str, keys: Collection[str]) -> list[str]:
    named = ", ".join(sorted(keys)[:MOST_NAMED])
    return [f"{len(keys)} articles {what}: {named}"] if keys else []


def _faults_of_counting(services: Services, articles: int) -> list[str]:
    """An analysis that was kept twice looks as if it had been kept once; only the count of changes tells."""
    with services.store.reading() as unit:
        epoch = unit.links.epoch()
    kept = epoch / EPOCHS_OF_AN_ANALYSIS
    return [] if kept == articles else [f"{articles} articles, and {kept} results were kept of them"]


def _faults_of_events(url: str, stored: Collection[str]) -> list[str]:
    engine = open_engine(parse_database_url(url), writer=False)
    try:
        with Session(engine) as session:
            events = session.exec(select(OutboxEventRow).order_by(OutboxEventRow.seq)).all()
            about = session.exec(select(OutboxArticleRow)).all()
            last = session.exec(select(OutboxHeadRow.last)).one()
    finally:
        engine.dispose()
    faults = []
    told = Counter(row.data["article_id"] for row in events if row.type == EventType.ARTICLE_ANALYSED.value)
    if told != Counter(stored):
        odd = (told - Counter(stored)) + (Counter(stored) - told)
        faults += _list("not told once as analysed", odd.keys())
    if [row.seq for row in events] != list(range(1, last + 1)):
        faults.append(f"the numbers of {len(events)} events do not run from 1 to {last}")
    if any(row.type == EventType.ARTICLE_FAILED.value for row in events):
        faults.append("an article was given up")
    if {row.seq for row in about} - {row.seq for row in events}:
        faults.append("articles of an event that is not there")
    return faults


def _faults_beside_one_process(services: Services, folder: Path, articles: list[Fields]) -> list[str]:
    alone_folder = folder / "alone"
    alone_folder.mkdir()
    alone = fake_services(alone_folder)
    try:
        for fields in articles:
            alone.submit(read_draft(fields))
        alone.analyse_pending()
        names = ("clusters of claims", "clusters", "conflicts")
        compared = zip(names, all_of(services), all_of(alone), strict=True)
        return [f"{name} are not those of one process" for name, one, other in compared if one != other]
    finally:
        alone.close()


def faults_of_files(url: str) -> list[str]:
    """Whether the indexes agree with their tables."""
    parsed = parse_database_url(url)
    engine = open_engine(parsed, writer=False)
    try:
        with engine.connect() as connection:
            return _faults_of_postgres(connection) if is_postgres(parsed) else _faults_of_sqlite(connection)
    finally:
        engine.dispose()


def _faults_of_sqlite(connection: Connection) -> list[str]:
    found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
    found += [str(tuple(row)) for row in connection.execute(text("PRAGMA foreign_key_check"))]
    return [] if found == ["ok"] else found


INDEXES = """
SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, pg_get_expr(i.indpred, i.indrelid), i.indisvalid,
       (SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' ORDER BY n)
        FROM generate_series(1, i.indnkeyatts) AS n)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace s ON s.oid = c.relnamespace
WHERE a.amname = 'btree' AND c.relkind = 'i' AND s.nspname = 'public'
ORDER BY 1
"""
BY_INDEX = {"enable_seqscan": "off", "enable_bitmapscan": "off", "enable_sort": "off", "enable_incremental_sort": "off"}
BY_TABLE = {"enable_indexscan": "off", "enable_indexonlyscan": "off", "enable_bitmapscan": "off"}


def _faults_of_postgres(connection: Connection) -> list[str]:
    """Every row that the table holds is found through each of its B-trees, in order, and no other."""
    faults = []
    for index, table, condition, valid, columns in connection.execute(text(INDEXES)).all():
        if not valid:
            faults.append(f"index {index} is not valid")
            continue
        where = f" WHERE {condition}" if condition else ""
        query = f"SELECT ctid::text, {columns} FROM ONLY {table}{where} ORDER BY {columns}"  # noqa: S608  (our own)
        connection.rollback()
        _set(connection, BY_INDEX)
        plan = " ".join(row[0] for row in connection.execute(text(f"EXPLAIN {query}")))
        if f"using {index} " not in plan:
            continue  # another index of the same columns stands before it
        found = [tuple(row) for row in connection.execute(text(query))]
        connection.rollback()
        _set(connection, BY_TABLE)
        there = [tuple(row) for row in connection.execute(text(query))]
        if Counter(found) != Counter(there) or [row[1:] for row in found] != [row[1:] for row in there]:
            faults.append(f"index {index} and its table disagree: {len(found)} and {len(there)} rows")
    connection.rollback()
    return faults


def _set(connection: Connection, planner: dict[str, str]) -> None:
    for name, value in planner.items():
        connection.execute(text(f"SET LOCAL {name} = {value}"))
