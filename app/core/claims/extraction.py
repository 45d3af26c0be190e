"""Parsed sentences to claims. The rules are the same for every language; a pack adds only words."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.claims.arguments import UNTYPED, Arguments, fill_slots, slot_of
from app.core.claims.attribution import Heard, attributions
from app.core.claims.clauses import Clause, ClauseKind, content_tag, find_clauses
from app.core.claims.coreference import Discourse, standing_for
from app.core.claims.lexicon import Lexicon, lexicon_of
from app.core.claims.modality import find_polarity, find_status
from app.core.claims.parties import NamesInSentence, build_party
from app.core.claims.quantities import find_quantities
from app.core.claims.statement import write_statement
from app.core.claims.times import TimesFound, find_times, toward_future
from app.core.entities.mentions import find_article_mentions
from app.core.entities.places import PlaceList
from app.core.entities.resolution import resolve_within_article
from app.core.folding import fold
from app.core.model.article import Article, CleanText, PassageKind
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.core.model.entity import Party
from app.core.model.language import Knowledge
from app.core.model.sentence import ParsedSentence
from app.core.model.when import When

SUBJECT_SHARING = frozenset({"conj", "xcomp", "advcl", "parataxis"})
GOVERNOR_LISTS = ("planning", "requesting", "negative_governors", "ongoing", "uncertain")
SHORTEST_CLAIM = 2  # words


@dataclass(frozen=True, kw_only=True)
class SentenceReading:
    """One sentence with everything that its claims draw on."""

    index: int
    sentence: ParsedSentence
    names: NamesInSentence
    times: TimesFound
    clauses: tuple[Clause, ...]
    headline: bool


def extract_claims(
    article: Article,
    clean: CleanText,
    sentences: Sequence[ParsedSentence],
    *,
    knowledge: Knowledge,
    places: PlaceList,
) -> list[Claim]:
    """All claims of one article in text order; for each, ``article.text[claim.start:claim.end] == claim.quote``."""
    pack = knowledge.pack(article.language)
    lexicon = lexicon_of(pack.claims)
    readings = read_sentences(article, clean, sentences, knowledge=knowledge, places=places)
    discourse = Discourse()
    heard = Heard()
    claims: list[Claim] = []
    for reading in readings:
        chains, sayings, heard = attributions(reading.clauses, reading.names, lexicon, heard)
        maker = _ClaimMaker(article, reading, lexicon, knowledge, discourse, chains, sayings)
        claims.extend(maker.make())
    return claims


def read_sentences(
    article: Article,
    clean: CleanText,
    sentences: Sequence[ParsedSentence],
    *,
    knowledge: Knowledge,
    places: PlaceList,
) -> list[SentenceReading]:
    """Names (resolved within the article), times, quantities and clauses of each sentence."""
    pack = knowledge.pack(article.language)
    published_at = article.published_at or clean.published_at
    mentions = find_article_mentions(sentences, pack=pack, places=places)
    resolved = resolve_within_article([mention for found in mentions for mention in found])
    headlines = [(p.start, p.end) for p in clean.passages if p.kind is PassageKind.HEADLINE]
    readings = []
    for index, (sentence, found) in enumerate(zip(sentences, mentions, strict=True)):
        times = find_times(sentence.words, published_at=published_at, pack=pack, text=article.text)
        quantities = find_quantities(sentence, pack=pack, taken=times.taken, text=article.text)
        names = NamesInSentence(
            sentence=sentence, mentions=found, resolved=resolved, quantities=quantities, taken=times.taken
        )
        readings.append(
            SentenceReading(
                index=index,
                sentence=sentence,
                names=names,
                times=times,
                clauses=tuple(find_clauses(sentence, lexicon_of(pack.claims))),
                headline=any(start <= sentence.start < end for start, end in headlines),
            )
        )
    return readings


class _ClaimMaker:
    """Makes the claims of one sentence."""

    def __init__(
        self,
        article: Article,
        reading: SentenceReading,
        lexicon: Lexicon,
        knowledge: Knowledge,
        discourse: Discourse,
        chains: Mapping[int, tuple[Source, ...]],
        sayings: frozenset[int],
    ) -> None:
        self.article = article
        self.reading = reading
        self.sentence = reading.sentence
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.discourse = discourse
        self.chains = chains
        self.sayings = sayings
        self.by_head = {clause.head: clause for clause in reading.clauses}
        self.times = tuple(self._with_bound(when) for when in reading.times.times)
        self.arguments: dict[int, Arguments] = {}
        self.statuses: dict[int, Status] = {}

    def _with_bound(self, when: When) -> When:
        """The time, marked where the word before it makes it a bound: "since Monday"."""
        before = next((word for word in reversed(self.sentence.words) if word.end <= when.start), None)
        bound = self.lexicon.bounds.get(fold(before.text)) if before is not None else None
        return replace(when, bound=bound) if bound is not None else when

    def make(self) -> list[Claim]:
        """The claims of the sentence in text order; a question asserts nothing."""
        if not self.sentence.words or self.sentence.words[-1].text in ("?", "؟"):
            return []
        heads = frozenset(self.by_head)
        for clause in self._governors_first():
            kind = self.knowledge.event_types.get(clause.event_type or "")
            arguments = fill_slots(clause, self.reading.names, self.lexicon, kind, heads)
            self.arguments[clause.head] = arguments
            self._share_subject(clause, arguments)
            self.discourse.remember(self.reading.index, arguments.subjects)
        claims = [self._claim(clause) for clause in self.reading.clauses if self._is_claim(clause)]
        return sorted(claims, key=lambda claim: (claim.start, claim.predicate_start))

    def _governors_first(self) -> list[Clause]:
        """Each clause after the one above it, so that a subject can be handed down; otherwise in text order."""
        done: set[int] = set()
        ordered: list[Clause] = []

        def visit(clause: Clause) -> None:
            if clause.head in done:
                return
            done.add(clause.head)
            if clause.governor in self.by_head:
                visit(self.by_head[clause.governor])
            ordered.append(clause)

        for clause in self.reading.clauses:
            visit(clause)
        return ordered

    def _share_subject(self, clause: Clause, arguments: Arguments) -> None:
        """A clause without a subject takes the one above it, the noun it describes, or the nearest actor before."""
        if arguments.subjects:
            return
        relation = self.sentence.words[clause.head].relation
        bare_noun = clause.kind is ClauseKind.EVENT_NOUN and clause.light_verb is None
        if bare_noun and arguments.pronoun is None and not arguments.missing_subject:
            self._take_doer(clause, arguments)
            return
        word = arguments.pronoun
        above = self.arguments.get(clause.governor) if clause.governor is not None else None
        antecedent: Party | None = None
        if relation == "acl" and self._is_passive_participle(clause):
            arguments.subject_part = "passive_subject"
        if relation.startswith("acl") or (relation == "ccomp" and not self._is_marked(clause)):
            antecedent = self._described_noun(clause)
        elif above is not None and above.subjects and relation.split(":")[0] in SUBJECT_SHARING and word is None:
            antecedent = above.subjects[-1]
        elif word is not None or arguments.missing_subject:
            antecedent = self.discourse.antecedent(self.reading.index, word, self.lexicon)
        elif clause.kind is ClauseKind.NOMINAL:
            return  # "it was the minister": nobody is missing
        at = word or self.sentence.words[clause.head if clause.light_verb is None else clause.light_verb]
        party = standing_for(antecedent, text=at.text, start=at.start, end=at.end)
        kind = self.knowledge.event_types.get(clause.event_type or "", UNTYPED)
        slot = slot_of(kind, arguments.subject_part)
        if slot is not None and slot not in (SlotName.TOPIC, SlotName.ROLE):
            arguments.slots.insert(0, Slot(name=slot, value=party))
        arguments.subjects.append(party)

    def _is_passive_participle(self, clause: Clause) -> bool:
        """Whether "seized near the lake" describes whom it befell: every participle but those of the doer."""
        active = self.lexicon.words.active_participles
        return bool(active) and not self.sentence.words[clause.head].text.endswith(active)

    def _is_marked(self, clause: Clause) -> bool:
        """Whether a word such as "that" opens the clause, or it is a quotation."""
        children = self.sentence.children[clause.head]
        marked = any(self.sentence.words[c].relation == "mark" for c in children)
        return marked or clause.governor in self.sayings

    def _take_doer(self, clause: Clause, arguments: Arguments) -> None:
        """Who "used a visit to London to ..." is who made the visit."""
        above = self.arguments.get(clause.governor) if clause.governor is not None else None
        kind = self.knowledge.event_types.get(clause.event_type or "", UNTYPED)
        slot = slot_of(kind, "subject")
        if above is None or self.sentence.words[clause.head].relation != "obj" or slot is None:
            return
        for party in above.subjects:
            arguments.subjects.append(party)
            arguments.slots.insert(0, Slot(name=slot, value=party))

    def _described_noun(self, clause: Clause) -> Party | None:
        """The party named by the noun that a relative clause describes."""
        noun = self.sentence.words[clause.head].head - 1
        mention = self.reading.names.mention_at(noun) if noun >= 0 else None
        slots = [slot for arguments in self.arguments.values() for slot in arguments.slots]
        candidates = [slot.value for slot in slots if isinstance(slot.value, Party) and slot.value.resolved]
        word = self.sentence.words[noun] if noun >= 0 else None
        for party in candidates:
            if word is not None and party.start <= word.start < party.end:
                return party
            if mention is not None and party.start == mention.start:
                return party
        if noun < 0:
            return None
        return build_party(self.reading.names, noun, self.lexicon, stop=frozenset(self.by_head) - {noun})

    def _is_claim(self, clause: Clause) -> bool:
        if clause.head in self.sayings or self._is_only_time(clause):
            return False
        first, last = clause.span
        if clause.kind is ClauseKind.EVENT_NOUN and clause.light_verb is None:
            told = clause.governor in self.sayings and self.sentence.words[clause.head].relation in ("obj", "obl")
            return last > first and (told or self._is_anchored(clause))
        if last - first + 1 < SHORTEST_CLAIM or (clause.event_type is None and last - first < SHORTEST_CLAIM):
            return False
        text = self.sentence.words[clause.head].text
        if any(self.lexicon.is_in(name, text) for name in GOVERNOR_LISTS):
            governs = any(
                below.governor == clause.head
                and self.sentence.words[below.head].relation.split(":")[0] in ("xcomp", "ccomp")
                for below in self.reading.clauses
            )
            return not governs or clause.event_type is not None
        return True

    def _is_only_time(self, clause: Clause) -> bool:
        positions = range(clause.span[0], clause.span[1] + 1)
        return all(self.reading.names.is_time(position) for position in positions)

    def _is_anchored(self, clause: Clause) -> bool:
        """An event noun makes a claim only when it says who, when, where or how many."""
        slots = self.arguments[clause.head].slots
        named = any(isinstance(s.value, Party) and s.value.is_name for s in slots)
        placed = any(s.name in (SlotName.PLACE, SlotName.DESTINATION, SlotName.ORIGIN) for s in slots)
        return named or placed or bool(self._owned_slots(clause))

    def _owned_slots(self, clause: Clause) -> list[Slot]:
        """Times, durations and quantities whose words hang on the clause."""
        own = set(clause.words)
        spans = [(w.start, w.end) for p, w in enumerate(self.sentence.words) if p in own]

        def owned(start: int, end: int) -> bool:
            return any(a < end and start < b for a, b in spans)

        times = [Slot(name=SlotName.TIME, value=t) for t in self.times if owned(t.start, t.end)]
        lengths = [Slot(name=SlotName.DURATION, value=d) for d in self.reading.times.durations if owned(d.start, d.end)]
        counts = [Slot(name=SlotName.QUANTITY, value=q) for q in self.reading.names.quantities if owned(q.start, q.end)]
        borrowed = self._times_of_verb(clause) if not times else []
        return [*times, *borrowed, *lengths, *counts]

    def _times_of_verb(self, clause: Clause) -> list[Slot]:
        """The times of the verb that an event noun is the object of: "used a visit on Wednesday to ..."."""
        governor = self.by_head.get(clause.governor) if clause.governor is not None else None
        if clause.kind is not ClauseKind.EVENT_NOUN or governor is None or governor.head in self.sayings:
            return []
        if self.sentence.words[clause.head].relation != "obj":
            return []
        return [slot for slot in self._owned_slots(governor) if slot.name is SlotName.TIME]

    def _status(self, clause: Clause) -> Status:
        if clause.head not in self.statuses:
            continues = self.sentence.words[clause.head].relation == "conj" and clause.governor in self.by_head
            above = self._status(self.by_head[clause.governor]) if continues and clause.governor is not None else None
            carried = above if above in (Status.PLANNED, Status.CONDITIONAL, Status.REQUESTED) else None
            self.statuses[clause.head] = find_status(clause, self.sentence, self.lexicon, carried)
        return self.statuses[clause.head]

    def _claim(self, clause: Clause) -> Claim:
        words, arguments = self.sentence.words, self.arguments[clause.head]
        start, end = words[clause.span[0]].start, words[clause.span[1]].end
        head = words[clause.head]
        slots = _unique([*arguments.slots, *self._dated(self._owned_slots(clause), self._status(clause))])
        sources = self.chains.get(clause.head, ())
        polarity = find_polarity(clause, self.sentence, self.lexicon)
        if any(source.stance is Stance.DENIES for source in sources):
            polarity = Polarity.NEGATIVE
        article = self.article
        return Claim(
            id=_claim_id(article.id, start, end, head.start),
            article_id=article.id,
            outlet=article.outlet,
            language=article.language,
            published_at=article.published_at,
            statement=self._statement(clause, start, end, slots),
            quote=article.text[start:end],
            start=start,
            end=end,
            sentence=self.reading.index,
            predicate=fold(head.text),
            predicate_start=head.start,
            predicate_end=head.end,
            event_type=self._event_type(clause, slots),
            slots=tuple(slots),
            polarity=polarity,
            status=self._status(clause),
            attribution=(_outlet_source(article.outlet), *sources),
            confidence=_confidence(clause, slots),
            headline=self.reading.headline,
            quoted=self._is_quoted(start) and self._is_quoted(end),
        )

    def _is_quoted(self, start: int) -> bool:
        """Whether a quotation is open at an offset: its speaker's words are left as they are."""
        before = self.article.text[self.sentence.start : start]
        opened = sum(before.count(mark) for mark in "“«„") - sum(before.count(mark) for mark in "”»")
        return opened > 0 or before.count('"') % 2 == 1

    def _event_type(self, clause: Clause, slots: Sequence[Slot]) -> str | None:
        """The type that the word triggers, unless what such an event needs is missing."""
        kind = self.knowledge.event_types.get(clause.event_type or "")
        if kind is None or not kind.needs:
            return clause.event_type
        filled = any(slot.name.value in kind.needs for slot in slots)
        named = any(isinstance(slot.value, Party) and slot.value.is_name for slot in slots)
        return clause.event_type if filled or named else None

    def _dated(self, slots: list[Slot], status: Status) -> list[Slot]:
        """The slots with the times of a plan read as what is still to come."""
        if status is not Status.PLANNED:
            return slots
        published_at = self.article.published_at
        return [
            replace(slot, value=toward_future(slot.value, published_at)) if isinstance(slot.value, When) else slot
            for slot in slots
        ]

    def _statement(self, clause: Clause, start: int, end: int, slots: Sequence[Slot]) -> str:
        arguments = self.arguments[clause.head]
        verb = self.sentence.words[clause.head if clause.light_verb is None else clause.light_verb]
        stand_in = next((p for p in arguments.subjects if p.text != p.name), None)
        relation = self.sentence.words[clause.head].relation
        dropped = stand_in is not None and arguments.pronoun is None and stand_in.start == verb.start
        shared = dropped and relation.split(":")[0] not in ("root", "conj", "ccomp", "parataxis")
        shared = shared or (dropped and self._is_quoted(start))
        return write_statement(
            self.article.text,
            start,
            end,
            subject=None if shared else stand_in,
            subject_dropped=dropped,
            verb_end=verb.end,
            verb_first=self.lexicon.words.verb_first and content_tag(verb) == "VERB",
            times=[slot.value for slot in slots if isinstance(slot.value, When)],
        )


def _unique(slots: Sequence[Slot]) -> list[Slot]:
    return list(dict.fromkeys(slots))


def _outlet_source(outlet: str) -> Source:
    return Source(kind=SourceKind.OUTLET, text=outlet, name=outlet, key=fold(outlet), stance=Stance.SAYS)


def _claim_id(article_id: str, start: int, end: int, predicate_start: int) -> str:
    digest = hashlib.sha256(f"{article_id}|{start}|{end}|{predicate_start}".encode())
    return "clm_" + digest.hexdigest()[:20]


def _confidence(clause: Clause, slots: Sequence[Slot]) -> float:
    """How well the clause was understood, in 0..1; factors set by hand until measured against annotated claims."""
    confidence = 0.9
    if clause.event_type is None:
        confidence *= 0.85
    if any(isinstance(s.value, Party) and not s.value.resolved for s in slots):
        confidence *= 0.85
    if clause.kind is ClauseKind.EVENT_NOUN and clause.light_verb is None:
        confidence *= 0.9
    return round(confidence, 3)
