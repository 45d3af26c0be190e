"""Who stands behind one saying: who speaks, to which medium, and whom he cites."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.reality.polarity import governing_word, is_denied, refuses
from app.core.claims.sources.sayings import stance_of
from app.core.claims.sources.sources import (
    Heard,
    Hearing,
    media_asking,
    media_under,
    same_as_before,
    source_at,
    sources_at,
)
from app.core.claims.sources.strays import speaker_behind, stray_speaker
from app.core.claims.words.beside import preposition_of
from app.core.folding import fold
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.entity import EntityType, Party
from app.core.model.sentence import Word

RECENT = 1  # sentences since the last saying within which its speaker goes on without being named


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A clause that reports speech: its stance and its sources, the nearest to the outlet first.

    ``beside``: it stands beside what it reports ("..., the ministry said"). ``unsure``: nobody stands for what is
    reported ("it was reported"), or the saying itself is ``denied`` ("did not confirm", "refused to confirm").
    """

    head: int
    stance: Stance
    sources: tuple[Source, ...]
    beside: bool = False
    unsure: bool = False
    denied: bool = False


def read_saying(
    clause: Clause,
    beside: bool,
    hearing: Hearing,
    heard: Heard,
    above: Sequence[Source],
    reported_by: Sequence[Source] = (),
) -> Saying:
    """The sources of a clause that reports speech. ``heard`` are those before it, ``above`` those of the saying that
    this one goes on from; both stand in for a speaker who is not named again. ``reported_by`` are those who report
    that he said so."""
    stance = stance_of(clause, hearing) or Stance.SAYS
    denied = is_denied(clause, hearing.sentence, hearing.lexicon) or _is_refused(clause, hearing)
    parts = _Parts(hearing, clause, Stance.SAYS if denied and stance is Stance.DENIES else stance, heard)
    parts.read()
    sources = parts.chain()
    impersonal = parts.passive or hearing.lexicon.shapes.has("impersonal", hearing.sentence.words[clause.head].text)
    if not sources and not impersonal:
        others = parts.other_speakers(reported_by)
        sources = tuple(replace(source, stance=parts.stance) for source in others or parts.stand_in(above))
    if denied:
        return Saying(head=clause.head, stance=stance, sources=(), beside=beside, unsure=True, denied=True)
    unsure = impersonal and not sources and stance is not Stance.EXPECTS
    return Saying(head=clause.head, stance=stance, sources=sources, beside=beside, unsure=unsure)


