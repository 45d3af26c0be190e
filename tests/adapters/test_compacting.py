"""A store of an older version keeps all that it holds when it is brought to this one, and on the way back."""

import json
from pathlib import Path

from alembic import command

from app.adapters.storage import migrations
from app.adapters.storage.engine import open_engine, parse_database_url
from app.core.model.claim import Claim
from app.ports import Vectors
from app.use_cases.drafts import read_draft
from app.use_cases.link_articles import stored_readings
from app.use_cases.services import Services
from tests.fakes import fake_services
from tests.soundness import all_of, find_faults

ARTICLES = (
    (
        "Harbour Post",
        "en",
        "2024-03-07T08:00:30Z",
        "Ada Venn | arrive | Port Lorne | 2024-03-05 |\nBen Orr | meet | | |",
    ),
    ("Gazette", "fr", "2024-03-07T09:15:00+03:00", "Ada Venn | arrive | Port Lorne | 2024-03-06 | 12"),
    ("الميناء", "ar", None, "Ada Venn | arrive | Port Lorne | 2023-11-06 | 14\nآدا فين | meet | مرسى | |"),
)


def readings(services: Services) -> dict[str, tuple[tuple[Claim, ...], Vectors]]:
    with services.store.reading() as unit:
        found = stored_readings(unit, unit.articles.ids())
    return {key: (one.claims, one.vectors) for key, one in found.items()}


def test_what_is_stored_survives_the_way_back_and_forth(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    services = fake_services(tmp_path, database_url=url)
    for outlet, language, published, text in ARTICLES:
        fields = {"outlet": outlet, "language": language, "published_at": published, "text": text}
        services.submit(read_draft({key: value for key, value in fields.items() if value is not None}))
    services.analyse_pending()
    before, told = all_of(services), readings(services)
    lists = services.browse.claims(limit=10), services.browse.clusters(limit=10), services.browse.entities(limit=10)
    engine = open_engine(parse_database_url(url), writer=True)
    mentions = "SELECT claim_id, month, role, name FROM claim_entity ORDER BY claim_id, role, name"
    with engine.begin() as connection:
        mentioned = connection.exec_driver_sql(mentions).all()
    config = migrations._config()  # an older revision is reached in no other way
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0009b")
    with engine.begin() as connection:
        claims = connection.exec_driver_sql("SELECT id, cluster_id, earliest, body FROM claim ORDER BY sort_key").all()
        edges = connection.exec_driver_sql('SELECT reason FROM edge WHERE "left" IN (SELECT id FROM claim)').all()
        names = connection.exec_driver_sql("SELECT role, folded FROM claim_entity ORDER BY folded").all()
        vectors = connection.exec_driver_sql("SELECT length(vector) FROM claim_vector").all()
        texts = connection.exec_driver_sql("SELECT text FROM article_source").all()
    assert {json.loads(body)["id"] for *_, body in claims} == {key for key, *_ in claims}
    assert all(isinstance(cluster_id, str) for _, cluster_id, *_ in claims)
    assert {"2024-03-05T00:00:00.000000", "2024-03-07T08:00:30.000000"} <= {earliest for _, _, earliest, _ in claims}
    assert {reason for (reason,) in edges} == {"toy"}
    assert ("place", "port lorne") in [tuple(row) for row in names]
    assert {length for (length,) in vectors} == {2 * 64 * 4}
    assert {text for (text,) in texts} == {text for *_, text in ARTICLES}
    migrations.migrate(engine)
    with engine.begin() as connection:
        assert connection.exec_driver_sql(mentions).all() == mentioned
    engine.dispose()
    assert services.store.ready() is None
    assert all_of(services) == before
    after = readings(services)
    assert after.keys() == told.keys()
    for key, (claims_told, vectors_told) in told.items():
        assert after[key][0] == claims_told
        assert (after[key][1] == vectors_told).all()
    assert (
        services.browse.claims(limit=10),
        services.browse.clusters(limit=10),
        services.browse.entities(limit=10),
    ) == lists
    assert find_faults(url) == []
    services.close()
