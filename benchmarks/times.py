"""How often times, durations and numbers are found with the right span and the right value.

    python -m benchmarks.times --data FOLDER [--misses]
    python -m benchmarks.times --masked [--misses]

FOLDER (or the environment variable CROSSCHECK_DATA) holds ``dates_numbers/recognizers_*.jsonl`` (specifications of
Recognizers-Text, MIT) and ``dates_numbers/duckling.jsonl`` (Duckling's test corpora, BSD); they are not part of this
project. Rows that the reference implementation itself does not support are skipped. A value is right if it is the
past or the future reading of the row: which of the two a report means, its tense tells, not the expression. Ours is
right if one of the readings that it tells of the words is the row's. Hours of parts of the day, ends of seasons and
the like are a matter of usage: there, ours is right if it covers half of the row's time or more and the row's time is
a quarter of ours or more. A time of day without a day is one of the row's day. A span is right up to prepositions,
articles and words like "day" at its edges.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from app.core.claims.quantities import find_numbers
from app.core.claims.times import TimesFound, find_times, toward_future
from app.core.folding import fold
from app.core.model.quantity import Quantity
from app.core.model.when import Interval
from app.core.segmentation import split_words
from app.knowledge.loader import load_knowledge
from benchmarks.masked import print_masked_score
from benchmarks.times_gold import print_gold

LANGUAGES = {"Arabic": "ar", "English": "en", "French": "fr", "Spanish": "es", "German": "de", "Turkish": "tr"}
TIME_MODELS = ("DateParser", "DateTimeParser", "DatePeriodParser", "DateTimePeriodParser", "DurationParser")
DUCKLING_NOW = datetime(2013, 2, 12, 4, 30, tzinfo=timezone(timedelta(hours=-2)))
GRAINS = {
    "Second": timedelta(seconds=1),
    "Minute": timedelta(minutes=1),
    "Hour": timedelta(hours=1),
    "Day": timedelta(days=1),
    "Week": timedelta(days=7),
}
PACKS = load_knowledge()
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One expression, where it stands (None where the row does not tell), and all values that are right."""

    group: str
    language: str
    text: str
    reference: datetime
    span: tuple[int, int] | None
    values: frozenset[str]


