"""The parts of a clause that its grammar tells: subject, objects, genitive, and phrases with a preposition."""

from collections.abc import Iterator

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.parties import NamesInSentence
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.model.entity import EntityType
from app.core.model.sentence import ParsedSentence

OBLIQUE = frozenset({"obl", "nmod", "advcl", "acl"})
PartOfClause = tuple[int, str, str | None]  # position, part of the clause, preposition


def parts_of(clause: Clause, names: NamesInSentence, lexicon: Lexicon) -> list[PartOfClause]:
    """The parts of a clause in the order of its tree, with one subject at most."""
    return _settled(list(_dependents(clause, names.sentence, lexicon)), clause, names)


def _dependents(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> Iterator[PartOfClause]:
    """Each dependent of the clause's head as (position, part of clause, preposition)."""
    tops = [clause.head, *clause.helpers, *clause.idiom]
    for top in tops:
        for child in sentence.children[top]:
            if child in tops or (top != clause.head and clause.head in sentence.subtree(child)):
                continue
            base = sentence.words[child].relation.split(":")[0]
            preposition = preposition_of(sentence, child)
            if base == "nsubj":
                own = clause.kind is ClauseKind.EVENT_NOUN and top == clause.head
                yield child, "genitive" if own else "subject", None
            elif base in ("obj", "iobj"):
                particle = preposition is not None and sentence.words[top + 1].text == preposition  # "laid off staff"
                yield child, "indirect" if base == "iobj" else "object", None if particle else preposition
            elif base == "xcomp" and content_tag(sentence.words[child]) in ("NOUN", "PROPN"):
                yield child, "complement", None
            elif base in OBLIQUE and (inner := _noun_preposition(sentence, child, lexicon)) is not None:
                yield inner, "oblique", sentence.words[child].text
            elif base in OBLIQUE and preposition is not None:
                parts = lexicon.preposition_parts(preposition)
                genitive = "of" in parts and clause.kind is ClauseKind.EVENT_NOUN and top == clause.head
                yield child, "genitive" if genitive else "oblique", preposition
                if genitive:
                    yield from nested_parts(sentence, child, lexicon)
            elif base == "nmod" and top in clause.idiom:
                yield child, "genitive" if clause.kind is ClauseKind.EVENT_NOUN else "object", None
            elif base == "nmod" and clause.kind is ClauseKind.EVENT_NOUN and top == clause.head:
                yield child, "genitive", None
                yield from nested_parts(sentence, child, lexicon)


def nested_parts(sentence: ParsedSentence, genitive: int, lexicon: Lexicon) -> Iterator[PartOfClause]:
    """What the tree hangs on the genitive of an event noun, but tells who else took part: "collision of a bus with a
    lorry"."""
    for child in sentence.children[genitive]:
        preposition = preposition_of(sentence, child)
        if preposition is not None and sentence.words[child].relation == "nmod":
            parts = lexicon.preposition_parts(preposition)
            if parts[:1] == ("with",) or ("against" in parts and "in" not in parts):
                yield child, "oblique", preposition


def _settled(parts: list[PartOfClause], clause: Clause, names: NamesInSentence) -> list[PartOfClause]:
    """At most one subject: of several, one after the verb is its object, and of those before it the named
    one counts."""
    parts = _without_titles(parts, names)
    subjects = [position for position, part, _ in parts if part == "subject"]
    if len(subjects) < 2:
        return parts
    before = [position for position in subjects if position < clause.head]
    after = [position for position in subjects if position > clause.head]
    candidates = before or after
    nouns = [p for p in candidates if content_tag(names.sentence.words[p]) != "PRON"]
    chosen = next((p for p in candidates if names.mention_at(p) is not None), (nouns or candidates)[0])
    has_object = any(part == "object" for _, part, _ in parts)
    settled: list[PartOfClause] = []
    for position, part, preposition in parts:
        if position not in subjects or position == chosen:
            settled.append((position, part, preposition))
        elif position == next((p for p in after if p != chosen), None):
            settled.append((position, "indirect" if has_object else "object", preposition))
    return settled


def _without_titles(parts: list[PartOfClause], names: NamesInSentence) -> list[PartOfClause]:
    """Without a noun that the tree hangs beside the name that it introduces: "of the poet Alena Zhuk"."""
    named = {
        position: part
        for position, part, _ in parts
        if (mention := names.mention_at(position)) is not None and mention.type is EntityType.PERSON
    }

    def introduces(position: int, part: str) -> bool:
        mention = names.mention_at(position)
        person = mention is not None and mention.type is EntityType.PERSON
        return not person and part in ("object", "genitive", "subject") and named.get(position + 1) == part

    introduced = {p + 1: preposition for p, part, preposition in parts if introduces(p, part)}
    return [(p, part, introduced.get(p, prep)) for p, part, prep in parts if not introduces(p, part)]


def is_passive(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the subject is whom the event befalls, by an auxiliary, its relation or the light verb."""
    tops = [clause.head, *clause.helpers]
    relations = {sentence.words[child].relation for top in tops for child in sentence.children[top]}
    if any(lexicon.is_undergoing(sentence.words[helper].text) for helper in clause.helpers):
        return True
    return bool(relations & {"aux:pass", "nsubj:pass"}) and clause.kind is not ClauseKind.EVENT_NOUN


def _noun_preposition(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> int | None:
    """The phrase under a noun or adverb used as a preposition (برفقة "in the company of", "près de"); None for
    other words."""
    below = [c for c in sentence.children[position] if sentence.words[c].relation.split(":")[0] in ("nmod", "obl")]
    return below[0] if below and lexicon.preposition_parts(sentence.words[position].text) else None
