"""How real what a clause tells is, as told: happened, planned, asked for, uncertain and so on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.reality.polarity import bearing, governing_word, is_denied
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon, as_written
from app.core.folding import fold
from app.core.model.claim import OFF_BY_TYPE, Stance, Status
from app.core.model.sentence import ParsedSentence

NEAR_WORDS = 4  # words before the predicate among which "still" is looked for
# What is promised, asked for or agreed on is not done yet.
STATUS_OF_CONTENT = {
    "promise": Status.PLANNED,
    "threaten": Status.PLANNED,
    "agree": Status.PLANNED,
    "request": Status.REQUESTED,
    "invite": Status.REQUESTED,
}
SPEECH = frozenset(STATUS_OF_CONTENT)  # types that tell of words: what they are about is conditional, not they
MEETING = frozenset({"meet", "visit", "sign"})  # what somebody comes for, where other events are what he comes after
CONTENT = frozenset({"xcomp", "ccomp", "advcl", "acl", "obl", "obj", "csubj"})
NEAR_LISTS = (
    ("planning", Status.PLANNED),
    ("requesting", Status.REQUESTED),
    ("uncertain", Status.UNCERTAIN),
    ("ongoing", Status.ONGOING),
)
SHAPES = (
    ("conditional", Status.CONDITIONAL),
    ("uncertain", Status.UNCERTAIN),  # "-ebilecek": may come, though in the future
    ("planned", Status.PLANNED),
    ("requested", Status.REQUESTED),
    ("ongoing", Status.ONGOING),
)
AUXILIARIES = ("aux", "aux:pass", "cop")
UNREAL = frozenset({Status.PLANNED, Status.CONDITIONAL, Status.REQUESTED, Status.UNCERTAIN})


@dataclass(frozen=True, kw_only=True)
class Moods:
    """One sentence, as the status of its clauses is asked for. ``clause_at`` gives the clause of a head.

    ``told`` are the clauses that somebody is cited for, ``unsure`` those that no source stands for.
    """

    sentence: ParsedSentence
    lexicon: Lexicon
    clause_at: Callable[[int], Clause | None]
    told: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()
    expected: frozenset[int] = frozenset()

    def status(self, clause: Clause, depth: int = 0) -> Status:
        """How real the event is, as told; it flows down from the clause above where this one continues or completes
        it."""
        own = self._own(clause)
        if own is not None:
            return own
        above = None if clause.governor is None or depth > len(self.sentence.words) else self.clause_at(clause.governor)
        if above is not None and self._continues(clause):
            carried = self.status(above, depth + 1)
            if carried in UNREAL:
                return carried
        if clause.head in self.expected:
            return Status.PLANNED
        return Status.UNCERTAIN if clause.head in self.unsure else Status.HAPPENED

    def _own(self, clause: Clause) -> Status | None:
        """The status that the clause itself, its particles and what governs it tell."""
        if self._has_condition(clause):
            return Status.CONDITIONAL
        return self._told_by_itself(clause)

    def _told_by_itself(self, clause: Clause) -> Status | None:
        """The same, conditions apart."""
        moved = self._is_moved(clause)
        if moved is not None:
            return moved
        told = self._by_particles(clause)
        if told is not None:
            return told
        by_form = self._by_form(clause)
        if by_form is not None:
            return by_form
        below = (c for c in self._clauses() if self.sentence.words[c.head].head - 1 == clause.head)
        if any(self.only_moves(described) for described in below):
            return Status.PLANNED
        if _is_purpose(clause, self.sentence, self.lexicon):
            return Status.PLANNED
        return self._by_governor(clause)

    def _has_condition(self, clause: Clause) -> bool:
        """Whether the clause is an if-clause, or has one, or is joined to a clause whose if-clause is for both."""
        if self._is_if(clause):
            return True
        if clause.event_type in SPEECH or self.lexicon.stance(self.lexicon.text_at(self.sentence, clause.head)):
            return False
        return any(self._is_if(below) and self._conditions(below, clause) for below in self._clauses())

    def _conditions(self, condition: Clause, clause: Clause) -> bool:
        governor = None if condition.governor is None else self.clause_at(condition.governor)
        if governor is None:
            return False
        if clause.head in (governor.head, self._joined_above(governor)):
            return True
        speaks = governor.event_type in SPEECH or self.lexicon.stance(
            self.lexicon.text_at(self.sentence, governor.head)
        )
        base = self._base(clause)
        return bool(speaks) and clause.governor == governor.head and base in ("xcomp", "ccomp", "obj", "obl")

    def _joined_above(self, clause: Clause) -> int | None:
        """The clause to which this one, without a subject of its own, is joined: one condition is for both."""
        above = None if clause.governor is None else self.clause_at(clause.governor)
        if above is None or self._base(clause) != "conj" or self._has_subject(clause):
            return None
        return above.head if self._told_by_itself(above) in UNREAL else None

    def _is_if(self, clause: Clause) -> bool:
        """Whether "if" or its like opens the clause, or its verb has the form of a condition."""
        if self._base(clause) not in ("advcl", "acl", "obl", "dep", "parataxis"):
            return False
        opened = any(
            self._holds("conditional", position)
            for top in self._tops(clause)
            for position in bearing(self.sentence, top)
        )
        return opened or any(
            self.lexicon.shapes.has("conditional", self.sentence.words[position].text)
            for top in self._tops(clause)
            for position in (top, *self._auxiliaries(top))
        )

    def _auxiliaries(self, top: int) -> list[int]:
        return [c for c in self.sentence.children[top] if self.sentence.words[c].relation in AUXILIARIES]

    def _clauses(self) -> Iterator[Clause]:
        found = (self.clause_at(position) for position in range(len(self.sentence.words)))
        return (clause for clause in found if clause is not None)

    def _by_particles(self, clause: Clause) -> Status | None:
        near = [position for top in self._tops(clause) for position in bearing(self.sentence, top)]
        if any(self._would(position) for position in near):
            return self._of_would(clause, near)
        for name, status in NEAR_LISTS:
            if self._holds_phrase(name, near):
                return status
        helping = [form for helper in clause.helpers for form in self._forms_at(helper)]
        for name, status in NEAR_LISTS:
            if any(self._holds(name, position) for position in near) or self.lexicon.lists[name].holds(helping):
                return status
        if any(self._holds("maybe", position) for position in near) and any(
            self.lexicon.shapes.has("imperfect", self.sentence.words[top].text) for top in self._tops(clause)
        ):
            return Status.UNCERTAIN
        before = [p for p in clause.words if clause.head - NEAR_WORDS <= p <= clause.head]
        still = any(self.lexicon.lists["ongoing"].holds((fold(self.sentence.words[p].text),)) for p in before)
        ongoing = still or self.lexicon.is_in("ongoing", self.sentence.words[clause.head].text)
        return Status.ONGOING if ongoing else None

    def _holds(self, name: str, position: int) -> bool:
        """Whether the word is in a list as a single word, as written, conjunctions on it apart."""
        words = self.sentence.words
        folded = fold(words[position].text)
        forms = [folded, folded[1:]] if len(words[position].tags) > 1 and len(folded) > 2 else [folded]
        forms.append(as_written(words[position].text))
        return self.lexicon.lists[name].holds(forms)

    def _holds_phrase(self, name: str, near: Sequence[int]) -> bool:
        """Whether the small words at a predicate make up a phrase of a list, in its order: "is to", "would have"."""
        texts = [fold(self.sentence.words[position].text) for position in sorted(near)]
        phrases = (fold(entry).split() for entry in getattr(self.lexicon.words, name) if " " in entry)
        return any(_in_order(phrase, texts) for phrase in phrases)

    def _forms_at(self, position: int) -> tuple[str, ...]:
        return self.lexicon.forms(self.lexicon.text_at(self.sentence, position))

    def _would(self, position: int) -> bool:
        word = self.sentence.words[position]
        if word.relation.split(":")[0] not in ("aux", "cop"):
            return False
        if word.relation == "aux:pass" and self.lexicon.shapes.has("would", word.text):
            return True
        return self._holds("would", position) and not self._holds("uncertain", position)

    def _of_would(self, clause: Clause, near: list[int]) -> Status:
        """The conditional mood: a plan where somebody is cited for it ("said that he would come"), else unsure."""
        if self._holds_phrase("uncertain", near) or any(self._holds("uncertain", position) for position in near):
            return Status.UNCERTAIN
        return Status.PLANNED if clause.head in self.told else Status.UNCERTAIN

    def _by_form(self, clause: Clause) -> Status | None:
        """What the form of the verb, or of its auxiliary or copula, tells."""
        for top in self._tops(clause):
            helpers = self._auxiliaries(top)
            if self._is_progressive(top):
                return Status.ONGOING
            for position in (top, *helpers):
                word = self.sentence.words[position]
                if content_tag(word) not in ("VERB", "AUX"):
                    continue
                for meaning, status in SHAPES:
                    if meaning != "conditional" and self.lexicon.shapes.has(meaning, word.text):
                        return status
                if self.lexicon.shapes.has("would", word.text):
                    return Status.PLANNED if clause.head in self.told else Status.UNCERTAIN
                if position == top and self._is_future(position):
                    return Status.PLANNED
        return None

    def _is_progressive(self, top: int) -> bool:
        """Whether form and auxiliary together tell what goes on: "is investigating"."""
        auxiliaries = frozenset(map(fold, self.lexicon.words.progressive_auxiliaries))
        return self.lexicon.shapes.has("progressive", self.sentence.words[top].text) and any(
            fold(self.sentence.words[position].text) in auxiliaries for position in self._auxiliaries(top)
        )

    def _is_future(self, position: int) -> bool:
        """A future ending, or a future prefix written on the verb, unless the whole form is itself a verb of the
        pack (سيطر is no future)."""
        text, folded = self.sentence.words[position].text, fold(self.sentence.words[position].text)
        if content_tag(self.sentence.words[position]) != "VERB":
            return False
        if self.lexicon.planning_endings and text.endswith(self.lexicon.planning_endings):
            return True
        if not folded.startswith(self.lexicon.planning_prefixes):
            return False
        whole = [form for form in self.lexicon.forms(text) if form.startswith(self.lexicon.planning_prefixes)]
        known = any(entries.holds(whole) for entries in self.lexicon.stances.values())
        return not known and not self.lexicon.triggers.holds(whole)

    def _is_moved(self, clause: Clause) -> Status | None:
        """An event that is postponed or cancelled: it is told as the part of a clause that says so."""
        if clause.kind is not ClauseKind.EVENT_NOUN or clause.governor is None:
            return None
        above = self.clause_at(clause.governor)
        part = self.sentence.words[clause.head].relation in ("nsubj:pass", "obj", "nmod")
        if above is None or is_denied(above, self.sentence, self.lexicon):
            return None
        named = part or (self._base(clause) == "nsubj" and not self._has_object(above))
        return OFF_BY_TYPE.get(above.event_type or "") if named else None

    def only_moves(self, clause: Clause) -> bool:
        """Whether the clause tells only the status of the noun that it describes: "scheduled for Monday"."""
        planned = self.lexicon.is_in("planning", self.lexicon.text_at(self.sentence, clause.head))
        describes = self.sentence.words[clause.head].relation.startswith("acl") and not self._has_object(clause)
        governs = any(below.governor == clause.head for below in self._clauses())
        return planned and clause.event_type is None and describes and not governs

    def _by_governor(self, clause: Clause) -> Status | None:
        governor = governing_word(clause, self.sentence)
        if governor is None or self._is_aside(clause):
            return None
        word = self.sentence.words[governor]
        near = [governor]
        if content_tag(word) != "VERB":  # من المقرر أن, "es ist geplant, dass"
            near += [
                c
                for c in self.sentence.children[governor]
                if self.sentence.words[c].relation in ("obj", "obl", "fixed")
            ]
        listed = NEAR_LISTS if self._base(clause) in ("xcomp", "ccomp") else NEAR_LISTS[:3]
        for position in near:
            for name, status in listed:
                if self.lexicon.is_in(name, self.lexicon.text_at(self.sentence, position)):
                    return status
        if self.lexicon.stance(self.lexicon.text_at(self.sentence, governor)) == Stance.EXPECTS and content_tag(
            word
        ) in ("VERB", "NOUN"):
            return Status.PLANNED
        above = self.clause_at(governor)
        marked = above is not None and self._base(clause) in CONTENT and clause.kind is not ClauseKind.EVENT_NOUN
        if above is None or not marked:
            return None
        if above.event_type == "agree" and self._base(clause) == "ccomp":
            return None  # "agreed that it was so"
        return STATUS_OF_CONTENT.get(above.event_type or "")

    def _is_aside(self, clause: Clause) -> bool:
        """Whether an event noun only stands beside its verb: "after a meeting with X"."""
        if clause.kind is not ClauseKind.EVENT_NOUN or self._base(clause) != "obl":
            return False
        top = clause.head if clause.light_verb is None else clause.light_verb
        preposition = preposition_of(self.sentence, top)
        if preposition is None or fold(preposition) in self.lexicon.bounds:
            return preposition is not None
        parts = self.lexicon.preposition_parts(preposition)
        return not self.lexicon.opens_content(preposition) and not {"for", "to", "of"} & set(parts)

    def _continues(self, clause: Clause) -> bool:
        """Whether what is above is also told of this clause: joined to it without a subject of its own, or its
        complement, or a participle that goes with it."""
        base = self._base(clause)
        if base == "conj":
            return not self._has_subject(clause)
        if base == "xcomp":
            return True
        words = self.sentence.words
        opened = any(words[c].relation == "mark" for c in self.sentence.children[clause.head])
        return base == "advcl" and not opened and not self._has_subject(clause)

    def _base(self, clause: Clause) -> str:
        top = clause.head if clause.light_verb is None else clause.light_verb
        return self.sentence.words[top].relation.split(":")[0]

    def _tops(self, clause: Clause) -> tuple[int, ...]:
        return (clause.head, *clause.helpers)

    def _has_subject(self, clause: Clause) -> bool:
        return self._has(clause, "nsubj")

    def _has_object(self, clause: Clause) -> bool:
        return self._has(clause, "obj")

    def _has(self, clause: Clause, base: str) -> bool:
        return any(
            self.sentence.words[child].relation.split(":")[0] == base
            for top in self._tops(clause)
            for child in self.sentence.children[top]
        )


def _in_order(phrase: Sequence[str], texts: Sequence[str]) -> bool:
    rest = iter(texts)
    return all(word in rest for word in phrase)


def _is_purpose(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the clause tells an aim: "to meet X"."""
    word = sentence.words[clause.head]
    base = word.relation.split(":")[0]
    if clause.kind is ClauseKind.EVENT_NOUN and clause.event_type in MEETING and base in ("obl", "nmod", "advcl"):
        preposition = preposition_of(sentence, clause.head)
        return preposition is not None and (
            "for" in lexicon.preposition_parts(preposition) or fold(preposition) in lexicon.purpose
        )
    if base == "root":  # "X to merge with Y": a headline
        below = {sentence.words[c].relation.split(":")[0]: sentence.words[c] for c in sentence.children[clause.head]}
        mark = below.get("mark")
        return mark is not None and "nsubj" in below and "aux" not in below and fold(mark.text) in lexicon.purpose
    if base not in ("advcl", "acl", "obl") or not lexicon.purpose:
        return False
    before = [sentence.words[c] for c in sentence.children[clause.head] if c < clause.head]
    opened = [fold(word.text) for word in before if word.relation != "punct"]
    if any(text in lexicon.purpose for text in opened[:1]):
        return content_tag(word) == "VERB"
    return len(word.tags) > 1 and word.tags[0] in ("ADP", "SCONJ") and fold(word.text)[0] in lexicon.purpose
