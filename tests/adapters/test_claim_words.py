"""Words of claims are found by any of their parts, and nothing is left of those that go."""

from pathlib import Path

from sqlmodel import Session

from app.adapters.storage.claim_words import index_all
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.name_parts import LENGTH
from app.core.model.records import ClusterFilter, ConflictFilter
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import fake_services
from tests.soundness import faults_of_words, find_faults

LONG = "Donaudampfschifffahrtsgesellschaft"
LINES = [
    "Ada Venn | arrive | Port Lorne | 2024-03-13 | 12",
    "Ada Venn | arrive | Port Lorne | 2024-03-13 | 17",
    f"{LONG} | meet | Khartal | 2024-03-13 |",
    "خالد المغاوير | attack | 100%_sure/ly | 2024-03-13 |",
]


def filled(tmp_path: Path, url: str) -> Services:
    services = fake_services(tmp_path, database_url=url)
    for number, line in enumerate(LINES):
        fields = {"outlet": f"Outlet {number}", "text": line, "published_at": "2024-03-14T08:00:00Z"}
        services.submit(read_draft(fields))
    services.analyse_pending()
    return services


def test_any_part_of_a_word_is_found(tmp_path: Path, database_url: str) -> None:
    services = filled(tmp_path, database_url)
    assert find_faults(database_url) == []
    browse = services.browse
    everything = browse.clusters().items
    assert len(everything) == 3
    long = LONG.lower()
    assert len(long) > LENGTH
    for part in (
        "venn",
        "ENN",
        "e",
        long,
        long[3:],
        long[:LENGTH],
        long[9:],
        f"{long}s",
        "dampfschiffx",
        "المغ",
        "%_s",
    ):
        for told in (part, f"{part} a", f"{part} zzz"):
            right = {
                cluster.id
                for cluster in everything
                if all(
                    any(word.lower() in f"{claim.statement} {claim.quote}".lower() for claim in shown.claims)
                    for shown in (browse.cluster(cluster.id),)
                    for word in told.split()
                )
            }
            assert {cluster.id for cluster in browse.clusters(ClusterFilter(query=told)).items} == right, told
    assert len(browse.conflicts(ConflictFilter(query="venn lorne")).items) == len(browse.conflicts().items) == 1
    assert browse.conflicts(ConflictFilter(query="venn khartal")).items == ()
    services.close()


def test_a_store_without_the_index_gets_it(tmp_path: Path) -> None:
    services = filled(tmp_path, url := f"sqlite:///{tmp_path / 'words.sqlite3'}")
    services.delete(services.browse.articles().items[1].id)
    engine = open_engine(parse_database_url(url), writer=True)
    with Session(engine) as session:
        index_all(session)
        session.commit()
        assert faults_of_words(session) == []
    engine.dispose()
    services.submit(read_draft({"outlet": "Late Post", "text": LINES[0]}))
    services.analyse_pending()
    assert find_faults(url) == []
    services.close()


def test_no_word_is_left_of_claims_that_go(tmp_path: Path) -> None:
    services = filled(tmp_path, f"sqlite:///{tmp_path / 'words.sqlite3'}")
    files = [tmp_path / "words.sqlite3", tmp_path / "words.sqlite3-wal"]
    assert any(LONG.lower().encode() in file.read_bytes() for file in files)
    for article in services.browse.articles().items:
        services.delete(article.id)
    for file in files:
        assert LONG[:LENGTH].lower().encode() not in file.read_bytes()
    services.close()
