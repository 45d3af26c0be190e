"""Places against the table of tests/gold/places: ``python -m benchmarks.places [--errors]``.

Rows with ``mentions`` are read as articles of their own: a name counts as right where the service gives it the key of
the table (or the same set of keys, where the text does not tell which place is meant), and where it gives none to a
name that is no place. Rows with ``described`` ask for places without a name of their own: what they are and what they
lie in. Rows with ``fit`` are two reports of one event: whether their places are the same, fit together or exclude each
other. The table was written before anything was measured.
"""

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.commands.inspection import read_prose
from app.core.entities.mentions import find_article_mentions
from app.core.errors import CrosscheckError
from app.core.folding import fold
from app.core.linking.comparison import best_fit, compare_places
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim
from app.core.model.entity import Mention, Place
from app.core.segmentation import split_sentences
from app.knowledge.loader import load_knowledge
from app.ports import Reader
from app.settings import default_home

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "places" / "places.jsonl"
PUBLISHED = datetime(2024, 5, 16, 18, tzinfo=UTC)
LOOKUPS = 20_000


@dataclass
class Tally:
    """Counts of keys given, right among them, and asked for."""

    given: int = 0
    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        precision, recall = self.right / (self.given or 1), self.right / (self.asked or 1)
        return f"{self.asked:4} asked  precision {precision:.3f}  recall {recall:.3f}"


class Bench:
    """Reads the table's texts and scores what the service makes of their places."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.knowledge = load_knowledge()
        before, start = _resident(), time.perf_counter()
        self.places = PackagedPlaceList(self.knowledge)
        self.places.find("", "en")
        self.places.containers("EG/cairo")
        self.seconds, self.memory = time.perf_counter() - start, _resident() - before

    def run(self, *, errors: bool) -> None:
        """Prints the scores."""
        rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
        mentions, described, fits = Tally(), Tally(), Tally()
        by_language: dict[str, Tally] = {}
        for row in rows:
            if "mentions" in row:
                self._mentions(row, (mentions, by_language.setdefault(row["language"], Tally())))
            elif "described" in row:
                self._described(row, described)
            else:
                self._fit(row, fits)
        print(
            f"loaded in {self.seconds:.2f} s, {self.memory:.1f} MB; {self._lookup_time():.1f} µs to look up a new word"
        )
        for language, tally in sorted(by_language.items()):
            print(f"mentions {language}  {tally}")
        print(f"mentions all {mentions}")
        print(f"described    {described}")
        print(f"pairs        {fits.right} of {fits.asked} right")
        if errors:
            for tally in (mentions, described, fits):
                print(*tally.wrong, sep="\n")

    def _mentions(self, row: dict[str, Any], tallies: Sequence[Tally]) -> None:
        article = _article(row)
        found = [mention for sentence in self._mentions_of(article) for mention in sentence]
        for wanted in row["mentions"]:
            keys = set(wanted.get("keys") or filter(None, [wanted.get("key")]))
            at = _position(row["text"], wanted["text"])
            given = set(self._keys(next((m for m in found if _touches(m, at, wanted["text"])), None)))
            for tally in tallies:
                tally.asked += bool(keys)
                tally.given += bool(given)
                tally.right += bool(keys) and given == keys
            if given != keys:
                line = f"{row['language']} {wanted['text']}: {sorted(given)} for {sorted(keys)} | {row['text']}"
                tallies[0].wrong.append(line)

    def _keys(self, mention: Mention | None) -> Iterator[str]:
        """What a mention may mean; a region called by its city is one reading with it."""
        if mention is None or mention.place_key is None:
            return
        yield mention.place_key
        yield from (key for key in mention.place_others if not self.places.places_compatible(key, mention.place_key))

    def _described(self, row: dict[str, Any], tally: Tally) -> None:
        wanted = row["described"]
        places = [place for claim in self._claims(row) for place in claim.places()]
        found = next((place for place in places if _is_named(place, wanted["text"])), None)
        named = wanted["kind"] == "capital" and wanted["key"] is not None  # a capital that is known is a city as any
        right = found is not None and found.key == wanted["key"] and (named or found.kind == wanted["kind"])
        tally.asked += 1
        tally.given += found is not None
        tally.right += right
        if not right:
            tally.wrong.append(f"{row['language']} {wanted}: {found} | {row['text']}")

    def _fit(self, row: dict[str, Any], tally: Tally) -> None:
        sides = []
        for side in row["sides"]:
            places = [place for claim in self._claims(side) for place in claim.places()]
            sides.append([place for place in places if _is_named(place, side["place"])])
        fit = best_fit([compare_places(one, other) for one in sides[0] for other in sides[1]])
        told = fit.value if fit is not None else "unknown"
        tally.asked += 1
        tally.right += told == row["fit"]
        if told != row["fit"]:
            keys = [[(p.text, p.key, p.kind, p.others) for p in side] for side in sides]
            tally.wrong.append(f"{told} for {row['fit']}: {keys} | {[side['text'] for side in row['sides']]}")

    def _claims(self, row: dict[str, Any]) -> list[Claim]:
        return read_prose(_article(row), reader=self.reader, knowledge=self.knowledge, places=self.places)

    def _mentions_of(self, article: Article) -> Sequence[Sequence[Mention]]:
        pack = self.knowledge.pack(article.language)
        whole = Passage(start=0, end=len(article.text), kind=PassageKind.BODY)
        clean = CleanText(passages=(whole,), dropped=())
        parts = split_sentences(article.text, clean, language=article.language, words=pack.cleaning)
        return find_article_mentions(self.reader.read(parts), pack=pack, places=self.places)

    def _lookup_time(self) -> float:
        start = time.perf_counter()
        for number in range(LOOKUPS):
            self.places.find(f"word{number}", "en")
        return (time.perf_counter() - start) / LOOKUPS * 1e6


def _article(row: dict[str, Any]) -> Article:
    return Article(id="gold", outlet="gold", text=row["text"], language=row["language"], published_at=PUBLISHED)


def _position(text: str, name: str) -> int:
    """Where a name stands: as a whole word, or with a clitic on it."""
    whole = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return whole.start() if whole is not None else text.index(name)


def _touches(mention: Mention, at: int, text: str) -> bool:
    return mention.start < at + len(text) and at < mention.end


def _is_named(place: Place, text: str) -> bool:
    """Whether the one stands within the other."""
    ours, theirs = fold(place.text), fold(text)
    return ours in theirs or theirs in ours


def _resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    """0 after printing the scores, 2 where the reader cannot be loaded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=default_home(), help="folder that holds the encoder")
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    options = parser.parse_args(arguments)
    try:
        from app.adapters.language_model.reader import NeuralReader  # noqa: PLC0415 - torch takes seconds to import

        Bench(NeuralReader(ensure_encoder_folder(options.home.expanduser() / "models"))).run(errors=options.errors)
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
