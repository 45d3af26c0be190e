"""Turns a noun phrase of a clause into the place that it names."""

from app.core.claims.grammar.clauses import content_tag
from app.core.claims.grammar.parties import NamesInSentence, describe, described_party, phrase_positions
from app.core.claims.words.lexicon import Lexicon
from app.core.entities.names import name_key
from app.core.model.entity import EntityType, Mention, Place


def build_place(names: NamesInSentence, head: int, *, typed: bool, stop: frozenset[int]) -> Place | None:
    """The place that a noun phrase names; None for a phrase that is no place ("in this regard")."""
    if names.is_time(head):
        return None
    positions = phrase_positions(names.sentence, head, stop=stop)
    inside = [m for p in positions if (m := names.mention_at(p)) is not None]
    direct = names.mention_at(head)
    known = next((m for m in inside if m.type is EntityType.PLACE), None)
    words = names.sentence.words
    if direct is not None and direct.type is EntityType.PLACE:
        beside = next((m for m in inside if m.type is EntityType.PLACE and m.start == direct.end + 1), None)
        below = beside is not None and names.sentence.words[head].tag == "NOUN"  # "in the north of Albania"
        if beside is None or (direct.place_key is not None and not below):
            return _place(direct.text, direct.start, direct.end, direct.place_key)
        return _place(f"{direct.text} {beside.text}", direct.start, beside.end, beside.place_key)
    if direct is not None and direct.type is EntityType.PERSON:
        return None
    tag = content_tag(words[head])
    if tag == "NOUN" and known is not None and not _names_it(names, head, known):
        return None  # "on the Cairo authorities"
    if tag == "PROPN" or (tag == "NOUN" and (known is not None or (typed and direct is not None))):
        party = described_party(names, head, positions)
        if party is not None and known is not None and known.end > party.end:
            return _place(known.text, known.start, known.end, known.place_key)
        if party is not None:
            return _place(party.text, party.start, party.end, known.place_key if known else None)
    return None


def described_place(names: NamesInSentence, head: int, lexicon: Lexicon, *, stop: frozenset[int]) -> Place | None:
    """The place that a noun tells without a name: "left the town"."""
    word = names.sentence.words[head]
    if content_tag(word) != "NOUN" or not lexicon.is_of_class("place", word.text) or names.mention_at(head) is not None:
        return None
    party = describe(names, head, stop=stop)
    return None if party is None else _place(party.text, party.start, party.end, None)


def _names_it(names: NamesInSentence, head: int, known: Mention) -> bool:
    """Whether the place stands behind the noun that it names or tells the whereabouts of: "the city of X"."""
    return known.start > names.sentence.words[head].start


def _place(text: str, start: int, end: int, key: str | None) -> Place:
    return Place(text=text, start=start, end=end, name=text, key=key, name_key=name_key(text))
