"""Names of a clause that its tree left without a role."""

from collections.abc import Iterator, Sequence

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.grammar.parties import NamesInSentence, named_party
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.model.claim import Slot
from app.core.model.entity import EntityType, Mention, Party, Place
from app.core.model.sentence import ParsedSentence

REACH = 3  # words before a place among which its preposition is looked for


def introduced(names: NamesInSentence, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a preposition or conjunction stands before the mention with its titles and offices."""
    first = mention.start
    opening = min((p for p, w in enumerate(names.sentence.words) if w.end > first), default=0) - len(
        " ".join((*mention.titles, *mention.offices)).split()
    )
    for position in (opening, opening - 1):
        if position >= 0:
            word = names.sentence.words[position]
            if word.tags[0] in ("ADP", "CCONJ", "SCONJ") or content_tag(word) == "VERB":
                return word.tags[0] != "VERB"
    return False


def left_over_places(
    clause: Clause, names: NamesInSentence, slots: Sequence[Slot], lexicon: Lexicon
) -> Iterator[tuple[Mention, int]]:
    """Places among the clause's own words that no slot names, with the position of their first word. A place inside
    a description ("a church in Benue") is left over too."""
    used = [
        (slot.value.start, slot.value.end)
        for slot in slots
        if isinstance(slot.value, Place) or (isinstance(slot.value, Party) and slot.value.is_name)
    ]
    own = set(clause.words)
    for mention in names.mentions:
        if mention.type is not EntityType.PLACE or any(a < mention.end and mention.start < b for a, b in used):
            continue
        position = next((p for p, w in enumerate(names.sentence.words) if w.end > mention.start), None)
        if position is None or _only_tells_of(names.sentence, position, lexicon):
            continue
        if position in own:
            yield mention, position


def _only_tells_of(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> bool:
    """Whether a place only tells of where somebody is: "the Cairo authorities", but not "Benue state"."""
    word = sentence.words[position]
    above = sentence.words[word.head - 1]
    return word.relation in ("compound", "amod") and not lexicon.is_of_class("place", above.text)


def place_of(names: NamesInSentence, mention: Mention) -> Place:
    """The mention as the place of a slot."""
    return Place(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        name=mention.text,
        key=mention.place_key,
        name_key=named_party(names, mention).key,
    )


def parts_before(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> tuple[str, ...]:
    """The parts that the preposition before a place opens; of "près de" the adverb tells."""
    word = sentence.words[position]
    clitic = preposition_of(sentence, position)
    case = next((c for c in sentence.children[position] if sentence.words[c].relation == "case"), None)
    if word.relation == "conj" and case is None and word.head > 0:
        return parts_before(sentence, word.head - 1, lexicon)
    if clitic is not None and case is None:
        return lexicon.preposition_parts(clitic)
    above = word.head - 1
    if 0 <= above < position and word.relation == "nmod" and lexicon.is_of_class("place", sentence.words[above].text):
        return parts_before(sentence, above, lexicon)  # "in the city of Cluj"
    beside = lexicon.words.verb_first and word.relation == "appos" and above >= 0
    if beside and lexicon.is_of_class("person", sentence.words[above].text):
        return ("object",)  # غادر الرئيس إسطنبول: no person's name is that of a place
    for before in range(position - 1, max(-1, position - 1 - REACH), -1):
        text = sentence.words[before].text
        verb = sentence.words[before].tags[0] in ("VERB", "AUX")  # "a repris la ville": no "à"
        parts = () if verb else lexicon.preposition_parts(text)
        if "of" in parts and before > 0:
            return lexicon.preposition_parts(sentence.words[before - 1].text) or parts
        if parts:
            return parts
        if content_tag(sentence.words[before]) == "PROPN" and lexicon.words.verb_first:
            return ("object",) if word.relation in ("flat", "nmod", "obj", "obl") else ()
    return ()
