"""Claims of who holds which office, and the office in claims of appointment."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Protocol

from app.core.claims.grammar.parties import NamesInSentence
from app.core.claims.offices.holders import find_holder, party_of
from app.core.claims.offices.phrases import OfficePhrase, body_span, find_office_phrases
from app.core.claims.times import TimesFound
from app.core.claims.words.lexicon import lexicon_of
from app.core.entities.office_fit import is_same_office
from app.core.entities.office_lexicon import OfficeLexicon, office_lexicon
from app.core.entities.places import PlaceList
from app.core.entities.tokens import name_tokens
from app.core.folding import fold
from app.core.model.article import Article
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.core.model.entity import EntityType, Party, Phrase
from app.core.model.language import Knowledge
from app.core.model.office import HeldOffice
from app.core.model.when import Bound, When

HOLD_OFFICE = "hold_office"
APPOINT = "appoint"
GIVING = frozenset({APPOINT, "elect"})
LEAVING = frozenset({"resign", "dismiss"})
CHANGING = LEAVING | GIVING
CONFIDENCE = 0.7  # found by the way, from words beside a name
LONG_AGO = timedelta(days=45)  # what a sentence tells of farther back, it tells of the holders of that time


class Read(Protocol):
    """What is known of one sentence."""

    @property
    def index(self) -> int:
        """Its place in the article."""
        ...

    @property
    def names(self) -> NamesInSentence:
        """Its names."""
        ...

    @property
    def times(self) -> TimesFound:
        """Its times."""
        ...

    @property
    def headline(self) -> bool:
        """Whether it is the headline."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A person and an office that a sentence tells of him; ``claim`` is the claim of appointment that says so,
    ``new`` whether the words say that he came by it now."""

    reading: Read
    person: Party
    office: HeldOffice
    phrase: OfficePhrase
    start: int
    end: int
    claim: Claim | None = None
    new: bool = False


def tell_offices(
    claims: Sequence[Claim], readings: Sequence[Read], *, article: Article, knowledge: Knowledge, places: PlaceList
) -> list[Claim]:
    """The claims with the offices that appointments give, and one more for each office that the article gives to a
    named person by the way. A language without words for offices gets none."""
    pack = knowledge.pack(article.language)
    if not (pack.offices.heads or pack.offices.joining):
        return list(claims)
    finder = _Finder(claims, readings, article=article, knowledge=knowledge, places=places)
    held = finder.find()
    given = {holding.claim.id: holding for holding in held if holding.claim is not None}
    told = [_with_office(claim, given[claim.id]) if claim.id in given else claim for claim in claims]
    offices = _offices_of(held)
    kept = _once(_without_rivals([holding for holding in held if holding.claim is None], given.values()))
    told.extend(_claim(holding, article, offices[holding.person.key]) for holding in kept)
    return sorted(told, key=lambda claim: (claim.sentence, claim.start, claim.predicate_start))


class _Finder:
    """Finds who holds what in one article."""

    def __init__(
        self,
        claims: Sequence[Claim],
        readings: Sequence[Read],
        *,
        article: Article,
        knowledge: Knowledge,
        places: PlaceList,
    ) -> None:
        self.readings, self.article, self.places = readings, article, places
        self.kinds = knowledge.offices
        self.words = knowledge.pack(article.language).names
        self.lexicon: OfficeLexicon = office_lexicon(knowledge.pack(article.language))
        self.claim_words = lexicon_of(knowledge.pack(article.language).claims)
        self.changes = [claim for claim in claims if claim.event_type in CHANGING]
        self.tokens = [name_tokens(reading.names.sentence, self.words) for reading in readings]
        self.leaving = {
            party.key
            for claim in self.changes
            if claim.event_type in LEAVING
            for party in claim.parties(SlotName.TARGET, SlotName.ACTOR)
        }

    @cached_property
    def near(self) -> frozenset[str]:
        """The places and countries that the article names."""
        mentions = (mention for reading in self.readings for mention in reading.names.mentions)
        demonyms = (
            self.lexicon.names.demonyms.match(tokens, at) for tokens in self.tokens for at in range(len(tokens))
        )
        named = {mention.place_key for mention in mentions if mention.place_key}
        return frozenset(named | {demonym.value for demonym in demonyms if demonym is not None})

    def find(self) -> list[Holding]:
        """All holdings in text order; those that a change of office makes doubtful are left out."""
        found = [holding for reading in self.readings for holding in self._in_sentence(reading)]
        found = [self._completed(holding) for holding in found]
        appointed = {holding.person.key for holding in found if holding.claim is not None}
        return [
            holding
            for holding in found
            if holding.office.is_told
            and holding.person.key not in self.leaving
            and (holding.claim is not None or holding.person.key not in appointed)
        ]

    def _in_sentence(self, reading: Read) -> Iterator[Holding]:
        tokens = self.tokens[reading.index]
        changes = [claim for claim in self.changes if claim.sentence == reading.index]
        old = self._is_old(reading)
        used: set[str] = set()
        for phrase in find_office_phrases(tokens, reading.names, self.lexicon):
            if phrase.past or phrase.head[2] not in self.kinds:
                continue
            start, end = tokens[phrase.first].start, tokens[phrase.last].end
            change = next((c for c in changes if c.start <= start and end <= c.end and c.id not in used), None)
            holding = self._by_name(reading, phrase, change, old=old) or self._by_change(reading, phrase, change)
            if holding is None:
                continue
            if holding.claim is not None:
                used.add(holding.claim.id)
            yield holding

    def _by_name(self, reading: Read, phrase: OfficePhrase, change: Claim | None, *, old: bool) -> Holding | None:
        """The holding of the person named beside the office."""
        tokens, names = self.tokens[reading.index], reading.names
        beside = find_holder(tokens, phrase, names, self.lexicon, appointed=change is not None)
        person = None if beside is None else party_of(names, beside)
        if beside is None or person is None:
            return None
        if change is None or not _changes(change, person) or _is_giver(change, person):
            return None if old or phrase.post else self._holding(reading, phrase, person, new=beside.becoming)
        return self._holding(reading, phrase, person, change) if self._gives(change, reading, phrase) else None

    def _by_change(self, reading: Read, phrase: OfficePhrase, change: Claim | None) -> Holding | None:
        """The holding of the one person whom a claim of appointment is about, where the office stands behind its
        verb and no name beside it."""
        tokens = self.tokens[reading.index]
        if change is None or not self._gives(change, reading, phrase):
            return None
        if find_holder(tokens, phrase, reading.names, self.lexicon, appointed=True) is not None:
            return None
        if tokens[phrase.first].start < change.predicate_end and not phrase.post:
            return None
        people = [p for p in change.parties(SlotName.TARGET) if p.is_name and p.type is EntityType.PERSON]
        return self._holding(reading, phrase, people[0], change) if len(people) == 1 else None

    def _gives(self, change: Claim, reading: Read, phrase: OfficePhrase) -> bool:
        """Whether the claim says that the office was given: what is denied behind the office is another one ("head of
        the museums, not of a university")."""
        if change.event_type not in GIVING or change.status is not Status.HAPPENED:
            return False
        if change.polarity is Polarity.POSITIVE:
            return True
        words = reading.names.sentence.words
        end = words[phrase.last].end
        denying = [
            word.start
            for word in words
            if change.start <= word.start < change.end and self.claim_words.is_in("negation", word.text)
        ]
        return bool(denying) and min(denying) >= end

    def _holding(
        self, reading: Read, phrase: OfficePhrase, person: Party, claim: Claim | None = None, *, new: bool = False
    ) -> Holding:
        tokens = self.tokens[reading.index]
        start = min(tokens[phrase.first].start, person.start)
        end = max(tokens[phrase.last].end, person.end)
        office = self.lexicon.told(tokens, (phrase.first, phrase.last), phrase.head, self.places)
        if phrase.owner is not None and not office.is_told:
            office = self._owned(reading, phrase, office)
        office = office if office.places else replace(office, near=self.near)
        return Holding(
            reading=reading, person=person, office=office, phrase=phrase, start=start, end=end, claim=claim, new=new
        )

    def _owned(self, reading: Read, phrase: OfficePhrase, office: HeldOffice) -> HeldOffice:
        """The office of "its chairman", whose body is the last one that was the subject of a sentence before."""
        for index in range(reading.index, max(-1, reading.index - 3), -1):
            words = self.readings[index].names.sentence.words
            tokens = self.tokens[index]
            end = phrase.first if index == reading.index else len(words)
            for at in range(end - 1, -1, -1):
                subject = words[at].relation.startswith("nsubj") and tokens[at].folded in self._body_heads
                if subject:
                    span = body_span(tokens, self.readings[index].names, at)
                    head = (phrase.head[0], phrase.head[1], phrase.head[2])
                    told = self.lexicon.told(tokens, span, (-1, -1, head[2]), self.places)
                    return replace(told, head=office.head)
        return office

    @property
    def _body_heads(self) -> frozenset[str]:
        return self.lexicon.names.organisation_heads

    def _completed(self, holding: Holding) -> Holding:
        """An appointment to "governor" is to the one office of a governor that the article tells in full."""
        if holding.office.is_told or holding.claim is None:
            return holding
        fuller = {office for office in self._told_anywhere(holding.office.head) if office.is_told}
        if len({replace(office, places=frozenset(), near=frozenset()) for office in fuller}) != 1:
            return holding
        return replace(holding, office=max(fuller, key=lambda office: (len(office.places), office.key)))

    def _told_anywhere(self, head: str) -> Iterator[HeldOffice]:
        for reading, tokens in zip(self.readings, self.tokens, strict=True):
            for phrase in find_office_phrases(tokens, reading.names, self.lexicon):
                if phrase.head[2] == head:
                    office = self.lexicon.told(tokens, (phrase.first, phrase.last), phrase.head, self.places)
                    yield office if office.places else replace(office, near=self.near)

    def _is_old(self, reading: Read) -> bool:
        """Whether the sentence tells of a time long before the article."""
        published = self.article.published_at
        if published is None:
            return False
        latest = published.replace(tzinfo=None) - LONG_AGO
        return any(
            when.interval is not None and when.interval.latest < latest and not self._is_since(reading, when)
            for when in reading.times.times
        )

    def _is_since(self, reading: Read, when: When) -> bool:
        """Whether what holds since then holds still: "in office since the autumn"."""
        words = reading.names.sentence.words
        before = [word for word in words if word.end <= when.start][-2:]
        inside = [word for word in words if when.start <= word.start < when.end]
        return any(self.claim_words.bounds.get(fold(word.text)) is Bound.SINCE for word in (*before, *inside))


def _changes(change: Claim, person: Party) -> bool:
    """Whether the change may be that of the person's own office."""
    return change.start <= person.start and person.end <= change.end


def _is_giver(change: Claim, person: Party) -> bool:
    """Whether the person appoints another one."""
    others = [p for p in change.parties(SlotName.TARGET) if p.is_name and p.key != person.key]
    return bool(others) and any(p.key == person.key for p in change.parties(SlotName.ACTOR))


def _with_office(claim: Claim, holding: Holding) -> Claim:
    """The claim of appointment with whom it gives the office, and the office with its key."""
    phrase = _phrase(holding)
    kept = [
        slot
        for slot in claim.slots
        if not (isinstance(slot.value, Party) and slot.value.key == holding.person.key)
        and not (slot.name is SlotName.TARGET and isinstance(slot.value, Party) and not slot.value.is_name)
        and not (slot.value.start < phrase.end and phrase.start < slot.value.end)
    ]
    given = (Slot(name=SlotName.TARGET, value=holding.person), Slot(name=SlotName.ROLE, value=phrase))
    return replace(claim, slots=(*kept, *given), polarity=Polarity.POSITIVE)


def _phrase(holding: Holding) -> Phrase:
    words = holding.reading.names.sentence.words
    first, last = holding.phrase.first, holding.phrase.last
    text = " ".join(word.text for word in words[first : last + 1])
    return Phrase(text=text, start=words[first].start, end=words[last].end, key=holding.office.key)


def _offices_of(held: Iterable[Holding]) -> dict[str, tuple[str, ...]]:
    """The keys of all offices that the article gives to each person."""
    found: dict[str, dict[str, None]] = {}
    for holding in held:
        found.setdefault(holding.person.key, {})[holding.office.key] = None
    return {person: tuple(keys) for person, keys in found.items()}


def _without_rivals(held: Sequence[Holding], given: Iterable[Holding]) -> list[Holding]:
    """Without the offices that the article gives to two persons: it tells of a change, or of two bodies."""
    given = list(given)
    return [one for one in held if not any(_are_rivals(one, other) for other in (*held, *given))]


def _are_rivals(one: Holding, other: Holding) -> bool:
    same = is_same_office(one.office, other.office, one_language=True)
    return same and one.person.key != other.person.key


def _once(held: Sequence[Holding]) -> list[Holding]:
    """Each office of each person once, where it is told first, in the body rather than in the headline."""
    ordered = sorted(held, key=lambda holding: (holding.reading.headline, holding.start))
    found: list[Holding] = []
    for holding in ordered:
        known = (one for one in found if one.person.key == holding.person.key)
        if not any(is_same_office(one.office, holding.office, one_language=True) for one in known):
            found.append(holding)
    return found


def _claim(holding: Holding, article: Article, offices: tuple[str, ...]) -> Claim:
    quote = article.text[holding.start : holding.end]
    person, words = holding.person, holding.reading.names.sentence.words
    head = words[holding.phrase.head[0]]
    statement = quote.replace(person.text, person.name, 1) if person.name != person.text else quote
    told = f"{article.id}|{holding.start}|{holding.end}|{head.start}|{HOLD_OFFICE}"
    outlet = Source(
        kind=SourceKind.OUTLET, text=article.outlet, name=article.outlet, key=fold(article.outlet), stance=Stance.SAYS
    )
    return Claim(
        id="clm_" + hashlib.sha256(told.encode()).hexdigest()[:20],
        article_id=article.id,
        outlet=article.outlet,
        language=article.language,
        published_at=article.published_at,
        statement=statement,
        quote=quote,
        start=holding.start,
        end=holding.end,
        sentence=holding.reading.index,
        predicate=fold(head.text),
        predicate_start=head.start,
        predicate_end=head.end,
        event_type=APPOINT if holding.new else HOLD_OFFICE,
        slots=(
            Slot(name=SlotName.TARGET if holding.new else SlotName.ACTOR, value=replace(person, office_keys=offices)),
            Slot(name=SlotName.ROLE, value=_phrase(holding)),
        ),
        polarity=Polarity.POSITIVE,
        status=Status.HAPPENED if holding.new else Status.ONGOING,
        attribution=(outlet,),
        confidence=CONFIDENCE,
        headline=holding.reading.headline,
        stands_alone=False,
    )
