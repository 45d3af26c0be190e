"""How far the quote of a claim runs: over its own words, over what completes its predicate, and over what is no claim
of its own.

"The minister has vowed" says nothing; "The minister has vowed to close the plant" does. The words of a clause, by which
its slots are filled, stay as they are: only its quote grows.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from app.core.claims.grammar.clauses import Clause, ClauseKind
from app.core.claims.grammar.quotation import MARKS, OPENING_MARKS
from app.core.claims.grammar.runs import LONGEST_QUOTE, MAX_GAP
from app.core.claims.grammar.tree import closes
from app.core.claims.reality.modality import STATUS_OF_CONTENT
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence

COMPLETING = frozenset({"xcomp", "ccomp", "csubj"})
DESCRIBING = frozenset({"acl", "advcl", "obl", "obj", "nmod", "amod", "dep"})
WITH_CONTENT = frozenset({*STATUS_OF_CONTENT, "accuse", "reject", "postpone"})  # types that need what they are about
SMALL_GAP = 2  # words between a quote and a clause that only describes something in it
MODIFYING_LISTS = ("planning", "requesting", "negative_governors", "ongoing", "uncertain")


def modifies(clause: Clause, clauses: Sequence[Clause], sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the clause tells only how real the one is that it governs: "plans to", "failed to", "devrait"."""
    if clause.event_type is not None or not any(
        below.governor == clause.head and _base(below, sentence) in ("xcomp", "ccomp") for below in clauses
    ):
        return False
    text = sentence.words[clause.head].text
    return any(lexicon.is_in(name, text) for name in MODIFYING_LISTS)


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The clauses of one sentence. ``told`` are the heads of those that become claims, ``sayings`` those of verbs of
    saying."""

    sentence: ParsedSentence
    lexicon: Lexicon
    by_head: Mapping[int, Clause]
    told: Set[int]
    sayings: Set[int]

    def opening(self, clause: Clause) -> Clause:
        """The clause whose words begin the quote: itself, or the one above that only modifies it ("plans to")."""
        above = self.by_head.get(clause.governor) if clause.governor is not None else None
        if above is None or _base(clause, self.sentence) != "xcomp" or above.kind is ClauseKind.EVENT_NOUN:
            return clause
        if above.head in self.told or above.head in self.sayings or above.head > clause.head:
            return clause
        return self.opening(above)

    def span(self, clause: Clause) -> tuple[int, int]:
        """First and last position of the quote."""
        first, last = self._grown(clause, optional=True)
        if last - first >= LONGEST_QUOTE:
            first, last = self._grown(clause, optional=False)
        first, last = self._within_coordination(clause, first, last)
        while last > clause.head and closes(self.sentence.words[last]):
            last -= 1
        while first < min(clause.head, last) and self._only_joins(first, clause):
            first += 1
        return first, self._with_mark(first, last)

    def _within_coordination(self, clause: Clause, first: int, last: int) -> tuple[int, int]:
        """The span without what stands before the "and" that joins the clause to another, and without an "and" whose
        second half lies outside."""
        words = self.sentence.words
        opening = self.opening(clause)
        tops = {top for part in (clause, opening) for top in (part.head, part.light_verb)}
        joins = [p for p in range(first, last + 1) if words[p].relation == "cc" and len(words[p].tags) == 1]
        for position in joins:
            begun = any(p < position and words[p].relation.startswith("nsubj") for p in self._below_all(tops))
            if words[position].head - 1 in tops and position < opening.head and not begun:
                first = position + 1
        for position in joins:
            if words[position].head - 1 > last and position > clause.head:
                return first, position - 1
        return first, last

    def _below_all(self, tops: Set[int | None]) -> Iterator[int]:
        return (child for top in tops if top is not None for child in self.sentence.children[top])

    def _only_joins(self, position: int, clause: Clause) -> bool:
        """Whether a word only joins a clause to another: "when the minister left"; an "if" says more."""
        word = self.sentence.words[position]
        above = self.sentence.words[word.head - 1].relation
        text = fold(word.text)
        if len(word.tags) > 1 or word.relation not in ("advmod", "mark") or above.startswith("acl"):
            return False
        if word.head - 1 not in (clause.head, clause.light_verb, self.opening(clause).head):
            return False  # "as much as"
        return text in self.lexicon.subordinators and not self.lexicon.lists["conditional"].holds((text,))

    def _grown(self, clause: Clause, *, optional: bool) -> tuple[int, int]:
        opening = self.opening(clause)
        first, last = clause.span
        while opening is not clause and clause.governor is not None:
            clause = self.by_head[clause.governor]
            first, last = min(first, clause.span[0]), max(last, clause.span[1])
            if clause is opening:
                break
        first = min(first, self._start_of_subject(opening))
        return self._with_below(opening, first, last, optional=optional, seen={opening.head})

    def _start_of_subject(self, clause: Clause) -> int:
        """Where its subject begins, however long what stands between: "the pipeline, which ..., is a project"."""
        first = clause.span[0]
        for child in self.sentence.children[clause.head]:
            near = first - LONGEST_QUOTE < child < first
            if near and self.sentence.words[child].relation.startswith("nsubj"):
                own = set(clause.words)
                return min((p for p in self.sentence.subtree(child) if p in own), default=first)
        return first

    def _with_below(self, clause: Clause, first: int, last: int, *, optional: bool, seen: set[int]) -> tuple[int, int]:
        for below, gap in self._joined(clause, optional=optional):
            start = min(below.words[0], below.span[0])
            if below.head in seen or start > last + 1 + gap or below.span[1] < first - 1 - gap:
                continue
            if start < first and gap == SMALL_GAP:
                continue
            seen.add(below.head)
            first, last = min(first, below.span[0]), max(last, below.span[1])
            first, last = self._with_below(below, first, last, optional=optional, seen=seen)
        return first, last

    def _joined(self, clause: Clause, *, optional: bool) -> Iterator[tuple[Clause, int]]:
        """The clauses below that belong into the quote, with the words that may lie between."""
        for below in self.by_head.values():
            if below.governor != clause.head:
                continue
            base = _base(below, self.sentence)
            if self._completes(below, clause, base) or self._tells_what_is_meant(below, clause):
                yield below, MAX_GAP
            elif below.head not in self.told and below.head not in self.sayings and optional and base in DESCRIBING:
                yield below, SMALL_GAP
            elif below.head not in self.told and base == "conj" and _base(clause, self.sentence) in COMPLETING:
                yield below, SMALL_GAP  # "to protect and expand"

    def _completes(self, below: Clause, clause: Clause, base: str) -> bool:
        if clause.head in self.sayings and clause.head not in self.told:
            return False
        bare = not self._has_subject(below)
        if base in COMPLETING or (base == "obj" and below.kind is not ClauseKind.EVENT_NOUN):
            return True
        predicate = clause.head if clause.kind is ClauseKind.NOMINAL else None
        if base == "acl" and self.sentence.words[below.head].head - 1 == predicate:
            return True  # "is the first to endorse it"
        return clause.event_type in WITH_CONTENT and base in ("advcl", "acl", "obl") and bare

    def _tells_what_is_meant(self, below: Clause, clause: Clause) -> bool:
        """Whether it is the relative clause of a pronoun: "something that nobody had seen"."""
        word = self.sentence.words[below.head]
        noun = self.sentence.words[word.head - 1]
        return word.relation.startswith("acl") and noun.tags[-1] in ("PRON", "DET") and word.head - 1 != clause.head

    def _has_subject(self, clause: Clause) -> bool:
        below = (child for top in (clause.head, *clause.helpers) for child in self.sentence.children[top])
        return any(self.sentence.words[child].relation.startswith("nsubj") for child in below)

    def _with_mark(self, first: int, last: int) -> int:
        """With the quotation mark that ends what was opened inside the quote."""
        words = self.sentence.words
        marks = [words[p].text for p in range(first, last + 1) if words[p].text in MARKS]
        opened = sum(mark in OPENING_MARKS for mark in marks) * 2 > len(marks) or marks.count('"') % 2 == 1
        follows = last + 1 < len(words) and words[last + 1].text in MARKS - OPENING_MARKS
        return last + 1 if opened and follows else last

    def whole(self, clause: Clause) -> Clause:
        """The clause that words the claim, with the span of the quote."""
        return replace(self.opening(clause), span=self.span(clause))


def _base(clause: Clause, sentence: ParsedSentence) -> str:
    top = clause.head if clause.light_verb is None else clause.light_verb
    return sentence.words[top].base
