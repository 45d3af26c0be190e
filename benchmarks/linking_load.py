"""What linking meets as outlets and claims grow: ``python -m benchmarks.linking_load [--database URL] [--json FILE]``.

A simulation, seeded, of the articles that are near in time when a new one comes in. Stories have a size (how many
articles tell them) and names; names are drawn by rank. An article is compared with every one that shares a name with
it within the reach (core/linking/period.py), or whose claims are similar: exactly what ``find_candidates`` asks. How
much that is depends on the articles a day, not on how many claims are stored for good: at an even pace a store grows
for years and an article meets as much as before.

Rules that could stand before the comparison are simulated beside the one in force, each on top of the one before:
claims are similar from ``CLOSER`` on; a name that more than ``HOT`` of the articles within reach carry counts only
together with a second one (a block that is split by another name); times reach ``SHORT`` days only (split by days).

Where the numbers come from: with ``--database`` the articles' claims and names and the share of pairs that are similar
only are those of that store (a sample of its articles); else ``DEFAULTS``, whose sources stand beside them. Seconds of
one comparison are measured here, with the rules as they are and no pair head.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.storage.unit_of_work import SqlStore
from app.core.linking.period import FAR_APART
from app.knowledge.loader import load_knowledge
from app.use_cases.link_articles import LEAST_SIMILARITY, LinkingRules, names_in, stored_reading
from benchmarks.neighbourhood import UndecidedJudge
from benchmarks.synthetic_news import SyntheticNews

SEED = 8
ASKED = 400  # articles whose candidates are counted
MOST_STORIES = 200_000  # that are simulated; more are counted by their share
MOST_READ = 2_000  # articles of a store that are measured
WARMING_UP, COMPARED = 10, 60  # pairs of articles
HOT = 0.002  # share of the articles within reach from which on a name is a hot one
SHORT = 7  # days
CLOSER = 0.9
Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distributions:
    """What news are like."""

    claims: float  # an article: the 19 example articles
    names: float  # different ones an article names in its claims: the same
    fall: float  # a name of rank r is as frequent as r to the minus this: 8,950 names of ANERcorp, ranks 1 to 500
    known: int  # ranks from which on it falls twice as fast: so the first name has 2 % of all, as in ANERcorp
    most_names: int  # different names there are: assumed
    tail: float  # stories of at least n articles are as many as n to the minus this: assumed, as of sizes of clusters
    similar: float  # share of pairs of articles of different stories, without a common name, of which two claims are
    # similar (LEAST_SIMILARITY): 15,731 pairs of the 179 articles of our own scenarios
    closer: float  # the same from CLOSER on
    source: str


DEFAULTS = Distributions(
    claims=15.0,
    names=6.5,
    fall=0.75,
    known=20_000,
    most_names=5_000_000,
    tail=1.4,
    similar=0.31,
    closer=0.024,
    source="defaults",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much comes in."""

    outlets: int
    articles: int  # a day, of all outlets


