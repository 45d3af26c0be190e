"""What tells two events of one kind apart: other days, other places, other people, or that one is called another.

What a report leaves out is no difference. One difference may be an error in one of two reports of one event; two that
do not depend on each other are seldom.
"""

from collections.abc import Collection, Iterable
from itertools import product

from app.core.entities.name_words import name_words
from app.core.entities.names import may_be_one, same_party
from app.core.entities.places import key_contains
from app.core.folding import fold
from app.core.linking.comparison import Fit, best_fit, compare_intervals, compare_places, compare_quantities
from app.core.linking.offices import GIVING
from app.core.linking.period import may_be_one_time
from app.core.linking.turns import are_other_turns
from app.core.model.claim import Claim, SlotName
from app.core.model.entity import EntityType, Name, Party
from app.core.model.language import Knowledge
from app.core.model.when import Granularity, When
from app.core.remembering import once

ONE_DAY = frozenset({Granularity.DAY, Granularity.PART_OF_DAY, Granularity.HOUR, Granularity.MINUTE})
ACTING = (EntityType.PERSON, EntityType.ORGANISATION)
TAKING_PART = (SlotName.ACTOR, SlotName.COUNTERPART)
SEVERAL = 2
LENGTH = "km"
LONGEST_WAY = 24  # code points from a distance to the name of the place from which it is measured
TELLING_NUMBER = 10  # numbers up to ten occur everywhere


def are_two_events(left: Claim, right: Claim) -> bool:
    """Whether so much differs that no single error explains it: the time and the place or the people too, and nothing
    is told that would be strange to recur; or one kind of thing was done to different persons, or months apart, where
    a claim that tells no time is of its article's days; or two things that both tell differ, and none is the same."""
    if are_done_to_others(left, right):
        return True
    if mark_one_event(left, right):
        return False
    if are_of_one_type(left, right) and not may_be_one_time(left, right):
        return True
    if have_nothing_in_common(left, right):
        return True
    if not tell_other_times(left, right):
        return False
    return tell_other_places(left, right) or tell_others(left, right) or keep_other_company(left, right)


def have_nothing_in_common(left: Claim, right: Claim) -> bool:
    """Whether two or more of the parties, places, times and numbers that both tell differ, and none of them fits.
    A number may differ because it was counted on another day."""
    if _share_party(left, right):
        return False
    places = best_fit([compare_places(one, other) for one in left.places() for other in right.places()])
    times = best_fit([compare_intervals(one, other) for one in _moments(left) for other in _moments(right)])
    numbers = best_fit([compare_quantities(one, other) for one in left.quantities for other in right.quantities])
    known = [fit for fit in (places, times, numbers) if fit is not None]
    strange = min(SEVERAL, _count_named(left), _count_named(right))
    elsewhere = places is Fit.EXCLUDED or strange > 0
    return elsewhere and all(fit is Fit.EXCLUDED for fit in known) and len(known) + strange > 1


@once
def _count_named(claim: Claim) -> int:
    return sum(party.is_name and party.resolved for party in claim.parties())


def _share_party(left: Claim, right: Claim) -> bool:
    return any(same_party(one, other) for one in left.parties() for other in right.parties())


def tell_other_numbers(left: Claim, right: Claim) -> bool:
    """Whether both count something, and no number of the one can be one of the other."""
    fits = [compare_quantities(one, other) for one in left.quantities for other in right.quantities]
    return best_fit(fits) is Fit.EXCLUDED


def are_of_one_type(left: Claim, right: Claim) -> bool:
    """Whether both are of one known type."""
    return left.event_type is not None and left.event_type == right.event_type


def tell_other_times(left: Claim, right: Claim) -> bool:
    """Whether both tell their day or hour, and no moment fits both."""
    ours, theirs = _moments(left), _moments(right)
    return best_fit([compare_intervals(one, other) for one, other in product(ours, theirs)]) is Fit.EXCLUDED


@once
def _moments(claim: Claim) -> list[When]:
    return [when for when in claim.times if when.granularity in ONE_DAY and when.bound is None]


def tell_other_places(left: Claim, right: Claim) -> bool:
    """Whether both tell a place, in a slot or by name, and no place of the one can be one of the other."""
    fit = best_fit([compare_places(one, other) for one in left.places() for other in right.places()])
    if fit in (Fit.SAME, Fit.COMPATIBLE):
        return False
    ours, theirs = _towns(left), _towns(right)
    if any(is_one_name(one, other) is not False for one, other in product(ours, theirs)):
        return False
    return fit is Fit.EXCLUDED or bool(ours and theirs)


@once
def _towns(claim: Claim) -> list[Name]:
    """The places named in the quote, without countries, which stand there as adjectives too, and without those from
    which another one's distance is told: "at Ayapata, 300 kilometres from Cusco"."""
    named = [name for name in _names_in(claim, EntityType.PLACE) if name.place_key is None or "/" in name.place_key]
    distances = [quantity.end for quantity in claim.quantities if quantity.unit == LENGTH]
    near = [n for n in named if not any(0 <= n.start - end <= LONGEST_WAY for end in distances)]
    return near or named


def tell_others(left: Claim, right: Claim) -> bool:
    """Whether both name persons or bodies, and none of the one can be one of the other."""
    ours, theirs = _names_in(left, *ACTING), _names_in(right, *ACTING)
    return bool(ours and theirs) and all(is_one_name(one, other) is False for one, other in product(ours, theirs))


