"""Finds who a pronoun, a dropped subject or a "the two sides" stands for, or says that it is not known.

The order of preference is that of centering (Grosz, Joshi and Weinstein 1995): the nearest sentence first, in it the
clauses above the pronoun and then the main clause, in a clause its subject before its object before anything else.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum

from app.core.claims.referents.agreement import UNKNOWN, Agreement, Gender, Number, Traits, agreement_of
from app.core.claims.words.lexicon import Lexicon
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import EntityType, Party, Place
from app.core.model.sentence import Word

MAX_DISTANCE = 3  # sentences back in which an antecedent is looked for
MAX_DISTANCE_OF_THINGS = 1  # the same for what is neither named nor a person
ELSEWHERE = 5  # level of a clause of the same sentence that is not above the pronoun
KINDS_OF_PARTNER = (SlotName.ACTOR, SlotName.COUNTERPART, SlotName.TARGET)
TOGETHER = frozenset({SlotName.ACTOR, SlotName.COUNTERPART})  # slots of those who do something with each other


Order = tuple[int, int, int, int]  # sentences back, level of the clause, rank in it, how far from its end


class Rank(IntEnum):
    """How prominent a mention is in its clause."""

    SUBJECT = 0
    OBJECT = 1
    OTHER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where in the article somebody is mentioned. ``level`` is how deep the clause hangs in its sentence."""

    sentence: int
    clause: int  # position of its head
    level: int
    rank: Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody or something (or several together) that a later word may stand for."""

    parties: tuple[Party, ...]
    traits: Traits
    at: Position
    end: int
    speaks: bool = False  # the subject of a verb of saying

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the parties: candidates with the same ones are one."""
        return frozenset(party.key for party in self.parties)

    @property
    def is_thing(self) -> bool:
        """Whether it is neither named nor known to be a person or to speak."""
        return not self.speaks and self.traits.person is None and not any(party.is_name for party in self.parties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A word, or the lack of one, that stands for somebody named before.

    ``above`` are the heads of the clauses over it, the nearest first. ``barred`` are the keys of what it cannot be:
    the other arguments of its verb. ``is_subject`` tells the doer (or owner) from an object.
    """

    traits: Traits
    sentence: int
    start: int
    above: tuple[int, ...]
    barred: frozenset[str] = frozenset()
    is_subject: bool = True
    animate: bool = False  # only persons and named bodies can do it: to say something
    owns: bool = False  # a possessive
    is_main: bool = True  # of a main clause
    quoted: bool = False  # in somebody's own words: no third person there is the speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class NounTold:
    """A noun of an earlier sentence. ``told`` is its phrase where that describes or names it."""

    sentence: int
    told: Party | None
    introduces: bool  # it has no definite article: something new is told of


@dataclass(kw_only=True)
class Discourse:
    """What was talked about so far in one article, the latest last."""

    candidates: list[Candidate] = field(default_factory=list)
    genders: dict[str, Gender] = field(default_factory=dict)  # by key of the person, learned from pronouns and verbs
    partners: tuple[Party, ...] = ()  # of the last event between two
    partners_told: int = 0  # in which sentence
    place: Place | None = None  # named last
    day: date | None = None  # told last
    quoting: bool = False  # a quotation goes on from one sentence to the next
    nouns: dict[str, list[NounTold]] = field(default_factory=dict)  # by key of the noun, the first one first
    meant: dict[Gender, tuple[int, frozenset[str]]] = field(default_factory=dict)  # by the last pronoun: sentence, keys
    owners: dict[str, tuple[Party, ...]] = field(default_factory=dict)  # by key of "his forces": whose they are

    def remember(self, candidate: Candidate) -> None:
        """Keeps one more candidate; a gender that it tells holds for its other mentions as well."""
        if len(candidate.parties) == 1 and candidate.traits.person and candidate.traits.gender is not None:
            self.genders.setdefault(candidate.parties[0].key, candidate.traits.gender)
        self.candidates.append(candidate)

    def learn(self, party: Party, traits: Traits) -> None:
        """The gender that a pronoun or a verb tells of somebody."""
        if traits.gender is not None and party.type is EntityType.PERSON:
            self.genders.setdefault(party.key, traits.gender)

    def antecedents(self, anaphor: Anaphor) -> tuple[Party, ...]:
        """Whom the word stands for; nothing where nobody fits or two fit equally well."""
        speakers = {key for c in self.candidates if c.speaks and anaphor.quoted for key in c.keys}
        anaphor = replace(anaphor, barred=anaphor.barred | speakers)
        fitting = sorted(
            ((self._order(c, anaphor), c) for c in self.candidates if self._fits(c, anaphor)), key=lambda pair: pair[0]
        )
        if not fitting:
            return ()
        order, best = self._meant_again(fitting, anaphor)
        nearest = fitting[0][1]
        if not nearest.keys & best.keys and nearest.at.rank is Rank.SUBJECT and nearest.at.clause in anaphor.above:
            return ()  # "Paul praised her work": unless the gender of both is known, either may be meant
        together = [c for o, c in fitting if o[:3] == order[:3] and c.keys > best.keys]
        best = together[0] if together else best  # several rather than one of them
        for other_order, other in fitting:
            if not other.keys <= best.keys and _equally_near(order, other_order, anaphor):
                return ()
        unsure = (anaphor.traits.person and not self._known(best).person) or not _is_prominent(best, anaphor)
        # "It" and "they" may mean any noun of the text: what has no name is right too seldom to be put in its place.
        unsure = unsure or not (anaphor.traits.person or all(party.is_name for party in best.parties))
        if unsure or self._has_rival(best, fitting, anaphor) or _is_unclear(best, fitting, anaphor):
            return ()
        if len(best.parties) == 1 and anaphor.traits.gender is not None:
            self.meant[anaphor.traits.gender] = (anaphor.sentence, best.keys)
            if len({c.keys for _, c in fitting}) == 1:
                self.learn(best.parties[0], anaphor.traits)
        return best.parties

    def _meant_again(self, fitting: Sequence[tuple[Order, Candidate]], anaphor: Anaphor) -> tuple[Order, Candidate]:
        """The nearest one; but "her" means who the "her" before it in the sentence does, not one of unknown gender."""
        nearest = fitting[0]
        gender = anaphor.traits.gender
        if gender is None or self._known(nearest[1]).gender is not None:
            return nearest
        again = (pair for pair in fitting if (anaphor.sentence, pair[1].keys) == self.meant.get(gender))
        return next(again, nearest)

    def _has_rival(self, best: Candidate, fitting: Sequence[tuple[Order, Candidate]], anaphor: Anaphor) -> bool:
        """Whether somebody of the sentence before may be meant as well as the nearest one.

        An unnamed speaker mostly speaks of somebody else ("the judge said that he ..."), and one whose gender is known
        to be that of the pronoun goes before one of unknown gender ("Paul praised her work").
        """
        if best.at.sentence != anaphor.sentence and anaphor.owns:  # "the case against X delayed his nomination"
            return any(c.at.sentence == anaphor.sentence and not c.keys <= best.keys for _, c in fitting)
        if best.at.sentence != anaphor.sentence or not anaphor.traits.person:
            return False
        before = [c for o, c in fitting if o[0] == 1 and c.at.rank is Rank.SUBJECT and not c.keys <= best.keys]
        if not best.parties[0].is_name:
            return bool(before)
        unknown = anaphor.traits.gender is not None and self._known(best).gender is None
        return unknown and any(self._known(candidate).gender is not None for candidate in before)

    def antecedent(self, sentence: int, pronoun: Word | None, lexicon: Lexicon) -> Party | None:
        """Whom the subject of a verb of saying means, asked before the sentence's own clauses are known."""
        traits = UNKNOWN
        if pronoun is not None:
            known = agreement_of(lexicon.words).pronoun(pronoun)
            if known is None:
                return None
            traits = known.traits
        start = pronoun.start if pronoun is not None else sys.maxsize
        parties = self.antecedents(
            Anaphor(
                traits=traits if traits.number else replace(traits, number=Number.ONE),
                sentence=sentence,
                start=start,
                above=(),
                animate=True,
            )
        )
        return parties[0] if len(parties) == 1 else None

    def _order(self, candidate: Candidate, anaphor: Anaphor) -> Order:
        at = candidate.at
        level, distance = at.level, anaphor.sentence - at.sentence
        if distance == 0:
            level = anaphor.above.index(at.clause) if at.clause in anaphor.above else ELSEWHERE
            distance = 1 if at.rank is Rank.OTHER else 0  # "after a meeting with Y, he ...": not Y
        return (distance, level, at.rank, -candidate.end)

    def _fits(self, candidate: Candidate, anaphor: Anaphor) -> bool:
        distance = anaphor.sentence - candidate.at.sentence
        farthest = MAX_DISTANCE_OF_THINGS if candidate.is_thing else MAX_DISTANCE
        if not 0 <= distance <= farthest or candidate.end > anaphor.start or candidate.keys & anaphor.barred:
            return False
        if anaphor.quoted and candidate.speaks:
            return False
        if candidate.is_thing and anaphor.animate:
            return False
        return anaphor.traits.fits(self._known(candidate))

    def _known(self, candidate: Candidate) -> Traits:
        if len(candidate.parties) > 1 or candidate.traits.gender is not None:
            return candidate.traits
        return replace(candidate.traits, gender=self.genders.get(candidate.parties[0].key))

    def both_sides(self, sentence: int) -> tuple[Party, ...]:
        """The two of the last event between two, asked from a sentence."""
        return self.partners if sentence - self.partners_told <= MAX_DISTANCE else ()

    def take_event(self, slots: Sequence[Slot], at: Position, *, reached: bool) -> None:
        """Keeps the place and, of an event between two named parties, both of them.

        ``reached`` where the event brings somebody to its destination.
        """
        where = (SlotName.PLACE, SlotName.DESTINATION) if reached else (SlotName.PLACE,)
        places = [slot.value for slot in slots if slot.name in where and isinstance(slot.value, Place)]
        if places:
            self.place = places[-1]
        pairs = [
            slot.value
            for slot in slots
            if slot.name in KINDS_OF_PARTNER and isinstance(slot.value, Party) and slot.value.resolved
        ]
        pairs.sort(key=lambda party: party.start)
        partners = tuple({party.key: party for party in pairs}.values())
        if len(partners) != 2 or not all(party.is_name and party.type is not EntityType.PLACE for party in partners):
            return
        self.partners, self.partners_told = partners, at.sentence
        kinds = {slot.name for slot in slots if isinstance(slot.value, Party) and slot.value in pairs}
        if not kinds <= TOGETHER or len({party.type for party in partners}) > 1:
            return
        self.remember(
            Candidate(
                parties=partners,
                traits=Traits(person=_all_persons(partners), number=Number.TWO),
                at=at,
                end=max(party.end for party in partners),
            )
        )


def _is_prominent(candidate: Candidate, anaphor: Anaphor) -> bool:
    """Whether something is in view: a person always; a body or place as the subject of a clause around the pronoun or
    of the main clause before; what has no name only as the latter, for a main clause."""
    at = candidate.at
    if candidate.traits.person or len(candidate.parties) > 1:
        return True
    is_subject = at.rank is Rank.SUBJECT
    if candidate.is_thing:
        return is_subject and at.sentence < anaphor.sentence and anaphor.is_main
    if at.sentence == anaphor.sentence:
        return is_subject or anaphor.owns
    return is_subject and at.level == 0 and at.sentence == anaphor.sentence - 1


def _is_unclear(best: Candidate, fitting: Sequence[tuple[Order, Candidate]], anaphor: Anaphor) -> bool:
    """Whether others may be meant and nothing but nearness speaks for the best: it is neither the subject of a clause
    around the pronoun nor of the main clause before. What has no person of its own is never taken from there into
    somebody's own words: he may have spoken of it before.
    """
    at = best.at
    near = [c for o, c in fitting if o[0] < MAX_DISTANCE and not c.keys & best.keys]
    rivals = any(c.parties[0].is_name or c.traits.person for c in near)
    is_subject = at.rank is Rank.SUBJECT
    if at.sentence == anaphor.sentence:
        around = is_subject and at.clause in anaphor.above
        return not around and (rivals or (anaphor.quoted and not anaphor.traits.person))
    if not anaphor.traits.person and (anaphor.quoted or any(c.at.rank is Rank.SUBJECT for c in near)):
        return True
    if at.rank is Rank.OTHER and not anaphor.owns:
        return True  # only named in passing
    in_view = is_subject and at.level == 0 and at.sentence == anaphor.sentence - 1
    told_of = in_view and (not best.speaks or anaphor.animate)  # of two, who spoke mostly spoke of the other
    return rivals and not told_of


def _equally_near(left: Order, right: Order, anaphor: Anaphor) -> bool:
    """Whether nothing but the order of the words tells two candidates apart.

    An object, or the subject of a passive, may as well be the object as the subject of the clause before.
    """
    if left[:3] == right[:3]:
        return True
    return not anaphor.is_subject and left[:2] == right[:2]


def _all_persons(parties: Sequence[Party]) -> bool | None:
    return True if all(party.type is EntityType.PERSON for party in parties) else None


def candidates_of(
    parties: Sequence[Party],
    agreement: Agreement,
    lexicon: Lexicon,
    *,
    before: Sequence[str | None],
    at: Position,
    verb: Traits = UNKNOWN,
    speaks: bool = False,
) -> list[Candidate]:
    """The candidates that the parties of one part of a clause are: each alone, and several together.

    ``before`` are the words before them, for their articles; ``verb`` is what the verb tells of its subject.
    """
    found: list[Candidate] = []
    for party, word in zip(parties, before, strict=True):
        traits = agreement.of_party(party, lexicon, word)
        if traits.person is None and agreement.is_owned(party):
            continue
        if traits.gender is None and len(parties) == 1 and traits.number is not Number.SEVERAL:
            traits = replace(traits, gender=verb.gender)
        found.append(Candidate(parties=(party,), traits=traits, at=at, end=party.end, speaks=speaks))
    if len(parties) > 1 and found:
        number = Number.TWO if len(parties) == 2 else Number.SEVERAL
        together = Traits(person=_all_persons(parties), number=number)
        found.append(replace(found[-1], parties=tuple(parties), traits=together))
    return found


def standing_for(antecedent: Party | None, *, text: str, start: int, end: int) -> Party:
    """The party at the place of a pronoun or of the verb that dropped its subject; unresolved where none was found."""
    if antecedent is not None:
        return replace(antecedent, text=text, start=start, end=end)
    return Party(text=text, start=start, end=end, name=text, key="", is_name=False, resolved=False)
