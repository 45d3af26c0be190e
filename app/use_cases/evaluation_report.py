"""The scores of an evaluation, as numbers, as JSON-ready values and as plain text."""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Tally:
    """Predicted, gold and matched; ``hits`` are predictions that match, ``found`` the gold ones matched."""

    predicted: int = 0
    hits: int = 0
    gold: int = 0
    found: int = 0

    @property
    def precision(self) -> float | None:
        """Share of predictions that match; None where there is none."""
        return self.hits / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of gold that is found; None where there is none."""
        return self.found / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where either is unknown."""
        if self.precision is None or self.recall is None:
            return None
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, other: "Tally") -> None:
        """Count the other's numbers in."""
        self.predicted += other.predicted
        self.hits += other.hits
        self.gold += other.gold
        self.found += other.found


@dataclass(slots=True, kw_only=True)
class Share:
    """How many of how many."""

    right: int = 0
    total: int = 0

    @property
    def rate(self) -> float | None:
        """None where there is nothing to count."""
        return self.right / self.total if self.total else None

    def count(self, right: bool) -> None:
        """One more, right or not."""
        self.right += right
        self.total += 1


@dataclass(slots=True, kw_only=True)
class EvaluationReport:
    """All scores. Tables by kind and by language pair ("ar-en", alphabetical)."""

    scenarios: int = 0
    articles: int = 0
    claims: int = 0
    conflicts: Tally = field(default_factory=Tally)
    by_kind: dict[str, Tally] = field(default_factory=dict)
    by_scope: dict[str, Tally] = field(default_factory=dict)
    by_languages: dict[str, Tally] = field(default_factory=dict)
    relation: Share = field(default_factory=Share)
    same: Share = field(default_factory=Share)
    same_by_languages: dict[str, Share] = field(default_factory=dict)
    different: Share = field(default_factory=Share)
    quotes_claimed: Share = field(default_factory=Share)
    traps: Share = field(default_factory=Share)  # right: nothing flagged between the two articles
    mistakes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        """Ready for JSON, rates rounded to four places."""
        return {
            "scenarios": self.scenarios,
            "articles": self.articles,
            "claims": self.claims,
            "conflicts": _tally_dict(self.conflicts),
            "by_kind": {kind: _tally_dict(tally) for kind, tally in sorted(self.by_kind.items())},
            "by_scope": {scope: _tally_dict(tally) for scope, tally in sorted(self.by_scope.items())},
            "by_languages": {pair: _tally_dict(tally) for pair, tally in sorted(self.by_languages.items())},
            "relation": _share_dict(self.relation),
            "same": _share_dict(self.same),
            "same_by_languages": {pair: _share_dict(share) for pair, share in sorted(self.same_by_languages.items())},
            "different": _share_dict(self.different),
            "quotes_claimed": _share_dict(self.quotes_claimed),
            "traps": _share_dict(self.traps),
            "mistakes": self.mistakes,
        }


def _tally_dict(tally: Tally) -> dict[str, object]:
    rates = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return {
        "predicted": tally.predicted,
        "hits": tally.hits,
        "gold": tally.gold,
        "found": tally.found,
        **{name: None if rate is None else round(rate, 4) for name, rate in rates.items()},
    }


def _share_dict(share: Share) -> dict[str, object]:
    return {"right": share.right, "total": share.total, "rate": None if share.rate is None else round(share.rate, 4)}


def format_report(report: EvaluationReport) -> str:
    """The scores as plain-text tables, mistakes left out."""
    lines = [
        f"{report.scenarios} scenarios, {report.articles} articles, {report.claims} claims",
        "",
        f"{'conflicts':<24}{'predicted':>10}{'gold':>6}{'found':>7}{'precision':>11}{'recall':>8}{'F1':>7}",
        _tally_line("all", report.conflicts),
        *(_tally_line(kind, tally) for kind, tally in sorted(report.by_kind.items())),
        "",
        *(_tally_line(scope, tally) for scope, tally in sorted(report.by_scope.items())),
        "",
        *(_tally_line(pair, tally) for pair, tally in sorted(report.by_languages.items())),
        "",
        f"{'pairs and traps':<40}{'right':>7}{'of':>7}{'rate':>8}",
        _share_line("same claim in one cluster", report.same),
        *(_share_line(f"  {pair}", share) for pair, share in sorted(report.same_by_languages.items())),
        _share_line("different claims kept apart", report.different),
        _share_line("traps with nothing flagged", report.traps),
        _share_line("relation of found conflicts", report.relation),
        _share_line("annotated quotes that a claim covers", report.quotes_claimed),
    ]
    return "\n".join(lines)


def _percent(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.3f}"


def _tally_line(name: str, tally: Tally) -> str:
    rates = f"{_percent(tally.precision):>11}{_percent(tally.recall):>8}{_percent(tally.f1):>7}"
    return f"{name:<24}{tally.predicted:>10}{tally.gold:>6}{tally.found:>7}{rates}"


def _share_line(name: str, share: Share) -> str:
    return f"{name:<40}{share.right:>7}{share.total:>7}{_percent(share.rate):>8}"
