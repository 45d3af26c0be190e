"""Claims against the gold sentences of tests/gold: ``python -m benchmarks.gold [--kept] [--errors LANGUAGE]``.

Each gold item is read as an article of its own. A claim counts as found where its predicate overlaps that of a gold
claim; slots, polarity, status and attribution are compared on the found ones. Items on odd lines were used while the
rules were made, those on even lines were never looked at: ``--kept`` scores only the latter. tests/gold/README.md says
how the set was annotated.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.commands.inspection import read_prose
from app.core.errors import CrosscheckError
from app.core.folding import fold
from app.core.model.article import Article
from app.core.model.claim import Claim, Slot, SlotName
from app.core.model.entity import Party, Phrase, Place
from app.core.model.language import Knowledge
from app.core.model.quantity import Quantity
from app.core.model.when import When
from app.knowledge.loader import load_knowledge
from app.ports import Reader
from app.settings import default_home

FOLDER = Path(__file__).parent.parent / "tests" / "gold"
NOT_SCORED = frozenset({SlotName.TOPIC, SlotName.DURATION})
# A claim of no known type has only a doer, what it is done to, and where: finer names are not told apart.
COARSE = {
    "counterpart": "target",
    "recipient": "target",
    "role": "target",
    "destination": "place",
    "origin": "place",
    "companion": "actor",
}
COARSE_SLOTS = frozenset({"actor", "target", "place", "time", "quantity"})


@dataclass(frozen=True, kw_only=True)
class GoldClaim:
    """One annotated claim; ``start`` and ``end`` are the offsets of its predicate."""

    start: int
    end: int
    type: str | None
    slots: dict[str, list[object]]
    polarity: str
    status: str
    attribution: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class GoldItem:
    """One annotated text."""

    line: int
    language: str
    text: str
    reference: datetime | None
    claims: list[GoldClaim]

    @property
    def kept(self) -> bool:
        """Whether nobody looked at it while the rules were made."""
        return self.line % 2 == 0


@dataclass
class Tally:
    """Counts over some items."""

    gold: int = 0
    found: int = 0
    predicted: int = 0
    typed: int = 0
    gold_slots: int = 0
    right_slots: int = 0
    predicted_slots: int = 0
    modes: int = 0
    attributed: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Adds the counts of another tally."""
        for name in self.__dataclass_fields__:
            if name != "errors":
                setattr(self, name, getattr(self, name) + getattr(other, name))
        self.errors.extend(other.errors)

    def row(self) -> str:
        """Precision, recall and F1 of claims, type, precision, recall and F1 of slots, and the two accuracies."""
        claims = _scores(self.found, self.predicted, self.gold)
        slots = _scores(self.right_slots, self.predicted_slots, self.gold_slots)
        shares = [share(count, self.found) for count in (self.typed, self.modes, self.attributed)]
        numbers = (*claims, shares[0], *slots, *shares[1:])
        return "".join(f"{number:>9.3f}" for number in numbers)


def share(part: int, whole: int) -> float:
    """0 where there is nothing."""
    return part / whole if whole else 0.0


def _scores(right: int, found: int, gold: int) -> tuple[float, float, float]:
    precision, recall = share(right, found), share(right, gold)
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def load_gold(path: Path) -> list[GoldItem]:
    """The items of one file; raises ValueError naming the line of one that is not as the README says."""
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        text = row["text"]
        try:
            claims = [_gold_claim(text, claim) for claim in row["claims"]]
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
        reference = datetime.fromisoformat(row["reference"]) if row.get("reference") else None
        items.append(GoldItem(line=number, language=path.stem, text=text, reference=reference, claims=claims))
    return items


def _gold_claim(text: str, row: dict[str, object]) -> GoldClaim:
    predicate = str(row["predicate"])
    starts = [at for at in range(len(text)) if text.startswith(predicate, at) and _stands_alone(text, at, predicate)]
    starts = starts or [at for at in range(len(text)) if text.startswith(predicate, at)]
    nth = int(str(row.get("nth", 1)))
    if len(starts) < nth:
        raise ValueError(f"the predicate {predicate!r} does not stand there {nth} times")
    slots = {name: list(values) for name, values in dict(row["slots"]).items()}  # type: ignore[call-overload]
    sources = [(str(s["source"]), str(s["stance"])) for s in row["attribution"]]  # type: ignore[attr-defined]
    start = starts[nth - 1]
    return GoldClaim(
        start=start,
        end=start + len(predicate),
        type=None if row["type"] is None else str(row["type"]),
        slots=slots,
        polarity=str(row["polarity"]),
        status=str(row["status"]),
        attribution=sources,
    )


