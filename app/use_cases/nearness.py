"""How near the claims of two articles are to each other by their vectors, and which pairs can be linked at all.

Most pairs of claims of two articles are of different things, and vectors alone show it. So all pairs are weighed at
once with the evidence that vectors and bare facts of the claims give exactly, and with the most that the rest could
add; only those that could still become an edge are compared in full. That is exact: no edge is lost.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from app.core.linking.edges import LEAST_MARGIN, LEAST_ODDS, most_of_story
from app.core.linking.evidence import LONG_ENOUGH, LONG_PUBLICATION_GAP_HOURS, OPENING_SENTENCES, SCALE
from app.core.linking.nearness import Closeness
from app.core.model.claim import Claim
from app.core.model.language import Knowledge
from app.core.model.linking import LinkingWeights
from app.ports import Vectors

Matrix = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

USUAL_COSINE = 0.79  # of unrelated claims with multilingual-e5-small, measured on the development scenarios
USUAL_NEIGHBOURS = 2
# How likely two sentences are of one thing by their vectors alone: fitted as those of knowledge/linking_weights.toml,
# without the evidence that rests on it.
COMPANY_INTERCEPT = -2.83
COMPANY_MARGIN, COMPANY_LEAD, COMPANY_DISPLACED, COMPANY_ONE_LANGUAGE = 2.3, 0.45, -1.0, -1.4
COMPANY_CONTEXT, COMPANY_CONTEXT_LEAD = 1.27, 0.38
MOST_COMPANY = 4.6  # log-odds, of one in a hundred and of its opposite
MATCHES = 3  # a claim's own sentence and that of the other are in two of them at most


class VectorNearness:
    """``core.linking.nearness.Nearness`` from two matrices of cosines. Neither side may be empty."""

    def __init__(self, left: Sequence[Claim], right: Sequence[Claim], statements: Vectors, contexts: Vectors) -> None:
        """``statements`` (claims on the left, on the right) holds the cosines of the claims, ``contexts`` of the same
        shape those of the sentences in which they stand. Where both sides are one article, nothing counts as like
        itself."""
        self._left, self._right = left, right
        self._within = left[0].article_id == right[0].article_id
        self._rows, self._columns = _places_of_sentences(left), _places_of_sentences(right)
        self.margin, self.lead = _neighbourhood(statements, within=self._within)
        sentences = contexts[np.ix_(self._rows[0], self._columns[0])]
        margin, lead = _neighbourhood(sentences, within=self._within)
        spread = np.ix_(self._rows[1], self._columns[1])
        self.context, self.context_lead = margin[spread], lead[spread]
        self.displaced = np.abs(_shares(self._rows)[:, None] - _shares(self._columns)[None, :])
        self._chosen: Mask = self.margin > LEAST_MARGIN
        self._most: Matrix | None = None
        self.company = self._company()

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Those that are nearer than their neighbours; after ``screen`` those of them that it left."""
        rows, columns = np.nonzero(self._chosen)
        return zip(rows.tolist(), columns.tolist(), strict=True)

    def at(self, i: int, j: int) -> Closeness:
        """The i-th claim on the left and the j-th on the right."""
        return Closeness(
            margin=float(self.margin[i, j]),
            lead=float(self.lead[i, j]),
            context=float(self.context[i, j]),
            context_lead=float(self.context_lead[i, j]),
            company=float(self.company[i, j]),
            displaced=float(self.displaced[i, j]),
        )

    def screen(self, weights: LinkingWeights, knowledge: Knowledge) -> None:
        """Leaves the pairs that these weights could still make likely enough for an edge."""
        self._most = self._weigh(weights, knowledge)
        self._chosen &= self._most >= LEAST_ODDS

    def most_odds(self, i: int, j: int) -> float:
        """As ``Nearness``."""
        return math.inf if self._most is None else float(self._most[i, j])

    def _company(self) -> Matrix:
        """For each pair the log-odds of the best match between other sentences of the two articles, where no sentence
        is in two matches; an article is surely in company with itself."""
        if self._within:
            return np.full(self.margin.shape, MOST_COMPANY)
        if min(len(self._rows[0]), len(self._columns[0])) == 1:
            return np.zeros(self.margin.shape)  # there are no others
        odds = COMPANY_INTERCEPT + SCALE * (
            COMPANY_MARGIN * self.margin
            + COMPANY_LEAD * self.lead
            + COMPANY_CONTEXT * self.context
            + COMPANY_CONTEXT_LEAD * self.context_lead
        )
        odds += COMPANY_DISPLACED * self.displaced
        odds += COMPANY_ONE_LANGUAGE * _equal([c.language for c in self._left], [c.language for c in self._right])
        rows, columns = np.array(self._rows[1]), np.array(self._columns[1])
        best = np.full((len(self._rows[0]), len(self._columns[0])), -np.inf)
        np.maximum.at(best, (rows[:, None], columns[None, :]), np.where(self._chosen, odds, -np.inf))
        company = np.full(odds.shape, -MOST_COMPANY)
        for row, column, found in reversed(_best_matches(best)):
            elsewhere = (rows != row)[:, None] & (columns != column)[None, :]
            company[elsewhere] = min(max(found, -MOST_COMPANY), MOST_COMPANY)
        return company

    def _weigh(self, weights: LinkingWeights, knowledge: Knowledge) -> Matrix:
        """The log-odds of each pair, with the most that the evidence could add that is not looked at here."""
        left, right = self._left, self._right
        odds = weights.intercept + SCALE * (
            weights.margin * self.margin
            + weights.lead * self.lead
            + weights.context * self.context
            + weights.context_lead * self.context_lead
        )
        odds += weights.brevity * np.maximum(0.0, 1 - _fewer_words(left, right) / LONG_ENOUGH)
        odds += weights.one_language * _equal([c.language for c in left], [c.language for c in right])
        odds += max(0.0, weights.same_type) * _likeness_of_types(left, right, knowledge)
        odds += max(0.0, weights.same_place) * _both(
            [bool(c.places()) for c in left], [bool(c.places()) for c in right]
        )
        odds += max(0.0, weights.same_time) * _both([bool(c.times) for c in left], [bool(c.times) for c in right])
        numbers = _both([bool(c.quantities) for c in left], [bool(c.quantities) for c in right])
        odds += max(0.0, weights.same_number) * numbers
        odds += most_of_story(weights) + weights.company * self.company
        for name in ("other_parties", "other_place", "other_time", "far_time", "twice_other", "another"):
            odds += max(0.0, getattr(weights, name))
        if self._within:
            headlines = ~_equal([c.headline for c in left], [c.headline for c in right])
            return odds + weights.same_article + max(0.0, weights.repeated_headline) * headlines
        opening = ([c.sentence < OPENING_SENTENCES for c in claims] for claims in (left, right))
        odds += weights.opening * _both(*opening) + weights.displaced * self.displaced
        odds += weights.publication_gap * _far_apart(left, right)
        denied = ~_equal([c.is_denied_by_source for c in left], [c.is_denied_by_source for c in right])
        return odds + max(0.0, weights.denial) * denied


