"""Words a claim so that it can be understood without its article.

A statement is the quote with names in the place of what stands for them. What is put in where the words would not be
right otherwise stands in square brackets, and so do the words before the quote that make it a plan, a denial or a
condition.
"""

from collections.abc import Sequence

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.referents.designations import is_fuller, shown
from app.core.claims.referents.edits import Edits
from app.core.claims.referents.stand_ins import RELATIVES, SUBJECTS, StandIn, StandInKind
from app.core.claims.wording.dating import CLOCK, is_dated, iso_time
from app.core.claims.wording.hedges import Hedge, condition_beside, frame_behind, hedge_of, shared_helpers
from app.core.claims.wording.marks import loose_marks
from app.core.claims.wording.openings import joined, without_preposition
from app.core.claims.wording.setting import Setting
from app.core.folding import fold
from app.core.model.entity import EntityType, Mention, Party
from app.core.model.language import RIGHT_TO_LEFT
from app.core.model.sentence import Word
from app.core.model.when import When

DANGLING = " ,،;؛:-–—"  # no statement ends with these
PREDICATE_OPENERS = frozenset({"aux", "aux:pass", "cop", "expl", "expl:pv", "expl:pass"})
BEFORE_THE_VERB = frozenset({"obj", "iobj", "obl", "expl", "compound"})  # relations of pronouns such as "se", "lui"


def write_statement(
    clause: Clause,
    setting: Setting,
    *,
    start: int,
    end: int,
    times: Sequence[When],
    denied: bool,
    speaker: str | None,
) -> str:
    """The statement of a clause whose quote is ``text[start:end]``; ``denied`` where a source says that it is not so,
    ``speaker`` who says it in his own words."""
    wording = _Wording(clause, setting, start, end)
    told = wording.write(times, denied=denied, quoted=speaker is not None)
    return f"[{speaker}:] {told}" if speaker and wording.is_of_speaker() else told


