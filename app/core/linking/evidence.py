"""What speaks for and against two claims being about one thing, as numbers that a small model can weigh.

The similarity of multilingual sentence vectors says little by itself (unrelated sentences of one language are closer
than translations), so it is measured against the other claims of the same two articles, after the cross-domain
similarity local scaling of Conneau et al. 2018 (https://arxiv.org/abs/1710.04087).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields

from app.core.entities.names import same_party
from app.core.linking.comparison import Fit, best_fit, compare_places, compare_quantities, days_apart, hours_between
from app.core.model.claim import Claim, SlotName, Status
from app.core.model.entity import EntityType, Party
from app.core.model.language import Knowledge
from app.core.model.quantity import Quantity
from app.core.model.when import Granularity, When

Similarity = Callable[[int, int], float]

RARITY = {EntityType.PERSON: 1.0, EntityType.ORGANISATION: 0.6, EntityType.PLACE: 0.25}
UNTYPED_RARITY = 0.5
ONE_DAY = frozenset({Granularity.DAY, Granularity.PART_OF_DAY, Granularity.HOUR, Granularity.MINUTE})
FAR_DAYS = 3.0  # reports of one event differ by a day or two; more than that is another event
FAR_CAP_DAYS = 14.0
LONG_PUBLICATION_GAP_HOURS = 96.0  # most reports of one event appear within four days
SMALL_NUMBER = 10  # numbers up to ten occur everywhere
LONG_ENOUGH = 8  # words
USUAL_COSINE = 0.79  # of unrelated claims with multilingual-e5-small, measured on the development scenarios
USUAL_NEIGHBOURS = 2
SCALE = 20.0  # cosines of this encoder lie within a few hundredths of each other


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEvidence:
    """One number per kind of evidence; 0 where it is absent or unknown."""

    margin: float  # cosine minus the mean of both claims' other neighbours, times SCALE
    lead: float  # cosine minus the best of both claims' other neighbours, times SCALE: > 0 for a mutual best match
    context: float  # the same as margin, for the sentences around the claims
    brevity: float  # 0 from LONG_ENOUGH words on, near 1 for a single word: short claims are alike by chance
    same_type: float  # 1 for one event type, 0.5 for one family
    other_parties: float  # 1 where both name actors or targets in one slot and none is shared
    same_place: float
    other_place: float
    same_time: float  # 1 where the times overlap or lie within a day or two
    far_time: float  # days beyond FAR_DAYS, on a scale from 0 to 1
    same_number: float  # 1 for a number in common, less for a small one
    story: float  # share of named parties and large numbers that the two articles have in common
    publication_gap: float  # 1 where the articles appeared more than four days apart


EVIDENCE_NAMES = tuple(field.name for field in fields(PairEvidence))


class Neighbourhood:
    """How near each claim of two articles is to all claims of the other one.

    ``rows[i][j]`` is the cosine of claim i of the left and claim j of the right article.
    """

    def __init__(
        self, rows: Sequence[Sequence[float]], left_sentences: Sequence[int], right_sentences: Sequence[int]
    ) -> None:
        columns = list(zip(*rows, strict=True))
        self.rows = rows
        self._left = [(_level(row), *_two_best(row)) for row in rows]
        self._right = [(_level(column), *_two_best(column)) for column in columns]
        self._left_sentences, self._right_sentences = left_sentences, right_sentences
        self._contexts = _sentence_means(rows, left_sentences, right_sentences)
        self._context = _mean(list(self._contexts.values()))

    def margin(self, i: int, j: int) -> float:
        """Cosine minus the mean cosine of both claims to the other article."""
        return self.rows[i][j] - (self._left[i][0] + self._right[j][0]) / 2

    def lead(self, i: int, j: int) -> float:
        """Cosine minus the best that either claim reaches elsewhere: positive where each is the other's best match."""
        cosine = self.rows[i][j]
        return cosine - max(_best_other(self._left[i], cosine), _best_other(self._right[j], cosine))

    def context(self, i: int, j: int) -> float:
        """Mean cosine of the claims in both sentences, minus the mean over all pairs of sentences."""
        return self._contexts[self._left_sentences[i], self._right_sentences[j]] - self._context


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _level(values: Sequence[float]) -> float:
    """Mean cosine to the other article; where that has few claims, what is usual between unrelated ones counts in."""
    return (sum(values) + USUAL_NEIGHBOURS * USUAL_COSINE) / (len(values) + USUAL_NEIGHBOURS)


def _two_best(values: Iterable[float]) -> tuple[float, float]:
    best = sorted(values, reverse=True)[:2]
    return best[0], best[1] if len(best) > 1 else best[0]


def _best_other(summary: tuple[float, float, float], cosine: float) -> float:
    _, best, second = summary
    return second if best == cosine else best


def _sentence_means(
    rows: Sequence[Sequence[float]], left_sentences: Sequence[int], right_sentences: Sequence[int]
) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], list[float]] = {}
    for row, left in zip(rows, left_sentences, strict=True):
        for cosine, right in zip(row, right_sentences, strict=True):
            found.setdefault((left, right), []).append(cosine)
    return {pair: _mean(cosines) for pair, cosines in found.items()}


def gather_evidence(
    left: Claim, right: Claim, *, near: Neighbourhood, at: tuple[int, int], story: float, knowledge: Knowledge
) -> PairEvidence:
    """All evidence about one pair; ``at`` is its row and column in the similarity matrix."""
    same_place, other_place = _compare_place_slots(left, right)
    same_time, far_time = _compare_time_slots(left, right)
    gap = hours_between(left.published_at, right.published_at)
    return PairEvidence(
        margin=SCALE * near.margin(*at),
        lead=SCALE * near.lead(*at),
        context=SCALE * near.context(*at),
        brevity=_brevity(left, right),
        same_type=_compare_types(left, right, knowledge),
        other_parties=float(_slots_name_others(left, right)),
        same_place=same_place,
        other_place=other_place,
        same_time=same_time,
        far_time=far_time,
        same_number=_shared_number(left.quantities, right.quantities),
        story=story,
        publication_gap=float(gap is not None and abs(gap) > LONG_PUBLICATION_GAP_HOURS),
    )