def _best_matches(odds: Matrix) -> list[tuple[int, int, float]]:
    """The best pairs of a row and a column, best first, none of which is in two of them."""
    free = odds.copy()
    matches: list[tuple[int, int, float]] = []
    while len(matches) < min(MATCHES, *odds.shape):
        row, column = divmod(int(free.argmax()), odds.shape[1])
        if free[row, column] == -np.inf:
            break
        matches.append((row, column, float(free[row, column])))
        free[row, :] = free[:, column] = -np.inf
    return matches


def _places_of_sentences(claims: Sequence[Claim]) -> tuple[list[int], list[int]]:
    """A claim of each sentence, and for each claim the number of its sentence among these."""
    first: dict[int, int] = {}
    for position, claim in enumerate(claims):
        first.setdefault(claim.sentence, position)
    numbers = {sentence: number for number, sentence in enumerate(sorted(first))}
    return [first[sentence] for sentence in sorted(first)], [numbers[claim.sentence] for claim in claims]


def _shares(places: tuple[list[int], list[int]]) -> Matrix:
    """How far on each claim's sentence stands, from 0 to 1."""
    shares: Matrix = np.array(places[1], dtype=np.float64) / max(1, len(places[0]) - 1)
    return shares


def _neighbourhood(cosines: Vectors, *, within: bool) -> tuple[Matrix, Matrix]:
    """Margin and lead of each pair."""
    rows = cosines.astype(np.float64)
    if within:  # each text's likeness to itself counts as the mean of its likeness to the others
        count = len(rows)
        others = (rows.sum(axis=1) - rows.diagonal()) / (count - 1) if count > 1 else np.array([USUAL_COSINE])
        np.fill_diagonal(rows, others)
    level = (_levels(rows, axis=1)[:, None] + _levels(rows, axis=0)[None, :]) / 2
    elsewhere = np.maximum(_best_elsewhere(rows), _best_elsewhere(rows.T).T)
    return rows - level, rows - elsewhere


