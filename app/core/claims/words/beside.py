"""What stands beside a word in its sentence, as the triggers of the packs ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.entity import EntityType
from app.core.model.sentence import ParsedSentence

REACH = 4  # words after a verb among which its particle or second word is looked for
CLOSE_REACH = 2  # words after it among which a particle bars it
CORE = frozenset({"nsubj", "obj", "iobj"})
ASIDE = frozenset({"obl", "nmod", "amod", "compound", "advmod", "nummod", "xcomp", "flat", "det"})
COUNTING = "counting"  # the class of nouns that stand for what they count: "number", "total"
TELLING = frozenset({"nmod", "compound", "amod", "acl", "xcomp"})  # relations that tell what such a noun counts
COUNTED_DEPTH = 3
OF_TYPE = {EntityType.PERSON: "person", EntityType.ORGANISATION: "organisation", EntityType.PLACE: "place"}


def preposition_of(sentence: ParsedSentence, head: int) -> str | None:
    """The preposition of a phrase: its case word (with what is fixed to it), the clitic written on its first word,
    or the case ending that stands for one ("-da")."""
    for child in sentence.children[head]:
        if sentence.words[child].relation == "case":
            fixed = [p for p in sentence.children[child] if sentence.words[p].relation == "fixed"]
            return " ".join(sentence.words[p].text for p in (child, *fixed))
    before = sentence.words[head - 1] if head > 0 else None
    if before is not None and before.tag == "ADP" and before.head == sentence.words[head].head:
        return before.text  # the tree hangs both on the verb
    word = sentence.words[head]
    if "ADP" in word.tags[:-1]:
        letters = fold(word.text)
        if "'" in letters:
            return letters[: letters.index("'") + 1]
        if letters:  # a word of mere marks folds to none
            return letters[1] if word.tags[0] == "CCONJ" and len(letters) > 1 else letters[0]
    return sentence.endings.get(head)


@dataclass(frozen=True)
class Beside:
    """The neighbourhood of one word. ``names`` tells of which type the name is that covers a position; ``numbers`` are
    the positions of numerals, which a tree may take for nouns when they are written out."""

    sentence: ParsedSentence
    position: int
    lexicon: Lexicon
    names: Mapping[int, EntityType]
    noun: bool = False
    numbers: frozenset[int] = frozenset()

    @cached_property
    def passive(self) -> bool:
        """Whether an auxiliary, the subject's relation or a participle on a noun makes it passive."""
        words = self.sentence.words
        relations = {words[child].relation for child in self.sentence.children[self.position]}
        return bool(relations & {"aux:pass", "nsubj:pass"}) or (
            words[self.position].relation == "acl" and not relations & {"obj", "nsubj"}
        )

    def follows(self, word: str) -> bool:
        """Whether a form of the base form stands among the next words."""
        return self.place_of(word) is not None

    def follows_at_once(self, word: str) -> bool:
        """Whether it stands right behind, at most one word between."""
        return self.place_of(word, reach=CLOSE_REACH) is not None

    def place_of(self, word: str, *, reach: int = REACH) -> int | None:
        """Where a form of the base form stands among the next words."""
        last = min(self.position + 1 + reach, len(self.sentence.words))
        words = self.sentence.words
        near = next((p for p in range(self.position + 1, last) if self._is_form(words[p].text, word)), None)
        if near is not None or not self.lexicon.words.verb_first:
            return near
        behind = (c for c in self.sentence.children[self.position] if words[c].relation == "obj" and c >= last)
        return next((c for c in behind if self._is_form(words[c].text, word)), None)  # behind its subject

    def _is_form(self, text: str, word: str) -> bool:
        forms = self.lexicon.forms(text)
        return any(form.startswith(word[:-1]) for form in forms) if word.endswith("*") else word in forms

    def has(self, part: str, class_name: str | None) -> bool:
        """Whether the part of the clause is there, with a head of the class (of any, for None)."""
        heads = self._parts[part]
        return bool(heads) if class_name is None else any(self._is_of(head, class_name) for head in heads)

    @cached_property
    def _parts(self) -> dict[str, list[int]]:
        words = self.sentence.words
        parts: dict[str, list[int]] = {"object": [], "subject": [], "with": []}
        for child in self.sentence.children[self.position]:
            base = words[child].base
            if base == "nsubj":
                doer = not self.passive and not parts["subject"]
                parts["subject" if doer else "object"].extend(self._standing_for(child))
            elif base in CORE or (self.noun and base == "nmod") or self._is_marked_object(child, base):
                parts["object"].extend(self._standing_for(child))
            if base in ASIDE:
                parts["with"].append(child)
        if not self.noun:
            self._add_shared(parts)
        return parts

    def _is_marked_object(self, position: int, base: str) -> bool:
        """Whether a preposition that marks objects opens the phrase: "detuvo a tres hombres"."""
        preposition = preposition_of(self.sentence, position) if base == "obl" else None
        return preposition is not None and "marked_object" in self.lexicon.preposition_parts(preposition)

    def _add_shared(self, parts: dict[str, list[int]]) -> None:
        """A participle is said of its noun; a coordinated verb shares the subject of the first."""
        word = self.sentence.words[self.position]
        if word.relation == "acl" and word.head > 0 and not parts["object"] and self.passive:
            parts["object"].append(word.head - 1)
        if word.relation == "acl" and word.head > 0 and not parts["subject"] and not self.passive:
            parts["subject"].append(word.head - 1)  # the doer of an active participle: "the quake striking the town"
        if word.relation == "conj" and word.head > 0 and not parts["subject"] and not parts["object"]:
            for child in self.sentence.children[word.head - 1]:
                relation = self.sentence.words[child].relation
                if relation.startswith("nsubj"):
                    passive = relation == "nsubj:pass" or self.passive
                    parts["object" if passive else "subject"].append(child)

    def _standing_for(self, position: int) -> list[int]:
        """The word and, for a relative pronoun, the noun that it stands for."""
        word = self.sentence.words[self.position]
        text = self.sentence.words[position].text
        if word.relation == "acl:relcl" and word.head > 0 and set(self.lexicon.forms(text)) & self._relatives:
            return [word.head - 1]
        return [position]

    @property
    def _relatives(self) -> frozenset[str]:
        return self.lexicon.relative_pronouns

    def _is_of(self, head: int, class_name: str) -> bool:
        sentence = self.sentence
        word = sentence.words[head]
        if class_name == "name":
            return "PROPN" in word.tags
        if class_name == "number":
            near = (head, *sentence.children[head])
            return any("NUM" in sentence.words[position].tags or position in self.numbers for position in near)
        named = (c for c in sentence.children[head] if sentence.words[c].base in ("appos", "flat"))
        kind = self.names.get(head) or next((self.names[c] for c in named if c in self.names), None)
        if kind is not None and OF_TYPE.get(kind) == class_name:
            return True
        if self.lexicon.is_of_class(class_name, word.text):
            return True
        return self.lexicon.is_of_class(COUNTING, word.text) and self._counts(head, class_name, COUNTED_DEPTH)

    def _counts(self, head: int, class_name: str, depth: int) -> bool:
        """Whether what a noun such as "number" counts is of a class: "the number of people known to have died"."""
        words = self.sentence.words
        below = [c for c in self.sentence.children[head] if words[c].base in TELLING]
        if any(self.lexicon.is_of_class(class_name, words[child].text) for child in below):
            return True
        return depth > 1 and any(self._counts(child, class_name, depth - 1) for child in below)
