"""Whether the subject of a clause acts or undergoes the event, where the tree alone does not settle it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.claims.grammar.clauses import Clause, ClauseKind
from app.core.claims.grammar.parties import NamesInSentence, build_party, person_beside, phrase_positions
from app.core.claims.grammar.parts import PartOfClause, is_passive
from app.core.claims.words.lexicon import Lexicon
from app.core.model.entity import EntityType
from app.core.model.language import EventType

BEFALLING_THINGS = frozenset({"open", "close", "build", "destroy", "postpone", "cancel"})  # no person is opened


@dataclass(frozen=True, kw_only=True)
class Voice:
    """The grammar of one clause, asked who does it to whom. ``stop`` are the heads of other clauses."""

    clause: Clause
    names: NamesInSentence
    lexicon: Lexicon
    kind: EventType
    stop: frozenset[int]
    parts: Sequence[PartOfClause]

    def passive(self) -> bool:
        """Whether the tree says that the subject undergoes it, and no object shows that it acts."""
        return is_passive(self.clause, self.names.sentence, self.lexicon) and not self._has_patient()

    def befalls_subject(self, *, patient_told: bool) -> bool:
        """Whether a subject without an object is whom the event befell: "three killed in a raid"."""
        return (
            self.kind.transitive
            and self.clause.kind is not ClauseKind.EVENT_NOUN
            and not self.clause.helpers
            and not patient_told
            and not any(part in ("object", "complement") for _, part, _ in self.parts)
            and not self._has_person_beside()
            and not self._is_doing_of_body()
            and not self._is_told_of_event()
            and not (self.kind.name in BEFALLING_THINGS and self._is_person())
            and not self._has_object_written_on()
        )

    def person_taken_for_adjective(self) -> int | None:
        """A noun for people that the tree takes for an adjective of an event that befalls somebody: اغتيال قيادي."""
        if self.clause.kind is not ClauseKind.EVENT_NOUN or not self.kind.transitive:
            return None
        if any(part in ("genitive", "object") and preposition is None for _, part, preposition in self.parts):
            return None
        beside = self.clause.head + 1
        if beside not in self.names.sentence.children[self.clause.head]:
            return None
        word = self.names.sentence.words[beside]
        return beside if word.relation == "amod" and self.lexicon.is_of_class("person", word.text) else None

    def _has_patient(self) -> bool:
        """Whether an object shows that the subject acts although the tree has it undergo: no auxiliary says so, and
        the verb does not make its subject something."""
        tops = (self.clause.head, *self.clause.helpers)
        words = self.names.sentence.words
        below = {words[child].relation for top in tops for child in self.names.sentence.children[top]}
        if "aux:pass" in below or "nsubj:pass" not in below:
            return False
        if self._has_person_beside() or self._has_patient_behind_preposition():
            return True
        objects = [position for position, part, preposition in self.parts if part == "object" and preposition is None]
        if "complement" not in self.kind.roles and "indirect" not in self.kind.roles:
            return any(build_party(self.names, o, self.lexicon, stop=self.stop - {o}) for o in objects)
        parties = (build_party(self.names, o, self.lexicon, stop=self.stop - {o}) for o in objects)
        return any(party is not None and party.is_name and party.type is not EntityType.PLACE for party in parties)

    def _has_person_beside(self) -> bool:
        """Whether the tree joins to a group that is the subject the person to whom it does something."""
        return self.lexicon.words.verb_first and any(
            person_beside(self.names, p, phrase_positions(self.names.sentence, p, stop=self.stop - {p}))
            for p in self._subjects("group")
        )

    def _has_patient_behind_preposition(self) -> bool:
        """Whether a phrase with a preposition tells whom it befalls: أفرجت قوة عن الأسرى."""
        patient = self.kind.roles.get("passive_subject")
        cases = [case for _, part, case in self.parts if part == "oblique" and case is not None]
        told = any("about" in self.lexicon.preposition_parts(case) for case in cases)
        return told and patient is not None and self.kind.roles.get("about") == patient

    def _is_person(self) -> bool:
        """Whether the subject is a person with a name."""
        mentions = [self.names.mention_at(position) for position, part, _ in self.parts if part == "subject"]
        return any(mention is not None and mention.type is EntityType.PERSON for mention in mentions)

    def _is_told_of_event(self) -> bool:
        """Whether an event is the subject, which nothing befalls: "the attack left seven dead"."""
        words = self.names.sentence.words
        return any(p in self.stop and words[p].tag == "NOUN" for p, part, _ in self.parts if part == "subject")

    def _has_object_written_on(self) -> bool:
        """Whether the object is a pronoun written on the verb: شيدته شركة."""
        tags = self.names.sentence.words[self.clause.head].tags
        return "VERB" in tags and tags[-1] == "PRON"

    def _is_doing_of_body(self) -> bool:
        """Whether a body is the subject that the tree has act: قضت محكمة بسجن ..."""
        return any(self.names.sentence.words[p].relation == "nsubj" for p in self._subjects("body"))

    def _subjects(self, class_name: str) -> list[int]:
        words = self.names.sentence.words
        subjects = (position for position, part, _ in self.parts if part == "subject")
        return [position for position in subjects if self.lexicon.is_of_class(class_name, words[position].text)]
