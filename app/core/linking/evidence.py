"""What speaks for and against two claims being about one thing, as numbers that a small model can weigh."""

from collections.abc import Sequence
from typing import NamedTuple

from app.core.entities.names import same_party
from app.core.folding import fold
from app.core.linking.comparison import Fit, best_fit, compare_places, compare_quantities, days_apart, hours_between
from app.core.linking.differences import ONE_DAY, is_another, tell_other_numbers, tell_other_times
from app.core.linking.nearness import Closeness
from app.core.model.claim import Claim, Polarity, SlotName, Status
from app.core.model.entity import EntityType, Party, Place
from app.core.model.language import Knowledge
from app.core.model.quantity import Quantity
from app.core.model.when import When
from app.core.remembering import once

RARITY = {EntityType.PERSON: 1.0, EntityType.ORGANISATION: 0.6, EntityType.PLACE: 0.25}
UNTYPED_RARITY = 0.5
PLACE_RARITY = 0.5  # of a place within a country where something happened
FAR_DAYS = 3.0  # reports of one event differ by a day or two; more than that is another event
FAR_CAP_DAYS = 14.0
LONG_PUBLICATION_GAP_HOURS = 96.0  # most reports of one event appear within four days
SMALL_NUMBER = 10  # numbers up to ten occur everywhere
LONG_ENOUGH = 8  # words
OPENING_SENTENCES = 2
REAL = frozenset({Status.HAPPENED, Status.ONGOING, Status.UNCERTAIN})
SCALE = 20.0  # cosines of this encoder lie within a few hundredths of each other


class PairEvidence(NamedTuple):
    """One number per kind of evidence; 0 where it is absent or unknown."""

    margin: float  # cosine minus the mean of both claims' other neighbours, times SCALE
    lead: float  # cosine minus the best of both claims' other neighbours, times SCALE: > 0 for a mutual best match
    context: float  # the same as margin, for the sentences in which the claims stand
    context_lead: float  # the same as lead, for these sentences
    brevity: float  # 0 from LONG_ENOUGH words on, near 1 for a single word: short claims are alike by chance
    same_type: float  # 1 for one event type, 0.5 for one family
    other_parties: float  # 1 where both name actors or targets in one slot and none is shared
    same_place: float
    other_place: float
    same_time: float  # 1 where the times overlap or lie within a day or two
    other_time: float  # 1 where both tell their day or hour, and no moment fits both
    far_time: float  # 0.5 to 1 for times more than FAR_DAYS apart, growing with the distance
    twice_other: float  # 0.5 where two of parties, place, day and number differ, 1 where more do: one error is no two
    same_number: float  # 1 for a number in common, less for a small one
    story: float  # share of named parties and large numbers that the two articles have in common
    strangers: float  # 1 where they have none in common: most articles that are compared are of two stories
    company: float  # log-odds by vectors of the best match between other sentences of both: one story has several
    publication_gap: float  # 1 where the articles appeared more than four days apart
    opening: float  # 1 where both stand in the first two sentences, which tell the news
    displaced: float  # how much farther on one stands in its article than the other in its own, 0 to 1
    one_language: float  # 1 for one language: sentence vectors of one language are closer
    another: float  # 1 where one is told as one more of its kind: "another accident", "a similar strike"
    denial: float  # 1 where a source denies the one, and the other or its sentence is what comes nearest to it


EVIDENCE_NAMES = PairEvidence._fields


