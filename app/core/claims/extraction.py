"""Parsed sentences to claims. The rules are the same for every language; a pack adds only words."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.core.claims.grammar.clauses import Clause, ClauseKind, find_clauses
from app.core.claims.grammar.even_trees import even_out
from app.core.claims.grammar.owned import Owned
from app.core.claims.grammar.parties import NamesInSentence
from app.core.claims.grammar.quotation import LONGEST_QUOTATION
from app.core.claims.offices.telling import tell_offices
from app.core.claims.quantities import find_quantities
from app.core.claims.reality.assertion import not_asserted
from app.core.claims.reality.checkable import can_be_checked, demonyms_of, is_no_prose, names_somebody
from app.core.claims.reality.framing import find_framing, is_called, is_judgement, without_epithets
from app.core.claims.reality.modality import Moods
from app.core.claims.reality.polarity import find_polarity
from app.core.claims.reality.results import find_result, is_settled
from app.core.claims.reality.worth import Worth
from app.core.claims.referents.agreement import agreement_of
from app.core.claims.referents.coreference import Discourse
from app.core.claims.referents.days_told import date_days_told, floating_times
from app.core.claims.referents.designations import Designation, find_designations
from app.core.claims.referents.names_told import tell_names
from app.core.claims.referents.places_told import tell_places
from app.core.claims.referents.scene import Scene
from app.core.claims.referents.standing import Clarity, clarity
from app.core.claims.referents.subjects import find_arguments
from app.core.claims.sources.attribution import Attributed, attribute
from app.core.claims.sources.sayings import SPEECH_EVENTS
from app.core.claims.sources.sources import Heard, speakers_of
from app.core.claims.times import TimesFound, find_times, lies_ahead, toward_future
from app.core.claims.wording.dating import is_over
from app.core.claims.wording.setting import Setting
from app.core.claims.wording.statement import write_statement
from app.core.claims.wording.whole import Whole, modifies
from app.core.claims.words.lexicon import Lexicon, lexicon_of
from app.core.entities.mentions import find_article_names
from app.core.entities.names import name_key
from app.core.entities.places import PlaceList
from app.core.entities.resolution import resolve_within_article
from app.core.folding import fold
from app.core.model.article import Article, CleanText, PassageKind
from app.core.model.claim import OFF_BY_TYPE, Claim, Polarity, Slot, Source, SourceKind, Stance, Status
from app.core.model.entity import Party
from app.core.model.language import Knowledge
from app.core.model.sentence import ParsedSentence
from app.core.model.when import Bound, When

SHORTEST_CLAIM = 2  # words
UNCLEAR = 0.85  # of the confidence, where the words do not tell what they speak of


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
    designations = find_designations((r.names for r in readings), lexicon, agreement_of(pack.claims))
    heard = Heard()
    speakers = speakers_of(pack)
    claims: list[Claim] = []
    for index, reading in enumerate(readings):
        antecedent = partial(discourse.antecedent, reading.index, lexicon=lexicon)
        behind = [(r.clauses, r.names) for r in readings[index + 1 : index + 1 + LONGEST_QUOTATION]]
        attributed = attribute(reading.clauses, reading.names, lexicon, speakers, heard, antecedent, behind)
        heard = attributed.heard
        maker = _ClaimMaker(article, reading, lexicon, knowledge, discourse, attributed, designations)
        claims.extend(maker.make())
    parsed, mentions = [r.sentence for r in readings], [r.names.mentions for r in readings]
    claims = tell_places(claims, parsed, mentions, pack=pack, places=places)
    claims = tell_offices(claims, readings, article=article, knowledge=knowledge, places=places)
    return tell_names(claims, [r.names for r in readings])


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
    mentions, offices = find_article_names(sentences, pack=pack, places=places)
    resolved = resolve_within_article([mention for found in mentions for mention in found])
    headlines = [(p.start, p.end) for p in clean.passages if p.kind is PassageKind.HEADLINE]
    readings = []
    for index, (parsed, found, held) in enumerate(zip(sentences, mentions, offices, strict=True)):
        sentence = even_out(parsed, lexicon_of(pack.claims))
        times = find_times(sentence.words, published_at=published_at, pack=pack, text=article.text)
        quantities = find_quantities(sentence, pack=pack, taken=times.taken, text=article.text)
        names = NamesInSentence(
            sentence=sentence, mentions=found, resolved=resolved, quantities=quantities, taken=times.taken, offices=held
        )
        readings.append(
            SentenceReading(
                index=index,
                sentence=sentence,
                names=names,
                times=times,
                clauses=tuple(find_clauses(sentence, lexicon_of(pack.claims), found, quantities)),
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
        attributed: Attributed,
        designations: Mapping[str, Designation],
    ) -> None:
        self.article = article
        self.reading = reading
        self.sentence = reading.sentence
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.attributed = attributed
        self.sayings = attributed.sayings
        self.by_head = {clause.head: clause for clause in reading.clauses}
        self.demonyms = demonyms_of(knowledge.pack(article.language).names)
        self.asserts_nothing = not_asserted(self.by_head, self.sentence, lexicon)
        self.moods = Moods(
            sentence=self.sentence,
            lexicon=lexicon,
            clause_at=self.by_head.get,
            told=attributed.told,
            unsure=attributed.unsure,
            expected=attributed.expected,
        )
        self.times = tuple(self._with_bound(when) for when in reading.times.times)
        words = knowledge.pack(article.language).times
        self.times = (*self.times, *date_days_told(self.sentence, self.times, words, lexicon, discourse))
        self.floating = floating_times(reading.times, self.times, article.text, words)
        self.scene = Scene(
            index=reading.index,
            names=reading.names,
            clauses=reading.clauses,
            lexicon=lexicon,
            sayings=attributed.sayings,
            event_types=knowledge.event_types,
            discourse=discourse,
        )
        self.goes_on, self.arguments = discourse.quoting, self.scene.arguments
        self.owned = Owned(
            sentence=self.sentence,
            lexicon=lexicon,
            times=self.times,
            durations=reading.times.durations,
            quantities=reading.names.quantities,
            by_head=self.by_head,
            arguments=self.arguments,
            sayings=self.sayings,
        )
        self.setting = Setting(text=article.text, scene=self.scene, designations=designations)

    def _with_bound(self, when: When) -> When:
        """The time, marked where the word before it makes it a bound: "since Monday"."""
        before = next((word for word in reversed(self.sentence.words) if word.end <= when.start), None)
        bound = self.lexicon.bounds.get(fold(before.text)) if before is not None else None
        return replace(when, bound=bound) if bound is not None else when

    def make(self) -> list[Claim]:
        """The claims of the sentence in text order."""
        find_arguments(self.scene)
        worth = Worth(scene=self.scene, owned=self.owned, moods=self.moods, attributed=self.attributed)
        clauses = [clause for clause in self.reading.clauses if self._is_claim(clause) and worth.is_sound(clause)]
        enough = {clause.head for clause in clauses if worth.is_enough(clause)}
        whole = Whole(
            sentence=self.sentence, lexicon=self.lexicon, by_head=self.by_head, told=enough, sayings=self.sayings
        )
        weighed = (self._weighed(clause, whole.whole(clause), enough=clause.head in enough) for clause in clauses)
        told = [claim for claim in weighed if claim is not None]
        return sorted(told, key=lambda claim: (claim.start, claim.predicate_start))

    def _weighed(self, clause: Clause, wording: Clause, *, enough: bool) -> Claim | None:
        """The claim, with how well it stands alone: what leans on the article is marked and believed less. None where
        its words break off."""
        claim, clear = self._claim(clause, wording), self._clarity(clause, wording)
        if clear is Clarity.BROKEN and self.reading.index > 0:
            return None
        named = names_somebody(claim, self.scene, self.demonyms)
        stands = enough and can_be_checked(claim, clear, noun=_is_bare_noun(clause), named=named)
        share = 1.0 if clear is Clarity.CLEAR and stands else UNCLEAR
        return replace(claim, confidence=round(claim.confidence * share, 3), stands_alone=stands)

    def _clarity(self, clause: Clause, whole: Clause) -> Clarity:
        start = self.sentence.words[whole.span[0]].start
        speaker = bool(self._speaker(clause, start)) and self.attributed.chains[clause.head][-1].is_name
        told = clarity(self.scene, whole, speaker_told=speaker)
        return min(told, Clarity.VAGUE) if self._floats(start, self.sentence.words[whole.span[1]].end) else told

    def _floats(self, start: int, end: int) -> bool:
        """Whether the words tell a time that counts from one they do not tell: "three days later"."""
        return any(start <= at and last <= end for at, last in self.floating)

    def _speaker(self, clause: Clause, start: int) -> str | None:
        """Who says the words in a quotation, empty where nobody is named; None for the outlet's own words."""
        sources = self.attributed.chains.get(clause.head, ())
        if not (self._is_quoted(start) or self.scene.is_quoted(start, goes_on=self.goes_on)):
            return None
        return sources[-1].name if sources else ""

    def _is_claim(self, clause: Clause) -> bool:
        if self._says_nothing(clause) or self._is_only_time(clause) or is_no_prose(self.sentence, clause.span):
            return False
        first, last = clause.span
        if _is_bare_noun(clause):
            return last > first and (clause.head in self.attributed.said or self.owned.anchors(clause))
        doer = clause.event_type is not None and bool(self.arguments[clause.head].subjects)
        shortest = SHORTEST_CLAIM if clause.event_type is not None else SHORTEST_CLAIM + 1
        if last - first + 1 < shortest and not doer:
            return False
        return not modifies(clause, self.reading.clauses, self.sentence, self.lexicon)

    def _says_nothing(self, clause: Clause) -> bool:
        """Whether the clause is no claim of fact: it tells who speaks, asks, orders, wishes or judges."""
        speaks = clause.event_type in SPEECH_EVENTS and clause.kind is ClauseKind.VERBAL
        silent = clause.head in self.attributed.silent and not speaks
        denied = any(source.stance is Stance.DENIES for source in self.attributed.chains.get(clause.head, ()))
        silent = silent or (
            denied and self.sentence.words[clause.head].relation == "acl:relcl"
        )  # beside what is denied
        if silent or clause.head in self.asserts_nothing or self.moods.only_moves(clause):
            return True
        return is_judgement(clause, self.sentence, self.lexicon) or is_called(clause, self.sentence, self.lexicon)

    def _wire(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        """The agency of the dateline, where it is not the outlet itself and is not cited anyway."""
        known = {name_key(self.article.outlet), *(source.key for source in sources)}
        return tuple(source for source in self.attributed.heard.wire if source.key not in known)

    def _is_only_time(self, clause: Clause) -> bool:
        positions = range(clause.span[0], clause.span[1] + 1)
        return all(self.reading.names.is_time(position) for position in positions)

    def _claim(self, clause: Clause, whole: Clause) -> Claim:
        """The claim of a clause; ``whole`` is the clause by which its quote is worded."""
        words, arguments = self.sentence.words, self.arguments[clause.head]
        start, end = words[whole.span[0]].start, words[whole.span[1]].end
        head, status = words[clause.head], self._status(clause)
        slots = [
            self._plain(s) for s in dict.fromkeys([*arguments.slots, *self._dated(self.owned.slots(clause), status)])
        ]
        sources = self.attributed.chains.get(clause.head, ())
        polarity = find_polarity(clause, self.sentence, self.lexicon)
        if any(source.stance is Stance.DENIES for source in sources) or clause.head in self.attributed.denied:
            polarity = Polarity.POSITIVE if polarity is Polarity.NEGATIVE else Polarity.NEGATIVE
        article = self.article
        return Claim(
            id=_claim_id(article.id, start, end, head.start),
            article_id=article.id,
            outlet=article.outlet,
            language=article.language,
            published_at=article.published_at,
            statement=write_statement(
                whole,
                self.setting,
                start=start,
                end=end,
                times=[
                    slot.value
                    for slot in slots
                    if isinstance(slot.value, When)
                    and not (status is Status.PLANNED and is_over(slot.value, article.published_at))
                ],
                denied=any(source.stance in (Stance.DENIES, Stance.ACCUSES) for source in sources),
                speaker=self._speaker(clause, start),
            ),
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
            status=status,
            attribution=(_outlet_source(article.outlet), *self._wire(sources), *sources),
            confidence=_confidence(clause, slots),
            result=find_result(clause, self.sentence, self.lexicon, status=status, results=self.knowledge.results),
            headline=self.reading.headline,
            quoted=self._is_quoted(start) and self._is_quoted(end),
            framing=find_framing(self.sentence, *whole.span, self.lexicon),
        )

    def _plain(self, slot: Slot) -> Slot:
        """The slot with the epithets of a party left out of its name."""
        value = slot.value
        return replace(slot, value=without_epithets(value, self.lexicon)) if isinstance(value, Party) else slot

    def _is_quoted(self, start: int) -> bool:
        """Whether a quotation is open at an offset: its speaker's words are left as they are."""
        before = self.article.text[self.sentence.start : start]
        opened = sum(before.count(mark) for mark in "“«„") - sum(before.count(mark) for mark in "”»")
        return opened > 0 or before.count('"') % 2 == 1

    def _event_type(self, clause: Clause, slots: Sequence[Slot]) -> str | None:
        """The type that the word triggers, unless what such an event needs is missing."""
        kind = self.knowledge.event_types.get(clause.event_type or "")
        if kind is None:
            return clause.event_type
        filled = not kind.needs or any(slot.name.value in kind.needs for slot in slots)
        named = any(isinstance(slot.value, Party) and slot.value.is_name for slot in slots)
        return (kind.means or kind.name) if filled or named else None

    def _status(self, clause: Clause) -> Status:
        """How real it is, as told; a present tense with a time that lies ahead tells a plan."""
        status = self.moods.status(clause)
        if clause.event_type in OFF_BY_TYPE and status is Status.PLANNED and is_settled(clause, self.moods):
            return Status.HAPPENED  # what it was decided to call off is off
        if clause.event_type in SPEECH_EVENTS or clause.event_type in OFF_BY_TYPE:
            return status  # the time may be that of what was asked for or put off
        times = [slot.value for slot in self.owned.slots(clause) if isinstance(slot.value, When)]
        if status is not Status.HAPPENED:
            return status
        if self.moods.lasts(clause, since=any(when.bound is Bound.SINCE for when in times)):
            return Status.ONGOING
        published_at = self.article.published_at
        ahead = any(lies_ahead(when, published_at) for when in times if when.bound is None)
        if ahead and any(is_over(when, published_at) for when in times):
            return status  # "rejected next year's budget on Wednesday"
        if not ahead and self.moods.tells_present(clause):
            coming = [toward_future(w, published_at) for w in times if w.weekday is not None or w.bound is Bound.UNTIL]
            ahead = any(lies_ahead(replace(when, undirected=False), published_at) for when in coming)
        return Status.PLANNED if ahead else status

    def _dated(self, slots: list[Slot], status: Status) -> list[Slot]:
        """The slots with the times of a plan read as what is still to come."""
        if status not in (Status.PLANNED, Status.CONDITIONAL, Status.REQUESTED):
            return slots
        published_at = self.article.published_at
        return [
            replace(slot, value=toward_future(slot.value, published_at)) if isinstance(slot.value, When) else slot
            for slot in slots
        ]


def _is_bare_noun(clause: Clause) -> bool:
    return clause.kind is ClauseKind.EVENT_NOUN and clause.light_verb is None


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
    if _is_bare_noun(clause):
        confidence *= 0.9
    return round(confidence, 3)
