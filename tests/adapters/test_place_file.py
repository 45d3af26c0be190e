"""The derived place list in the user's home: made once, made anew where it is broken, never in the way."""

import logging
from pathlib import Path

import numpy as np
import pytest

from app.adapters.gazetteer import place_file as module
from app.adapters.gazetteer.packed import Arrays, PackedRow, pack_places
from app.adapters.gazetteer.place_file import load_places, place_file, read_place_file
from app.core.entities.places import KnownPlace, PlaceKind

COUNTRY = KnownPlace(key="EG", name="Egypt", kind=PlaceKind.COUNTRY, population=100)
CITY = KnownPlace(key="EG/cairo", name="Cairo", kind=PlaceKind.CITY, population=10)


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A small list instead of the world's; one entry for each time that it is derived."""
    times: list[str] = []

    def derive() -> Arrays:
        times.append("derived")
        rows = [PackedRow(place=COUNTRY), PackedRow(place=CITY, parent="EG", code="EG.11")]
        return pack_places(rows, names={"cairo": ["EG/cairo"], "egypt": ["EG"]}, capitals={"EG": "EG/cairo"})

    monkeypatch.setattr(module, "derive_places", derive)
    return times


def test_the_list_is_derived_once_and_read_afterwards(tmp_path: Path, derived: list[str]):
    first, second = load_places(tmp_path / "places"), load_places(tmp_path / "places")
    assert derived == ["derived"]
    for places in (first, second):
        assert places.find("cairo") == (CITY,)
        assert places.get("EG") == COUNTRY
        assert places.capital_of("EG") == CITY
        assert places.parent_of("EG/cairo") == "EG"
        assert places.code_of("EG/cairo") == "EG.11"
        assert places.find("atlantis") == ()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x00" * 2_000])
def test_a_damaged_file_is_made_anew(tmp_path: Path, derived: list[str], content: bytes):
    place_file(tmp_path).write_bytes(content)
    assert load_places(tmp_path).find("cairo") == (CITY,)
    assert read_place_file(place_file(tmp_path)) is not None
    assert derived == ["derived"]


def test_a_file_that_was_cut_short_or_lacks_an_array_is_made_anew(tmp_path: Path, derived: list[str]):
    load_places(tmp_path)
    path = place_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-300])
    assert read_place_file(path) is None
    with path.open("wb") as file:
        np.savez(file, keys=np.zeros(3, np.uint8))
    assert read_place_file(path) is None
    assert load_places(tmp_path).get("EG") == COUNTRY
    assert len(derived) == 2


def test_other_packages_make_their_own_file_and_the_old_one_goes(
    tmp_path: Path, derived: list[str], monkeypatch: pytest.MonkeyPatch
):
    load_places(tmp_path)
    before = place_file(tmp_path)
    monkeypatch.setattr(module, "fingerprint", lambda: "another version")
    load_places(tmp_path)
    assert place_file(tmp_path) != before
    assert [path.name for path in tmp_path.glob("*.npz")] == [place_file(tmp_path).name]
    assert len(derived) == 2


def test_where_nothing_can_be_written_the_list_is_derived_in_memory(
    tmp_path: Path, derived: list[str], caplog: pytest.LogCaptureFixture
):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert load_places(blocked / "places").find("egypt") == (COUNTRY,)
    assert derived == ["derived"]
    assert "cannot keep the place list" in caplog.text


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, derived: list[str], monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    assert load_places(tmp_path).get("EG") == COUNTRY
    assert [path.name for path in tmp_path.iterdir()] == [".places.lock"]