def gather_evidence(left: Claim, right: Claim, *, near: Closeness, story: float, knowledge: Knowledge) -> PairEvidence:
    """All evidence about one pair."""
    across = left.article_id != right.article_id
    same_place, other_place = _compare_place_slots(left, right)
    other_time = tell_other_times(left, right)
    same_time, far_time = _compare_time_slots(left, right)
    other_parties = _slots_name_others(left, right)
    differing = sum((other_parties, other_place > 0, other_time, tell_other_numbers(left, right)))
    gap = hours_between(left.published_at, right.published_at)
    return PairEvidence(
        margin=SCALE * near.margin,
        lead=SCALE * near.lead,
        context=SCALE * near.context,
        context_lead=SCALE * near.context_lead,
        brevity=_brevity(left, right),
        same_type=_compare_types(left, right, knowledge),
        other_parties=float(other_parties),
        same_place=same_place,
        other_place=other_place,
        same_time=0.0 if other_time else same_time,
        other_time=float(other_time),
        far_time=far_time,
        twice_other=min(1.0, max(0, differing - 1) / 2),
        same_number=_shared_number(left.quantities, right.quantities),
        story=story,
        strangers=float(story == 0.0),
        company=near.company,
        publication_gap=float(gap is not None and abs(gap) > LONG_PUBLICATION_GAP_HOURS),
        opening=float(across and max(left.sentence, right.sentence) < OPENING_SENTENCES),
        displaced=near.displaced if across else 0.0,
        one_language=float(left.language == right.language),
        another=float(is_another(left, right, knowledge)),
        denial=float(across and _is_denial(left, right, near=near, knowledge=knowledge)),
    )


def _brevity(left: Claim, right: Claim) -> float:
    return max(0.0, 1 - min(count_words(left), count_words(right)) / LONG_ENOUGH)


@once
def count_words(claim: Claim) -> int:
    """Of its quote."""
    return len(claim.quote.split())


def _compare_types(left: Claim, right: Claim, knowledge: Knowledge) -> float:
    if left.event_type is None or right.event_type is None or _is_off(left) or _is_off(right):
        return 0.0
    if left.event_type == right.event_type:
        return 1.0
    one, other = knowledge.event_types[left.event_type], knowledge.event_types[right.event_type]
    return 0.5 if one.family is not None and one.family == other.family else 0.0


def _is_denial(left: Claim, right: Claim, *, near: Closeness, knowledge: Knowledge) -> bool:
    """Whether the one is what a source denies and the other the same kind of thing, told as real: "denied that anybody
    had died" is less like "two men died" than two reports of these deaths are like each other."""
    denied = (left.is_denied_by_source, right.is_denied_by_source)
    if denied[0] == denied[1] or not {left.state, right.state} <= REAL:
        return False
    asserted = left if denied[1] else right
    one_kind = left.event_type is right.event_type is None or _compare_types(left, right, knowledge) > 0
    nearest = near.lead >= 0 or near.context_lead >= 0
    return asserted.polarity is Polarity.POSITIVE and one_kind and nearest


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
    both_name = not _who_is_told(left).isdisjoint(_who_is_told(right))
    return both_name and not shared_parties(left.parties(), right.parties())


@once
def _who_is_told(claim: Claim) -> frozenset[tuple[SlotName, bool]]:
    """Whether it tells who acted and to whom it was done: by name (True), or by an office."""
    return frozenset(
        (name, named)
        for name in (SlotName.ACTOR, SlotName.TARGET)
        for named, told in ((True, _is_named), (False, _is_office))
        if any(map(told, claim.parties(name)))
    )


def _compare_place_slots(left: Claim, right: Claim) -> tuple[float, float]:
    fit = best_fit([compare_places(one, other) for one in left.places() for other in right.places()])
    return float(fit in (Fit.SAME, Fit.COMPATIBLE)), float(fit is Fit.EXCLUDED)


def _compare_time_slots(left: Claim, right: Claim) -> tuple[float, float]:
    days = days_apart(left.times, right.times)
    if days is None:
        return 0.0, float(_weekdays_differ(left, right))
    if days <= FAR_DAYS:
        return 1.0 if days < 1 else 0.5, 0.0
    return 0.0, 0.5 + min(days, FAR_CAP_DAYS) / FAR_CAP_DAYS / 2


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
    here, there = _places(left), _places(right)
    places = PLACE_RARITY * sum(any(compare_places(one, other) is Fit.SAME for other in there) for one in here)
    total = fewer + fewer_numbers + PLACE_RARITY * min(len(here), len(there))
    return min(1.0, (shared + len(numbers) + places) / total) if total else 0.0


def _places(claims: Sequence[Claim]) -> list[Place]:
    """Each once; countries say little about the story."""
    found = {(place.key or fold(place.name)): place for claim in claims for place in claim.places()}
    return [found[key] for key in sorted(found) if "/" in (found[key].key or "/")]


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
