"""The example articles are what ``seeds/README.md`` says they are."""

import json
from datetime import datetime
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"
REAL = sorted((SEEDS / "articles").glob("*.json"))
INVENTED = sorted((SEEDS / "invented").glob("*.json"))
POSTED_KEYS = {"outlet", "text", "language", "title", "published_at"}
OWN_KEYS = {"invented", "happening"}


def read(path: Path) -> dict[str, object]:
    seed = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(seed, dict)
    return seed


def test_five_real_articles_and_fourteen_invented_reports_are_there():
    assert [path.stem for path in REAL] == ["000", "001", "002", "003", "004"]
    assert len(INVENTED) == 14


@pytest.mark.parametrize("path", REAL + INVENTED, ids=lambda path: path.stem)
def test_every_seed_has_an_outlet_and_a_text_and_no_unknown_key(path: Path):
    seed = read(path)
    assert seed["outlet"] and seed["text"]
    assert set(seed) <= POSTED_KEYS | OWN_KEYS


@pytest.mark.parametrize("path", [p for p in REAL + INVENTED if "published_at" in read(p)], ids=lambda path: path.stem)
def test_every_publication_time_carries_its_offset(path: Path):
    assert datetime.fromisoformat(str(read(path)["published_at"])).tzinfo is not None


def test_a_real_article_has_a_date_only_where_its_text_tells_one():
    assert [path.stem for path in REAL if "published_at" in read(path)] == ["002"]
    assert "3 يونيو 2020" in str(read(SEEDS / "articles" / "002.json")["text"])


@pytest.mark.parametrize("stem", ["001", "002", "004"])
def test_a_real_article_is_of_the_outlet_that_its_text_names(stem: str):
    seed = read(SEEDS / "articles" / f"{stem}.json")
    assert str(seed["outlet"]) in str(seed["text"])


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.stem)
def test_an_invented_report_says_so_and_is_of_report_length(path: Path):
    seed = read(path)
    assert seed["invented"] is True
    assert seed["happening"] in {"oda-talks", "zahran-fire"}
    assert 60 <= len(str(seed["text"]).split()) <= 120


def test_the_invented_reports_stand_in_three_languages_and_fourteen_outlets():
    seeds = [read(path) for path in INVENTED]
    assert {seed["language"] for seed in seeds} == {"ar", "en", "fr"}
    assert len({seed["outlet"] for seed in seeds}) == len(seeds)


def test_the_readme_names_every_conflict_kind_and_every_invented_report():
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    kinds = {"date", "place", "participants", "quantity", "denial", "status", "outcome", "attribution", "role"}
    assert all(f"| {kind} |" in readme for kind in kinds)
    short_names = {"-".join(path.stem.split("-")[:2]) for path in INVENTED}
    assert all(name in readme for name in short_names)