def _stands_alone(text: str, at: int, word: str) -> bool:
    before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
    return not before.isalnum() and not after.isalnum()


class Scorer:
    """Compares claims with gold claims in one language."""

    def __init__(self, knowledge: Knowledge, language: str) -> None:
        names = knowledge.pack(language).names
        self._articles = frozenset(fold(word) for word in names.articles)
        self._clitics = tuple(sorted((fold(word) for word in names.clitics), key=len, reverse=True))

    def compare(self, item: GoldItem, claims: Sequence[Claim]) -> Tally:
        """The tally of one item."""
        tally = Tally(gold=len(item.claims), predicted=len(claims))
        free = list(claims)
        for gold in item.claims:
            match = self._best(gold, free)
            if match is None:
                tally.errors.append(f"missed: {item.text[gold.start : gold.end]} ({gold.type})")
                continue
            free.remove(match)
            self._compare(gold, match, tally)
        tally.errors.extend(f"not in gold: {claim.predicate} ({claim.event_type}): {claim.quote}" for claim in free)
        return tally

    def _best(self, gold: GoldClaim, claims: Sequence[Claim]) -> Claim | None:
        overlapping = [c for c in claims if c.predicate_start < gold.end and gold.start < c.predicate_end]
        return min(overlapping, key=lambda c: c.event_type != gold.type, default=None)

    def _compare(self, gold: GoldClaim, claim: Claim, tally: Tally) -> None:
        tally.found += 1
        tally.typed += gold.type == claim.event_type
        mode = gold.polarity == claim.polarity and gold.status == claim.status
        tally.modes += mode
        sources = [(source.name, str(source.stance)) for source in claim.attribution[1:]]
        attributed = len(sources) == len(gold.attribution) and all(
            one[1] == two[1] and self._same_words(one[0], [two[0], claim_source.text])
            for one, two, claim_source in zip(gold.attribution, sources, claim.attribution[1:], strict=True)
        )
        tally.attributed += attributed
        where = f"{claim.predicate}:"
        if gold.type != claim.event_type:
            tally.errors.append(f"{where} type {claim.event_type}, gold {gold.type}")
        if not mode:
            tally.errors.append(f"{where} {claim.polarity} {claim.status}, gold {gold.polarity} {gold.status}")
        if not attributed:
            tally.errors.append(f"{where} said by {sources}, gold {gold.attribution}")
        self._compare_slots(gold, claim, tally, where)

    def _compare_slots(self, gold: GoldClaim, claim: Claim, tally: Tally, where: str) -> None:
        coarse = gold.type is None
        wanted = [
            (COARSE.get(name, name) if coarse else name, value)
            for name, values in gold.slots.items()
            if name not in ("topic", "duration")
            for value in values
        ]
        given = [
            (COARSE.get(slot.name, str(slot.name)) if coarse else str(slot.name), slot)
            for slot in claim.slots
            if slot.name not in NOT_SCORED
        ]
        if coarse:
            wanted = [(name, value) for name, value in wanted if name in COARSE_SLOTS]
        tally.gold_slots += len(wanted)
        for name, value in wanted:
            match = next((pair for pair in given if pair[0] == name and self._same_value(value, pair[1])), None)
            if match is None:
                tally.errors.append(f"{where} {name} {value!r} missed")
                continue
            given.remove(match)
            tally.right_slots += 1
            tally.predicted_slots += 1
        tally.predicted_slots += len(given)
        tally.errors.extend(f"{where} {name} {_shown(slot)!r} not in gold" for name, slot in given)

    def _same_value(self, gold: object, slot: Slot) -> bool:
        match slot.value:
            case Party() | Place():
                return self._same_words(str(gold), [slot.value.name, slot.value.text])
            case Phrase():
                return self._same_words(str(gold), [slot.value.text])
            case When():
                return _same_time(str(gold), slot.value)
            case Quantity():
                return isinstance(gold, int | float) and _same_number(gold, slot.value)
            case _:
                return False

    def _same_words(self, gold: str, candidates: Sequence[str]) -> bool:
        """Whether one holds all words of the other, articles and clitics apart."""
        wanted = self._words(gold)
        return any(found and wanted and (wanted <= found or found <= wanted) for found in map(self._words, candidates))

    def _words(self, text: str) -> frozenset[str]:
        letters = "".join(char if char.isalnum() or char in "-" else " " for char in fold(text))
        return frozenset(self._bare(word) for word in letters.split() if word not in self._articles)

    def _bare(self, word: str) -> str:
        for clitic in self._clitics:
            if word.startswith(clitic) and len(word) - len(clitic) >= 3:
                return word[len(clitic) :]
        return word


