"""Who stands behind one saying: who speaks, to which medium, and whom he cites."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.reality.polarity import is_denied
from app.core.claims.sources.sayings import speaker_behind, stance_of
from app.core.claims.sources.sources import Heard, Hearing, media_under, same_as_before, source_at, sources_at
from app.core.claims.words.beside import preposition_of
from app.core.folding import fold
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.entity import EntityType

RECENT = 1  # sentences since the last saying within which its speaker goes on without being named


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A clause that reports speech: its stance and its sources, the nearest to the outlet first.

    ``beside``: it stands beside what it reports ("..., the ministry said"). ``unsure``: nobody stands for what is
    reported ("it was reported"), or the saying itself is denied ("did not confirm").
    """

    head: int
    stance: Stance
    sources: tuple[Source, ...]
    beside: bool = False
    unsure: bool = False


def read_saying(clause: Clause, beside: bool, hearing: Hearing, heard: Heard, above: Sequence[Source]) -> Saying:
    """The sources of a clause that reports speech. ``heard`` are those before it, ``above`` those of the saying that
    this one goes on from; both stand in for a speaker who is not named again."""
    stance = stance_of(clause, hearing) or Stance.SAYS
    denied = is_denied(clause, hearing.sentence, hearing.lexicon)
    parts = _Parts(hearing, clause, Stance.SAYS if denied and stance is Stance.DENIES else stance, heard)
    parts.read()
    sources = parts.chain()
    impersonal = parts.passive or hearing.lexicon.shapes.has("impersonal", hearing.sentence.words[clause.head].text)
    if not sources and not impersonal:
        sources = tuple(replace(source, stance=parts.stance) for source in parts.stand_in(above))
    if denied:
        return Saying(head=clause.head, stance=stance, sources=(), beside=beside, unsure=True)
    unsure = impersonal and not sources and stance is not Stance.EXPECTS
    return Saying(head=clause.head, stance=stance, sources=sources, beside=beside, unsure=unsure)


