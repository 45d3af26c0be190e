"""Scores the whole pipeline on annotated scenarios: what it flags, what it links, and what it must leave alone."""

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

from app.core.entities.places import PlaceList
from app.core.model.article import Article
from app.core.model.claim import Claim
from app.core.model.conflict import Conflict, Scope
from app.core.model.language import Knowledge
from app.ports import PairJudge
from app.use_cases.cross_check import ArticleReading, CrossCheck, cross_check
from app.use_cases.evaluation_report import EvaluationReport, Share, Tally, format_report
from app.use_cases.scenarios import GoldConflict, Quote, Scenario, read_scenarios

__all__ = ["ScenarioScore", "evaluate_scenarios", "format_report", "matching_claims"]

COVERED = 0.5  # least share of the shorter of claim and quote that both have in common
Analyse = Callable[[Article], ArticleReading]
Progress = Callable[[int, int], None]  # scenarios done, scenarios in all


def evaluate_scenarios(
    path: Path,
    analyse: Analyse,
    *,
    knowledge: Knowledge,
    places: PlaceList,
    judge: PairJudge,
    progress: Progress | None = None,
) -> EvaluationReport:
    """Runs each scenario of the JSON-lines file by itself and adds the scores up; InvalidInput for a broken file."""
    scenarios = read_scenarios(path)
    report = EvaluationReport()
    for done, scenario in enumerate(scenarios, start=1):
        readings = [analyse(article) for article in scenario.articles]
        outcome = cross_check(readings, knowledge=knowledge, places=places, judge=judge)
        ScenarioScore(scenario, readings, outcome).add_to(report)
        if progress is not None:
            progress(done, len(scenarios))
    return report


def matching_claims(quote: Quote, claims: Sequence[Claim]) -> dict[str, float]:
    """Ids of those of its article's claims that cover the quote, with overlap over union."""
    found: dict[str, float] = {}
    for claim in claims:
        common = min(claim.end, quote.end) - max(claim.start, quote.start)
        if common >= COVERED * min(claim.end - claim.start, quote.end - quote.start):
            found[claim.id] = common / (max(claim.end, quote.end) - min(claim.start, quote.start))
    return found


