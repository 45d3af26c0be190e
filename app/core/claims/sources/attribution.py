"""Who said it: the chain of sources between an outlet and a clause."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from app.core.claims.grammar.clauses import Clause
from app.core.claims.grammar.parties import NamesInSentence
from app.core.claims.grammar.quotation import LONGEST_QUOTATION, MARKS, Quoted, find_quoted
from app.core.claims.sources.cited import Cited, find_cited
from app.core.claims.sources.datelines import agency_of
from app.core.claims.sources.sayings import document_above, document_sources, find_sayings, is_said, rehung, stance_of
from app.core.claims.sources.sources import Heard, Hearing, Speakers
from app.core.claims.sources.speaking import RECENT, Saying, read_saying
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.entity import Party
from app.core.model.sentence import Word

MAX_DEPTH = 6  # "A said that B said that ...": deeper nesting is not followed


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """Who stands for the clauses of one sentence, by their heads. The outlet is left out of ``chains``.

    ``said`` are clauses that a verb of saying governs; ``silent`` tell only who said or cited something; ``unsure``
    are reported, but by nobody or by somebody who does not stand for them; ``expected`` are what somebody expects;
    ``told`` are all that are reported speech; ``denied`` what is denied by nobody who is named.
    """

    chains: Mapping[int, tuple[Source, ...]]
    sayings: frozenset[int]
    said: frozenset[int]
    silent: frozenset[int]
    unsure: frozenset[int]
    expected: frozenset[int]
    told: frozenset[int]
    denied: frozenset[int]
    heard: Heard


def attribute(
    clauses: Sequence[Clause],
    names: NamesInSentence,
    lexicon: Lexicon,
    speakers: Speakers,
    heard: Heard,
    antecedent: Callable[[Word | None], Party | None],
    following: Sequence[tuple[Sequence[Clause], NamesInSentence]] = (),
) -> Attributed:
    """The chains of one sentence. ``heard`` is what the sentences before it left; ``following`` are those behind it,
    where the speaker of a quotation that goes on there may be named."""

    def hear(clauses: Sequence[Clause], names: NamesInSentence) -> Hearing:
        heads = frozenset(clause.head for clause in clauses)
        hearing = Hearing(
            names=names, lexicon=lexicon, speakers=speakers, clauses=clauses, heads=heads, antecedent=antecedent
        )
        return replace(hearing, clauses=rehung(hearing))

    return _Chains(hear(clauses, names), heard, (hear(*behind) for behind in following)).attributed()


class _Chains:
    """Reads the sayings of one sentence and follows each clause up through them."""

    def __init__(self, hearing: Hearing, heard: Heard, following: Iterable[Hearing] = ()) -> None:
        self.hearing = hearing
        self.following = following
        self.heard = replace(heard, wire=agency_of(hearing.sentence) or heard.wire)
        self.by_head = {clause.head: clause for clause in hearing.clauses}
        self.quoted: Quoted = find_quoted(hearing.sentence, heard.open_for)
        self.cited = find_cited(hearing)
        self.sayings = self._read_sayings()

    def attributed(self) -> Attributed:
        """What is known of every clause of the sentence."""
        followed = {clause.head: self._follow(clause) for clause in self.hearing.clauses}
        sayings = frozenset(self.sayings)
        unsure = frozenset(head for head, (chain, unsure) in followed.items() if unsure and not chain)
        return Attributed(
            chains={head: _each_once(chain) for head, (chain, _) in followed.items()},
            sayings=sayings,
            said=frozenset(clause.head for clause in self.hearing.clauses if self._around(clause)),
            silent=sayings | self._citing() | self._only_speaking() | self._documents() | self._not_told(),
            unsure=unsure,
            told=frozenset(head for head, (chain, _) in followed.items() if chain) | unsure,
            denied=frozenset(clause.head for clause in self.hearing.clauses if self._is_denied(clause)),
            expected=frozenset(
                head for head, (chain, _) in followed.items() if any(s.stance is Stance.EXPECTS for s in chain)
            ),
            heard=replace(self._heard_by_now(), open_for=self.quoted.open_for),
        )

    def _heard_by_now(self) -> Heard:
        if self.heard.ago:
            named = next((cited.sources for cited in self.cited), None)
            return self.heard.then(named) if named else self.heard
        return self.heard

    def _read_sayings(self) -> dict[int, Saying]:
        """The sayings, those above first: a saying below goes on from the one above where nobody is named."""
        found = find_sayings(self.hearing)
        read: dict[int, Saying] = {}
        self.heard = replace(self.heard, ago=self.heard.ago + 1)
        for head in sorted(found, key=self._depth):
            clause = self.by_head[head]
            governor = read.get(clause.governor) if clause.governor is not None else None
            goes_on = governor is not None and not is_said(clause, self.by_head[governor.head], self.hearing)
            above = governor.sources if goes_on and governor is not None else ()
            reported_by = governor.sources if governor is not None and not goes_on else ()
            saying = self._with_cited(read_saying(clause, found[head], self.hearing, self.heard, above, reported_by))
            read[head] = saying
            if saying.sources:
                self.heard = self.heard.then(saying.sources)
        return read

    def _depth(self, head: int) -> tuple[int, int]:
        depth, current = 0, self.by_head[head]
        while current.governor in self.by_head and current.governor is not None and depth < len(self.by_head):
            current = self.by_head[current.governor]
            depth += 1
        return depth, head

    def _with_cited(self, saying: Saying) -> Saying:
        """The saying with the sources of phrases in it: "according to X" before its own, "citing X" behind them."""
        own = [cited for cited in self.cited if cited.owner == saying.head]
        nearer = tuple(source for cited in own if not cited.farther for source in cited.sources)
        farther = tuple(source for cited in own if cited.farther for source in cited.sources)
        sources = _each_once((*nearer, *saying.sources, *(replace(s, stance=saying.stance) for s in farther)))
        if nearer and all(source.kind is SourceKind.MEDIUM for source in saying.sources):
            sources = tuple(sorted(sources, key=lambda source: source.kind is not SourceKind.MEDIUM))
        return replace(saying, sources=sources, unsure=saying.unsure and not (nearer or farther))

    def _follow(self, clause: Clause) -> tuple[tuple[Source, ...], bool]:
        """The sources of a clause, the nearest to the outlet first, and whether somebody reports it unsurely."""
        chain: list[tuple[Source, ...]] = []
        unsure = False
        current = clause
        citing = self._citing()
        aside: set[int] = set()  # what tells of who speaks in an aside is not what he says
        for _ in range(MAX_DEPTH):
            for saying in self._around(current):
                if saying.head in aside:
                    continue
                chain.append(saying.sources)
                unsure = unsure or saying.unsure
            document = document_above(current, self.hearing)
            if document is not None:
                chain.append(document_sources(document, self.hearing))
                unsure = True
            if current.governor is None or current.governor not in self.by_head:
                break
            current = self.by_head[current.governor]
            if current.head in self.sayings and self.sayings[current.head].beside:
                aside.add(current.head)
            if current.head in citing:  # it tells of who is cited, not of what he says
                return (), False
        said = tuple(source for sources in reversed(chain) for source in sources)
        nearer, farther = self._of_phrases(clause)
        whole = (*nearer, *said, *farther)
        return (whole or self._goes_on(clause), unsure)

    def _is_denied(self, clause: Clause) -> bool:
        """Whether a saying above denies the clause, and nobody stands for it."""
        current: Clause | None = clause
        for _ in range(MAX_DEPTH):
            if current is None:
                return False
            around = self._around(current)
            if around:
                return any(s.stance is Stance.DENIES and not s.sources and not s.denied for s in around)
            current = self.by_head.get(current.governor) if current.governor is not None else None
        return False

    def _around(self, clause: Clause) -> list[Saying]:
        """The sayings that report a clause: those that stand beside it, then the one that governs it."""
        beside = [saying for saying in self.sayings.values() if saying.beside]
        top = clause.governor is None or clause.governor not in self.by_head
        found = [s for s in beside if self.by_head[s.head].governor == clause.head or (top and self._ends(s))]
        if clause.head in self.sayings:
            found = []
        governor = self.sayings.get(clause.governor) if clause.governor is not None else None
        if governor is not None and not governor.beside and is_said(clause, self.by_head[governor.head], self.hearing):
            found.append(governor)
        return found

    def _ends(self, saying: Saying) -> bool:
        """Whether a saying ends the sentence: it stands for all of it, on whatever word the tree hangs it."""
        return max(self.hearing.sentence.subtree(saying.head)) >= len(self.hearing.sentence.words) - 2

    def _of_phrases(self, clause: Clause) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
        """The sources of "according to" and its like that stand for the clause, and those of "citing"."""
        free = [c for c in self.cited if c.owner not in self.sayings and self._stands_for(c, clause)]
        nearer = tuple(source for cited in free if not cited.farther for source in cited.sources)
        return nearer, tuple(source for cited in free if cited.farther for source in cited.sources)

    def _stands_for(self, cited: Cited, clause: Clause) -> bool:
        """A phrase is for the clause in which it stands, what is below and joined to it; the whole sentence where it
        opens it."""
        if cited.leads:
            return True
        owners = {cited.owner}
        owner = self.by_head[cited.owner]
        while self.hearing.base(owner.head) == "conj" and owner.governor in self.by_head and owner.governor is not None:
            owner = self.by_head[owner.governor]
            owners.add(owner.head)
            if len(owners) > len(self.by_head):
                break
        current: Clause | None = clause
        for _ in range(len(self.by_head) + 1):
            if current is None or current.head in owners:
                break
            if self._begins_anew(current, cited.at):
                return False
            current = self.by_head.get(current.governor) if current.governor is not None else None
        return current is not None and current.head in owners

    def _begins_anew(self, clause: Clause, at: int) -> bool:
        """Whether a clause joined to another stands behind the phrase and has a subject of its own."""
        children = self.hearing.sentence.children[clause.head]
        subject = any(self.hearing.base(child) == "nsubj" for child in children)
        return clause.head > at and self.hearing.base(clause.head) == "conj" and subject

    def _goes_on(self, clause: Clause) -> tuple[Source, ...]:
        """Who is named at the end of a quotation that is still open, or the last speaker, where a quotation that he
        began, or that begins the sentence, goes on without him."""
        if self._is_left_open(clause) and self.ahead:
            return self.ahead
        speaks_on = self.quoted.begins and clause.head in self.quoted.positions
        if not speaks_on or self.heard.ago > RECENT or clause.head in self.sayings:
            return ()
        return tuple(replace(source, start=None, end=None) for source in self.heard.last)

    def _is_left_open(self, clause: Clause) -> bool:
        """Whether the quotation in which the clause stands goes on in the next sentence."""
        words = self.hearing.sentence.words
        closed = any(word.text in MARKS for word in words[clause.head :])
        return bool(self.quoted.open_for) and clause.head in self.quoted.positions and not closed

    @cached_property
    def ahead(self) -> tuple[Source, ...]:
        """Who is named right behind the quotation that the sentence leaves open."""
        heard = replace(self.heard, open_for=self.quoted.open_for)
        for hearing in islice(self.following, LONGEST_QUOTATION):
            behind = _Chains(hearing, heard)
            closing = next((p for p, word in enumerate(hearing.sentence.words) if word.text in MARKS), None)
            if closing is not None:
                quoted = [clause for clause in hearing.clauses if clause.head < closing]
                sayings = [s for clause in quoted for s in behind._around(clause) if s.head > closing]
                sources = sayings[0].sources if sayings else ()
                return tuple(replace(source, start=None, end=None) for source in sources)
            heard = replace(heard, open_for=behind.quoted.open_for)
        return ()

    def _only_speaking(self) -> frozenset[int]:
        """Participles of saying that govern nothing said: "speaking on condition of anonymity"."""
        return frozenset(
            clause.head
            for clause in self.hearing.clauses
            if clause.event_type is None
            and (self.hearing.sentence.words[clause.head].relation in ("acl", "advcl") or self._is_told_of(clause))
            and stance_of(clause, self.hearing) is not None
            and not any(self.hearing.base(c) == "obj" for c in self.hearing.sentence.children[clause.head])
        )

    def _documents(self) -> frozenset[int]:
        """Nouns of saying that are events as well, where they tell what was said: "accusations that ..."."""
        found = (document_above(clause, self.hearing) for clause in self.hearing.clauses)
        return frozenset(noun for noun in found if noun is not None and noun in self.by_head)

    def _not_told(self) -> frozenset[int]:
        """What somebody would not tell, and nobody tells: "declined to say when the factory will close"."""
        return frozenset(
            clause.head
            for clause in self.hearing.clauses
            for saying in self._around(clause)
            if saying.denied and not saying.beside and self._asks(clause)
        )

    def _asks(self, clause: Clause) -> bool:
        """Whether a "when" or "who" opens the clause, and no "that"."""
        words = self.hearing.sentence.words
        first = words[min(self.hearing.sentence.subtree(clause.head))]
        openers = {fold(entry) for entry in self.hearing.lexicon.words.said_openers}
        return first.tags[0] in ("ADV", "PRON") and first.relation != "expl" and fold(first.text) not in openers

    def _is_told_of(self, clause: Clause) -> bool:
        """Whether the clause tells who said what "according to" names."""
        starts = {source.start for cited in self.cited for source in cited.sources}
        words = self.hearing.sentence.words
        relative = words[clause.head].relation == "acl:relcl"
        return relative and any(words[c].start in starts for c in self.hearing.sentence.children[clause.head])

    def _citing(self) -> frozenset[int]:
        """Clauses that tell only who cites whom: "quoting a source", "cited by the daily X"."""
        words = self.hearing.sentence.words
        return frozenset(
            clause.head
            for clause in self.hearing.clauses
            if self.hearing.lexicon.is_in("quoting", words[clause.head].text)
            and self.hearing.base(clause.head) in ("acl", "advcl", "xcomp", "obl")
            and clause.event_type is None
        )


def _each_once(chain: tuple[Source, ...]) -> tuple[Source, ...]:
    """A source that is cited twice on the way counts once: as one that denies, or with its stance nearest the claim."""
    nearest = {source.key: source for source in chain}
    nearest.update({source.key: source for source in chain if source.stance is Stance.DENIES})
    return tuple(nearest[key] for key in dict.fromkeys(source.key for source in chain))
