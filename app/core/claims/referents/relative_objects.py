"""What a relative clause with a subject of its own says of the noun that it describes: "the minister whom he met"."""

from app.core.claims.grammar.clauses import Clause
from app.core.claims.grammar.roles import UNTYPED, slot_of
from app.core.claims.referents.coreference import standing_for
from app.core.claims.referents.described import described_noun, describes_noun, relative_pronoun
from app.core.claims.referents.known_as import with_identity
from app.core.claims.referents.nouns import is_whole
from app.core.claims.referents.scene import Scene
from app.core.claims.referents.stand_ins import StandInKind
from app.core.model.claim import Slot
from app.core.model.entity import EntityType

TAKEN_BY_NOUN = (StandInKind.RELATIVE, StandInKind.SHARED)


def find_relative_object(scene: Scene, clause: Clause) -> None:
    """The noun that a relative clause with a subject of its own describes is its object, or stands elsewhere in it."""
    if not scene.word(clause).relation.startswith("acl") or not describes_noun(scene, clause):
        return
    if any(s.clause == clause.head and s.kind in TAKEN_BY_NOUN for s in scene.stand_ins):
        return
    noun = None if scene.names.is_time(scene.word(clause).head - 1) else described_noun(scene, clause)
    if noun is None or not (noun.is_name or is_whole(scene, noun)):
        return
    word = relative_pronoun(scene, clause)
    first = scene.sentence.words[clause.span[0]]
    asks = first.tag == "PRON" and scene.agreement.pronoun(first) is None  # "the question what it should be called"
    other = asks or first.tags[0] in ("ADV", "SCONJ")
    if word is None and (scene.word(clause).relation != "acl:relcl" or other):
        return
    is_object = word is not None and word.base in ("obj", "nsubj")
    kind = StandInKind.RELATIVE_OBJECT if is_object else StandInKind.RELATIVE_OTHER
    place = word or scene.word(clause)
    scene.stand_in(kind, clause, place.start, place.end, (noun,))
    slot, found = slot_of(scene.kind(clause), "object"), scene.arguments[clause.head]
    typed = scene.kind(clause) is not UNTYPED and noun.type is not EntityType.PLACE
    if is_object and typed and slot is not None and not any(s.name is slot for s in found.slots):
        told = with_identity(scene, clause, noun)
        text = scene.text(place.start, place.end)
        found.slots.append(Slot(name=slot, value=standing_for(told, text=text, start=place.start, end=place.end)))