def _levels(rows: Matrix, *, axis: int) -> Matrix:
    """Mean cosine to the other article; where that has few claims, what is usual between unrelated ones counts in."""
    levels: Matrix = (rows.sum(axis=axis) + USUAL_NEIGHBOURS * USUAL_COSINE) / (rows.shape[axis] + USUAL_NEIGHBOURS)
    return levels


def _best_elsewhere(rows: Matrix) -> Matrix:
    """For each pair the highest cosine of its row beside its own."""
    if rows.shape[1] == 1:
        return rows
    best = np.partition(rows, rows.shape[1] - 2, axis=1)[:, -2:]
    return np.where(rows == best[:, 1:], best[:, :1], best[:, 1:])


def _fewer_words(left: Sequence[Claim], right: Sequence[Claim]) -> Matrix:
    ours, theirs = (np.array([len(c.quote.split()) for c in claims], dtype=np.float64) for claims in (left, right))
    return np.minimum(ours[:, None], theirs[None, :])


def _equal(left: Sequence[object], right: Sequence[object]) -> Mask:
    numbers = {value: number for number, value in enumerate(dict.fromkeys([*left, *right]))}
    ours, theirs = (np.array([numbers[value] for value in side]) for side in (left, right))
    equal: Mask = ours[:, None] == theirs[None, :]
    return equal


def _both(left: Sequence[bool], right: Sequence[bool]) -> Mask:
    both: Mask = np.array(left)[:, None] & np.array(right)[None, :]
    return both


def _likeness_of_types(left: Sequence[Claim], right: Sequence[Claim], knowledge: Knowledge) -> Matrix:
    """1 for one known type, 0.5 for one family."""
    ours, theirs = ([c.event_type for c in claims] for claims in (left, right))
    known = _both([kind is not None for kind in ours], [kind is not None for kind in theirs])
    here, there = ([knowledge.event_types[k].family if k else None for k in kinds] for kinds in (ours, theirs))
    family = _both([one is not None for one in here], [one is not None for one in there]) & _equal(here, there)
    return np.where(known & _equal(ours, theirs), 1.0, np.where(family, 0.5, 0.0))


def _far_apart(left: Sequence[Claim], right: Sequence[Claim]) -> Mask:
    """Whether the articles appeared long after each other; where nobody knows, not."""
    ours, theirs = (
        np.array([np.nan if c.published_at is None else c.published_at.timestamp() for c in claims])
        for claims in (left, right)
    )
    apart: Mask = np.abs(ours[:, None] - theirs[None, :]) > LONG_PUBLICATION_GAP_HOURS * 3600
    return apart