def _same_number(gold: float, quantity: Quantity) -> bool:
    """Whether it is a bound as written, or lies inside the widened bounds of "about 5000"."""
    if gold in (quantity.low, quantity.high):
        return True
    within = quantity.low is not None and quantity.high is not None and quantity.low <= gold <= quantity.high
    return quantity.approximate and within


def _same_time(gold: str, when: When) -> bool:
    if when.interval is None:
        return False
    first, _, last = gold.partition("/")
    start, end = _bounds(first)[0], _bounds(last or first)[1]
    earliest, latest = when.interval.earliest.replace(tzinfo=None), when.interval.latest.replace(tzinfo=None)
    inside = start - timedelta(hours=6) <= earliest and latest <= end + timedelta(hours=6)
    return inside and latest - earliest >= (end - start) / 24


def _bounds(text: str) -> tuple[datetime, datetime]:
    parts = [int(part) for part in text[:10].split("-")]
    day = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - local times are compared
    if len(parts) == 1:
        return start, start.replace(year=day.year + 1)
    if len(parts) == 2:
        return start, (start + timedelta(days=32)).replace(day=1)
    return start, start + timedelta(days=1)


def _shown(slot: Slot) -> str:
    value = slot.value
    if isinstance(value, Quantity):
        return f"{value.low}..{value.high}"
    return value.name if isinstance(value, Party | Place) else value.text


def score_items(items: Sequence[GoldItem], reader: Reader) -> Iterator[tuple[GoldItem, Tally]]:
    """The tally of each item."""
    knowledge = load_knowledge()
    places = PackagedPlaceList(knowledge)
    for item in items:
        article = Article(id="gold", outlet="gold", text=item.text, language=item.language, published_at=item.reference)
        claims = read_prose(article, reader=reader, knowledge=knowledge, places=places)
        standing = [claim for claim in claims if claim.stands_alone]
        yield item, Scorer(knowledge, item.language).compare(item, standing)


HEADER = "".join(f"{name:>9}" for name in ("claims P", "R", "F1", "type", "slots P", "R", "F1", "pol+stat", "attrib"))


def run(reader: Reader, languages: Sequence[str], *, kept_only: bool, errors: str | None) -> None:
    """Print one row a language, for the items looked at and those kept apart, and over all."""
    print(f"{'':<14}{'items':>6}{'claims':>7}{HEADER}")
    totals = {True: Tally(), False: Tally()}
    counts = {True: 0, False: 0}
    for language in languages:
        halves = {True: Tally(), False: Tally()}
        items = [i for i in load_gold(FOLDER / f"{language}.jsonl") if i.kept or not kept_only]
        for item, tally in score_items(items, reader):
            halves[item.kept].add(tally)
            counts[item.kept] += 1
            if errors in (language, "all") and tally.errors and not item.kept:
                print(f"\n{item.line}. {item.text}", *tally.errors, sep="\n    ")
        for kept in (True,) if kept_only else (False, True):
            shown = sum(item.kept == kept for item in items)
            label = f"{language} {'kept apart' if kept else 'looked at'}"
            print(f"{label:<14}{shown:>6}{halves[kept].gold:>7}{halves[kept].row()}")
            totals[kept].add(halves[kept])
    for kept, total in totals.items():
        if total.gold:
            label = f"all {'kept' if kept else 'looked at'}"
            print(f"{label:<14}{counts[kept]:>6}{total.gold:>7}{total.row()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gold", description=__doc__)
    home = os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--kept", action="store_true", help="only the items that nobody looked at")
    parser.add_argument("--errors", help="print what differs in a language (or all), of the items looked at")
    parser.add_argument("--language", action="append", help="only this language (may be repeated)")
    options = parser.parse_args(arguments)
    languages = options.language or sorted(path.stem for path in FOLDER.glob("??.jsonl"))
    try:
        from app.adapters.language_model.reader import NeuralReader  # noqa: PLC0415 - torch takes seconds to import

        reader = NeuralReader(ensure_encoder_folder(options.home.expanduser() / "models"))
        run(reader, languages, kept_only=options.kept, errors=options.errors)
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