class _Parts:
    """Sorts the parts of one saying: who speaks, to which medium, and who is cited."""

    def __init__(self, hearing: Hearing, clause: Clause, stance: Stance, heard: Heard) -> None:
        self.hearing = hearing
        self.clause = clause
        self.stance = stance
        self.heard = heard
        self.subjects: list[Source] = []
        self.media: list[Source] = []
        self.cited: list[Source] = []
        self.authors: list[Source] = []
        self.subject_at = -1
        self.pronoun: int | None = None
        relations = {hearing.sentence.words[c].relation for c in hearing.sentence.children[clause.head]}
        self.passive = bool(relations & {"aux:pass", "nsubj:pass"})

    def read(self) -> None:
        """Takes each phrase that hangs on the verb, and finds the speaker among its objects where it has no subject."""
        sentence = self.hearing.sentence
        for child in sentence.children[self.clause.head]:
            if child in self.hearing.heads and self.hearing.base(child) != "nsubj":
                continue
            if self.hearing.base(child) == "nsubj":
                self._take_subject(child)
            elif self.hearing.base(child) in ("obl", "iobj", "obj"):
                self._take_phrase(child)
        if not self.subjects and self.pronoun is None:  # "qu'elle", أنه
            children = sentence.children[self.clause.head]
            written_on = (c for c in children if "PRON" in sentence.words[c].tags[1:] and c < self.clause.head)
            self.pronoun = next(written_on, None)
        if not self.subjects and self.pronoun is None and not self.passive:
            behind = speaker_behind(self.clause, self.hearing)
            told = [*self.media, *self.cited]
            if behind is not None and behind.key not in {source.key for source in told}:
                self.subjects = [replace(behind, stance=self.stance)]

    def _take_subject(self, child: int) -> None:
        if self.passive:
            if self._quotes():  # "was quoted by X as saying"
                self.cited.extend(sources_at(self.hearing, child, self.stance))
            return
        for below in self.hearing.sentence.children[child]:
            preposition = preposition_of(self.hearing.sentence, below)
            if preposition is not None and "to" in self.hearing.lexicon.preposition_parts(preposition):
                self.media.extend(media_under(self.hearing, below, self.stance))
        found = sources_at(self.hearing, child, self.stance)
        if not found:
            self.pronoun = child if not self.subjects else self.pronoun
            return
        found = tuple(same_as_before(source, child, self.hearing, self.heard.unnamed) for source in found)
        head = self.clause.head
        if self.subjects and child > head and found[0].kind is SourceKind.MEDIUM:
            self.media.extend(found)  # "sources told X", taken for a second subject
        elif not self.subjects or self._is_nearer(child):
            self.subjects, self.subject_at = list(found), child

    def _is_nearer(self, child: int) -> bool:
        """Of two subjects the nearest speaks; of two before a verb of accusing the second is who is accused."""
        head = self.clause.head
        if self.stance is Stance.ACCUSES and self.subject_at < head and child < head:
            return False
        return abs(child - head) < abs(self.subject_at - head)

    def _quotes(self) -> bool:
        return self.hearing.lexicon.is_in("quoting", self.hearing.sentence.words[self.clause.head].text)

    def _take_phrase(self, child: int) -> None:
        hearing, base = self.hearing, self.hearing.base(child)
        preposition = preposition_of(hearing.sentence, child)
        parts = hearing.lexicon.preposition_parts(preposition) if preposition is not None else ()
        text = hearing.sentence.words[self.clause.head].text
        if self.passive and base == "obl" and "by" in parts:
            self.subjects.extend(sources_at(hearing, child, self.stance))
        elif (
            base == "obl" and preposition is not None and fold(preposition) in map(fold, hearing.lexicon.words.citing)
        ) or (base == "obj" and hearing.lexicon.is_in("quoting", text)):
            self.cited.extend(sources_at(hearing, child, self.stance))
        else:
            told = media_under(hearing, child, self.stance)
            self.media.extend(told)
            if not told and hearing.lexicon.is_in("attribution_nouns", hearing.sentence.words[child].text):
                author = source_at(hearing, child, self.stance)
                if author is not None and author.start != hearing.sentence.words[child].start and not self.subjects:
                    self.authors = [author]

    def chain(self) -> tuple[Source, ...]:
        """The sources that the saying itself names: media nearest to the outlet, then who speaks, then who is cited."""
        speaking = self.subjects or list(self.authors)
        if not speaking and not self.cited and (self.media and self.pronoun is None):
            speaking = self._gone_on()
        elif not speaking and self.media:
            speaking = list(self.stand_in(()))
        chain = [*self.media, *(s for s in speaking if s.key not in {m.key for m in self.media}), *self.cited]
        return tuple(sorted(chain, key=lambda source: source.kind is not SourceKind.MEDIUM))

    def _gone_on(self) -> list[Source]:
        return [s for s in self.heard.last if s.kind is not SourceKind.MEDIUM] if self.heard.ago <= RECENT else []

    def stand_in(self, above: Sequence[Source]) -> tuple[Source, ...]:
        """Who speaks where a pronoun, or nothing, stands for him: the subject of the clause above, the last speaker, or
        whom the article told of."""
        if above:
            return tuple(above)
        if self.heard.last and self.heard.ago == 0 and self.hearing.base(self.clause.head) not in ("acl", "conj"):
            return self.heard.last
        governing = self._governing_subject()
        if governing is not None:
            return (governing,)
        if self.heard.last and self.heard.ago <= RECENT:
            return self.heard.last
        word = self.hearing.sentence.words[self.pronoun] if self.pronoun is not None else None
        party = self.hearing.antecedent(word)
        if party is None or not party.is_name:
            return self.heard.last
        at = word or self.hearing.sentence.words[self.clause.head]
        kind = SourceKind.PERSON if party.type is EntityType.PERSON else SourceKind.ORGANISATION
        return (
            Source(
                kind=kind,
                text=at.text,
                name=party.name,
                key=party.key,
                stance=self.stance,
                start=at.start,
                end=at.end,
            ),
        )

    def _governing_subject(self) -> Source | None:
        """The subject of the clause that this one goes with, or the noun that it describes: "arrived ..., saying"."""
        sentence, head = self.hearing.sentence, self.clause.head
        base = self.hearing.base(head)
        above = sentence.words[head].head - 1
        if above < 0 or base not in ("advcl", "conj", "acl", "xcomp", "parataxis"):
            return None
        own = self.pronoun is not None and (
            fold(sentence.words[self.pronoun].text) not in self.hearing.lexicon.relative_pronouns
        )
        if base == "acl" and not own and content_tag(sentence.words[above]) not in ("VERB", "AUX"):
            return source_at(self.hearing, above, self.stance)
        if base == "acl":  # "officers whom she accuses of ..."
            above = self.clause.governor if self.clause.governor is not None else above
        for child in sentence.children[above]:
            if sentence.words[child].relation == "nsubj":
                return source_at(self.hearing, child, self.stance)
        return None