def keep_other_company(left: Claim, right: Claim) -> bool:
    """Whether both tell of several who took part, one of whom is on both sides and no other: the governor met a
    minister, and elders. Not where both were at one place."""
    ours, theirs = _company(left), _company(right)
    shared = sum(any(same_party(one, other) for other in theirs) for one in ours)
    if min(len(ours), len(theirs)) < SEVERAL or shared != 1:
        return False
    return not any(compare_places(one, other) is Fit.SAME for one in left.places() for other in right.places())


@once
def _company(claim: Claim) -> list[Party]:
    return [party for party in claim.parties(*TAKING_PART) if party.resolved and party.name]


def are_done_to_others(left: Claim, right: Claim) -> bool:
    """Whether both tell one kind of event and name to whom it was done, different persons. Of one office there is one
    event, whoever is said to have got it."""
    if not are_of_one_type(left, right) or left.event_type in GIVING:
        return False
    ours, theirs = _persons_done_to(left), _persons_done_to(right)
    return bool(ours and theirs) and all(same_party(one, other) == 0.0 for one, other in product(ours, theirs))


@once
def _persons_done_to(claim: Claim) -> list[Party]:
    return [p for p in claim.parties(SlotName.TARGET) if p.is_name and p.resolved and p.type is EntityType.PERSON]


def mark_one_event(left: Claim, right: Claim) -> bool:
    """Whether both tell what seldom recurs: one named thing that it was done to, or one large number of a thing. Who
    acted is no such mark: he acts every day."""
    return _share_target(left, right) or _share_target(right, left) or share_number(left, right)


def _share_target(left: Claim, right: Claim) -> bool:
    return any(is_one_name(one, other) for one, other in product(_names_done_to(left), _names_around(right)))


@once
def _names_done_to(claim: Claim) -> list[Name]:
    targets = claim.parties(SlotName.TARGET)
    inside = [name for name in claim.names if any(p.start <= name.start and name.end <= p.end for p in targets)]
    return list(dict.fromkeys([*inside, *_as_names(targets)]))


@once
def _names_around(claim: Claim) -> list[Name]:
    """All names of its sentence, and of who takes part without being told there."""
    return list(dict.fromkeys([*claim.names, *_as_names(claim.parties())]))


def share_name(left: Claim, right: Claim) -> bool:
    """Whether one name stands in the sentences of both, apart from names of countries and towns."""
    return any(
        is_one_name(one, other)
        for one, other in product(_names_around(left), _names_around(right))
        if one.place_key is None and other.place_key is None
    )


def share_number(left: Claim, right: Claim) -> bool:
    """Whether both tell one number beyond the small ones."""
    return any(
        one.low == other.low and (one.low or 0) > TELLING_NUMBER
        for one, other in product(left.quantities, right.quantities)
        if compare_quantities(one, other) in (Fit.SAME, Fit.COMPATIBLE)
    )


def is_another(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether exactly one is told as one more of its kind ("another accident on the same road"), or both are told as
    different ones of a series ("the second round", "the third")."""
    return is_one_more(left, knowledge) != is_one_more(right, knowledge) or are_other_turns(left, right, knowledge)


def is_one_more(claim: Claim, knowledge: Knowledge) -> bool:
    """Whether its words call what happened, or who or what took part, another one than was told before."""
    return _tells_one_more(claim, knowledge.pack(claim.language).claims.one_more)


@once
def _tells_one_more(claim: Claim, entries: Collection[str]) -> bool:
    start, end = (max(0, place - claim.start) for place in (claim.predicate_start, claim.predicate_end))
    beside = [" ".join(claim.quote[:start].split()[-2:]), " ".join(claim.quote[end:].split()[:1])]
    described = [party.text for party in claim.parties() if not party.is_name]
    texts = [f" {fold(text)} " for text in (*beside, *described)]
    return any(f" {fold(entry)} " in text for text in texts for entry in entries)


@once
def _names_in(claim: Claim, *types: EntityType) -> list[Name]:
    """The names of these types in the quote, without those of the sources that it cites: "according to the mayor of
    X" does not say that it was at X."""
    cited = [(s.start, s.end) for s in claim.attribution if s.start is not None and s.end is not None]
    inside = (n for n in claim.names if n.type in types and claim.start <= n.start and n.end <= claim.end)
    return [n for n in inside if not any(start <= n.start < end for start, end in cited)]


def _as_names(parties: Iterable[Party]) -> list[Name]:
    """The named ones of the parties, whether the reader tagged their names or not."""
    return [
        Name(
            type=party.type or EntityType.ORGANISATION,
            start=party.start,
            end=party.end,
            name=party.name,
            key=party.key,
            place_key=party.place_key,
        )
        for party in parties
        if party.is_name and party.resolved
    ]


def is_one_name(left: Name, right: Name) -> bool | None:
    """Whether both name one thing or, of places, one may lie in the other; None where nobody knows."""
    if left.place_key is not None and right.place_key is not None:
        return key_contains(left.place_key, right.place_key) or key_contains(right.place_key, left.place_key)
    if left.key == right.key or may_be_one(left.name, right.name):
        return True
    if any(f" {fold(one.name)} " in f" {fold(other.name)} " for one, other in ((left, right), (right, left))):
        return True
    return None if _may_be_translated(left, right) else False


def _may_be_translated(left: Name, right: Name) -> bool:
    """Whether two names in two scripts say nothing: what several words call is translated, not spelled, and a body's
    name always may be."""
    ours, theirs = name_words(left.name), name_words(right.name)
    if not ours or not theirs or ours[0].script is theirs[0].script:
        return not ours or not theirs
    if left.type is right.type is EntityType.PERSON:
        return False
    return EntityType.ORGANISATION in (left.type, right.type) or max(len(ours), len(theirs)) > 1
