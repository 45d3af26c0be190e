"""The table of news agencies, and what is wrong with a broken one."""

from pathlib import Path

import pytest

from app.core.errors import BrokenPack
from app.core.linking.bylines import squashed
from app.knowledge.loader import FOLDER, load_agencies


def test_every_agency_has_names_of_its_own_and_no_word_beside_it_is_one() -> None:
    words = load_agencies(FOLDER / "agencies.toml")
    names = {squashed(name) for spellings in words.names.values() for name in spellings}
    assert {"reuters", "afp"} <= names
    assert "" not in names
    assert names.isdisjoint(map(squashed, words.byline_words))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[names]\nONE = []\n", "'ONE' has no name"),
        ('[names]\nONE = ["N.N."]\nTWO = ["nn"]\n', "'nn' is of both ONE and TWO"),
        ("[names]\nONE = 1\n", "ONE"),
        ("[agencies]\n", "unknown key 'agencies'"),
    ],
)
def test_a_broken_table_is_told_with_its_key(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "agencies.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenPack, match=why):
        load_agencies(path)