class ScenarioScore:
    """Compares what was found in one scenario with its annotations."""

    def __init__(self, scenario: Scenario, readings: Sequence[ArticleReading], outcome: CrossCheck) -> None:
        self.scenario = scenario
        self.readings = readings
        self.outcome = outcome
        self.claims = {claim.id: claim for reading in readings for claim in reading.claims}
        self.article_of = {article.id: position for position, article in enumerate(scenario.articles)}
        self.home = {claim_id: cluster.id for cluster in outcome.clusters for claim_id in cluster.claim_ids}

    def add_to(self, report: EvaluationReport) -> None:
        """Adds this scenario's numbers to the report."""
        report.scenarios += 1
        report.articles += len(self.scenario.articles)
        report.claims += len(self.claims)
        self._score_conflicts(report)
        self._score_pairs(report)
        self._score_traps(report)
        for text in sorted({quote.text for quote in self._quotes()}):
            quote = next(quote for quote in self._quotes() if quote.text == text)
            report.quotes_claimed.count(bool(self.matching_claims(quote)))

    def _quotes(self) -> list[Quote]:
        pairs = [*self.scenario.same, *self.scenario.different]
        sides = [side for conflict in self.scenario.conflicts for side in conflict.sides]
        return [quote for pair in pairs for quote in pair] + [quote for side in sides for quote in side]

    def matching_claims(self, quote: Quote) -> dict[str, float]:
        """Claims that cover the quote, with their overlap."""
        return matching_claims(quote, self.readings[quote.article].claims)

    def is_hit(self, conflict: Conflict, gold: GoldConflict) -> bool:
        """Same kind, and each gold side is covered by a predicted side of its own."""
        if conflict.kind is not gold.kind:
            return False
        claims = [set(side.claim_ids) for side in conflict.sides]
        covering = [
            {i for i, ids in enumerate(claims) if any(ids & set(self.matching_claims(quote)) for quote in side)}
            for side in gold.sides
        ]
        return _distinct_choice(covering)

    def _score_conflicts(self, report: EvaluationReport) -> None:
        found: set[int] = set()
        for conflict in self.outcome.conflicts:
            matches = [i for i, gold in enumerate(self.scenario.conflicts) if self.is_hit(conflict, gold)]
            self._tally(report, conflict, Tally(predicted=1, hits=int(bool(matches))))
            for match in matches:
                if match not in found:
                    report.relation.count(conflict.relation is self.scenario.conflicts[match].relation)
            found.update(matches)
            if not matches:
                report.mistakes.append(f"{self.scenario.id}: false {self._describe(conflict)}")
        for i, gold in enumerate(self.scenario.conflicts):
            self._tally(report, gold, Tally(gold=1, found=int(i in found)))
            if i not in found:
                quotes = " <> ".join(side[0].text for side in gold.sides)
                report.mistakes.append(f"{self.scenario.id}: missed {gold.kind} {gold.scope}: {quotes}")

    def _describe(self, conflict: Conflict) -> str:
        sides = " <> ".join(
            f"[{side.value}] " + " & ".join(self._name(claim_id) for claim_id in side.claim_ids)
            for side in conflict.sides
        )
        return f"{conflict.kind} {conflict.scope}: {sides}"

    def _name(self, claim_id: str) -> str:
        claim = self.claims[claim_id]
        return f"{self.article_of[claim.article_id]}:{claim.quote}"

    def _tally(self, report: EvaluationReport, conflict: Conflict | GoldConflict, tally: Tally) -> None:
        report.conflicts.add(tally)
        report.by_kind.setdefault(str(conflict.kind), Tally()).add(tally)
        report.by_scope.setdefault(str(conflict.scope), Tally()).add(tally)
        articles = self._articles(conflict)
        report.by_languages.setdefault(self._languages(articles), Tally()).add(tally)

    def _articles(self, conflict: Conflict | GoldConflict) -> set[int]:
        if isinstance(conflict, GoldConflict):
            return {quote.article for side in conflict.sides for quote in side}
        return {self.article_of[self.claims[i].article_id] for side in conflict.sides for i in side.claim_ids}

    def _languages(self, articles: set[int]) -> str:
        codes = sorted(self.scenario.articles[article].language for article in articles)
        return "-".join((codes[0], codes[-1]))

    def _score_pairs(self, report: EvaluationReport) -> None:
        for one, other in self.scenario.same:
            together = bool(self._homes(one) & self._homes(other))
            report.same.count(together)
            pair = self._languages({one.article, other.article})
            report.same_by_languages.setdefault(pair, Share()).count(together)
            if not together:
                report.mistakes.append(f"{self.scenario.id}: not together: {one.text} || {other.text}")
        for one, other in self.scenario.different:
            apart = not self._best_homes(one) & self._best_homes(other)
            report.different.count(apart)
            if not apart:
                report.mistakes.append(f"{self.scenario.id}: not apart: {one.text} || {other.text}")

    def _homes(self, quote: Quote) -> set[str]:
        return {self.home[claim_id] for claim_id in self.matching_claims(quote)}

    def _best_homes(self, quote: Quote) -> set[str]:
        """The clusters of the claims that match the quote best."""
        matches = self.matching_claims(quote)
        best = max(matches.values(), default=0.0)
        return {self.home[claim_id] for claim_id, share in matches.items() if share == best}

    def _score_traps(self, report: EvaluationReport) -> None:
        flagged = {
            pair
            for conflict in self.outcome.conflicts
            if conflict.scope is Scope.CROSS
            for pair in combinations(sorted(self._articles(conflict)), 2)
        }
        for one, other in self.scenario.no_conflict_between:
            report.traps.count(tuple(sorted((one, other))) not in flagged)


def _distinct_choice(options: Sequence[set[int]]) -> bool:
    """Whether each set can give a number of its own (the sides are two or three, so all ways are tried)."""
    if not options:
        return True
    return any(_distinct_choice([other - {choice} for other in options[1:]]) for choice in options[0])