def _brevity(left: Claim, right: Claim) -> float:
    shorter = min(len(left.quote.split()), len(right.quote.split()))
    return max(0.0, 1 - shorter / LONG_ENOUGH)


def _compare_types(left: Claim, right: Claim, knowledge: Knowledge) -> float:
    if left.event_type is None or right.event_type is None or _is_off(left) or _is_off(right):
        return 0.0
    if left.event_type == right.event_type:
        return 1.0
    one, other = knowledge.event_types[left.event_type], knowledge.event_types[right.event_type]
    return 0.5 if one.family is not None and one.family == other.family else 0.0


def _is_off(claim: Claim) -> bool:
    """ "Postponed" says nothing of what kind of event it was."""
    return claim.state in (Status.POSTPONED, Status.CANCELLED)


def rarity(party: Party) -> float:
    """How much it proves that two claims name this party: a person more than a country."""
    return RARITY.get(party.type, UNTYPED_RARITY) if party.type is not None else UNTYPED_RARITY


def shared_parties(left: Sequence[Party], right: Sequence[Party]) -> list[tuple[Party, Party]]:
    """Pairs of one party named on both sides, each party used once."""
    pairs: list[tuple[Party, Party]] = []
    free = [party for party in right if _is_told(party)]
    for one in left:
        if not _is_told(one):
            continue
        match = next((other for other in free if same_party(one, other)), None)
        if match is not None:
            free.remove(match)
            pairs.append((one, match))
    return pairs


def _is_told(party: Party) -> bool:
    return _is_named(party) or _is_office(party)


def _is_office(party: Party) -> bool:
    """Not named, but described by an office that is one man's: "Egypt's defence minister"."""
    return party.resolved and not party.is_name and bool(party.office_keys)


def _is_named(party: Party) -> bool:
    return party.is_name and party.resolved


def _slots_name_others(left: Claim, right: Claim) -> bool:
    """Whether both name who acted, or to whom it was done, or tell the office, and have nobody in common."""
    both_name = any(
        any(map(told, left.parties(name))) and any(map(told, right.parties(name)))
        for name in (SlotName.ACTOR, SlotName.TARGET)
        for told in (_is_named, _is_office)
    )
    return both_name and not shared_parties(left.parties(), right.parties())


def _compare_place_slots(left: Claim, right: Claim) -> tuple[float, float]:
    fit = best_fit([compare_places(one, other) for one in left.places() for other in right.places()])
    return float(fit in (Fit.SAME, Fit.COMPATIBLE)), float(fit is Fit.EXCLUDED)


def _compare_time_slots(left: Claim, right: Claim) -> tuple[float, float]:
    days = days_apart(left.times, right.times)
    if days is None:
        return 0.0, float(_weekdays_differ(left, right))
    if days <= FAR_DAYS:
        return 1.0 if days < 1 else 0.5, 0.0
    return 0.0, min(days, FAR_CAP_DAYS) / FAR_CAP_DAYS


def _weekdays_differ(left: Claim, right: Claim) -> bool:
    """Whether the only times that are told are different weekdays of weeks that nobody knows."""
    ours = {weekday for when in left.times if (weekday := _weekday(when)) is not None}
    theirs = {weekday for when in right.times if (weekday := _weekday(when)) is not None}
    return bool(ours) and bool(theirs) and not ours & theirs


def _weekday(when: When) -> int | None:
    if when.weekday is not None or when.interval is None or when.granularity not in ONE_DAY:
        return when.weekday
    return when.interval.earliest.isoweekday()


def _shared_number(left: Sequence[Quantity], right: Sequence[Quantity]) -> float:
    """Rarity of the rarest number that both tell, half of it where one only allows the other."""
    share = {Fit.SAME: 1.0, Fit.COMPATIBLE: 0.5}
    fits = ((compare_quantities(one, other), one) for one in left for other in right)
    return max((share[fit] * _number_rarity(one) for fit, one in fits if fit in share), default=0.0)


def _number_rarity(quantity: Quantity) -> float:
    number = quantity.low if quantity.low is not None else quantity.high
    return 0.4 if number is not None and number <= SMALL_NUMBER and number == int(number) else 1.0


def story_overlap(left: Sequence[Claim], right: Sequence[Claim]) -> float:
    """Share of the parties and large numbers of the article that has fewer, that the other names too (0 to 1)."""
    ours, theirs = _named_parties(left), _named_parties(right)
    shared = sum(rarity(one) for one, _ in shared_parties(ours, theirs))
    fewer = min(sum(map(rarity, ours)), sum(map(rarity, theirs)))
    numbers = _large_numbers(left) & _large_numbers(right)
    fewer_numbers = min(len(_large_numbers(left)), len(_large_numbers(right)))
    total = fewer + fewer_numbers
    return (shared + len(numbers)) / total if total else 0.0


def _named_parties(claims: Sequence[Claim]) -> list[Party]:
    by_key: dict[str, Party] = {}
    for claim in claims:
        for party in claim.parties():
            if _is_named(party):
                by_key.setdefault(party.key, party)
    return [by_key[key] for key in sorted(by_key)]


def _large_numbers(claims: Sequence[Claim]) -> set[float]:
    return {
        quantity.low
        for claim in claims
        for quantity in claim.quantities
        if quantity.low is not None and quantity.low == quantity.high and quantity.low > SMALL_NUMBER
    }
