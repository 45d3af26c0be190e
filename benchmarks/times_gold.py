"""Our reading of ``tests/gold/times.jsonl`` side by side with dateparser's, in one run.

Each row holds a clause as in news, the time of its report, one expression in it, and the value: an interval
``start/end``; one with ``~`` before it where usage decides where it ends; a length ``N days``; or ``none`` where no
single time is told. Ours is right if a time that overlaps the expression has exactly that interval (of one with ``~``,
half of it and no more than four times of it). dateparser tells points: it is right if one of them lies inside the
interval, or if it finds nothing where nothing is told; lengths are not asked of it.
"""

import json
import warnings
from collections import Counter
from datetime import datetime
from pathlib import Path

from dateparser.search import search_dates

from app.core.claims.times import find_times
from app.core.model.language import Knowledge
from app.core.model.when import Interval
from app.core.segmentation import split_words

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "times.jsonl"


def gold_rows() -> list[dict[str, str]]:
    """The rows: language, text, reference, expression and value."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def print_gold(knowledge: Knowledge, *, with_misses: bool) -> dict[str, Counter[str]]:
    """Prints the share of rows that each reads right, by language; the counts behind it."""
    counts: dict[str, Counter[str]] = {}
    for row in gold_rows():
        ours, told = read_by_us(row, knowledge)
        for name in (row["language"], "all"):
            count = counts.setdefault(name, Counter())
            count["rows"] += 1
            count["ours"] += ours
            if not row["value"].endswith("days"):
                count["times"] += 1
                count["ours of times"] += ours
                count["dateparser"] += read_by_dateparser(row)
        if with_misses and not ours:
            print(f"MISS {row['language']}: {row['text']!r} {row['expression']!r} {row['value']} {told}")
    print(f"{'':<5} {'rows':>5} {'ours':>6}   {'times':>5} {'ours':>6} {'dateparser':>11}")
    for name, count in counts.items():
        times = count["times"]
        of_times = f"{times:>5} {count['ours of times'] / times:>6.3f} {count['dateparser'] / times:>11.3f}"
        print(f"{name:<5} {count['rows']:>5} {count['ours'] / count['rows']:>6.3f}   {of_times}")
    return counts


def read_by_us(row: dict[str, str], knowledge: Knowledge) -> tuple[bool, list[str]]:
    """Whether ours is right, and what was read."""
    text, value = row["text"], row["value"]
    words = split_words(text, 0, len(text))
    reference = datetime.fromisoformat(row["reference"])
    found = find_times(words, published_at=reference, pack=knowledge.pack(row["language"]), text=text)
    told = [f"{when.text}: {when.interval}" for when in found.times] + [f"{d.text}: {d.days}" for d in found.durations]
    if value == "none":
        return not found.times, told
    start = text.index(row["expression"])
    end = start + len(row["expression"])
    if value.endswith("days"):
        days = float(value.removesuffix(" days"))
        return any(abs(d.days - days) < 0.0001 and d.start < end and start < d.end for d in found.durations), told
    intervals = [when.interval for when in found.times if when.start < end and start < when.end]
    return any(interval is not None and _is_right(value, interval) for interval in intervals), told


def _is_right(value: str, interval: Interval) -> bool:
    gold = _interval(value)
    if not value.startswith("~"):
        return gold == interval
    common = min(gold.latest, interval.latest) - max(gold.earliest, interval.earliest)
    length = gold.latest - gold.earliest
    return common * 2 >= length and common * 4 >= interval.latest - interval.earliest


def _interval(value: str) -> Interval:
    first, last = (datetime.fromisoformat(part) for part in value.removeprefix("~").split("/"))
    return Interval(earliest=first, latest=last)


def read_by_dateparser(row: dict[str, str]) -> bool:
    """Whether dateparser is right."""
    settings = {"RELATIVE_BASE": datetime.fromisoformat(row["reference"])}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = search_dates(row["text"], languages=[row["language"]], settings=settings) or []
    if row["value"] == "none":
        return not found
    gold = _interval(row["value"])
    return any(gold.earliest <= moment.replace(tzinfo=None) < gold.latest for _, moment in found)
