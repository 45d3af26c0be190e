"""What one article costs in a small and in a large store: ``python -m benchmarks.neighbourhood``.

Two real databases hold made-up news (benchmarks/synthetic_news.py; the vectors are random too): the large one years of
it, the small one the part around its middle, so that what there is to link is the same in both. Articles of that time
are linked and removed again, in turns in both stores, each step timed: finding the articles to compare, comparing,
linking (new edges, clusters, conflicts; durably written), removing. Printed are medians in milliseconds of the
processor's time, which other programs do not disturb, the ratio of large to small as the median over the articles, and
how many articles and claims were touched.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.storage.unit_of_work import SqlStore
from app.knowledge.loader import load_knowledge
from app.ports import Vectors
from app.use_cases.cross_check import ArticleReading
from app.use_cases.link_articles import LinkingRules, find_candidates, link, stored_readings, unlink
from benchmarks.store_filling import fill_database
from benchmarks.synthetic_news import CLAIMS_AN_ARTICLE, SyntheticNews

SEED = 5
STEPS = ("find", "compare", "link", "remove")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One article in one store: seconds of the processor for each step, and how much it touched."""

    find: float
    compare: float
    link: float
    remove: float
    candidates: int  # articles compared
    neighbours: int  # claims that likely edges join to its own

    @property
    def total(self) -> float:
        """Seconds for all steps."""
        return self.find + self.compare + self.link + self.remove


def measure(store: SqlStore, reading: ArticleReading, rules: LinkingRules) -> Cost:
    """Links the article and removes it again."""
    times = [time.process_time()]
    with store.reading() as unit:
        others = list(stored_readings(unit, find_candidates(unit, reading)).values())
    times.append(time.process_time())
    edges = rules.within(reading) + [edge for found in rules.pairs(reading, others) for edge in found]
    times.append(time.process_time())
    with store.writing() as unit:
        link(unit, reading, edges, rules)
    times.append(time.process_time())
    with store.reading() as unit:
        neighbours = len(unit.links.neighbours((claim.id for claim in reading.claims), rules.threshold))
    started = time.process_time()
    with store.writing() as unit:
        unlink(unit, reading.article_id, rules)
    ended = time.process_time()
    find, compare, linked = (later - earlier for earlier, later in pairwise(times))
    return Cost(
        find=find,
        compare=compare,
        link=linked,
        remove=ended - started,
        candidates=len(others),
        neighbours=neighbours,
    )


class UndecidedJudge:
    """Leaves what speaks for a link as it is. Synthetic statements are not worth reading, and reading them costs the
    same whatever the size of the store."""

    version = "undecided"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """Shape (len(pairs), 3)."""
        return np.tile(np.array([0.25, 0.25, 0.5], dtype=np.float32), (len(pairs), 1))


def report_of(costs: Sequence[tuple[Cost, Cost]]) -> dict[str, object]:
    """Prints the table; each pair is one article in the small and in the large store."""
    report: dict[str, object] = {}
    print(f"{'milliseconds':<14}{'small':>10}{'large':>10}{'ratio':>8}")
    for step in (*STEPS, "total"):
        pairs = [(getattr(small, step), getattr(large, step)) for small, large in costs]
        small, large = (1000 * median(one) for one in zip(*pairs, strict=True))
        ratio = median(large / small for small, large in pairs)
        print(f"{step:<14}{small:>10.1f}{large:>10.1f}{ratio:>8.2f}")
        report[step] = {"small": small, "large": large, "ratio": ratio}
    for count, name in (("candidates", "articles compared"), ("neighbours", "claims joined")):
        pairs = [(getattr(small, count), getattr(large, count)) for small, large in costs]
        small, large = (median(one) for one in zip(*pairs, strict=True))
        print(f"{name:<18}{small:>6.0f}{large:>10.0f}")
        report[name] = {"small": small, "large": large}
    return report


def run(folder: Path, *, small: int, large: int, count: int) -> dict[str, object]:
    """Fills both stores in the folder and measures ``count`` articles; sizes are numbers of claims."""
    rules = LinkingRules(knowledge=load_knowledge(), places=PackagedPlaceList(load_knowledge()), judge=UndecidedJudge())
    news = SyntheticNews(SEED).articles(large // CLAIMS_AN_ARTICLE)
    first = (len(news) - small // CLAIMS_AN_ARTICLE) // 2
    around = news[first : first + small // CLAIMS_AN_ARTICLE]
    chosen = around[(len(around) - count) // 2 :][:count]
    left_out = {reading.article_id for reading in chosen}
    stores = []
    for name, readings in (("small", around), ("large", news)):
        url = f"sqlite:///{folder / name}.sqlite3"
        store = SqlStore(url)
        store.migrate()
        store.close()  # whoever fills it is alone
        started = time.process_time()
        kept = [reading for reading in readings if reading.article_id not in left_out]
        fill_database(url, kept)
        size = (folder / f"{name}.sqlite3").stat().st_size / 1e6
        print(
            f"{name}: {len(kept)} articles, {sum(len(one.claims) for one in kept)} claims, {size:.0f} MB, "
            f"filled in {time.process_time() - started:.0f} s",
            flush=True,
        )
        stores.append(SqlStore(url))
    for store in stores:
        measure(store, chosen[0], rules)  # words, lists and vectors are loaded once
    costs = []
    for number, reading in enumerate(chosen):
        found = {store: measure(store, reading, rules) for store in (stores if number % 2 else stores[::-1])}
        costs.append((found[stores[0]], found[stores[1]]))
    for store in stores:
        store.close()
    report = report_of(costs)
    report["articles"] = [[asdict(cost) for cost in pair] for pair in costs]
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.neighbourhood", description=__doc__)
    parser.add_argument("--small", type=int, default=5_000, help="claims in the small store")
    parser.add_argument("--large", type=int, default=100_000, help="claims in the large store")
    parser.add_argument("--articles", type=int, default=30, help="how many to link")
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), small=options.small, large=options.large, count=options.articles)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