class _Wording:
    """Words one claim."""

    def __init__(self, clause: Clause, setting: Setting, start: int, end: int) -> None:
        self.clause = clause
        self.setting = setting
        self.start = start
        self.end = end
        self.words = setting.scene.sentence.words
        self.edits = Edits()
        inside = [m for m in setting.scene.names.mentions if start <= m.start and m.end <= end]
        self.named = {self._key(mention) for mention in inside}
        self.mentions = inside
        self.own = {clause.head}  # the clauses whose words are the statement's own

    def write(self, times: Sequence[When], *, denied: bool, quoted: bool) -> str:
        """The statement."""
        subject = next(
            (s for s in self.setting.scene.stand_ins if s.clause == self.clause.head and s.kind in SUBJECTS), None
        )
        hedge = hedge_of(self.clause, self.setting, self.start, denied=denied)
        condition = condition_beside(self.clause, self.setting) or frame_behind(self.clause, self.setting)
        if hedge is None and condition is not None and condition[1] <= self.start:
            hedge = Hedge(start=condition[0], end=condition[1])
        lowest = self.start if hedge is None else hedge.start
        if hedge is None:
            self._leave_out_opening()
        elif hedge.clause is not None:
            self.own.add(hedge.clause)
            self._put_in_hedge(hedge)
        if hedge is not None:
            self.named |= {self._key(m) for m in self.setting.scene.names.mentions if lowest <= m.start < self.start}
            opening = next(word for word in self.words if word.start >= hedge.start)
            self.edits.replace(opening.start, opening.start + joined(opening, self.setting.scene.lexicon), "")
            self.edits.replace(hedge.end, self.start, "] ")
        if subject is not None and not (hedge is not None and self._tells_subject(hedge, subject)):
            self._put_subject(subject, quoted=quoted or hedge is not None)
        for stand_in in sorted(self.setting.scene.stand_ins, key=lambda stand_in: stand_in.start):
            if stand_in is not subject and lowest <= stand_in.start and stand_in.end <= self.end:
                self._put(stand_in)
        self._introduce_names()
        self._date(times)
        highest = self.end
        if condition is not None and condition[0] >= self.end:
            highest = condition[1]
            self.edits.replace(self.end, condition[0], " [")
        self._drop_loose_marks(lowest, highest)
        told = self.edits.apply(self.setting.text, lowest, highest)
        told = told.rstrip(DANGLING) if highest == self.end else f"{told}]"
        told = told.lstrip(DANGLING)
        if self.setting.text[lowest : lowest + 1].isupper():
            told = told[:1].upper() + told[1:]
        return told if hedge is None else f"[{told}"

    def is_of_speaker(self) -> bool:
        """Whether the quote has a word for its speaker."""
        agreement = self.setting.scene.agreement
        return any(agreement.is_first_person(w) for w in self.words if self.start <= w.start and w.end <= self.end)

    def _tells_subject(self, hedge: Hedge, subject: StandIn) -> bool:
        """Whether the hedge's own subject is the quote's."""
        above = self.setting.scene.arguments.get(hedge.clause) if hedge.clause is not None else None
        keys = {party.key for party in above.subjects} if above is not None else set()
        return hedge.tells_subject or all(party.key in keys for party in subject.parties)

    def _put_in_hedge(self, hedge: Hedge) -> None:
        """The subject that the words of the hedge leave out."""
        absent = (StandInKind.DROPPED, StandInKind.SHARED)
        for stand_in in self.setting.scene.stand_ins:
            if stand_in.clause == hedge.clause and stand_in.kind in absent and not self._tells(stand_in):
                self._note(stand_in)
                self.edits.insert(hedge.start, f"{self._names(stand_in.parties)} ")

    def _key(self, mention: Mention) -> str:
        entity = self.setting.scene.names.resolved.get((mention.start, mention.end))
        return entity.key if entity else fold(mention.text)

    # What is left out

    def _drop_loose_marks(self, lowest: int, highest: int) -> None:
        """Marks whose partners stand outside: 'he was "something'."""
        for at in loose_marks(self.setting.text, lowest, highest, sentence=self.setting.scene.sentence.start):
            self.edits.replace(at, at + 1, "")

    def _leave_out_opening(self) -> None:
        """The preposition before an event noun, and a conjunction written on the first word."""
        first = next(p for p, word in enumerate(self.words) if word.start >= self.start)
        bare_noun = self.clause.kind is ClauseKind.EVENT_NOUN and self.clause.light_verb is None
        while bare_noun and first < self.clause.head and self._only_links(self.words[first]):
            self.edits.replace(self.words[first].start, self.words[first + 1].start, "")
            first += 1
        word = self.words[first]
        written = without_preposition(word, self.setting.scene.lexicon) if first == self.clause.head else None
        if bare_noun and written is not None:
            self.edits.replace(word.start, *written)
        self.edits.replace(word.start, word.start + joined(word, self.setting.scene.lexicon), "")

    def _only_links(self, word: Word) -> bool:
        """Whether a word joins the noun to its verb, and says no more ("at", not "without")."""
        return word.relation in ("case", "fixed") and not self.setting.scene.lexicon.is_in("negation", word.text)

    # What stands for somebody

    def _put_subject(self, subject: StandIn, *, quoted: bool) -> None:
        inside = self.start <= subject.start and subject.end <= self.end
        if subject.kind in (StandInKind.DROPPED, StandInKind.SHARED):
            self._put_in(subject, quoted=quoted)
        elif inside:
            self._put(subject)

    def _put_in(self, subject: StandIn, *, quoted: bool) -> None:
        """Puts in a subject that the clause does not have."""
        if self._tells(subject):
            return
        self._note(subject)
        names = self._names(subject.parties)
        top = self.clause.head if self.clause.light_verb is None else self.clause.light_verb
        helpers = shared_helpers(self.clause, self.setting) if subject.kind is StandInKind.SHARED else None
        mark = self._infinitive_mark()
        if helpers is not None:
            self.edits.insert(self.start, f"[{names} {helpers}] ")
        elif quoted or mark or (subject.kind is StandInKind.SHARED and not self._is_finite(top)):
            self.edits.insert(self.start, f"[{' '.join((names, *mark))}] ")
        elif self.setting.scene.lexicon.words.verb_first and content_tag(self.words[top]) == "VERB":
            self.edits.insert(self.words[top].end, f" {self._bracketed_if_needed(subject)}")
        else:
            at = self._predicate_start(top)
            opens = at == self.start and self.setting.text[at].isupper()
            first = self.setting.text[at].lower() if opens else ""
            self.edits.replace(at, at + len(first), f"{self._bracketed_if_needed(subject)} {first}")

    def _infinitive_mark(self) -> tuple[str, ...]:
        """The word before an infinitive that the quote leaves out."""
        marks = self.setting.scene.lexicon.words.infinitive_marks
        before = [word for word in self.words if word.end <= self.start][-1:]
        own = tuple(word.text for word in before if fold(word.text) in marks and word.relation == "mark")
        top = self.setting.scene.top(self.clause)
        if own or self.words[top].relation != "conj":
            return own
        above = self.setting.scene.sentence.children[self.words[top].head - 1]
        shared = (self.words[p] for p in above if p < top and self.words[p].relation == "mark")
        return tuple(word.text for word in shared if fold(word.text) in marks)[:1]

    def _is_finite(self, top: int) -> bool:
        word = self.words[top]
        while word.relation == "conj" and word.head:
            word = self.words[word.head - 1]
        return word.base in ("root", "ccomp", "parataxis")

    def _predicate_start(self, top: int) -> int:
        """Where the verb begins, its auxiliaries, negation and object pronouns with it."""
        first = top
        for child in self.setting.scene.sentence.children[top]:
            word = self.words[child]
            helper = word.relation in PREDICATE_OPENERS or self.setting.scene.lexicon.is_in("negation", word.text)
            pronoun = "PRON" in word.tags and word.base in BEFORE_THE_VERB
            if (helper or pronoun) and self.start <= word.start:
                first = min(first, child)
        return self.words[first].start

    def _put(self, stand_in: StandIn) -> None:
        """Words one stand-in, unless the statement names whom it means anyway."""
        if stand_in.kind is StandInKind.PLACE:
            self._put_place(stand_in)
            return
        if stand_in.kind in (StandInKind.DROPPED, StandInKind.SHARED):
            return
        if stand_in.kind in RELATIVES and stand_in.clause not in self.own:
            return
        if self._tells(stand_in) or stand_in.start < self.start <= stand_in.end:
            return
        if stand_in.kind is not StandInKind.RELATIVE_RESUMED:
            self._note(stand_in)
        names = self._names(stand_in.parties)
        plain = self._names(stand_in.parties, bracketed=False)
        word = self._word_at(stand_in)
        single = len(stand_in.parties) == 1 and not self.setting.scene.lexicon.words.names_inflect
        whole = word.start == stand_in.start and word.end == stand_in.end
        if stand_in.kind in RELATIVES:
            self._put_relative(stand_in, word, names, plain, whole=whole)
            return
        match stand_in.kind:
            case StandInKind.SUBJECT if single and whole:
                self.edits.replace(stand_in.start, stand_in.end, plain)
            case StandInKind.OBJECT if single and whole and self._after_its_head(word):
                self.edits.replace(stand_in.start, stand_in.end, plain)
            case StandInKind.OBJECT if not whole:
                self.edits.insert(self._after_verb(word), f" [{names}]")
            case StandInKind.POSSESSIVE if single and whole and self._owns_plainly(stand_in, word):
                owned = plain + self.setting.scene.lexicon.words.possessive_ending
                self.edits.replace(stand_in.start, stand_in.end, owned)
            case StandInKind.POSSESSIVE:
                owner = self.words[word.head - 1] if whole and word.head else word
                self.edits.insert(owner.end, f" [{names}]")
            case _:
                self.edits.insert(stand_in.end, f" [{names}]")

    def _put_relative(self, stand_in: StandIn, word: Word, names: str, plain: str, *, whole: bool) -> None:
        """Words whom a relative pronoun stands for."""
        match stand_in.kind:
            case StandInKind.RELATIVE if whole:
                self.edits.replace(stand_in.start, stand_in.end, plain)
            case StandInKind.RELATIVE_OBJECT | StandInKind.RELATIVE_RESUMED if whole and self._is_topic(stand_in):
                self._note(stand_in)
                self.edits.replace(stand_in.start, stand_in.end, plain)
            case StandInKind.RELATIVE_OBJECT if whole:
                self.edits.replace(stand_in.start, stand_in.end, "")
                self.edits.insert(self._after_verb(word), f" [{names}]")
            case StandInKind.RELATIVE_RESUMED if whole:
                self.edits.replace(stand_in.start, stand_in.end, "")
            case StandInKind.RELATIVE_OTHER:
                self._put_before(stand_in, word, names, whole=whole)
            case _:
                self.edits.insert(stand_in.end, f" [{names}]")

    def _is_topic(self, stand_in: StandIn) -> bool:
        """Whether a noun may open a sentence whose pronoun says it again: الخيام أقامها العمال."""
        return stand_in.start == self.start and bool(self.setting.scene.lexicon.words.pronoun_clitics)

    def _put_before(self, stand_in: StandIn, word: Word, names: str, *, whole: bool) -> None:
        """What "where", "to whom" and their like mean, before the quote; none for "the moment when ..."."""
        if whole and stand_in.start == self.start and self._is_adverb(stand_in, word):
            self.edits.replace(stand_in.start, stand_in.end + 1, "")
        else:
            self.edits.insert(self.start, f"[{names}] ")

    def _put_place(self, stand_in: StandIn) -> None:
        place = stand_in.place
        if place is None or any(fold(m.text) == fold(place.name) for m in self.mentions):
            return
        word = self._word_at(stand_in)
        at = self._after_verb(word) if "PRON" in word.tags else stand_in.end
        self.edits.insert(at, f" [{place.name}]")

    def _tells(self, stand_in: StandIn) -> bool:
        quote = self.setting.text[self.start : self.end].casefold()
        return any(
            party.key in self.named
            or (not party.is_name and party.name.casefold() in quote)
            or (party.type is EntityType.PERSON and self._is_called(party, quote))
            for party in stand_in.parties
        )

    def _is_called(self, party: Party, quote: str) -> bool:
        """Whether the quote has the last name of a person, and not of another one who has it too."""
        last = party.name.casefold().split()[-1]
        others = (m for m in self.mentions if self._key(m) != party.key)
        return last in quote.split() and not any(last in m.text.casefold().split() for m in others)

    def _note(self, stand_in: StandIn) -> None:
        self.named |= {party.key for party in stand_in.parties}

    def _word_at(self, stand_in: StandIn) -> Word:
        return next(w for w in self.words if w.end > stand_in.start)

    def _is_adverb(self, stand_in: StandIn, word: Word) -> bool:
        """Whether "where" or "when" stands for nothing that has a name."""
        return not any(party.is_name for party in stand_in.parties) and word.tag in ("ADV", "PRON")

    def _after_its_head(self, word: Word) -> bool:
        return word.head > 0 and self.words[word.head - 1].start < word.start

    def _after_verb(self, word: Word) -> int:
        """Behind the word, or behind the verb where a pronoun stands before it: "l'a reçu [X]"."""
        head = self.words[word.head - 1] if word.head else word
        before = head.start > word.start and "VERB" not in word.tags
        return min(head.end if before else word.end, self.end)

    def _owns_plainly(self, stand_in: StandIn, word: Word) -> bool:
        """Whether the name can take the place of the possessive: "his visit", not "his own"."""
        if not self.setting.scene.lexicon.words.possessive_ending or word.head == 0:
            return False
        position = next(p for p, w in enumerate(self.words) if w is word)
        follower = self.words[position + 1] if position + 1 < len(self.words) else None
        named = all(party.is_name and self._is_bare(party) for party in stand_in.parties)
        return named and follower is not None and follower.tags[0] in ("NOUN", "PROPN", "NUM")

    def _is_bare(self, party: Party) -> bool:
        return not shown(party, self.setting.designations).endswith("]")

    def _bracketed_if_needed(self, subject: StandIn) -> str:
        words = self.setting.scene.lexicon.words
        inflected = words.names_inflect or (words.verb_first and not all(party.is_name for party in subject.parties))
        if len(subject.parties) == 1 and not inflected:
            return self._names(subject.parties, bracketed=False)
        return f"[{self._names(subject.parties)}]"

    def _names(self, parties: Sequence[Party], *, bracketed: bool = True) -> str:
        """The words for the parties, those whose own words have a possessive with whose they are."""
        told = []
        for party in parties:
            words = self._as_inside(party, bracketed=bracketed)
            owners = () if party.is_name else self.setting.scene.discourse.owners.get(party.key, ())
            owned = self._joined([self._as_inside(owner, bracketed=True) for owner in owners])
            told.append(f"{words} [{owned}]" if owned else words)
        return self._joined(told)

    def _joined(self, words: Sequence[str]) -> str:
        return ("، " if self.setting.scene.sentence.language in RIGHT_TO_LEFT else ", ").join(words)

    def _as_inside(self, party: Party, *, bracketed: bool) -> str:
        """The words for a party as they stand inside a sentence: an article loses its capital."""
        text = shown(party, self.setting.designations, bracketed=bracketed)
        first = text.split(" ")[0]
        elided = first[: first.index("'") + 1] if "'" in first else first
        scene = self.setting.scene
        small = fold(elided) in scene.lexicon.articles or (not party.is_name and scene.agreement.is_mark(elided))
        return elided.lower() + text[len(elided) :] if small and elided != text else text

    # What is added to a name or a time

    def _introduce_names(self) -> None:
        """The full name where only a part of it stands, and the office where none is told."""
        done: set[str] = set()
        for mention in self.mentions:
            key = self._key(mention)
            entity = self.setting.scene.names.resolved.get((mention.start, mention.end))
            known = self.setting.designations.get(key)
            if key in done or entity is None or known is None or entity.type is not EntityType.PERSON:
                continue
            done.add(key)
            if mention.text != self.setting.text[mention.start : mention.end]:
                continue
            follows = self.setting.text[mention.end : mention.end + 1]
            titled = mention.titles or mention.offices
            office = f" [{known.office}]" if known.office and not titled and not follows.isalnum() else ""
            if follows in ("'", "’"):
                office = ""
            if mention.text == known.name:
                self.edits.insert(mention.end, office)
            elif self.setting.scene.lexicon.words.names_inflect:
                self.edits.insert(mention.end, f" [{known.name}]")
            elif (known.start <= mention.start or not titled) and is_fuller(
                known.name, mention.text, self.setting.scene.lexicon
            ):
                self.edits.replace(mention.start, mention.end, known.name + office)

    def _end_of_word(self, at: int) -> int:
        """The offset, or the end of the word that goes on there ("Sunday's")."""
        return next((min(word.end, self.end) for word in self.words if word.start < at < word.end), at)

    def _date(self, times: Sequence[When]) -> None:
        done: set[str] = set()
        for when in sorted(times, key=lambda when: when.granularity in CLOCK):
            told = iso_time(when) if is_dated(when, self.clause, self.setting.scene) else None
            if told is not None and told not in done and self.start <= when.start and when.end <= self.end:
                done.add(told)
                self.edits.insert(self._end_of_word(when.end), f" ({told})")
