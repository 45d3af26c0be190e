"""A backfill: articles read ahead by a pool, linked by one worker; whatever happens to the pool, nothing is lost."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.commands.article_files import ArticleRow, archive_files, by_publication, read_article_files
from app.commands.backfilling import take_archive, work_off
from app.core.errors import InvalidInput
from app.settings import Settings
from app.use_cases.backfill import BatchRead, BatchReader, Unread
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import FakeClock, ToyUnderstander, WordEmbedder, fake_services

NAMES = ("Ada Venn", "Sami Lorne", "Marta Velen")
PLACES = ("Port Lorne", "Oda", "Tunis")


class ThreadPool:
    """Two readers in threads. ``lost`` counts down: so many batches end with the loss of their reader."""

    size = 2

    def __init__(self, read: BatchReader | None = None) -> None:
        self.reader = read or BatchReader(understand=ToyUnderstander(), embedder=WordEmbedder())
        self.batches: list[list[str]] = []
        self.lost = 0
        self._threads = ThreadPoolExecutor(self.size)

    def read(self, articles: Sequence[Unread]) -> "Future[BatchRead]":
        self.batches.append([article_id for article_id, _ in articles])
        return self._threads.submit(self._read, articles)

    def _read(self, articles: Sequence[Unread]) -> BatchRead:
        if self.lost > 0:
            self.lost -= 1
            raise OSError("the reader is gone")
        return self.reader(articles)


def archive(folder: Path, count: int = 24) -> Path:
    """Files of an archive, later articles in files of earlier names."""
    rows = [
        {
            "outlet": f"Outlet {number % 5}",
            "text": f"{NAMES[number % 3]} | arrive | {PLACES[number % 2]} | 2024-03-{1 + number % 3:02} | {number}",
            "published_at": f"2024-03-{20 - number // 2:02}T{10 + number % 2}:00:00+00:00",
            "language": "en",
        }
        for number in range(count)
    ]
    place = folder / "archive"
    (place / "below").mkdir(parents=True)
    (place / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows[: count // 2]), encoding="utf-8")
    (place / "below" / "b.json").write_text(json.dumps(rows[count // 2 :]), encoding="utf-8")
    return place


@contextmanager
def opened(folder: Path) -> Iterator[Services]:
    folder.mkdir(exist_ok=True)
    services = fake_services(folder)
    yield services
    services.close()


def backfill(services: Services, place: Path, pool: ThreadPool, *, batch: int = 3) -> int:
    assert take_archive(services, [str(place)], defaults={}, json=False) == 0
    return work_off(services, Settings(), pool, batch=batch)


def found_in(services: Services) -> tuple[dict[str, object], list[str]]:
    """Clusters by id with their claims, and the ids of the conflicts."""
    with services.store.reading() as unit:
        claims = [claim.id for key in unit.articles.ids() for claim in unit.claims.of_article(key)]
        homes = unit.claims.cluster_of(claims)
        conflicts = unit.links.conflicts_of(sorted(set(homes.values())))
    return homes, sorted(conflict.id for conflict in conflicts)


def ingested(folder: Path, place: Path) -> tuple[dict[str, object], list[str]]:
    """What the same archive gives article by article, in the order of its files."""
    with opened(folder) as services:
        rows = read_article_files(archive_files([str(place)]), defaults={})
        services.submit.many(read_draft(row.payload or {}) for row in rows)
        services.analyse_pending()
        return found_in(services)


def test_an_archive_has_the_clusters_that_one_worker_makes(tmp_path: Path):
    place, pool = archive(tmp_path), ThreadPool()
    with opened(tmp_path / "store") as services:
        assert backfill(services, place, pool) == 24
        found = found_in(services)
    assert found == ingested(tmp_path / "other", place)
    assert len(found[0]) == 24
    assert found[1], "the archive holds conflicts"
    assert max(map(len, pool.batches)) == 3
    assert sum(map(len, pool.batches)) == 24, "each article is read once"


def test_articles_are_linked_as_they_were_published(tmp_path: Path):
    place = archive(tmp_path)
    with opened(tmp_path / "store") as services:
        backfill(services, place, ThreadPool())
        with services.store.reading() as unit:
            epochs = unit.claims.added_at(unit.articles.ids())
            told = {
                key: article.submission.published_at for key, article in unit.articles.without_texts(epochs).items()
            }
    in_order = sorted(epochs, key=epochs.__getitem__)
    assert [told[key] for key in in_order] == sorted(told[key] for key in in_order)  # type: ignore[type-var]


def test_a_backfill_that_is_cut_off_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = archive(tmp_path)
    folder = tmp_path / "store"
    with opened(folder) as services:
        calls = iter(range(100))
        keep = type(services.analyse)._keep

        def cut(self: object, *rest: object) -> None:
            if next(calls) == 7:
                raise KeyboardInterrupt
            keep(self, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(type(services.analyse), "_keep", cut)
        with pytest.raises(KeyboardInterrupt):
            backfill(services, place, ThreadPool())
        monkeypatch.undo()
        assert services.browse.counts()["waiting"] == 24 - 7
    with opened(folder) as services:
        assert isinstance(services.clock, FakeClock)
        services.clock.move(timedelta(hours=1))  # the lease of what was in hand ends
        pool = ThreadPool()
        assert backfill(services, place, pool) == 24 - 7
        assert sum(map(len, pool.batches)) == 24 - 7
        found = found_in(services)
    assert found == ingested(tmp_path / "other", place)


def test_what_is_known_is_neither_stored_nor_read_again(tmp_path: Path):
    place, pool = archive(tmp_path), ThreadPool()
    with opened(tmp_path / "store") as services:
        backfill(services, place, ThreadPool())
        assert backfill(services, place, pool) == 0
        assert pool.batches == []


def test_a_lost_reader_costs_nothing_but_time(tmp_path: Path):
    place, pool = archive(tmp_path), ThreadPool()
    pool.lost = 2
    with opened(tmp_path / "store") as services:
        assert backfill(services, place, pool) == 24
        assert services.browse.counts()["waiting"] == 0
        assert len(found_in(services)[0]) == 24


def test_without_any_reader_all_wait_and_nothing_is_counted_against_them(tmp_path: Path):
    place, pool = archive(tmp_path, 4), ThreadPool()
    pool.lost = 1_000
    with opened(tmp_path / "store") as services:
        backfill(services, place, pool)
        with services.store.reading() as unit:
            waiting = unit.jobs.queued(10, services.clock.now())
        assert [job.attempts for job in waiting] == [0, 0, 0, 0]
        assert all("no reader could be had" in (job.error or "") for job in waiting)


def test_an_article_that_cannot_be_read_fails_with_its_own_error_and_the_others_go_on(tmp_path: Path):
    place, understander = archive(tmp_path), ToyUnderstander()
    understander.failures["| 7"] = ValueError("cannot read this")
    pool = ThreadPool(BatchReader(understand=understander, embedder=WordEmbedder()))
    with opened(tmp_path / "store") as services:
        backfill(services, place, pool)
        for _ in range(3):
            assert isinstance(services.clock, FakeClock)
            services.clock.move(timedelta(minutes=10))
            work_off(services, Settings(), pool, batch=3)
        with services.store.reading() as unit:
            failed = unit.jobs.failed(10)
        assert [job.error for job in failed] == ["ValueError: cannot read this"]
        assert len(found_in(services)[0]) == 23


def test_readers_of_another_version_are_not_believed(tmp_path: Path):
    class Other(ToyUnderstander):
        version = "toy-2"

    place = archive(tmp_path, 2)
    pool = ThreadPool(BatchReader(understand=Other(), embedder=WordEmbedder()))
    with opened(tmp_path / "store") as services:
        backfill(services, place, pool)
        with services.store.reading() as unit:
            (first, _) = unit.jobs.queued(10, services.clock.now())
        assert "the readers are of version toy-2" in (first.error or "")


def test_what_is_posted_meanwhile_goes_first(tmp_path: Path):
    with opened(tmp_path / "store") as services:
        take_archive(services, [str(archive(tmp_path))], defaults={}, json=False)
        fresh = services.submit(read_draft({"outlet": "A", "text": "Ada Venn | meet | Oda | |"})).id
        with services.store.reading() as unit:
            order = [job.article_id for job in unit.jobs.queued(30, services.clock.now())]
        assert order[0] == fresh
        assert len(order) == 25


def test_refused_rows_are_told_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "some.ndjson"
    file.write_text('{"outlet": "A", "text": "Oda"}\nnot json\n{"text": "no outlet"}\n', encoding="utf-8")
    with opened(tmp_path / "store") as services:
        assert take_archive(services, [str(file)], defaults={}, json=True) == 2
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["origin"] for row in told} == {f"{file}:2", f"{file}:3"}
    assert all(row["error"] for row in told)


def test_rows_without_a_readable_time_come_last():
    rows = [{"published_at": told} for told in ("2024-03-02", None, "soon", "2024-03-01T23:00:00-05:00", "2024-03-01")]
    ordered = by_publication(iter(ArticleRow(origin=str(n), payload=row) for n, row in enumerate(rows)))
    assert [row.origin for row in ordered] == ["4", "0", "3", "1", "2"]


def test_a_long_file_is_read_line_by_line_and_a_broken_byte_is_told(tmp_path: Path):
    file = tmp_path / "some.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"outlet": "A", "text": "Oda"}\n\n{"outlet": "B\xff"}\n')
    rows = read_article_files([str(file)], defaults={})
    assert next(rows).payload == {"outlet": "A", "text": "Oda"}
    with pytest.raises(InvalidInput, match="not UTF-8 at byte 48"):
        next(rows)
