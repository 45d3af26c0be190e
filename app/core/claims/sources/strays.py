"""Speakers whom the tree hangs elsewhere than on their verb of saying."""

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.sources.sources import Hearing, source_at
from app.core.model.claim import Source, SourceKind, Stance

BESIDE = frozenset({"parataxis", "acl", "advcl", "appos", "dep"})  # how a verb of saying hangs on what it reports


def speaker_behind(clause: Clause, hearing: Hearing) -> Source | None:
    """The speaker behind a verb that comes before its subject, where the tree takes him for its object."""
    for child in hearing.sentence.children[clause.head]:
        if hearing.base(child) == "obj" and child > clause.head and child not in hearing.heads:
            source = source_at(hearing, child, Stance.SAYS)
            if source is not None and (
                source.is_name or source.kind is not SourceKind.ANONYMOUS or is_unnamed(hearing, child)
            ):
                return source
    return None


def stray_speaker(clause: Clause, hearing: Hearing) -> Source | None:
    """The speaker right beside the verb whom the tree takes for the subject of a verb beyond it, or for a second
    subject of the verb before: "the prefect, X, told reporters, adding that the owner was held"."""
    words = hearing.sentence.words
    before = clause.head - 1
    while before >= 0 and (words[before].tags[0] == "AUX" or words[before].text == ","):
        before -= 1
    behind = clause.head + 1
    while behind < len(words) and (words[behind].tags[0] in ("DET", "PUNCT") and words[behind].text not in ",."):
        behind += 1
    for start in (before, behind):
        top = _top_of_phrase(start, clause.head, hearing) if 0 <= start < len(words) else None
        if top is not None and _is_stray(top, clause.head, hearing):
            source = source_at(hearing, top, Stance.SAYS)
            if source is not None and (source.kind is not SourceKind.ANONYMOUS or is_unnamed(hearing, top)):
                return source
    return None


def _top_of_phrase(start: int, verb: int, hearing: Hearing) -> int | None:
    """The head of the noun phrase at a position, on that side of the verb."""
    words, current = hearing.sentence.words, start
    for _ in words:
        above = words[current].head - 1
        inner = hearing.base(current) in ("flat", "appos", "nmod", "amod", "compound", "case", "det")
        if not inner or above < 0 or (above < verb) != (start < verb):
            break
        current = above
    named = content_tag(words[current]) in ("NOUN", "PROPN")
    return current if named and hearing.base(current) in ("nsubj", "conj") else None


def _is_stray(top: int, verb: int, hearing: Hearing) -> bool:
    """Whether the subject hangs across the verb, or is the second one of a verb before it."""
    above = hearing.sentence.words[top].head - 1
    if above == verb or above < 0:
        return False
    if hearing.base(top) == "conj":
        return _is_cut_off(top, verb, hearing)
    if top < verb < above:
        return True
    others = [c for c in hearing.sentence.children[above] if hearing.base(c) == "nsubj" and c < top]
    return above < min(top, verb) and bool(others)


def _is_cut_off(top: int, verb: int, hearing: Hearing) -> bool:
    """Whether the tree joins the speaker to what stands before the comma: "killing nine people, an official told"."""
    words, sentence = hearing.sentence.words, hearing.sentence
    joined = [c for c in sentence.children[words[top].head - 1] if hearing.base(c) == "conj" and c <= top]
    cut_off = any(words[min(sentence.subtree(c))].text in (",", "،") for c in joined)
    ends = max(sentence.subtree(verb)) >= len(words) - 2
    return top < verb and ends and cut_off and hearing.base(verb) in BESIDE


def is_unnamed(hearing: Hearing, position: int) -> bool:
    """Whether a word is one for sources without a name: "source", "official"."""
    return hearing.lexicon.is_in("anonymous", hearing.sentence.words[position].text)