SCALES = (
    Scale(outlets=40, articles=400),
    Scale(outlets=400, articles=6_000),
    Scale(outlets=2_000, articles=40_000),
    Scale(outlets=6_000, articles=150_000),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is compared with what."""

    name: str
    days: int  # that an article reaches back
    similar: float  # share of the articles without a common name that are compared
    split: bool  # whether hot names count only in twos


def rules_of(news: Distributions) -> tuple[Rule, ...]:
    """The one in force, and those that could be."""
    far = FAR_APART.days
    return (
        Rule(name="in force", days=far, similar=news.similar, split=False),
        Rule(name=f"similar from {CLOSER}", days=far, similar=news.closer, split=False),
        Rule(name="hot names in twos", days=far, similar=news.closer, split=True),
        Rule(name=f"within {SHORT} days", days=SHORT, similar=news.closer, split=True),
    )


class Names:
    """Draws names by their frequency."""

    def __init__(self, news: Distributions) -> None:
        ranks = np.arange(1, news.most_names + 1, dtype=np.float64)
        weights = ranks**-news.fall
        rare = ranks > news.known
        weights[rare] = news.known ** (-news.fall) * (ranks[rare] / news.known) ** (-2 * news.fall)
        self._cumulated = np.cumsum(weights)

    def draw(self, chance: np.random.Generator, count: int) -> NDArray[np.int64]:
        """So many ranks, counted from 0."""
        return np.searchsorted(self._cumulated, chance.random(count) * self._cumulated[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The stories within reach of an article: their sizes, and for each name the stories that have it."""

    sizes: NDArray[np.int64]
    names: NDArray[np.int64]  # sorted
    stories: NDArray[np.int64]  # of each of ``names``
    own: tuple[NDArray[np.int64], ...]  # names of the stories asked about, which are the first ones
    share: float  # of all stories that are simulated


def stories_within(scale: Scale, days: float, news: Distributions, names: Names, chance: np.random.Generator) -> Reach:
    """Stories of so many days."""
    mean = float(np.mean(_sizes(50_000, scale.outlets, news.tail, chance)))
    count = max(ASKED, round(scale.articles * days / mean))
    share = min(1.0, MOST_STORIES / count)
    simulated = round(count * share)
    sizes = _sizes(simulated, scale.outlets, news.tail, chance)
    each = 1 + chance.poisson(news.names - 1, simulated)
    of = np.repeat(np.arange(simulated), each)
    drawn = names.draw(chance, len(of))
    order = np.argsort(drawn, kind="stable")
    # A reader's article is one of a large story more often than of a small one.
    asked = chance.choice(simulated, ASKED, p=sizes / sizes.sum())
    begins = np.concatenate([[0], np.cumsum(each)])
    own = tuple(np.unique(drawn[begins[story] : begins[story + 1]]) for story in asked)
    return Reach(sizes=sizes, names=drawn[order], stories=of[order], own=own, share=share)


def _sizes(count: int, outlets: int, tail: float, chance: np.random.Generator) -> NDArray[np.int64]:
    """Articles of each story: at least one, and no more than three an outlet."""
    drawn = np.floor((1 - chance.random(count)) ** (-1 / tail))
    return np.minimum(drawn, 3 * outlets).astype(np.int64)


def candidates(reach: Reach, articles: float, rule: Rule) -> Counts:
    """How many articles each of those asked about is compared with."""
    most = HOT * articles
    counts = []
    for own in reach.own:
        shared: list[NDArray[np.int64]] = []
        hot: list[NDArray[np.int64]] = []
        for name in own:
            begin, end = np.searchsorted(reach.names, [name, name + 1])
            stories = np.unique(reach.stories[begin:end])
            carried = reach.sizes[stories].sum() / reach.share
            (hot if rule.split and carried > most else shared).append(stories)
        found = np.unique(np.concatenate(shared)) if shared else np.array([], dtype=np.int64)
        if hot:
            several, times = np.unique(np.concatenate(hot), return_counts=True)
            # A second name is another hot one, or one that has brought the story in already.
            found = np.union1d(found, several[times > 1])
        by_name = reach.sizes[found].sum() / reach.share
        counts.append(by_name + rule.similar * max(0.0, articles - by_name))
    return np.array(counts)


def simulate(scale: Scale, news: Distributions, seconds: float) -> list[dict[str, float | str]]:
    """One row for each rule."""
    names = Names(news)
    chance = np.random.default_rng(SEED)
    rows: list[dict[str, float | str]] = []
    for rule in rules_of(news):
        reach = stories_within(scale, rule.days, news, names, chance)
        within = float(scale.articles * rule.days)
        met = candidates(reach, within, rule)
        load = met.mean() * seconds * scale.articles
        rows.append(
            {
                "outlets": scale.outlets,
                "articles a day": scale.articles,
                "days to 1 G claims": 1e9 / (scale.articles * news.claims),
                "rule": rule.name,
                "within reach": within,
                "mean": float(met.mean()),
                "p95": float(np.quantile(met, 0.95)),
                "p99": float(np.quantile(met, 0.99)),
                "pairs": float(met.mean() * news.claims**2),
                "cores": load / 86_400,
                "seconds an article": met.mean() * seconds,
            }
        )
    return rows


def growth_with_outlets(news: Distributions, seconds: float) -> list[dict[str, float | str]]:
    """The same stories told by more and more outlets: the load with the size of the stories alone."""
    mean = {
        outlets: float(np.mean(_sizes(200_000, outlets, news.tail, np.random.default_rng(SEED))))
        for outlets in (10, 100, 1_000)
    }
    base = 1_000
    return [
        simulate(Scale(outlets=outlets, articles=round(base * size / mean[10])), news, seconds)[0]
        for outlets, size in mean.items()
    ]


def measured_in(url: str) -> Distributions:
    """The distributions of a store's articles, as far as they can be measured there."""
    store = SqlStore(url)
    problem = store.ready()
    if problem is not None:
        raise SystemExit(f"--database: {problem}")
    with store.reading() as unit:
        ids = list(unit.articles.ids())
        chosen = random.Random(SEED).sample(ids, min(MOST_READ, len(ids)))  # noqa: S311 - a sample, no secret
        readings = [reading for key in chosen if (reading := stored_reading(unit, key)).claims]
        told = Counter(name for reading in readings for name in names_in(reading.claims))
        homes = unit.claims.cluster_of(claim.id for reading in readings for claim in reading.claims)
    store.close()
    if len(readings) < 50:
        raise SystemExit("--database: fewer than 50 of its articles are analysed; leave it out, or analyse more")
    some = readings[:300]
    apart = [(one, other) for one, other in combinations(some, 2) if not names_in(one.claims) & names_in(other.claims)]
    nearest = np.array([(one.vectors @ other.vectors.T).max() for one, other in apart] or [0.0])
    ranked = np.array(sorted(told.values(), reverse=True)[:200], dtype=np.float64)
    fall = -float(np.polyfit(np.log(np.arange(1, len(ranked) + 1)), np.log(ranked), 1)[0])
    print(f"measured in {len(readings)} articles with {len(homes)} claims in {len(set(homes.values()))} clusters")
    return replace(
        DEFAULTS,
        claims=float(np.mean([len(reading.claims) for reading in readings])),
        names=float(np.mean([len(names_in(reading.claims)) for reading in readings])),
        fall=fall,
        similar=float((nearest >= LEAST_SIMILARITY).mean()),
        closer=float((nearest >= CLOSER).mean()),
        source="--database; known, most_names and tail: defaults",
    )


def seconds_a_comparison() -> float:
    """Seconds of the processor that comparing two articles takes which share a name, without the pair head."""
    knowledge = load_knowledge()
    rules = LinkingRules(knowledge=knowledge, places=PackagedPlaceList(knowledge), judge=UndecidedJudge())
    readings = SyntheticNews(SEED).articles(60)
    pairs = [(one, other) for one, other in combinations(readings, 2) if names_in(one.claims) & names_in(other.claims)]
    random.Random(SEED).shuffle(pairs)  # noqa: S311 - no secret
    for one, other in pairs[:WARMING_UP]:
        rules.pair(one, other)
    begun = time.process_time()
    for one, other in pairs[WARMING_UP : WARMING_UP + COMPARED]:
        rules.pair(one, other)
    return (time.process_time() - begun) / COMPARED


def print_rows(rows: Sequence[dict[str, float | str]]) -> None:
    """The table."""
    print(
        f"{'outlets':>8}{'articles/day':>14}{'to 1 G claims':>15}  {'compared by':<20}"
        f"{'mean':>11}{'p95':>11}{'p99':>11}{'claim pairs':>14}{'cores':>10}{'seconds':>10}"
    )
    for row in rows:
        years = float(row["days to 1 G claims"]) / 365
        print(
            f"{row['outlets']:>8,}{row['articles a day']:>14,}{years:>9.1f} years  {row['rule']:<20}"
            f"{row['mean']:>11,.0f}{row['p95']:>11,.0f}{row['p99']:>11,.0f}{row['pairs']:>14,.0f}{row['cores']:>10,.2f}"
            f"{row['seconds an article']:>10,.2f}"
        )


def main() -> int:
    """Prints the tables and writes JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default=None, help="URL of a store to measure; without it, defaults")
    parser.add_argument("--json", type=Path, default=None, help="write the report there")
    options = parser.parse_args()
    news = measured_in(options.database) if options.database else DEFAULTS
    seconds = seconds_a_comparison()
    print(", ".join(f"{name} {value}" for name, value in asdict(news).items()))
    print(f"one comparison of two articles: {1e6 * seconds:.0f} microseconds of one core, without the pair head")
    print(f"\nan article is compared with ... of those within {FAR_APART.days} days; cores: for all articles of a day")
    rows = [row for scale in SCALES for row in simulate(scale, news, seconds)]
    print_rows(rows)
    print("\nthe same stories, told by more outlets")
    growth = growth_with_outlets(news, seconds)
    print_rows(growth)
    if options.json:
        report = {"distributions": asdict(news), "seconds_a_comparison": seconds, "load": rows, "growth": growth}
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
