"""How real what a clause tells is, as told: happened, planned, asked for, uncertain and so on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.reality.polarity import bearing, could_not, governing_word, is_denied, refuses
from app.core.claims.reality.purpose import is_purpose, is_singled_out, leaves_open
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.claims.words.lists import as_written
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
CONTENT = frozenset({"xcomp", "ccomp", "advcl", "acl", "obl", "obj", "csubj"})
NEAR_LISTS = (
    ("planning", Status.PLANNED),
    ("requesting", Status.REQUESTED),
    ("uncertain", Status.UNCERTAIN),
    ("excluding", Status.UNCERTAIN),  # "did not rule out that"
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
    """One sentence, as the status of its clauses is asked for. ``clause_at`` gives the clause of a head; ``told`` are
    the clauses that somebody is cited for, ``unsure`` those that no source stands for."""

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
        if own is Status.UNCERTAIN and self._could_not(clause):
            return Status.HAPPENED
        if own is not None:
            return own
        above = None if clause.governor is None or depth > len(self.sentence.words) else self.clause_at(clause.governor)
        if above is not None and self._is_charge(clause, above):
            return Status.UNCERTAIN
        if above is not None and self._continues(clause):
            carried = self.status(above, depth + 1)
            if carried in UNREAL:
                return carried
        if clause.head in self.expected:
            return Status.PLANNED
        return Status.UNCERTAIN if clause.head in self.unsure else Status.HAPPENED

    def _could_not(self, clause: Clause) -> bool:
        """Whether a denied "could" makes it a fact: "could not reach the village", no pudo viajar."""
        near = [position for top in self._tops(clause) for position in bearing(self.sentence, top)]
        own = any(self._holds("ability", position) for position in (*near, *clause.helpers))
        if own and is_denied(clause, self.sentence, self.lexicon):
            return not self._holds_phrase("uncertain", near)  # "could not have been"
        governor = governing_word(clause, self.sentence)
        return governor is not None and could_not(governor, self.sentence, self.lexicon)

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
        if leaves_open(clause, self.sentence, self.lexicon):
            return Status.UNCERTAIN
        by_form = self._by_form(clause)
        if by_form is not None:
            return by_form
        below = (c for c in self._clauses if self.sentence.words[c.head].head - 1 == clause.head)
        verbal = content_tag(self.sentence.words[clause.head]) == "VERB"
        if not verbal and any(self.only_moves(described) for described in below):
            return Status.PLANNED
        if is_singled_out(clause, self.sentence, self.lexicon):
            above = None if clause.governor is None else self.clause_at(clause.governor)
            return None if above is None else self._own(above)
        if is_purpose(clause, self.sentence, self.lexicon):
            return Status.PLANNED
        return self._by_governor(clause)

    def _has_condition(self, clause: Clause) -> bool:
        """Whether the clause is an if-clause, or has one, or is joined to a clause whose if-clause is for both."""
        if self.is_if(clause):
            return True
        speaks = clause.event_type in SPEECH or self.lexicon.stance(self.lexicon.text_at(self.sentence, clause.head))
        return not speaks and any(self._conditions(below, clause) for below in self._ifs)

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

    def is_if(self, clause: Clause) -> bool:
        """Whether "if" or its like opens the clause, or its verb has the form of a condition."""
        if self._base(clause) not in ("advcl", "acl", "obl", "dep", "parataxis"):
            return False
        near = [position for top in self._tops(clause) for position in bearing(self.sentence, top)]
        opened = any(self._holds("conditional", position) for position in near)
        above = self.sentence.words[clause.head].head - 1
        opened = opened or self._holds_phrase("conditional", [p for p in (above, *near) if 0 <= p < clause.head])
        return opened or any(
            self.lexicon.shapes.has("conditional", self.sentence.words[position].text)
            for top in self._tops(clause)
            for position in (top, *self._auxiliaries(top))
        )

    def _auxiliaries(self, top: int) -> list[int]:
        return [c for c in self.sentence.children[top] if self.sentence.words[c].relation in AUXILIARIES]

    @cached_property
    def _clauses(self) -> list[Clause]:
        return [clause for at in range(len(self.sentence.words)) if (clause := self.clause_at(at)) is not None]

    @cached_property
    def _ifs(self) -> list[Clause]:
        return list(filter(self.is_if, self._clauses))

    def _by_particles(self, clause: Clause) -> Status | None:
        near = [position for top in self._tops(clause) for position in bearing(self.sentence, top)]
        if any(self._would(position) for position in near):
            promised = self._by_governor(clause)  # "promised that he would come"
            return promised if promised is not None else self._of_would(clause, near)
        for name, status in NEAR_LISTS:
            if self._holds_phrase(name, [*near, *clause.helpers]):
                return status
        helping = [form for helper in clause.helpers for form in self._forms_at(helper)]
        for name, status in NEAR_LISTS:
            if any(self._holds(name, position) for position in near) or self.lexicon.lists[name].holds(helping):
                return status
        if any(self._holds("maybe", position) for position in near) and any(
            self.lexicon.shapes.has("imperfect", self.sentence.words[top].text) for top in self._tops(clause)
        ):
            return Status.UNCERTAIN
        before = [self.sentence.words[p] for p in clause.words if clause.head - NEAR_WORDS <= p <= clause.head]
        still = any(self.lexicon.lists["ongoing"].holds((fold(word.text),)) for word in before)
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
        return any(phrase[0] in texts and _in_order(phrase, texts) for phrase in self.lexicon.phrases(name))

    def _forms_at(self, position: int) -> tuple[str, ...]:
        return self.lexicon.forms(self.lexicon.text_at(self.sentence, position))

    def _would(self, position: int) -> bool:
        word = self.sentence.words[position]
        if word.base not in ("aux", "cop"):
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
        if not self.lexicon.shapes.has("progressive", self.sentence.words[top].text):
            return False
        auxiliaries = frozenset(map(fold, self.lexicon.words.progressive_auxiliaries))
        return any(fold(self.sentence.words[position].text) in auxiliaries for position in self._auxiliaries(top))

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
        governs = any(below.governor == clause.head for below in self._clauses)
        return planned and clause.event_type is None and describes and not governs

    def _by_governor(self, clause: Clause) -> Status | None:
        governor = governing_word(clause, self.sentence)
        if governor is None or self._is_aside(clause):
            return None
        word = self.sentence.words[governor]
        near, below = [governor], self.sentence.children[governor]
        if refuses(governor, self.sentence, self.lexicon) and content_tag(word) != "VERB":
            return None  # "have yet to": it did not happen
        if content_tag(word) != "VERB" or self._base(clause) == "csubj":  # كان من المقرر أن, "es ist geplant, dass"
            near += [c for c in below if self.sentence.words[c].relation in ("obj", "obl", "fixed")]
        beside = [c for c in below if self.sentence.words[c].relation in ("compound", "nsubj")]
        near += [c for c in beside if self.sentence.words[c].relation == "compound"]  # قصد ندارد
        listed = NEAR_LISTS if self._base(clause) in ("xcomp", "ccomp") else NEAR_LISTS[:-1]
        helping = [governor, *bearing(self.sentence, governor), *beside]
        if self._holds_phrase("planning", helping) and content_tag(word) != "NOUN":
            return Status.PLANNED  # должен был: "was to"
        if self._holds_phrase("uncertain", [governor, *self.sentence.children[governor]]):
            return Status.UNCERTAIN  # گفته می‌شود
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
        if above is None or not marked or (above.event_type == "agree" and self._base(clause) == "ccomp"):
            return None  # "agreed that it was so"
        says = self.lexicon.stance(self.lexicon.text_at(self.sentence, governor)) == Stance.SAYS
        if above.event_type == "request" and says and self._base(clause) == "ccomp" and self._auxiliaries(clause.head):
            return None  # "insisted that it had been closed"
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
        if base == "conj" and self._joins_subordinate(clause):
            return True
        if base == "conj":
            return not self._has_subject(clause) and not self._is_opposed(clause)
        if base == "xcomp":
            return True
        words = self.sentence.words
        opened = any(words[c].relation == "mark" for c in self.sentence.children[clause.head])
        return base == "advcl" and not opened and not self._has_subject(clause)

    def _joins_subordinate(self, clause: Clause) -> bool:
        """Whether it is the second half of an adverbial clause: "pour que X vienne et que Y parte"."""
        above = None if clause.governor is None else self.clause_at(clause.governor)
        below = (self.sentence.words[c] for c in self.sentence.children[clause.head] if c < clause.head)
        marked = any(word.relation == "mark" for word in below)
        return marked and above is not None and self._base(above) == "advcl"

    def _is_opposed(self, clause: Clause) -> bool:
        """Whether a "but" parts the clause from the one before: "was to come but cancelled the trip"."""
        words = self.sentence.words
        opening = [fold(words[c].text) for c in self.sentence.children[clause.head] if c < clause.head]
        return self.lexicon.lists["adversative"].holds(opening)

    def lasts(self, clause: Clause, since: bool) -> bool:
        """Whether it goes on to this day: "has been held since March", no "had been held"."""
        words, shapes = self.sentence.words, self.lexicon.shapes
        near = [p for top in self._tops(clause) for p in (top, *self.sentence.children[top])]
        over = any(shapes.has("over", words[p].text) for p in near if content_tag(words[p]) in ("VERB", "AUX"))
        return since and not over and self.lexicon.is_in("lasting", words[clause.head].text)

    def tells_present(self, clause: Clause) -> bool:
        """Whether the verb stands in the present tense, without an auxiliary; with a day still to come it tells a
        plan: "meets him on Saturday"."""
        word = self.sentence.words[clause.head]
        relations = {self.sentence.words[c].relation for c in self.sentence.children[clause.head]}
        speaks_of_itself = "nsubj" in relations or self.lexicon.words.drops_subjects
        if content_tag(word) != "VERB" or self._auxiliaries(clause.head) or not speaks_of_itself:
            return False
        if is_denied(clause, self.sentence, self.lexicon):
            return False
        return self.lexicon.shapes.has("present", self.lexicon.text_at(self.sentence, clause.head))

    def _is_charge(self, clause: Clause, above: Clause) -> bool:
        """Whether it is what somebody is accused of, by nobody who is named: "was charged with killing a guard"."""
        if above.event_type != "accuse" or self._base(clause) not in CONTENT or self._has_subject(clause):
            return False
        children = (child for top in self._tops(above) for child in self.sentence.children[top])
        return any(self.sentence.words[child].relation.endswith(":pass") for child in children)

    def _base(self, clause: Clause) -> str:
        top = clause.head if clause.light_verb is None else clause.light_verb
        return self.sentence.words[top].base

    def _tops(self, clause: Clause) -> tuple[int, ...]:
        return (clause.head, *clause.helpers)

    def _has_subject(self, clause: Clause) -> bool:
        return self._has(clause, "nsubj")

    def _has_object(self, clause: Clause) -> bool:
        return self._has(clause, "obj")

    def _has(self, clause: Clause, base: str) -> bool:
        return any(
            self.sentence.words[child].base == base
            for top in self._tops(clause)
            for child in self.sentence.children[top]
        )


def _in_order(phrase: Sequence[str], texts: Sequence[str]) -> bool:
    rest = iter(texts)
    return all(word in rest for word in phrase)
