"""Deleting leaves nothing in the log, and a long reading makes nobody wait."""

import time
from pathlib import Path

from app.use_cases.drafts import read_draft
from tests.fakes import fake_services

SECRET = "Zyxwv Utsrq"


def test_a_deletion_during_a_long_reading_waits_for_nothing_and_is_completed_after_it(tmp_path: Path) -> None:
    services = fake_services(tmp_path, worker=False)
    article = {"outlet": "Post", "text": f"{SECRET} | arrive | Port Lorne | 2024-03-13 |"}
    kept = services.submit(read_draft(article)).id
    services.analyse_pending()
    log = tmp_path / "test.sqlite3-wal"
    with services.store.reading() as unit:
        assert unit.articles.status(kept) is not None
        begun = time.monotonic()
        services.delete(kept)
        services.submit(read_draft(article | {"text": "Ada | arrive | Wadi | |"}))
        assert services.browse.counts()["articles"] == 1
        assert time.monotonic() - begun < 5, "nobody waits for the reader"
        assert unit.articles.get(kept) is not None, "the reading is still of the state in which it began"
        assert SECRET.encode() in log.read_bytes() + (tmp_path / "test.sqlite3").read_bytes()
    files = log.read_bytes() + (tmp_path / "test.sqlite3").read_bytes()
    assert SECRET.encode() not in files
    services.close()
