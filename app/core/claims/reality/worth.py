"""Which clauses say enough to be claims of their own.

A claim of a known event type is what others report too: it needs a party, a place, a time or a number that is told with
it. A clause of no known type must be a whole one: with a verb that stands by itself, told as a fact, and with a subject
that is known. What is no claim of its own stays a part of the claim above it.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.owned import Owned
from app.core.claims.grammar.roles import PLACE_SLOTS
from app.core.claims.grammar.taking import Arguments
from app.core.claims.reality.checkable import AGAINST
from app.core.claims.reality.modality import Moods
from app.core.claims.reality.polarity import is_denied
from app.core.claims.reality.purpose import is_purpose
from app.core.claims.referents.scene import Scene
from app.core.claims.referents.stand_ins import StandInKind
from app.core.claims.sources.attribution import Attributed
from app.core.claims.wording.whole import MODIFYING_LISTS, WITH_CONTENT
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Status
from app.core.model.entity import EntityType, Party, Place
from app.core.model.sentence import ParsedSentence, Word
from app.core.model.when import When

HALVES = frozenset({"acl:relcl", "csubj"})  # relations of the second half of "it is X who ..."
BESIDE = frozenset({"advcl", "acl", "obl", "nmod", "obj", "iobj", "csubj", "amod", "appos", "dep"})
CONTENT_TAGS = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "VERB"})
CONTENT = frozenset({"ccomp", "csubj", "xcomp", "obj"})
OF_OTHERS = frozenset(
    {StandInKind.RELATIVE_OTHER, StandInKind.RELATIVE_OBJECT, StandInKind.RELATIVE_RESUMED}
)  # relative clauses whose subject is not the antecedent
CALLED_BY_NAME = frozenset({"disaster", "meet", "elect", "sanction", "agree", "withdraw"})  # known by one name
UNREAL = frozenset({Status.CONDITIONAL, Status.UNCERTAIN, Status.REQUESTED})


@dataclass(frozen=True, kw_only=True)
class Worth:
    """The clauses of one sentence, their arguments found."""

    scene: Scene
    owned: Owned
    moods: Moods
    attributed: Attributed

    @property
    def sentence(self) -> ParsedSentence:
        """The sentence itself."""
        return self.scene.sentence

    @property
    def lexicon(self) -> Lexicon:
        """The words of its language."""
        return self.scene.lexicon

    @cached_property
    def told(self) -> frozenset[int]:
        """The clauses for which somebody is cited."""
        return frozenset(self.attributed.told | self.attributed.said)

    @cached_property
    def disputed(self) -> frozenset[int]:
        """The clauses that somebody denies, or of which he accuses others."""
        chains = self.attributed.chains.items()
        return frozenset(head for head, chain in chains if any(source.stance in AGAINST for source in chain))

    def is_sound(self, clause: Clause) -> bool:
        """Whether the clause was read well and tells something as so, be it never so little."""
        if self._describes_pronoun(clause) or self._is_denied_cleft(clause) or self._is_misread(clause):
            return False
        if self._only_singles_out(clause):
            return False
        if clause.event_type is not None or clause.kind is ClauseKind.EVENT_NOUN:
            return not self._is_of_an_aim(clause)
        return self._is_asserted(self._standing(clause)) and not self._only_speaks(clause)

    def is_enough(self, clause: Clause) -> bool:
        """Whether a sound clause says enough to stand alone."""
        if clause.event_type is None and clause.kind is not ClauseKind.EVENT_NOUN:
            return self._is_whole(clause)
        only_noun = clause.kind is ClauseKind.EVENT_NOUN and clause.light_verb is None
        if clause.head in (self.disputed if only_noun and self.scene.index else self.told):
            return True
        if only_noun:
            return self._names_something(clause)
        if self._word(clause).startswith("acl") and not self._puts_antecedent_in(clause):
            return False
        if not self._stands(clause):
            return self._is_telling(clause)
        return self._has_known_doer(clause) or self._is_specific(clause)

    # Clauses of a known type

    def _is_of_an_aim(self, clause: Clause) -> bool:
        """Whether it is only what somebody sees to: "to make sure that the lanes are open"."""
        above = self.scene.by_head.get(clause.governor) if clause.governor is not None else None
        if above is None or self._base(clause) != "ccomp" or above.head in self.scene.sayings:
            return False
        return above.event_type is None and not self._stands(above)

    def _names_something(self, noun: Clause) -> bool:
        """Whether a noun says who, where or how many: "the attack on a chapel", not "Saturday's crash" or "his
        arrest"."""
        values = [s.value for s in self._arguments(noun).slots if isinstance(s.value, Party | Place)]
        if not self._tells_more(noun):
            return False
        anchors = [value for value in values if isinstance(value, Place) or value.is_name]
        counted = self.owned.quantities_of(noun)
        if anchors or counted:
            told = len({(a.start, a.end) for a in anchors}) + bool(counted) + self._is_dated(noun)
            return self.scene.index == 0 or told > 1
        if not values or not all(isinstance(value, Party) and value.resolved for value in values):
            return False
        return self.scene.index == 0 or (self._is_dated(noun) and len(values) > 1)

    def _tells_more(self, noun: Clause) -> bool:
        """Whether a noun inside a sentence tells more than what such an event is called by: not "Hurricane Rosa", "the
        Geneva summit"."""
        called = noun.event_type in CALLED_BY_NAME and self._base(noun) not in ("root", "parataxis")
        if not called or self.owned.slots(noun):
            return True
        slots = self._arguments(noun).slots
        return len({(slot.value.start, slot.value.end) for slot in slots}) > 1

    def _is_telling(self, clause: Clause) -> bool:
        """Whether an infinitive or participle tells an event, not only an aim: "to meet Ada Venn", "killing three"."""
        parties = [s.value for s in self._arguments(clause).slots if isinstance(s.value, Party)]
        own = [party for party in parties if self.owned.owns(clause, party.start, party.end)]
        above = self.scene.by_head.get(clause.governor) if clause.governor is not None else None
        if above is not None and above.event_type in WITH_CONTENT and self._base(clause) in CONTENT:
            return any(party.resolved for party in own)
        verb = self.scene.word(clause).start if self.scene.index else -1  # the place of a subject that is not there
        named = {p.start for p in own if p.is_name and p.resolved and p.start != verb}
        if self.owned.quantities_of(clause):
            return True
        return bool(named) and (self.scene.index == 0 or len(named) + len(self.owned.slots(clause)) > 1)

    def _is_specific(self, clause: Clause) -> bool:
        """Whether its own words hold a name, a place, a time or a number."""
        slots = self.owned.slots(clause)
        own = [s.value for s in self._arguments(clause).slots if self.owned.owns(clause, s.value.start, s.value.end)]
        placed = any(slot.name in PLACE_SLOTS for slot in self._arguments(clause).slots)
        named = any(isinstance(value, Party) and (value.is_name or value.count is not None) for value in own)
        return bool(slots) or placed or named

    def _has_known_doer(self, clause: Clause) -> bool:
        """Whether who takes part is known, or nobody is looked for ("nobody was hurt")."""
        parties = [s.value for s in self._arguments(clause).slots if isinstance(s.value, Party)]
        return not parties or any(p.resolved or self.lexicon.is_in("negation", p.text) for p in parties)

    # Clauses of no known type

    def _is_whole(self, clause: Clause) -> bool:
        standing = self._standing(clause)
        if not self._stands(clause):
            return False
        subjects = self._arguments(standing).subjects or self._arguments(clause).subjects
        if not subjects or not all(party.resolved for party in subjects):
            return False
        named = any(party.is_name for party in subjects)
        relation = self._word(standing)
        if relation.startswith("advcl") and self._is_dated(clause):
            return self._has_subject(clause)  # "after troops took the pass on Monday" tells a fact of its own
        if relation.startswith("acl") or (relation.startswith("advcl") and not named):
            return named and self._names_antecedent(standing)
        if self._judges(clause) and not named:
            return False
        if not self._says_something(clause):
            return False
        return named or self._can_be_checked(clause) or self._is_narrated(clause)

    def _is_dated(self, clause: Clause) -> bool:
        """Whether it tells when it was."""
        return any(isinstance(slot.value, When) for slot in self.owned.slots(clause))

    def _only_speaks(self, clause: Clause) -> bool:
        """Whether it tells that somebody spoke, and not what he said: "she said of her son"."""
        text = self.lexicon.text_at(self.sentence, clause.head)
        if clause.kind is not ClauseKind.VERBAL or self.lexicon.stance(text) is None or self._befalls_thing(clause):
            return False
        below = (self.sentence.words[child].relation for child in self.sentence.children[clause.head])
        return not any(relation.split(":")[0] in CONTENT for relation in below)

    def _befalls_thing(self, clause: Clause) -> bool:
        """Whether the verb stands in the passive and its subject is a thing: "the container was found there"."""
        below = [c for c in self.sentence.children[clause.head] if self.sentence.words[c].relation == "nsubj:pass"]
        people = {p.start for p in self._arguments(clause).subjects if p.type is EntityType.PERSON}
        words = [self.sentence.words[c] for c in below]
        return any(
            "NOUN" in word.tags and word.start not in people and not self.lexicon.is_of_class("person", word.text)
            for word in words
        )

    def _says_something(self, clause: Clause) -> bool:
        """Whether it has a word of content besides its verb and its subject: more than "the statements come"."""
        words, children = self.sentence.words, self.sentence.children
        if clause.kind is not ClauseKind.VERBAL:
            return True
        tops = (clause.head, *clause.helpers)
        below = [
            c for top in tops for c in children[top] if not words[c].relation.startswith(("nsubj", "csubj", "conj"))
        ]
        inside = (position for child in below for position in self.sentence.subtree(child))
        return any(content_tag(words[position]) in CONTENT_TAGS for position in inside)

    def _is_asserted(self, clause: Clause) -> bool:
        """Whether the clause is told as so: no condition, and no content of another verb than one of saying."""
        base = self._base(clause)
        if self.moods.is_if(clause):
            return False
        above = self.scene.by_head.get(clause.governor) if clause.governor is not None else None
        if base in CONTENT and above is not None:
            nobody = above.kind is ClauseKind.NOMINAL or not self._has_subject(above)
            hedged = nobody and self._modifies(above)  # "it is likely that ...", ينتظر أن
            return hedged or above.head in self.scene.sayings or clause.head in self.told
        return True

    def _puts_antecedent_in(self, clause: Clause) -> bool:
        """Whether what a relative clause describes is its subject or has a name, or it tells who does what."""
        relatives = [s for s in self.scene.stand_ins if s.clause == clause.head and s.kind in OF_OTHERS]
        named = all(party.is_name for stand_in in relatives for party in stand_in.parties)
        return named or self._is_specific(clause) or any(p.resolved for p in self._arguments(clause).subjects)

    def _names_antecedent(self, clause: Clause) -> bool:
        """Whether a relative clause tells of somebody named, as his deed and not as the place of another's."""
        return not any(s.clause == clause.head and s.kind in OF_OTHERS for s in self.scene.stand_ins)

    def _can_be_checked(self, clause: Clause) -> bool:
        """Whether a name or a number stands in it."""
        values = [slot.value for slot in (*self._arguments(clause).slots, *self.owned.slots(clause))]
        named = any(isinstance(value, Party) and value.is_name for value in values)
        return named or any(isinstance(value, Place) for value in values) or bool(self.owned.quantities_of(clause))

    def _is_narrated(self, clause: Clause) -> bool:
        """Whether it tells what happened, in nobody's own words: "detectives are looking for a grey van"."""
        verb = clause.kind is ClauseKind.VERBAL and content_tag(self.sentence.words[clause.head]) == "VERB"
        quoted = self.scene.is_quoted(self.sentence.words[clause.head].start)
        return verb and not quoted and self.moods.status(clause) not in UNREAL

    def _judges(self, clause: Clause) -> bool:
        """Whether an adjective is said of something, with no number: "the investment is important"."""
        adjective = content_tag(self.sentence.words[clause.head]) in ("ADJ", "ADV", "PRON")
        return clause.kind is ClauseKind.NOMINAL and adjective and not self.owned.quantities_of(clause)

    # Where a clause stands

    def _standing(self, clause: Clause) -> Clause:
        """The clause by which one is joined to the sentence: the first of coordinated ones, and the verb above that
        only modifies it ("plans to")."""
        for _ in range(len(self.scene.by_head)):
            above = self.scene.by_head.get(clause.governor) if clause.governor is not None else None
            if above is None:
                return clause
            base = self._base(clause)
            joined = base == "conj" and not self._has_subject(clause)
            if not joined and not (base == "xcomp" and self._modifies(above)):
                return clause
            clause = above
        return clause

    def _modifies(self, above: Clause) -> bool:
        text = self.sentence.words[above.head].text
        return above.event_type is None and any(self.lexicon.is_in(name, text) for name in MODIFYING_LISTS)

    def _stands(self, clause: Clause) -> bool:
        """Whether its verb, or the one that modifies it, is finite, as its place in the sentence tells."""
        clause = self._standing(clause)
        base = self._base(clause)
        if base == "xcomp" or is_purpose(clause, self.sentence, self.lexicon):
            return base == "root"
        if base not in BESIDE or self._word(clause) == "acl:relcl" or self._has_subject(clause):
            return True
        children = self.sentence.children[self.scene.top(clause)]
        relations = {self.sentence.words[child].base for child in children}
        if self.lexicon.words.drops_subjects:
            return "mark" in relations or "aux" in relations or base == "acl"
        return "aux" in relations and "mark" not in relations

    def _describes_pronoun(self, clause: Clause) -> bool:
        """Whether it only tells what a pronoun is: "those who left their homes", "what they saw"."""
        standing = self._standing(clause)
        word = self.scene.word(standing)
        if not word.relation.startswith("acl") or word.head == 0:
            return False
        noun = self.sentence.words[word.head - 1]
        if fold(noun.text) in self.lexicon.relative_pronouns:
            return True  # "what amounts to three million"
        return noun.tags[-1] in ("PRON", "DET") and not self._is_specific(clause)

    def _is_misread(self, clause: Clause) -> bool:
        """Whether a relative clause has two subjects in its tree, of which the relative pronoun can be none, or a
        clause that a relative pronoun opens describes no noun."""
        opening = self.sentence.words[clause.span[0]]
        opens = opening.tags[-1] == "PRON" and _stem(opening) in self.lexicon.relative_pronouns
        if opens and self._base(clause) in ("advcl", "conj", "parataxis"):
            return True
        above = self.scene.by_head.get(clause.governor) if clause.governor is not None else None
        hedged = above is not None and above.kind is ClauseKind.NOMINAL and self._base(clause) == "csubj"
        if above is not None and hedged and self._word(above).startswith("acl") and not self._has_subject(clause):
            return True  # "which is expected to": nothing tells what "which" is
        relative = any(s.clause == clause.head and s.kind is StandInKind.RELATIVE for s in self.scene.stand_ins)
        below = [self.sentence.words[child] for child in self.sentence.children[clause.head]]
        subjects = [word for word in below if word.relation.startswith("nsubj")]
        nouns = [word for word in subjects if content_tag(word) in ("NOUN", "PROPN")]
        titles = sum(one.end + 1 == other.start for one, other in pairwise(nouns))  # "Brigadier | Osman Tahir"
        one_each = self.lexicon.words.drops_subjects
        twice = len(nouns) - titles > 1 and not one_each  # "has got its students getting more sleep"
        return twice or (relative and len(subjects) - titles > 1)

    def _is_denied_cleft(self, clause: Clause) -> bool:
        """Whether it is the second half of "it is not X who ..."."""
        word = self.scene.word(clause)
        above = self.scene.by_head.get(word.head - 1)
        if not word.relation.startswith(("acl", "advcl")) or above is None or above.kind is not ClauseKind.NOMINAL:
            return False
        below = self.sentence.children[above.head]
        it = any("PRON" in self.sentence.words[child].tags for child in below if child < above.head)  # "it's not"
        known = self.scene.arguments[above.head].pronoun is not None or it
        return known and is_denied(above, self.sentence, self.lexicon)

    def _only_singles_out(self, clause: Clause) -> bool:
        """Whether it is the first half of "it is X who ...", whose second half tells what X did."""
        children = self.sentence.children[clause.head]
        words = [self.sentence.words[child] for child in children]
        pronouns = [w for w in words if w.relation.startswith(("nsubj", "expl")) and w.tags[-1] in ("PRON", "DET")]
        halves = [c for c in children if self.sentence.words[c].relation in HALVES and c in self.scene.by_head]
        nominal = clause.kind is ClauseKind.NOMINAL and clause.event_type is None
        before = bool(pronouns) and pronouns[0].start < self.scene.word(clause).start
        written = any(w.relation == "cop" and "PRON" in w.tags for w in words)  # "c'est"
        return nominal and (before or written) and bool(halves)

    def _has_subject(self, clause: Clause) -> bool:
        tops = (clause.head, *clause.helpers)
        below = (child for top in tops for child in self.sentence.children[top])
        return any(self.sentence.words[child].relation.startswith(("nsubj", "csubj")) for child in below)

    def _arguments(self, clause: Clause) -> Arguments:
        return self.scene.arguments[clause.head]

    def _word(self, clause: Clause) -> str:
        return self.scene.word(clause).relation

    def _base(self, clause: Clause) -> str:
        return self._word(clause).split(":")[0]


def _stem(word: Word) -> str:
    """The word without the conjunction written on it."""
    return fold(word.text)[len(word.tags) - 1 :]
