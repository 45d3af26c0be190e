"""Numbers that count nothing (years, ages, ids, scores) must not be counts; numbers that count something must be.

The sentences are those of tests/gold/masked_numbers.jsonl. They are read with flat trees, so that no model is needed:
what is measured are the grammars of times and quantities.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.claims.quantities import find_quantities
from app.core.claims.times import find_times
from app.core.folding import fold
from app.core.model.language import LanguagePack
from app.core.model.quantity import Quantity
from app.core.model.sentence import ParsedSentence, Word
from app.core.segmentation import split_words

SENTENCES = Path(__file__).parent.parent / "tests" / "gold" / "masked_numbers.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedRow:
    """A sentence, the numbers in it that count nothing, and the counts that it tells: low, high, what is counted."""

    language: str
    text: str
    masked: tuple[str, ...]
    counts: frozenset[tuple[float | None, float | None, str | None]]


def masked_rows() -> Iterator[MaskedRow]:
    """All rows of the file."""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield MaskedRow(
            language=row["language"],
            text=row["text"],
            masked=tuple(row["masked"]),
            counts=frozenset((count["low"], count["high"], count["counted"]) for count in row["counts"]),
        )


def quantities_of(text: str, pack: LanguagePack) -> tuple[Quantity, ...]:
    """The quantities of one sentence under a flat tree: every word is a noun, but marks and words like "of"."""
    words = split_words(text, 0, len(text))
    links = frozenset(map(fold, pack.numbers.links))
    flat = ParsedSentence(
        start=0,
        end=len(text),
        language=pack.code,
        words=tuple(
            Word(
                text=word.text,
                start=word.start,
                end=word.end,
                tag=_tag(word.text, links),
                head=len(words) if position < len(words) - 1 else 0,
                relation="dep",
            )
            for position, word in enumerate(words)
        ),
    )
    taken = find_times(words, published_at=None, pack=pack, text=text).taken
    return find_quantities(flat, pack=pack, taken=taken, text=text)


def _tag(word: str, links: frozenset[str]) -> str:
    if not re.search(r"\w", word):
        return "PUNCT"
    if fold(word) in links:
        return "ADP"
    elided = re.match(r"\w+['’]", word)
    return "ADP+NOUN" if elided and fold(elided.group().replace("’", "'")) in links else "NOUN"


def is_right(row: MaskedRow, found: tuple[Quantity, ...]) -> bool:
    """Whether no masked number is taken as a count, and every count of the row is found with its bounds.

    A measure such as a temperature is a quantity, but it must not count anything.
    """
    spans = [match.span() for part in row.masked for match in re.finditer(re.escape(part), row.text)]
    for quantity in found:
        touches = any(start < quantity.end and quantity.start < end for start, end in spans)
        if touches and (quantity.unit is None or quantity.counted is not None):
            return False
    told = {(_rounded(q.low), _rounded(q.high), q.counted) for q in found if q.unit is None}
    return row.counts <= told and (bool(row.masked) or len(told) == len(row.counts))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def masked_score(packs: Mapping[str, LanguagePack]) -> tuple[dict[tuple[str, str], Counter[str]], list[str]]:
    """Right rows by language and kind, and a line for each wrong one."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    wrong: list[str] = []
    for row in masked_rows():
        found = quantities_of(row.text, packs[row.language])
        right = is_right(row, found)
        count = counts.setdefault((row.language, "no counts" if row.masked else "counts"), Counter())
        count["rows"] += 1
        count["right"] += right
        if not right:
            told = [(quantity.text, quantity.low, quantity.high, quantity.counted) for quantity in found]
            wrong.append(f"{row.language}: {row.text} -> {told}")
    return counts, wrong


def print_masked_score(packs: Mapping[str, LanguagePack], *, with_misses: bool) -> None:
    """The score as a table; wrong rows before it where they are asked for."""
    counts, wrong = masked_score(packs)
    if with_misses:
        print("\n".join(wrong))
    print(f"{'numbers that':<14} {'':<4} {'rows':>5} {'right':>7}")
    for (language, kind), count in sorted(counts.items()):
        print(f"{kind:<14} {language:<4} {count['rows']:>5} {count['right'] / count['rows']:>7.2f}")
    rows, right = (sum(count[key] for count in counts.values()) for key in ("rows", "right"))
    print(f"{'all':<14} {'':<4} {rows:>5} {right / rows:>7.2f}")