def _is_refused(clause: Clause, hearing: Hearing) -> bool:
    """Whether somebody would not say it: "refused to confirm", "declined to say"."""
    governor = governing_word(clause, hearing.sentence)
    above = (*clause.helpers, *([] if governor is None else [governor]))
    return any(refuses(position, hearing.sentence, hearing.lexicon) for position in above)


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
        reported = hearing.sentence.words[clause.head].relation == "nsubj:pass"  # istifa ettiği iddia edildi
        self.passive = reported or bool(relations & {"aux:pass", "nsubj:pass", "csubj:pass"})

    def read(self) -> None:
        """Takes each phrase that hangs on the verb, and finds the speaker among its objects where it has no subject."""
        sentence = self.hearing.sentence
        for child in sentence.children[self.clause.head]:
            if self.hearing.base(child) == "advcl" and child < self.clause.head:
                self.media.extend(media_asking(self.hearing, child, self.stance))
            document = self.hearing.lexicon.is_in("attribution_nouns", sentence.words[child].text)
            interview = document and self.hearing.base(child) == "obl"
            if child in self.hearing.heads and self.hearing.base(child) != "nsubj" and not interview:
                continue
            if self.hearing.base(child) == "nsubj":
                self._take_subject(child)
            elif self.hearing.base(child) in ("obl", "iobj", "obj"):
                self._take_phrase(child)
        self._take_told_below()
        if not self.subjects and self.pronoun is None and not self.passive:
            self.subjects = self._one_of_two()
        if not self.subjects and self.pronoun is None:  # "qu'elle", أنه
            children = sentence.children[self.clause.head]
            written_on = (c for c in children if "PRON" in sentence.words[c].tags[1:] and c < self.clause.head)
            self.pronoun = next(written_on, None)
        if not self.subjects and self.pronoun is None and not self.passive:
            behind = speaker_behind(self.clause, self.hearing)
            if behind is not None:
                self._take_told(next(c for c in sentence.children[self.clause.head] if self._covers(c, behind)))
            told = [*self.media, *self.cited]
            if behind is not None and behind.key not in {source.key for source in told}:
                self.subjects = [replace(behind, stance=self.stance)]
        if not self.subjects and self.pronoun is None and not self.passive:
            self.subjects = self._misplaced_subject() or self._office_inside()
        only_medium = bool(self.subjects) and self.subjects[0].kind is SourceKind.MEDIUM
        if self.pronoun is None and not self.passive and (not self.subjects or only_medium):
            stray = stray_speaker(self.clause, self.hearing)
            if stray is not None and only_medium and stray.kind is not SourceKind.MEDIUM:
                self.media.extend(self.subjects)
            if stray is not None and stray.key not in {s.key for s in (*self.subjects, *self.media)}:
                self.subjects = [replace(stray, stance=self.stance)]

    def _take_subject(self, child: int) -> None:
        if self.passive:
            if self._quotes():  # "was quoted by X as saying"
                self.cited.extend(sources_at(self.hearing, child, self.stance))
            return
        if self._is_of_content(child):
            return
        self._take_told(child)
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

    def _is_of_content(self, child: int) -> bool:
        """Whether a subject stands behind the "that" that opens what is said: it is no speaker."""
        openers = {fold(entry) for entry in self.hearing.lexicon.words.said_openers}
        words, head = self.hearing.sentence.words, self.clause.head
        marks = {c for c in self.hearing.sentence.children[head] if self.hearing.base(c) == "mark" and c > head}
        return any(head < mark < child and fold(words[mark].text) in openers for mark in marks)

    def _take_told(self, above: int) -> None:
        """Takes the media told, where the tree hangs them on who speaks: قال شاهد لرويترز."""
        children = self.hearing.sentence.children
        deeper = (c for child in children[above] if self.hearing.base(child) == "amod" for c in children[child])
        for below in (*children[above], *deeper):
            preposition = preposition_of(self.hearing.sentence, below)
            if preposition is not None and "to" in self.hearing.lexicon.preposition_parts(preposition):
                self.media.extend(media_under(self.hearing, below, self.stance))

    def _covers(self, position: int, source: Source) -> bool:
        words = self.hearing.sentence.words
        below = self.hearing.sentence.subtree(position)
        return source.start is not None and words[min(below)].start <= source.start < words[max(below)].end

    def _take_told_below(self) -> None:
        """Takes the medium told that the tree hangs on what was told, in front of it: "Reuters'a öldüğünü söyledi"."""
        sentence, head = self.hearing.sentence, self.clause.head
        for said in sentence.children[head]:
            first = min(sentence.children[said], default=said)
            preposition = preposition_of(sentence, first)
            to = preposition is not None and "to" in self.hearing.lexicon.preposition_parts(preposition)
            if self.hearing.base(said) == "ccomp" and said < head and self.hearing.base(first) == "obl" and to:
                self.media.extend(media_under(self.hearing, first, self.stance))

    def _one_of_two(self) -> list[Source]:
        """Who speaks, where the tree makes him a subject of what he said, in front of it, beside its own subject:
        "polisin kendisine şüphelinin kaçtığını söylediğini"."""
        children, head = self.hearing.sentence.children, self.clause.head
        for said in children[head]:
            subjects = [c for c in children[said] if self.hearing.base(c) == "nsubj" and c < said]
            if self.hearing.base(said) == "ccomp" and said < head and len(subjects) > 1:
                return list(sources_at(self.hearing, subjects[0], self.stance))
        return []

    def _misplaced_subject(self) -> list[Source]:
        """Who speaks, where the tree makes him the object of the saying above: گفت شاهدان به او گفته‌اند."""
        sentence, head = self.hearing.sentence, self.clause.head
        above = sentence.words[head].head - 1
        if self.hearing.base(head) != "ccomp" or above < 0 or self.hearing.lexicon.words.verb_first:
            return []
        between = [c for c in sentence.children[above] if above < c < head and self.hearing.base(c) == "obj"]
        adjacent = [c for c in between if max(sentence.subtree(c)) + 1 == min(sentence.subtree(head))]
        return [source for c in adjacent for source in sources_at(self.hearing, c, self.stance)]

    def _office_inside(self) -> list[Source]:
        """The body at which somebody says it, where nobody does: сообщили в министерстве, "hieß es in der Partei"."""
        base, words = self.hearing.base(self.clause.head), self.hearing.lexicon.words
        if words.drops_subjects or base not in ("root", "parataxis", "ccomp"):
            return []
        found: list[Source] = []
        for child in self.hearing.sentence.children[self.clause.head]:
            preposition = preposition_of(self.hearing.sentence, child)
            parts = () if preposition is None else self.hearing.lexicon.preposition_parts(preposition)
            if self.hearing.base(child) == "obl" and "in" in parts:
                found.extend(sources_at(self.hearing, child, self.stance))
        return [source for source in found if source.kind is SourceKind.ORGANISATION]

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
            only_there = "in" in parts and "to" not in parts and len(told) == 1 and " " not in told[0].name
            if not (only_there and not told[0].is_name):  # "im Fernsehen"
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

    def other_speakers(self, reported_by: Sequence[Source]) -> tuple[Source, ...]:
        """Whom a plural pronoun stands for, where one person reports what they said: "they told us that"."""
        word = self.hearing.sentence.words[self.pronoun] if self.pronoun is not None else None
        alone = len(reported_by) == 1 and reported_by[0].kind in (SourceKind.PERSON, SourceKind.ANONYMOUS)
        if word is None or not alone or fold(word.text) not in self.hearing.lexicon.plural_pronouns:
            return ()
        party = self.hearing.antecedent(word)
        return () if party is None else (self._source_of(party, word),)

    def _gone_on(self) -> list[Source]:
        return [s for s in self.heard.last if s.kind is not SourceKind.MEDIUM] if self.heard.ago <= RECENT else []

    def stand_in(self, above: Sequence[Source]) -> tuple[Source, ...]:
        """Who speaks where a pronoun, or nothing, stands for him: the subject of the clause above, the last speaker, or
        whom the article told of."""
        if above:
            return tuple(above)
        other = self._first_of_two_above()
        if other is not None:
            return (other,)
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
        return (self._source_of(party, word or self.hearing.sentence.words[self.clause.head]),)

    def _source_of(self, party: Party, at: Word) -> Source:
        """The party as a source, as the word that stands for it tells."""
        unnamed = SourceKind.ORGANISATION if party.is_name else SourceKind.ANONYMOUS
        return Source(
            kind=SourceKind.PERSON if party.type is EntityType.PERSON else unnamed,
            text=at.text,
            name=party.name,
            key=party.key,
            stance=self.stance,
            start=at.start,
            end=at.end,
            is_name=party.is_name,
        )

    def _first_of_two_above(self) -> Source | None:
        """Who speaks in a clause between two subjects of the verb above: "X, öldüğünü bildirirken, Y söyledi"."""
        sentence, head = self.hearing.sentence, self.clause.head
        above = sentence.words[head].head - 1
        if above < head or self.hearing.base(head) != "advcl":
            return None
        subjects = [c for c in sentence.children[above] if sentence.words[c].relation == "nsubj"]
        before = [c for c in subjects if c < min(sentence.subtree(head))]
        behind = [c for c in subjects if head < c < above]
        return source_at(self.hearing, before[0], self.stance) if before and behind else None

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