def recognizers_rows(folder: Path) -> Iterator[Row]:
    """The rows with a resolved date, range, duration or number, one result each."""
    for path in sorted(folder.glob("recognizers_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "dotnet" in (row["notsupported"] or "") or len(row["results"]) != 1:
                continue
            values = _recognizers_values(row["model"], row["results"][0])
            if not values:
                continue
            result, language = row["results"][0], LANGUAGES[row["lang"]]
            start = row["input"].lower().find(result["Text"].lower())
            yield Row(
                group=f"recognizers {row['model']}",
                language=language,
                text=row["input"],
                reference=_reference(row["reference"]),
                span=(start, start + len(result["Text"])) if start >= 0 else None,
                values=values,
            )


def _reference(text: str | None) -> datetime:
    found = re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text or "")
    return datetime.fromisoformat(found.group() if found else "2016-11-07T00:00:00")


def _recognizers_values(model: str, result: dict) -> frozenset[str]:
    if model == "NumberModel":
        value = str(result.get("Resolution", {}).get("value", "")).replace(",", ".")
        return frozenset({f"{float(value):g}"}) if re.fullmatch(r"-?\d+(\.\d+)?", value) else frozenset()
    if model not in TIME_MODELS:
        return frozenset()
    told = result.get("Value") or {}
    readings = (told.get("PastResolution") or {}, told.get("FutureResolution") or {})
    return frozenset(value for reading in readings for value in _recognizers_reading(reading))


def _recognizers_reading(reading: dict) -> Iterator[str]:
    if "duration" in reading:
        yield f"{float(reading['duration']) / 86400:.6g}"
    if "date" in reading:
        first = datetime.fromisoformat(reading["date"])
        if first.year > 1:
            yield _interval(first, first + timedelta(days=1))
    if "dateTime" in reading:
        yield f"{datetime.fromisoformat(reading['dateTime']):%Y-%m-%dT%H:%M}"
    for first_key, last_key in (("startDate", "endDate"), ("startDateTime", "endDateTime")):
        if first_key in reading and last_key in reading:
            first, last = (datetime.fromisoformat(reading[key]) for key in (first_key, last_key))
            last += timedelta(minutes=1 if (last.hour, last.minute) == (23, 59) else 0)  # the rows' end of the day
            yield _interval(first, last)
            yield _interval(first, last + timedelta(days=1))  # "3 to 5 June" holds the 5th; the rows end before it


def duckling_rows(path: Path) -> Iterator[Row]:
    """Times, durations and numerals of the languages that have a pack; each row is one whole expression."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        language = row["lang"].lower()
        try:
            values = _duckling_values(row["dim"], row["expected"])
        except ValueError:  # some rows expect days that no calendar has
            continue
        if language in PACKS.languages and values:
            yield Row(
                group=f"duckling {row['dim']}",
                language=language,
                text=row["text"],
                reference=DUCKLING_NOW,
                span=None,
                values=values,
            )


def _duckling_values(dimension: str, expected: str) -> frozenset[str]:
    if dimension == "Numeral":
        number = re.fullmatch(r"\(NumeralValue \(?(-?[\d.e]+)\)?\)", expected)
        return frozenset({f"{float(number.group(1)):g}"}) if number else frozenset()
    if dimension == "Time":
        point = re.fullmatch(r"\(datetime (\([^)]*\)) (\w+)\)", expected)
        if point and point.group(2) in GRAINS:
            first = _duckling_moment(point.group(1))
            start = f"{first:%Y-%m-%dT%H:%M}"
            return frozenset({start, _interval(first, first + GRAINS[point.group(2)])})
        if point:
            return frozenset({f"{_duckling_moment(point.group(1)):%Y-%m-%dT%H:%M}"})
        span = re.fullmatch(r"\(datetimeInterval \((\([^)]*\)), (\([^)]*\))\) \w+\)", expected)
        if span:
            return frozenset({_interval(_duckling_moment(span.group(1)), _duckling_moment(span.group(2)))})
    return frozenset()


def _duckling_moment(text: str) -> datetime:
    year, month, day, hour, minute, *_ = (int(float(part)) for part in text.strip("()").split(","))
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 (local time)


def _interval(first: datetime, last: datetime) -> str:
    return f"{first:%Y-%m-%dT%H:%M}/{last:%Y-%m-%dT%H:%M}"


def read_row(row: Row) -> list[tuple[tuple[int, int], frozenset[str]]]:
    """Span and values of everything that is found in the row's text."""
    pack = PACKS.pack(row.language)
    words = split_words(row.text, 0, len(row.text))
    if row.group.endswith(("NumberModel", "Numeral")):
        return [((q.start, q.end), _number(q)) for q in find_numbers(words, pack=pack, text=row.text)]
    times = find_times(words, published_at=row.reference, pack=pack, text=row.text, day=row.reference.date())
    return _time_values(row, times)


def _number(quantity: Quantity) -> frozenset[str]:
    if quantity.low is None or quantity.high is None:
        return frozenset()
    return frozenset({f"{(quantity.low + quantity.high) / 2:g}"})


def _time_values(row: Row, found: TimesFound) -> list[tuple[tuple[int, int], frozenset[str]]]:
    values = [((d.start, d.end), frozenset({f"{d.days:.6g}"})) for d in found.durations]
    for when in found.times:
        readings = (when.interval, when.alternative, when.later, toward_future(when, row.reference).interval)
        told = [interval for interval in (*readings, *when.readings) if interval is not None]
        spans = {_interval(i.earliest, i.latest) for i in told} | {f"{i.earliest:%Y-%m-%dT%H:%M}" for i in told}
        if when.vague:
            spans |= {value for value in row.values if any(_is_much_the_same(value, interval) for interval in told)}
        values.append(((when.start, when.end), frozenset(spans)))
    return values


def _is_much_the_same(value: str, ours: Interval) -> bool:
    """Whether a time whose ends usage decides is the row's."""
    first, slash, last = value.partition("/")
    if not slash:
        return False
    begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    common = min(end, ours.latest) - max(begin, ours.earliest)
    length = ours.latest - ours.earliest
    return begin < end and common * 2 >= end - begin and common * 4 >= length


def _same_span(row: Row, span: tuple[int, int]) -> bool:
    """Whether a span is the row's but for prepositions, articles and words like "day" at its edges."""
    if row.span is None or span == row.span:
        return True
    return _core(row, span) == _core(row, row.span)


def _core(row: Row, span: tuple[int, int]) -> tuple[int, int]:
    """The span in whole words (case endings are written on them), without loose words and marks at its edges."""
    end = next((word.end() for word in WORD.finditer(row.text) if word.start() < span[1] < word.end()), span[1])
    words = list(WORD.finditer(row.text, span[0], end))
    loose = _loose(row.language)
    while len(words) > 1 and fold(words[0].group()) in loose:
        words.pop(0)
    while len(words) > 1 and fold(words[-1].group()) in loose:
        words.pop()
    return (words[0].start(), words[-1].end()) if words else span


@cache
def _loose(language: str) -> frozenset[str]:
    """The words of the pack that stand before times, and those of units and links, one by one."""
    times = PACKS.pack(language).times
    phrases = (
        *(*times.links, *times.range_open, *times.day_leads, *times.month_leads, *times.year_leads),
        *(*times.part_leads, *times.clock_before, *times.clock_words, *times.since, *times.duration_leads),
        *(*times.units.get("day", ()), *times.units.get("year", ()), *times.units.get("month", ())),
    )
    names = {fold(name) for name in (*times.months, *times.weekdays, *times.relative_days)}
    return frozenset(fold(word) for phrase in phrases for word in WORD.findall(phrase)) - names


def measure(rows: Iterator[Row], *, with_misses: bool) -> dict[tuple[str, str], Counter[str]]:
    """Counts by group and language: rows, right values, and those with exactly the row's span."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        found = read_row(row)
        right = [span for span, values in found if values & row.values]
        count = counts.setdefault((row.group, row.language), Counter())
        count["rows"] += 1
        count["value"] += bool(right)
        count["span"] += any(_same_span(row, span) for span in right)
        if with_misses and not right:
            print(f"MISS {row.group} {row.language}: {row.text!r} {sorted(row.values)} {[sorted(v) for _, v in found]}")
    return counts


def main() -> int:
    """Prints the table; 2 where the data are absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("CROSSCHECK_DATA"))
    parser.add_argument("--misses", action="store_true", help="also print every row that was missed")
    parser.add_argument("--masked", action="store_true", help="score sentences whose numbers count nothing")
    parser.add_argument("--gold", action="store_true", help="score the gold table beside dateparser")
    options = parser.parse_args()
    if options.gold:
        print_gold(PACKS, with_misses=options.misses)
        return 0
    if options.masked:
        print_masked_score(PACKS.languages, with_misses=options.misses)
        return 0
    folder = Path(options.data) / "dates_numbers" if options.data else None
    if folder is None or not folder.is_dir():
        print("no data: name the folder that holds dates_numbers/ by --data or CROSSCHECK_DATA", file=sys.stderr)
        return 2
    counts = measure(recognizers_rows(folder), with_misses=options.misses)
    counts |= measure(duckling_rows(folder / "duckling.jsonl"), with_misses=options.misses)
    print(f"{'rows of':<40} {'':<4} {'rows':>5} {'value':>7} {'+ span':>7}")
    for (group, language), count in sorted(counts.items(), key=lambda item: (item[0][1], item[0][0])):
        rows = count["rows"]
        print(f"{group:<40} {language:<4} {rows:>5} {count['value'] / rows:>7.2f} {count['span'] / rows:>7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
